"""The way through the tree from a trigger to an actor: what a scorer can learn that no rule says."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from graphkit.extract.frames import Frame
from graphkit.extract.triggers import Trigger
from graphkit.facts import Mention
from graphkit.tree import Tree

# How source, target and trigger (s, t, v) stand, by whether s stands before t, s before v and t before v; at
# the same word, what comes first in the alphabet comes first.
_ORDERS = {
    (True, True, True): "stv",
    (True, True, False): "svt",
    (True, False, False): "vst",
    (False, True, True): "tsv",
    (False, False, True): "tvs",
    (False, False, False): "vts",
}
LONGEST = 5  # steps; longer ways are all alike


def path(tree: Tree, start: int, end: int) -> str:
    """Return the relations on the shortest way between two tokens, up (^) and down (v).

    From "attacked" to "Ukraine" in "Russia attacked Ukraine" it is "vobj". Repeated conjuncts are one step.
    """
    return _way(tree, _rising(tree, start), end)


def _rising(tree: Tree, start: int) -> dict[int, int]:
    """Return a token and its governors, each with its steps from the token."""
    return {node: at for at, node in enumerate((start, *tree.ancestors(start)))}


def _way(tree: Tree, rising: Mapping[int, int], end: int) -> str:
    """Return the way from the first of a token and its governors to another token."""
    names, heads = tree.deprels, tree.heads
    falling: list[int] = []
    node = end
    while node not in rising and node not in falling:
        falling.append(node)
        node = heads[node]
    up = rising.get(node, 0)
    steps = [f"^{names[above]}" for above in islice(rising, up)]
    steps += [f"v{names[below]}" for below in reversed(falling)]
    if len(steps) > 1:
        steps = [step for step, before in zip(steps, ("", *steps), strict=False) if not _again(step, before)]
    return "/".join(steps) if len(steps) <= LONGEST else "long"


def _again(step: str, before: str) -> bool:
    return step == before and step.endswith("conj")


class Paths:
    """The ways between the words of a sentence, each looked for once, and their adpositions."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._between: dict[tuple[int, int], str] = {}
        self._cases: dict[int, str] = {}
        self._rising: dict[int, dict[int, int]] = {}

    def between(self, start: int, end: int) -> str:
        """Return the way from one word to another."""
        if (start, end) not in self._between:
            if start not in self._rising:
                self._rising[start] = _rising(self._tree, start)
            self._between[start, end] = _way(self._tree, self._rising[start], end)
        return self._between[start, end]

    def case(self, index: int) -> str:
        """Return the adposition that marks a word, the first of the alphabet of several."""
        if index not in self._cases:
            self._cases[index] = min(self._tree.cases(index), default="")
        return self._cases[index]


class Ways:
    """The ways from a trigger to the actors around it, their adpositions and their order."""

    def __init__(self, frame: Frame, trigger: Trigger, paths: Paths) -> None:
        self._tree = frame.tree
        self._paths = paths
        self._section = trigger.pattern.section
        self._at, self._head = trigger.noun or trigger.head, trigger.head
        self._word = frame.tree.lemmas[trigger.head]
        self._frame = frame

    def end(self, side: str, relation: str, mention: Mention) -> list[tuple[Any, ...]]:
        """Return the groups of features of the way from the trigger to an end."""
        tree, section = self._tree, self._section
        if mention.sentence != tree.sentence.index:
            return [(_elsewhere, side, section)]
        way, case = self._paths.between(self._at, mention.head), self._paths.case(mention.head)
        return [
            (_path, side, way, case, section, relation, tree.deprels[mention.head], mention.how),
            (_word, side, way, case, self._word),
        ]

    # The beginnings of the names of the features of both.
    BOTH = ("order", "order", "cases", "paths", "between")

    def both(self, relation: str, source: Mention, target: Mention) -> list[tuple[Any, ...]]:
        """Return the groups of features of the ways to both ends, none where the sentence lacks one."""
        here, section, paths = self._tree.sentence.index, self._section, self._paths
        if source.sentence != here or target.sentence != here:
            return []
        at, first, second = self._at, source.head, target.head
        voice = "passive" if self._frame.passive(self._head) else "active"
        order = _ORDERS[first <= second, first <= at, second <= at]
        return [
            (_order, order, paths.case(first), paths.case(second), section, relation, voice),
            (_both, paths.between(at, first), paths.between(at, second), section),
            (_joined, paths.between(first, second), section),
        ]


def _elsewhere(side: str, section: str) -> Iterator[str]:
    yield f"{side}.elsewhere|{section}"


def _path(
    side: str, way: str, case: str, section: str, relation: str, deprel: str, how: str
) -> Iterator[str]:
    yield f"{side}.path={way}|{section}"
    yield f"{side}.path={way}|{relation}"
    yield f"{side}.how={how}|path={way}"
    yield f"{side}.case={case}|{section}"
    yield f"{side}.case={case}|{relation}"
    yield f"{side}.dep={deprel}|{case}"
    yield f"{side}.how={how}|case={case}|rel={relation}"


def _word(side: str, way: str, case: str, word: str) -> Iterator[str]:
    yield f"{side}.path={way}|{word}"
    yield f"{side}.case={case}|{word}"


def _order(order: str, mark: str, case: str, section: str, relation: str, voice: str) -> Iterator[str]:
    yield f"order={order}|{section}|{voice}"
    yield f"order={order}|rel={relation}|{voice}"
    yield f"cases={mark}>{case}|{section}|{order}"


def _both(source: str, target: str, section: str) -> Iterator[str]:
    yield f"paths={source}>{target}|{section}"


def _joined(way: str, section: str) -> Iterator[str]:
    yield f"between={way}|{section}"
