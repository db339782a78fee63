"""A parse in few bytes, and back: columns of numbers behind a list of words, compressed.

What is unpacked may be damaged or written by others, so nothing in it is believed: each number is
checked against the text that the parse is of. Numbers are read and checked in columns over the whole
document, which takes a fraction of the time that token by token does.

A packed parse holds, before it is compressed: a head of seven numbers of four bytes (the version, the
bytes of the words, words, sentences, tokens, names, the bytes a number), the words as a JSON list, and
then, each number of two or four bytes: the tokens of each sentence, its names, the columns of all tokens
(form, lemma, part of speech, features, head, relation, begin, length), and those of all names (begin and
end in the sentence, kind). A form is 0 where it stands so in the text; a token's begin counts from that
of the one before.
"""

import json
import struct
import zlib
from functools import partial
from typing import NamedTuple

import numpy as np

from graphkit.errors import ParseError
from graphkit.memory import undisturbed
from graphkit.text import Article, Document, Name, Sentence, Token

# Goes up when a parse is laid out otherwise, or another parse is found with the same models.
VERSION = 4
# A parse takes less room than this for each character of its text.
_ROOM = 200
HEAD = struct.Struct("<7I")
_COLUMNS = 8
_SMALL, _LARGE = 2, 4

# Makes a token of its fields by no function of Python's.
_token = partial(tuple.__new__, Token)


def pack(document: Document) -> bytes:
    """Return a document's parse; the article itself is not in it."""
    words: dict[str, int] = {}
    text = document.article.text
    sizes, counts = [], []
    rows: list[tuple[int, ...]] = []
    names: list[tuple[int, int, int]] = []

    def number(word: str) -> int:
        return words.setdefault(word, len(words))

    last = 0
    for sentence in document.sentences:
        sizes.append(len(sentence.tokens))
        counts.append(len(sentence.names))
        begin = sentence.start
        for _, form, lemma, upos, feats, head, deprel, start, end in sentence.tokens:
            rows.append(
                (
                    0 if form == text[start:end] else number(form) + 1,
                    number(lemma),
                    number(upos),
                    number(feats),
                    head,
                    number(deprel),
                    start - last,
                    end - start,
                )
            )
            last = start
        names += [(name.start - begin, name.end - begin, number(name.kind)) for name in sentence.names]
    numbers = [*sizes, *counts]
    for table in (rows, names):
        for column in zip(*table, strict=True):
            numbers += column
    told = json.dumps(list(words), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    wide = _SMALL if max(numbers, default=0) < 1 << 16 else _LARGE
    opening = HEAD.pack(VERSION, len(told), len(words), len(sizes), len(rows), len(names), wide)
    return zlib.compress(opening + told + np.array(numbers, dtype=f"<u{wide}").tobytes(), 1)


@undisturbed()
def unpack(packed: bytes, article: Article) -> Document:
    """Return the document whose parse was packed.

    Raises:
        ParseError: It is damaged, of another version, or the parse of another text.
    """
    try:
        reader = zlib.decompressobj()
        told = reader.decompress(packed, _ROOM * len(article.text) + 10_000)
        if not reader.eof:
            raise ValueError("more than a parse")
        return Document(article, _sentences(told, article.text))
    except (zlib.error, struct.error, ValueError, IndexError, RecursionError) as error:
        raise ParseError(f"article {article.id}: the stored parse is of no use: {error}") from error


def _sentences(told: bytes, text: str) -> tuple[Sentence, ...]:
    version, length, known, sentences, tokens, named, wide = HEAD.unpack_from(told)
    if version != VERSION or wide not in (_SMALL, _LARGE):
        raise ValueError("another version")
    begin = HEAD.size + length
    expected = 2 * sentences + _COLUMNS * tokens + 3 * named
    if len(told) != begin + wide * expected:
        raise ValueError("too many numbers or too few")
    words = json.loads(told[HEAD.size : begin].decode("utf-8", "surrogatepass"))
    if type(words) is not list or len(words) != known or (words and set(map(type, words)) != {str}):
        raise ValueError("no list of words")
    numbers = np.frombuffer(told, dtype=f"<u{wide}", offset=begin).astype(np.int64)
    sizes, counts = numbers[:sentences], numbers[sentences : 2 * sentences]
    table = numbers[2 * sentences : 2 * sentences + _COLUMNS * tokens].reshape(_COLUMNS, tokens)
    names = numbers[2 * sentences + _COLUMNS * tokens :].reshape(3, named)
    if sizes.sum() != tokens or counts.sum() != named or (sentences and not sizes.all()):
        raise ValueError("sentences and tokens do not fit")
    if not sentences:
        return ()
    ends, starts = np.cumsum(sizes), np.cumsum(table[6])
    columns = _Columns(table, names, counts, sizes, ends - sizes, ends, starts, starts + table[7])
    _check(columns, text, known)
    return _made(columns, text, words)


class _Columns(NamedTuple):
    """The numbers of a document.

    `counts` and `sizes` are the names and tokens of each sentence, `firsts` and `ends` bound its tokens;
    `starts` and `stops` are the tokens' places in the text.
    """

    table: np.ndarray
    names: np.ndarray
    counts: np.ndarray
    sizes: np.ndarray
    firsts: np.ndarray
    ends: np.ndarray
    starts: np.ndarray
    stops: np.ndarray


def _check(columns: _Columns, text: str, known: int) -> None:
    """Check that every number leads to a word or a place in the text, and every token to a root."""
    table, names, counts, sizes, firsts, ends, starts, stops = columns
    if table[0].max() > known or max(table[1:4].max(), table[5].max()) >= known:
        raise ValueError("a word that is not there")
    first_of = np.repeat(firsts, sizes)
    heads = table[4]
    if (heads > np.repeat(sizes, sizes)).any():
        raise ValueError("a number out of range")
    # Each token's head as its place in the document, behind the last one what stands above all.
    above = np.append(np.where(heads > 0, first_of + heads - 1, len(heads)), len(heads))
    for _ in range(int(sizes.max()).bit_length()):
        above = above[above]
    if (above != len(heads)).any():
        raise ValueError("no tree")
    if not table[7].all() or stops.max() > len(text) or (starts[firsts[1:]] < stops[ends[:-1] - 1]).any():
        raise ValueError("a token out of place")
    if len(names[0]):
        room = np.repeat(stops[ends - 1] - starts[firsts], counts)
        if (names[0] >= names[1]).any() or (names[1] > room).any() or names[2].max() >= known:
            raise ValueError("a name out of place")


def _made(columns: _Columns, text: str, words: list[str]) -> tuple[Sentence, ...]:
    """Return the sentences that numbers stand for which were found to be in order."""
    table, names, counts, sizes, firsts, ends, starts, stops = columns
    indexes = np.arange(1, len(table[0]) + 1) - np.repeat(firsts, sizes)
    begins, behind = starts.tolist(), stops.tolist()
    forms = list(map(text.__getitem__, map(slice, begins, behind)))
    for at in np.flatnonzero(table[0]).tolist():
        forms[at] = words[table[0][at] - 1]
    lemmas, tags, feats, relations = np.array(words, dtype=object)[table[[1, 2, 3, 5]]].tolist()
    fields = (indexes.tolist(), forms, lemmas, tags, feats, table[4].tolist(), relations, begins, behind)
    tokens = tuple(map(_token, zip(*fields, strict=True)))
    spans = list(zip(firsts.tolist(), ends.tolist(), strict=True))
    if not len(names[0]):
        return tuple(Sentence(at, tokens[first:last]) for at, (first, last) in enumerate(spans))
    found = zip(*names.tolist(), strict=True)
    return tuple(
        Sentence(at, tokens[first:last], _names(found, count, begins[first], words))
        for at, ((first, last), count) in enumerate(zip(spans, counts.tolist(), strict=True))
    )


def _names(found: "zip[tuple[int, int, int]]", count: int, begin: int, words: list[str]) -> tuple[Name, ...]:
    """Return the next names, which stand in the sentence that begins there."""
    rows = [next(found) for _ in range(count)]
    return tuple(Name(begin + start, begin + stop, words[kind]) for start, stop, kind in rows)


def parsed(document: Document) -> frozenset[int]:
    """Return the indexes of the sentences that have heads."""
    return frozenset(sentence.index for sentence in document.sentences if sentence.tokens[0].deprel)
