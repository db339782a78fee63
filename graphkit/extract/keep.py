"""Which proposals are believed: a linear scorer over features that a reader can check.

Its weights are a file, learned from annotated articles; without a trigger and two ends there is nothing
to score.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graphkit.errors import ModelError
from graphkit.extract.features import Group, features
from graphkit.knowledge import files

UNSEEN = 0.0
# Groups of features whose weight is remembered at most, about 60 MB; 60,000 would cost a fifth of the speed.
_MOST = 240_000
_DIGITS = 9
_SLACK = 1e-6  # more than rounding can move a weight


def share(weight: float) -> float:
    """Return the probability in [0, 1] that weights add up to, more for more.

    Weights have few digits: what adds up to the same counts the same, in whatever order.
    """
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, round(weight, _DIGITS)))))


def least(share: float) -> float:
    """Return a weight below which a share is not reached."""
    return math.log(share / (1 - share)) - _SLACK if 0 < share < 1 else -math.inf


class _Known(dict[Group, float]):
    """What groups of features weigh, summed up when a group is first asked for."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, group: Group) -> float:
        if len(self) >= _MOST:
            self.clear()
        weight = self[group] = sum(self._weights.get(name, UNSEEN) for name in features([group]))
        return weight


@dataclass(frozen=True, slots=True)
class Scorer:
    """A logistic regression: weights by feature, and the score from which a proposal is kept.

    `whole` is the score that suffices where a rule found both ends in the tree, `marked` where the
    trigger's own adposition stands before its target besides, `plain` where a clause of a short sentence
    names both ends; None where no less does. `context` is asked of guesses at an end that the sentence
    does not name. `shares` tells for each kind of reading how often a score
    proved right: points (score, share) between which the share is read off.
    """

    weights: Mapping[str, float]
    threshold: float
    whole: float | None = None
    marked: float | None = None
    plain: float | None = None
    context: float | None = None
    shares: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)
    _known: "_Known" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Begin to remember what groups of features weigh."""
        object.__setattr__(self, "_known", _Known(self.weights))

    @classmethod
    def shipped(cls, language: str) -> "Scorer":
        """Read the shipped weights of a language.

        Raises:
            ModelError: There are none, or they are malformed.
        """
        return cls.load(files.path("data", "scorer", f"{language}.json"))

    @classmethod
    def load(cls, file: Path) -> "Scorer":
        """Read the weights of a file.

        Raises:
            ModelError: The file is missing or malformed.
        """
        try:
            table = json.loads(file.read_text(encoding="utf-8"))
            weights = {str(name): float(weight) for name, weight in table["weights"].items()}
            bars = {key: float(table[key]) for key in ("whole", "marked", "plain", "context") if key in table}
            shares = {
                str(kind): [(float(score), float(share)) for score, share in points]
                for kind, points in table.get("shares", {}).items()
            }
            return cls(weights, float(table["threshold"]), **bars, shares=shares)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(f"{file.name}: no weights of the scorer: {error}") from error

    def bar(self, *, whole: bool, marked: bool = False, plain: bool = False, context: bool = False) -> float:
        """Return the score from which a proposal is kept."""
        if context and self.context is not None:
            return max(self.threshold, self.context)
        bars = [self.threshold]
        if whole and self.whole is not None:
            bars.append(self.whole)
        if whole and marked and self.marked is not None:
            bars.append(self.marked)
        if plain and self.plain is not None:
            bars.append(self.plain)
        return min(bars)

    def score(self, groups: Iterable[Group]) -> float:
        """Return the probability in [0, 1] that a proposal with these groups of features is right."""
        return share(self.weigh(groups))

    def weigh(self, groups: Iterable[Group]) -> float:
        """Return the sum of the weights of groups of features."""
        return sum(map(self._known.__getitem__, groups), 0.0)

    def most(self, beginnings: Iterable[str]) -> float:
        """Return what features add to a weight at most, one for each of some beginnings of their names."""
        greatest = dict.fromkeys(beginnings, 0.0)
        for name, weight in self.weights.items():
            beginning = name.partition("=")[0]
            if weight > greatest.get(beginning, weight):
                greatest[beginning] = weight
        return sum(greatest[beginning] for beginning in beginnings)

    def confidence(self, score: float, kind: str) -> float:
        """Return how often a reading of this kind and score proved right; the score where nobody counted."""
        points = self.shares.get(kind, ())
        if not points:
            return score
        low = points[0]
        for high in points:
            if score < high[0]:
                if high is low:
                    break
                along = (score - low[0]) / (high[0] - low[0])
                return low[1] + along * (high[1] - low[1])
            low = high
        return low[1]

    def reasons(self, found: Iterable[str], *, most: int = 6) -> list[tuple[str, float]]:
        """Return the features that weighed most, heaviest first."""
        weighed = [(name, self.weights[name]) for name in found if name in self.weights]
        return sorted(weighed, key=lambda pair: (-abs(pair[1]), pair[0]))[:most]
