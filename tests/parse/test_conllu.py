"""A document written as CoNLL-U is read back exactly, and files of other makers are understood."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import ParseError
from graphkit.parse import conllu
from graphkit.text import Article, Document, Name, Sentence, Token

# Text without surrogates, which no file can hold.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
FORM = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=6)
TAG = st.text("ABCabc:_", min_size=1, max_size=4).filter(lambda tag: tag != "_")


@st.composite
def sentences(draw: st.DrawFn, index: int, start: int) -> tuple[str, Sentence]:
    """Draw a sentence at an offset, with multi-word tokens and names."""
    text, tokens, spans = "", [], []
    for _ in range(draw(st.integers(1, 4))):
        surface, space = draw(FORM), draw(st.sampled_from(["", " ", "  "]))
        begin, end = start + len(text), start + len(text) + len(surface)
        count = draw(st.integers(1, 3))
        for number in range(count):
            form = surface if count == 1 else draw(FORM)
            lemma = draw(st.one_of(st.just(form), TAG))
            columns = (form, lemma, draw(TAG), draw(st.sampled_from(["", "A=b|C=d"])), 0, draw(TAG))
            tokens.append(Token(len(tokens) + 1, *columns, begin, end))
            assert number < count
        spans.append((begin, end))
        text += surface + space
    size = len(tokens)
    heads = [draw(st.integers(0, size)) for _ in tokens]
    tokens = [
        Token(t.index, t.form, t.lemma, t.upos, t.feats, head, t.deprel, t.start, t.end)
        for t, head in zip(tokens, heads, strict=True)
    ]
    names, place = [], 0
    while place < len(spans):
        last = draw(st.integers(place, len(spans) - 1))
        if draw(st.booleans()):
            names.append(Name(spans[place][0], spans[last][1], draw(st.sampled_from(["PER", "ORG"]))))
        place = last + 1
    return text, Sentence(index, tuple(tokens), tuple(names))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw a document."""
    text, found = draw(TEXT), []
    for index in range(draw(st.integers(0, 3))):
        more, sentence = draw(sentences(index, len(text)))
        text += more + "\n"
        found.append(sentence)
    optional = st.one_of(st.none(), TEXT)
    article = Article(draw(TEXT), draw(TAG), draw(TEXT), text, draw(optional), draw(optional), draw(optional))
    return Document(article, tuple(found))


@given(st.lists(documents(), max_size=3))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, written: list[Document]
) -> None:
    path = tmp_path_factory.getbasetemp() / "documents.conllu"
    conllu.write(written, path)
    assert list(conllu.read_all(path)) == written


def test_words_of_one_token_share_its_line(tmp_path: Path) -> None:
    article = Article(
        "a1", "id", "Judul", "Menurutnya NATO kuat.", "2024-05-30", "https://example.org/1", "ANTARA"
    )
    tokens = (
        Token(1, "Menurut", "turut", "ADP", "", 2, "case", 0, 10),
        Token(2, "nya", "dia", "PRON", "Person=3", 4, "obl", 0, 10),
        Token(3, "NATO", "NATO", "PROPN", "", 4, "nsubj", 11, 15),
        Token(4, "kuat", "kuat", "ADJ", "", 0, "root", 16, 20),
        Token(5, ".", ".", "PUNCT", "", 4, "punct", 20, 21),
    )
    document = Document(article, (Sentence(0, tokens, (Name(11, 15, "ORG"),)),))
    conllu.write(document, tmp_path / "a.conllu")
    lines = (tmp_path / "a.conllu").read_text(encoding="utf-8").splitlines()
    assert "# text = Menurutnya NATO kuat." in lines
    assert "1-2\tMenurutnya\t_\t_\t_\t_\t_\t_\t_\tstart_char=0|end_char=10" in lines
    assert "3\tNATO\tNATO\tPROPN\t_\t_\t4\tnsubj\t_\tstart_char=11|end_char=15|ner=S-ORG" in lines
    assert conllu.read(tmp_path / "a.conllu") == document


def test_a_file_without_offsets_gets_its_text_from_the_sentences(parsed: Callable[[str], Document]) -> None:
    document = parsed(
        """
        # newdoc id = d1
        # lang = en
        # date = 2024-05-30
        # newpar
        # sent_id = 1
        1    NATO     NATO  PROPN  _  _          2  nsubj  _  ner=S-ORG
        2-3  cannot   _     _      _  _          _  _      _  _
        2    can      can   AUX    _  _          3  aux    _  _
        3    not      not   PART   _  _          0  root   _  SpaceAfter=No
        4    .        .     PUNCT  _  _          2  punct  _  _

        # newpar
        1    Yes      yes   INTJ   _  _          0  root   _  SpaceAfter=No
        2    .        .     PUNCT  _  _          1  punct  _  _
        """
    )
    assert document.article == Article("d1", "en", "", "NATO cannot.\nYes.", "2024-05-30")
    assert [(t.start, t.end) for t in document.sentences[0].tokens] == [(0, 4), (5, 11), (5, 11), (11, 12)]
    assert document.sentences[0].names == (Name(0, 4, "ORG"),)
    assert document.sentences[1].start == 13


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("1\tA\ta", 1, "10 columns expected, 3 found"),
        ("# x\n2\tA\ta\tX\t_\t_\t0\troot\t_\t_", 2, "word 1 expected, 2 found"),
        ("1\tA\ta\tX\t_\t_\t7\troot\t_\t_\n", 2, "hangs on 7"),
        ("# article = {broken", 1, "Expecting property name"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = tmp_path / "bad.conllu"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParseError, match=rf"bad\.conllu:{line}: .*{reason}"):
        list(conllu.read_all(path))


def test_a_name_that_cuts_a_word_is_refused(tmp_path: Path) -> None:
    token = Token(1, "NATO", "NATO", "PROPN", "", 0, "root", 0, 4)
    document = Document(Article("a1", "en", "", "NATO"), (Sentence(0, (token,), (Name(0, 2, "ORG"),)),))
    with pytest.raises(ParseError, match="article a1: the name at 0-2 does not fit its words"):
        conllu.write(document, tmp_path / "a.conllu")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"cannot read .*none\.conllu"):
        conllu.read(tmp_path / "none.conllu")
