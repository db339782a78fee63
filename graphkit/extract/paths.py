"""The way through the tree from a trigger to an actor: what a scorer can learn that no rule says."""

from collections.abc import Iterator
from typing import Any

from graphkit.extract.frames import Frame
from graphkit.extract.triggers import Trigger
from graphkit.facts import Mention
from graphkit.tree import Tree

LONGEST = 5  # steps; longer ways are all alike


def path(tree: Tree, start: int, end: int) -> str:
    """Return the relations on the shortest way between two tokens, up (^) and down (v).

    From "attacked" to "Ukraine" in "Russia attacked Ukraine" it is "vobj". Repeated conjuncts are one step.
    """
    return _way(tree, [start, *tree.ancestors(start)], end)


def _way(tree: Tree, rising: list[int], end: int) -> str:
    """Return the way from the first of a token and its governors to another token."""
    falling: list[int] = []
    node = end
    while node not in rising and node not in falling:
        falling.append(node)
        node = tree.heads[node]
    steps: list[str] = []
    up = [f"^{tree.deprels[node]}" for node in rising[: rising.index(node) if node in rising else 0]]
    for step in (*up, *[f"v{tree.deprels[node]}" for node in reversed(falling)]):
        if not (steps and step == steps[-1] and step.endswith("conj")):
            steps.append(step)
    return "/".join(steps) if len(steps) <= LONGEST else "long"


class Paths:
    """The ways between the words of a sentence, each looked for once, and their adpositions."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._between: dict[tuple[int, int], str] = {}
        self._cases: dict[int, str] = {}
        self._rising: dict[int, list[int]] = {}

    def between(self, start: int, end: int) -> str:
        """Return the way from one word to another."""
        if (start, end) not in self._between:
            if start not in self._rising:
                self._rising[start] = [start, *self._tree.ancestors(start)]
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
        self._voice = "passive" if frame.passive(trigger.head) else "active"

    def groups(self, relation: str, source: Mention, target: Mention) -> list[tuple[Any, ...]]:
        """Return the groups of features of the ways from the trigger to both ends."""
        tree, section = self._tree, self._section
        found: list[tuple[Any, ...]] = []
        here: list[tuple[str, str, int]] = []
        for side, mention in (("src", source), ("tgt", target)):
            if mention.sentence != tree.sentence.index:
                found.append((_elsewhere, side, section))
                continue
            way, case = self._paths.between(self._at, mention.head), self._paths.case(mention.head)
            here.append((way, case, mention.head))
            found += [
                (_path, side, way, section, relation),
                (_word, side, way, case, self._word),
                (_how, side, way, mention.how),
                (_case, side, case, section, relation, tree.deprels[mention.head], mention.how),
            ]
        if len(here) < 2:
            return found
        (one, mark, first), (other, case, second) = here
        # At the same word, what comes first in the alphabet comes first.
        order = "".join(sorted("stv", key={"v": self._at, "s": first, "t": second}.__getitem__))
        return [
            *found,
            (_order, order, section, relation, self._voice),
            (_both, one, other, section),
            (_cases, mark, case, section, order),
            (_joined, self._paths.between(first, second), section),
        ]


def _elsewhere(side: str, section: str) -> Iterator[str]:
    yield f"{side}.elsewhere|{section}"


def _path(side: str, way: str, section: str, relation: str) -> Iterator[str]:
    yield f"{side}.path={way}|{section}"
    yield f"{side}.path={way}|{relation}"


def _word(side: str, way: str, case: str, word: str) -> Iterator[str]:
    yield f"{side}.path={way}|{word}"
    yield f"{side}.case={case}|{word}"


def _how(side: str, way: str, how: str) -> Iterator[str]:
    yield f"{side}.how={how}|path={way}"


def _case(side: str, case: str, section: str, relation: str, deprel: str, how: str) -> Iterator[str]:
    yield f"{side}.case={case}|{section}"
    yield f"{side}.case={case}|{relation}"
    yield f"{side}.dep={deprel}|{case}"
    yield f"{side}.how={how}|case={case}|rel={relation}"


def _order(order: str, section: str, relation: str, voice: str) -> Iterator[str]:
    yield f"order={order}|{section}|{voice}"
    yield f"order={order}|rel={relation}|{voice}"


def _both(source: str, target: str, section: str) -> Iterator[str]:
    yield f"paths={source}>{target}|{section}"


def _cases(mark: str, case: str, section: str, order: str) -> Iterator[str]:
    yield f"cases={mark}>{case}|{section}|{order}"


def _joined(way: str, section: str) -> Iterator[str]:
    yield f"between={way}|{section}"
