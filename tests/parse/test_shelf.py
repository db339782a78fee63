"""Stored parses come back exactly, and nothing that others put there is believed."""

import json
import logging
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import ParseError
from graphkit.parse.packing import HEAD, VERSION, pack, parsed, unpack
from graphkit.parse.shelf import Shelf, key
from graphkit.text import Article, Document, Name, Sentence, Token
from graphkit.tree import Tree

TEXT = "Kenya isn't\u00a0 here. NATO\ud83d\ude00met Ghana."
ARTICLE = Article("a", "en", "Title", TEXT)


def token(index: int, form: str, head: int, start: int, end: int, deprel: str = "dep") -> Token:
    return Token(index, form, form.lower(), "X", "A=B", head, deprel, start, end)


@pytest.fixture
def document() -> Document:
    first = (
        token(1, "Kenya", 0, 0, 5, "root"),
        token(2, "is", 1, 6, 11),
        token(3, "n't", 1, 6, 11),
        token(4, "here", 1, 13, 17),
        token(5, ".", 1, 17, 18),
    )
    second = (token(1, "NATO", 0, 19, 23, ""), token(2, "met", 0, 25, 28, ""))
    return Document(ARTICLE, (Sentence(0, first, (Name(0, 5, "LOC"),)), Sentence(1, second)))


def test_a_parse_comes_back(document: Document) -> None:
    assert unpack(pack(document), ARTICLE) == document
    assert parsed(document) == {0}


@given(st.text(min_size=1, max_size=40), st.text(max_size=10), st.data())
def test_any_words_come_back(text: str, word: str, data: Any) -> None:
    article = Article("a", "en", "", text)
    end = data.draw(st.integers(1, len(text)))
    document = Document(article, (Sentence(0, (Token(1, word, word, "", word, 0, "root", 0, end),)),))
    assert unpack(pack(document), article) == document


def mended(packed: bytes, change: Any) -> bytes:
    told = zlib.decompress(packed)
    head = list(HEAD.unpack_from(told))
    begin = HEAD.size + head[1]
    words, numbers = json.loads(told[HEAD.size : begin]), np.frombuffer(told[begin:], "<u2").tolist()
    parts = {"head": head, "words": words, "numbers": numbers, "more": []}
    change(parts)
    written = json.dumps(words).encode()
    head[1] = len(written)
    rest = np.array(numbers, dtype="<u2").tobytes() + bytes(parts["more"])
    return zlib.compress(HEAD.pack(*head) + written + rest)


# Of two sentences of five and two tokens and one name: sizes, names, and where each column begins.
FORM, LEMMA, HEADS, RELATION, BEGIN, LENGTH, NAME = 4, 11, 32, 39, 46, 53, 60


def planted(part: str, at: int, value: Any) -> Any:
    return lambda told: told[part].__setitem__(at, value)


@pytest.mark.parametrize(
    "change",
    [
        planted("head", 0, VERSION + 1),
        planted("head", 2, 2),
        planted("head", 3, 3),
        planted("head", 4, 6),
        planted("head", 5, 2**31),
        planted("head", 6, 4),
        planted("head", 6, 3),
        planted("words", 0, 5),
        lambda told: told["words"].pop(),
        planted("numbers", 0, 4),
        lambda told: told["numbers"].__setitem__(slice(0, 2), [7, 0]),
        planted("numbers", 2, 0),
        planted("numbers", FORM, 3_000),
        planted("numbers", LEMMA, 3_000),
        planted("numbers", RELATION, 3_000),
        planted("numbers", HEADS, 9),
        planted("numbers", HEADS, 1),
        planted("numbers", HEADS, 2),
        planted("numbers", HEADS + 5, 3),
        planted("numbers", BEGIN, 3_000),
        planted("numbers", BEGIN + 5, 0),
        planted("numbers", LENGTH, 0),
        planted("numbers", LENGTH + 6, 3_000),
        planted("numbers", NAME, 5),
        planted("numbers", NAME + 1, 400),
        planted("numbers", NAME + 2, 400),
        lambda told: told["numbers"].pop(),
        lambda told: told["more"].append(1),
    ],
)
def test_what_was_planted_is_refused(document: Document, change: Any) -> None:
    with pytest.raises(ParseError, match="article a: the stored parse is of no use"):
        unpack(mended(pack(document), change), ARTICLE)


def test_any_number_planted_anywhere_is_refused_or_in_order(document: Document) -> None:
    packed = pack(document)
    for at in range(63):
        for value in (0, 1, 2, 6, 9, 65_535):
            try:
                found = unpack(mended(packed, planted("numbers", at, value)), ARTICLE)
            except ParseError:
                continue
            for sentence in found.sentences:
                assert 0 <= sentence.start < sentence.end <= len(TEXT)
                for word in sentence.tokens:
                    assert 0 <= word.head <= len(sentence.tokens)
                    assert list(Tree(sentence).ancestors(word.index)).count(word.index) == 0
                assert all(sentence.start <= n.start < n.end <= sentence.end for n in sentence.names)


def test_a_long_parse_comes_back() -> None:
    text = "ab " * 30_000
    tokens = tuple(token(n % 30 + 1, "ab", n % 30, 3 * n, 3 * n + 2) for n in range(30_000))
    sentences = tuple(Sentence(at, tokens[30 * at : 30 * at + 30]) for at in range(1_000))
    far = Sentence(1_000, (token(1, "odd", 0, 89_997, 90_000, "root"),))
    article = Article("a", "en", "", text + "x")
    for found in (sentences, (sentences[0], far)):  # many words, and one far behind
        document = Document(article, found if found is sentences else (sentences[0], replace(far, index=1)))
        assert unpack(pack(document), article) == document


def test_a_bomb_is_not_blown_up(document: Document) -> None:
    with pytest.raises(ParseError, match="more than a parse"):
        unpack(zlib.compress(b"[" * 50_000_000), ARTICLE)
    with pytest.raises(ParseError):
        unpack(pack(document)[:-9], ARTICLE)
    with pytest.raises(ParseError):
        unpack(pack(document), replace(ARTICLE, text="Short."))


def test_keys_differ_with_everything_a_parse_hangs_on() -> None:
    others = [replace(ARTICLE, text="b"), replace(ARTICLE, language="id"), replace(ARTICLE, title="")]
    assert len({key(ARTICLE, "1"), key(ARTICLE, "2"), *(key(other, "1") for other in others)}) == 5
    assert key(replace(ARTICLE, id="b", published="2024"), "1") == key(ARTICLE, "1")


def test_the_least_used_make_room(tmp_path: Path) -> None:
    path = tmp_path / "parses.sqlite"
    with Shelf(path, most=10**9) as shelf:
        for number in range(40):
            shelf.keep({bytes([number]): bytes([number]) * 10_000})
        shelf.keep({}, [b"\x00"])
        assert shelf.find([b"\x03", b"\xff"]) == {b"\x03": b"\x03" * 10_000}
    with Shelf(path, most=200_000) as shelf:
        assert shelf.size > 400_000
    with Shelf(path, most=200_000) as shelf:
        assert shelf.size <= 220_000
        keys = [bytes([number]) for number in range(40)]
        left = {k[0] for k in shelf.find(keys)}
    assert 7 <= len(left) <= 20
    assert {0, 39, 38, 37} <= left
    assert 1 not in left


@pytest.mark.parametrize("planted", ["text", "database", "version"])
def test_a_foreign_file_is_begun_anew(tmp_path: Path, planted: str, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "parses.sqlite"
    if planted == "text":
        path.write_text("no database")
    else:
        with Shelf(path, most=10**6) as shelf:
            shelf.keep({b"k": b"old"})
        file = sqlite3.connect(path)
        file.execute("PRAGMA user_version = 9" if planted == "version" else "DROP TABLE turn")
        file.commit()
        file.close()
    with caplog.at_level(logging.WARNING), Shelf(path, most=10**6) as shelf:
        assert shelf.find([b"k"]) == {}
        shelf.keep({b"k": b"new"})
        assert shelf.find([b"k"]) == {b"k": b"new"}
    assert "begun anew" in caplog.text


def test_without_a_place_nothing_is_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), Shelf(tmp_path / "none" / "parses.sqlite", most=10**6) as shelf:
        shelf.keep({b"k": b"new"})
        assert shelf.find([b"k"]) == {}
        assert shelf.size == 0
    assert "parses are not kept" in caplog.text


def test_a_damaged_file_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "parses.sqlite"
    keys = [number.to_bytes(32, "big") for number in range(200)]
    with Shelf(path, most=10**8) as shelf:
        shelf.keep({k: k * 40 for k in keys})
    content = bytearray(path.read_bytes())
    content[3 * 4096 : 60 * 4096] = b"\xff" * (57 * 4096)
    path.write_bytes(content)
    with Shelf(path, most=10**8) as shelf:
        assert shelf.find(keys) != {k: k * 40 for k in keys}
    with Shelf(path, most=10**8) as shelf:
        shelf.keep(dict.fromkeys(keys, b"new"))
        assert shelf.find(keys) == dict.fromkeys(keys, b"new")
