"""Stanza's parse becomes documents whose offsets are true to the stored text."""

from itertools import pairwise
from pathlib import Path

import pytest

from graphkit.errors import ParseError
from graphkit.facts import Span
from graphkit.parse import conllu
from graphkit.parse.parser import Parser
from graphkit.settings import load
from graphkit.sources import clean
from graphkit.text import Article, Document

pytestmark = pytest.mark.model

RENCANA = (
    "Jakarta (ANTARA) - Presiden Indonesia bertemu Perdana Menteri Jepang di Tokyo, kata juru bicaranya.\n"
    "Menurutnya, kedua negara akan meningkatkan kerja sama.\n\n"
    "Baca juga: Rusia menyerang Ukraina\n"
    "\t“Kami siap,” ujarnya."
)
PLAN = "The U.S. doesn't support Iran's plan.\nNATO\u00a0met Japan."


def article(text: str, language: str, name: str = "a1") -> Article:
    return Article(name, language, "", text)


@pytest.fixture(scope="module")
def parsers() -> dict[str, Parser]:
    chosen = load()
    return {code: Parser(code, models=chosen.models, threads=chosen.threads) for code in ("id", "en")}


def check(document: Document) -> None:
    """Check everything that later stages rely on."""
    text = document.article.text
    for number, sentence in enumerate(document.sentences):
        assert sentence.index == number
        assert "\n" not in text[sentence.start : sentence.end]
        size = len(sentence.tokens)
        assert [token.index for token in sentence.tokens] == list(range(1, size + 1))
        assert sum(token.head == 0 for token in sentence.tokens) == 1
        for token in sentence.tokens:
            assert 0 <= token.head <= size != token.index - 1
            assert token.upos
            assert token.deprel
            assert token.lemma
            shared = [t for t in sentence.tokens if (t.start, t.end) == (token.start, token.end)]
            if len(shared) == 1:
                assert token.form == " ".join(text[token.start : token.end].split())
        for before, after in pairwise(sentence.tokens):
            assert before.end <= after.start or (before.start, before.end) == (after.start, after.end)
        for name in sentence.names:
            assert name.start in {token.start for token in sentence.tokens}
            assert name.end in {token.end for token in sentence.tokens}


def test_offsets_are_those_of_the_stored_text(parsers: dict[str, Parser]) -> None:
    for code, text in (("id", RENCANA), ("en", PLAN)):
        (document,) = parsers[code].parse([article(text, code)])
        check(document)
        words = "".join(text[t.start : t.end] for s in document.sentences for t in s.tokens if t.form)
        assert words.startswith("".join(text.split())[:8])


def test_words_of_one_token_share_its_place(parsers: dict[str, Parser]) -> None:
    (document,) = parsers["id"].parse([article("Menurutnya, NATO siap.", "id")])
    first, second = document.sentences[0].tokens[:2]
    assert (first.start, first.end) == (second.start, second.end) == (0, 10)
    assert second.form == "nya"


def test_only_what_the_cleaner_leaves_is_parsed(parsers: dict[str, Parser]) -> None:
    (document,) = parsers["id"].parse([article(RENCANA, "id")], spans=clean.load("id"))
    check(document)
    forms = {token.form for sentence in document.sentences for token in sentence.tokens}
    assert {"Presiden", "Tokyo", "siap"} <= forms
    assert not {"ANTARA", "Baca", "Rusia"} & forms


def test_names_are_marked(parsers: dict[str, Parser]) -> None:
    (document,) = parsers["id"].parse([article("Presiden Prabowo Subianto tiba di Moskow.", "id")])
    kinds = {document.article.text[n.start : n.end]: n.kind for n in document.sentences[0].names}
    assert kinds.get("Prabowo Subianto") == "PER"
    assert kinds.get("Moskow") == "LOC"


def test_articles_parsed_together_are_parsed_as_alone(parsers: dict[str, Parser]) -> None:
    texts = [
        RENCANA,
        "NATO siap.",
        "",
        "  \n ",
        "Rusia menyerang Ukraina pada Senin.\nJepang mengecam Rusia.",
        RENCANA,
    ]
    articles = [article(text, "id", f"a{number}") for number, text in enumerate(texts)]
    together = list(parsers["id"].parse(articles))
    assert [document.article for document in together] == articles
    assert together == [document for one in articles for document in parsers["id"].parse([one])]
    assert together == list(parsers["id"].parse(articles))
    assert [bool(document.sentences) for document in together] == [True, True, False, False, True, True]


def test_one_bad_article_fails_alone(parsers: dict[str, Parser]) -> None:
    def spans(of: Article) -> list[Span]:
        if of.id == "a1":
            raise ValueError("no spans")
        return [(0, len(of.text))]

    articles = [article("NATO siap.", "id", f"a{number}") for number in range(3)]
    errors: list[tuple[str, str]] = []
    found = parsers["id"].parse(articles, spans=spans, on_error=lambda a, e: errors.append((a.id, str(e))))
    assert [document.article.id for document in found] == ["a0", "a2"]
    assert errors == [("a1", "article a1: ValueError: no spans")]
    with pytest.raises(ParseError, match="article a1"):
        list(parsers["id"].parse(articles, spans=spans))


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5_000,
        "\u200b",
        "😀 😀",
        "a\u00a0b\tc\u3000d",
        "١٢٣",
        "..........",
        "\ufffd",
        "NATO\x00Rusia",
        "A" * 30 + " " * 9_000,
    ],
)
def test_strange_text_keeps_its_places(parsers: dict[str, Parser], text: str, tmp_path: Path) -> None:
    (document,) = parsers["en"].parse([article(text, "en")])
    check(document)
    conllu.write(document, tmp_path / "a.conllu")
    assert conllu.read(tmp_path / "a.conllu") == document
