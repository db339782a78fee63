"""The data folder: reads treebanks and name lists, and writes the files Stanza trains on."""

from __future__ import annotations

import hashlib
import json
import lzma
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

_ENDS = frozenset(".?!")
_PARAGRAPH = 12  # sentences in the longest paragraph drawn


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


def read_text(path: Path) -> str:
    """Return a whole text file, plain or `.xz`."""
    return "".join(_open(path))


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
    return [
        [(cells[0], cells[-1]) for cells in (line.split("\t") for line in block)] for block in _blocks(path)
    ]


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


def halve(trees: Iterable[Sentence]) -> list[Sentence]:
    """Cut a sentence after each inner full stop, question or exclamation mark before a capital letter.

    Some treebanks keep two sentences in one tree. Only for learning sentence ends: heads are not mended.
    """
    found: list[Sentence] = []
    for tree in trees:
        start = 0
        for place, (span, following) in enumerate(pairwise(tree.spans), 1):
            if span.form in _ENDS and span.space and following.form[:1].isupper():
                found.append(Sentence(tree.spans[start:place], tree.opens and start == 0))
                start = place
        found.append(Sentence(tree.spans[start:], tree.opens and start == 0))
    return found


def lexicon(trees: Iterable[Sentence]) -> list[Sentence]:
    """Return each form and tag once, as a tree of one word with its commonest lemma.

    A lemmatiser learns from rare words as much as from common ones, in a sixth of the time.
    """
    found: dict[tuple[str, str], Counter[Word]] = {}
    for tree in trees:
        for word in tree.words:
            alone = Word(word.form, ("1", *word.columns[1:4], "_", "_", "0", "root", "_", "_"))
            found.setdefault((word.form, word.columns[3]), Counter())[alone] += 1
    words = [counts.most_common(1)[0][0] for counts in found.values()]
    return [Sentence((Span(word.form, (word,), True),), False) for word in words]


def shout(trees: Iterable[Sentence], *, share: float, seed: int) -> list[Sentence]:
    """Return the sentences, and after them a share of them again in capitals, as headlines are written."""
    kept = list(trees)
    drawn = random.Random(seed)
    return kept + [_upper(tree) for tree in kept if drawn.random() < share]


def _upper(tree: Sentence) -> Sentence:
    spans = tuple(
        Span(
            span.form.upper(),
            tuple(Word(w.form.upper(), (w.columns[0], w.form.upper(), *w.columns[2:])) for w in span.words),
            span.space,
        )
        for span in tree.spans
    )
    return Sentence(spans, tree.opens)


def write_text(trees: Iterable[Sentence], stem: Path, *, seed: int) -> None:
    """Write `stem.txt` and `stem.toklabels`, the characters and their marks, paragraph by paragraph.

    Where the treebank marks no paragraphs, one to twelve sentences are drawn together.
    """
    kept = list(trees)
    text: list[str] = []
    marks: list[str] = []
    for paragraph in _paragraphs(kept, seed=seed):
        text.append("".join(text_of(tree) for tree in paragraph).rstrip())
        marks.append("".join(marks_of(tree) for tree in paragraph)[: len(text[-1])])
    stem.with_suffix(".txt").write_text("\n\n".join(text) + "\n\n", encoding="utf-8")
    stem.with_suffix(".toklabels").write_text("\n\n".join(marks) + "\n\n", encoding="utf-8")


def marks_of(tree: Sentence) -> str:
    """Return one digit a character: 1 ends a word, 3 a multi-word token, 2 and 4 a sentence with them."""
    marks: list[str] = []
    for place, span in enumerate(tree.spans, 1):
        end = (3 if len(span.words) > 1 else 1) + (place == len(tree.spans))
        marks.append("0" * (len(span.form) - 1) + str(end) + ("0" if span.space else ""))
    return "".join(marks)


def _paragraphs(trees: list[Sentence], *, seed: int) -> Iterator[list[Sentence]]:
    drawn = random.Random(seed)
    marked = any(tree.opens for tree in trees)
    paragraph: list[Sentence] = []
    left = drawn.randint(1, _PARAGRAPH)
    for tree in trees:
        if paragraph and (tree.opens or (left == 0 and not marked)):
            yield paragraph
            paragraph, left = [], drawn.randint(1, _PARAGRAPH)
        paragraph.append(tree)
        left -= 1
    if paragraph:
        yield paragraph


def write_expansions(trees: Iterable[Sentence], path: Path) -> None:
    """Write how often each multi-word token has which lower-cased words, as Stanza's tokeniser reads it."""
    found = Counter(
        (span.form, tuple(word.form.lower() for word in span.words))
        for tree in trees
        for span in tree.spans
        if len(span.words) > 1
    )
    path.write_text(json.dumps(list(found.items()), ensure_ascii=False), encoding="utf-8")
