"""From character spans to tokens: which words a name covers, and which of them governs the others."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from graphkit.facts import Span
from graphkit.text import Document
from graphkit.tree import Tree


class Page:
    """The trees of a document with a way from an offset to its sentence."""

    __slots__ = ("_ends", "_starts", "document", "trees")

    def __init__(self, document: Document, trees: Sequence[Tree]) -> None:
        self.document = document
        self.trees = trees
        self._starts = [tree.sentence.start for tree in trees]
        self._ends = [tree.sentence.end for tree in trees]

    def opening(self, start: int) -> int:
        """Return the number of the first sentence of the paragraph around an offset."""
        first = self.document.article.text.rfind("\n", 0, start) + 1
        at = min(bisect_left(self._starts, first), len(self.trees) - 1)
        return self.trees[at].sentence.index

    def tree(self, start: int, end: int) -> Tree | None:
        """Return the sentence that holds a span, None where it lies outside or across."""
        at = bisect_right(self._starts, start) - 1
        return self.trees[at] if at >= 0 and end <= self._ends[at] else None

    def touching(self, start: int, end: int) -> Sequence[Tree]:
        """Return the sentences that a span touches."""
        return self.trees[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def before(self, start: int) -> Sequence[Tree]:
        """Return the last sentence that ends before an offset, none where there is none."""
        at = bisect_right(self._ends, start)
        return self.trees[max(at - 1, 0) : at]


class Taken:
    """Stretches of a text, asked whether one of them overlaps another stretch."""

    __slots__ = ("_reach", "_starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def overlap(self, start: int, end: int) -> bool:
        """Tell whether one of the stretches overlaps a span."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._reach[at - 1] > start


def touched(tree: Tree, start: int, end: int) -> range:
    """Return the indexes of the tokens that a span touches; they stand in the order of the text."""
    return range(bisect_right(tree.ends, start) + 1, bisect_left(tree.starts, end) + 1)


def covered(tree: Tree, start: int, end: int) -> list[int]:
    """Return the indexes of the tokens that a span touches, punctuation left out where words remain."""
    inside = touched(tree, start, end)
    return [at for at in inside if tree.tags[at] != "PUNCT"] or list(inside)


def head(tree: Tree, start: int, end: int) -> int:
    """Return the token that governs a span, 0 where it touches none.

    Of the words of one multi-word token the first counts: it carries the name, the others are clitics.
    """
    inside = covered(tree, start, end)
    if len(inside) < 2:
        return inside[0] if inside else 0
    return tree.head(inside)
