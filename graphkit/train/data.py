"""The data folder: reads treebanks and name lists, and writes the files Stanza trains on."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Word(NamedTuple):
    """One CoNLL-U word line: its form and all ten columns."""

    form: str
    columns: tuple[str, ...]


class Span(NamedTuple):
    """One written token, its words (more than one in a multi-word token) and whether a space follows."""

    form: str
    words: tuple[Word, ...]
    space: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A tree: its written tokens, and whether a paragraph starts here."""

    spans: tuple[Span, ...]
    opens: bool

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in order."""
        return tuple(word for span in self.spans for word in span.words)


Names = list[tuple[str, str]]


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_trees(path: Path) -> list[Sentence]:
    """Read a CoNLL-U file, plain or `.xz`; empty nodes are left out."""
    return [_sentence(lines) for lines in _blocks(path)]


def _open(path: Path) -> Iterator[str]:
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from lines


def _blocks(path: Path) -> Iterator[list[str]]:
    block: list[str] = []
    for line in _open(path):
        line = line.rstrip("\n")
        if line:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _sentence(lines: list[str]) -> Sentence:
    spans: list[Span] = []
    opens = False
    waiting: tuple[str, int, bool] | None = None
    inside: list[Word] = []
    for line in lines:
        if line.startswith("#"):
            opens = opens or line.startswith(("# newpar", "# newdoc"))
            continue
        columns = tuple(line.split("\t"))
        space = "SpaceAfter=No" not in columns[9]
        if "-" in columns[0]:
            waiting = (columns[1], int(columns[0].split("-")[1]), space)
        elif "." not in columns[0]:
            inside.append(Word(columns[1], columns))
            if waiting is None:
                spans.append(Span(columns[1], tuple(inside), space))
                inside = []
            elif int(columns[0]) == waiting[1]:
                spans.append(Span(waiting[0], tuple(inside), waiting[2]))
                waiting, inside = None, []
    return Sentence(tuple(spans), opens)


def read_names(path: Path) -> list[Names]:
    """Read a two-column file of tokens and tags."""
    return [[(cells[0], cells[-1]) for cells in (line.split("\t") for line in block)] for block in _blocks(path)]


def write_trees(trees: Iterable[Sentence], path: Path) -> None:
    """Write CoNLL-U with multi-word tokens and SpaceAfter, sentences numbered from 1."""
    with path.open("w", encoding="utf-8") as out:
        for number, tree in enumerate(trees, 1):
            out.write(f"# sent_id = {number}\n# text = {text_of(tree).rstrip()}\n")
            for line in _lines(tree):
                out.write(line + "\n")
            out.write("\n")


def _lines(tree: Sentence) -> Iterator[str]:
    number = 0
    for span in tree.spans:
        misc = "_" if span.space else "SpaceAfter=No"
        if len(span.words) > 1:
            yield "\t".join([f"{number + 1}-{number + len(span.words)}", span.form, *"_" * 7, misc])
            misc = "_"
        for word in span.words:
            number += 1
            yield "\t".join([str(number), *word.columns[1:9], misc])


def text_of(tree: Sentence) -> str:
    """Return the sentence as it was written, with the space after it if one follows."""
    return "".join(span.form + (" " if span.space else "") for span in tree.spans)


def write_names(sentences: Iterable[Names], path: Path) -> None:
    """Write the JSON lists of `text` and `ner` that Stanza's name tagger reads."""
    content = [[{"text": form, "ner": tag} for form, tag in sentence] for sentence in sentences]
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
