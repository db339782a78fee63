"""A parse in few bytes, and back: columns of numbers beside a list of words, as compressed JSON.

What is unpacked may be damaged or written by others, so nothing in it is believed: each number is
checked against the text that the parse is of.
"""

import json
import zlib
from collections.abc import Iterator
from itertools import chain
from operator import add, eq
from typing import Any

from graphkit.errors import ParseError
from graphkit.memory import undisturbed
from graphkit.text import Article, Document, Name, Sentence, Token

# Goes up when a parse is laid out otherwise, or another parse is found with the same models.
VERSION = 2
# A parse takes less room than this for each character of its text.
_ROOM = 200
_COLUMNS = 8


def pack(document: Document) -> bytes:
    """Return a document's parse; the article itself is not in it."""
    words: dict[str, int] = {}
    text = document.article.text

    def number(word: str) -> int:
        return words.setdefault(word, len(words))

    sentences = []
    for sentence in document.sentences:
        rows = [
            (
                0 if token.form == text[token.start : token.end] else number(token.form) + 1,
                number(token.lemma),
                number(token.upos),
                number(token.feats),
                token.head,
                number(token.deprel),
                token.start,
                token.end - token.start,
            )
            for token in sentence.tokens
        ]
        names = [(name.start, name.end, number(name.kind)) for name in sentence.names]
        sentences.append([list(zip(*rows, strict=True)), names])
    told = json.dumps([VERSION, list(words), sentences], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(told.encode("utf-8", "surrogatepass"), 1)


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
        version, words, sentences = json.loads(told.decode("utf-8", "surrogatepass"))
        if version != VERSION or not all(isinstance(word, str) for word in words):
            raise ValueError("another version")
        read = (_sentence(at, row, words, article.text) for at, row in enumerate(sentences))
        return Document(article, tuple(_follow(read)))
    except (zlib.error, ValueError, TypeError, IndexError, KeyError, RecursionError) as error:
        raise ParseError(f"article {article.id}: the stored parse is of no use: {error}") from error


def _sentence(index: int, row: Any, words: list[str], text: str) -> Sentence:
    columns, names = row
    if len(columns) != _COLUMNS or not columns[0]:
        raise ValueError("no columns")
    size = len(columns[0])
    forms, lemmas, tags, feats, heads, relations, starts, lengths = columns
    if {len(column) for column in columns} != {size} or set(map(type, chain(*columns))) != {int}:
        raise ValueError("no columns of numbers")
    if min(map(min, columns)) < 0 or max(heads) > size:
        raise ValueError("a number out of range")
    # Whole columns at a time: token by token it takes twice as long.
    ends = list(map(add, starts, lengths))
    indexes = range(1, size + 1)
    if not min(lengths) or max(ends) > len(text) or starts != sorted(starts) or any(map(eq, heads, indexes)):
        raise ValueError("a token out of place")
    told = [
        words[form - 1] if form else text[start:end]
        for form, start, end in zip(forms, starts, ends, strict=True)
    ]
    read = ([words[number] for number in column] for column in (lemmas, tags, feats))
    under = [words[number] for number in relations]
    tokens = tuple(map(Token, indexes, told, *read, heads, under, starts, ends))
    found = tuple(Name(start, end, words[kind]) for start, end, kind in names)
    for name in found:
        if not tokens[0].start <= name.start < name.end <= tokens[-1].end:
            raise ValueError("a name out of place")
    return Sentence(index, tokens, found)


def _follow(sentences: Iterator[Sentence]) -> Iterator[Sentence]:
    """Yield sentences, each of which must begin behind the one before, and hang together."""
    last = 0
    for sentence in sentences:
        if sentence.start < last:
            raise ValueError("a sentence out of place")
        last = sentence.end
        if sentence.tokens[0].deprel and not _hangs(sentence):
            raise ValueError("no tree")
        yield sentence


def _hangs(sentence: Sentence) -> bool:
    """Say whether every word leads to the root."""
    heads = [0, *(token.head for token in sentence.tokens)]
    safe = {0}
    for node in range(1, len(heads)):
        path: list[int] = []
        while node not in safe:
            if len(path) > len(heads):
                return False
            path.append(node)
            node = heads[node]
        safe.update(path)
    return True


def parsed(document: Document) -> frozenset[int]:
    """Return the indexes of the sentences that have heads."""
    return frozenset(sentence.index for sentence in document.sentences if sentence.tokens[0].deprel)
