"""Leaving sentences without trees changes nothing that is found."""

import json
import lzma
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.pipeline import Failure, Pipeline, Reading
from graphkit.settings import Settings
from graphkit.text import Article, Document

pytestmark = pytest.mark.model


def articles(lines: list[str]) -> list[Article]:
    rows = [json.loads(line) for line in lines]
    return [
        Article(row["id"], row["lang"], row.get("title", ""), row["text"], row.get("date") or None)
        for row in rows
    ]


def readings(road: Pipeline, given: list[Article]) -> Iterator[Reading]:
    def failed(failure: Failure) -> None:
        pytest.fail(str(failure))

    return road.readings(given, on_failure=failed)


def compare(given: list[Article]) -> tuple[int, int, int]:
    """Check that both ways find the same; return sentences, those with trees, and statements."""
    total = trees = found = 0
    needed, whole = Pipeline(Settings()), Pipeline(Settings(parse="all"))
    for one, other in zip(readings(needed, given), readings(whole, given), strict=True):
        assert one.statements == other.statements, one.document.article.id
        assert one.links == other.links, one.document.article.id
        assert all(token.deprel for s in other.document.sentences for token in s.tokens)
        total += len(one.document.sentences)
        trees += sum(bool(sentence.tokens[0].deprel) for sentence in one.document.sentences)
        found += len(one.statements)
    return total, trees, found


@pytest.mark.parametrize("language", ["en", "id"])
def test_samples_read_the_same(root: Path, language: str) -> None:
    lines = (root / "data" / "samples" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    total, trees, found = compare(articles(lines))
    assert found > 20
    assert 0 < trees <= total


@pytest.mark.parametrize("language", ["en", "id"])
def test_plain_news_without_actors_needs_no_trees(language: str) -> None:
    text = {"en": "The rain came late. It was cold.", "id": "Hujan datang terlambat. Udaranya dingin."}
    given = [Article("a", language, "", text[language])]
    total, trees, found = compare(given)
    assert (total > 0, trees, found) == (True, 0, 0)


def bare(document: Document, kept: frozenset[int]) -> Document:
    """Return the document as if only some sentences had got trees."""
    return Document(
        document.article,
        tuple(
            sentence
            if sentence.index in kept
            else replace(sentence, tokens=tuple(t._replace(head=0, deprel="") for t in sentence.tokens))
            for sentence in document.sentences
        ),
    )


@pytest.mark.shared
@pytest.mark.timeout(7_200)
@pytest.mark.parametrize(("language", "count"), [("id", 1_300), ("en", 700)])
def test_the_corpora_read_the_same(shared: Path, language: str, count: int) -> None:
    """A tree is the same to the last bit whatever is parsed beside it, so that one parse serves both ways."""
    with lzma.open(shared / "corpora" / f"news_{language}.jsonl.xz", "rt", encoding="utf-8") as file:
        lines = random.Random(6).sample(file.readlines(), count)
    road = Pipeline(Settings(parse="all"))
    focus = road._for(language).focus
    total = trees = words = kept = found = 0
    for reading in readings(road, articles(lines)):
        document = reading.document
        needed = focus(bare(document, frozenset()))
        again = road.interpret(bare(document, needed))
        assert again.statements == reading.statements, document.article.id
        assert again.links == reading.links, document.article.id
        found += len(reading.statements)
        for sentence in document.sentences:
            size, wanted = len(sentence.tokens), sentence.index in needed
            total, trees, words, kept = total + 1, trees + wanted, words + size, kept + size * wanted
    print(f"{language}: {trees} of {total} sentences need trees, {kept} of {words} words; {found} statements")
    assert found > 1_000
    assert trees < 0.95 * total
