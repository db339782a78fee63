"""Which articles are copies of one another: wire stories that many print, with a new lead or a cut end.

Source:
    Broder, "On the resemblance and containment of documents" (1997): shingles, and sketches of them.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from math import prod

from graphkit.copies.shingles import containment, shingles
from graphkit.copies.sketches import Sketch, equal, likely, sketch
from graphkit.text import Article

# The share of the smaller text that stands in the larger one. Two reports of one event share quotations and
# names, a tenth or two of their runs of words; copies share most. See docs/reliability.md.
_SHARED = 0.5
# Sets kept while pairs are compared: pairs come sorted, so that most sets are asked for in a row.
_KEPT = 500

# What articles are sorted by, the earliest first: the date, "9999" for none, and the id.
Order = tuple[str, str]


def origins(articles: Iterable[Article]) -> dict[str, str]:
    """Return the id of the origin of each article: its own, or that of the earliest one it copies.

    The order of the articles does not matter. Of those of one day, or without one, the first id counts.
    """
    texts = {article.id: article for article in articles}
    sketches = {key: sketch(shingles(article.text)) for key, article in texts.items()}
    order = {key: rank(article.published, key) for key, article in texts.items()}
    return join(sketches, order, comparing(lambda key: texts[key].text))


def rank(published: str | None, key: str) -> Order:
    """Return what an article is sorted by where the earliest is to come first."""
    return published or "9999", key


def comparing(text: Callable[[str], str]) -> Callable[[str, str], bool]:
    """Return a function that says of two keys whether their texts are copies of one another."""

    @lru_cache(maxsize=_KEPT)
    def runs(key: str) -> frozenset[int]:
        return shingles(text(key))

    return lambda one, other: containment(runs(one), runs(other)) >= _SHARED


def join(
    sketches: Mapping[str, Sketch], order: Mapping[str, Order], alike: Callable[[str, str], bool]
) -> dict[str, str]:
    """Return the origin of each key, given sketches of texts and who compares two of them in full."""
    parent = {key: key for key in sketches}

    def union(one: str, other: str) -> None:
        first, second = sorted((_root(parent, one), _root(parent, other)), key=order.__getitem__)
        parent[second] = first

    for one, other in equal(sketches):
        union(one, other)
    for one, other in likely(sketches):
        if _root(parent, one) != _root(parent, other) and alike(one, other):
            union(one, other)
    return {key: _root(parent, key) for key in parent}


def together(found: Iterable[tuple[str, float]]) -> float:
    """Return how sure several origins are together, given pairs of origin and confidence.

    Each origin counts once, by its surest mention: the chance that not all of them are wrong.

    >>> together([("a", 0.5), ("a", 0.8), ("b", 0.5)])
    0.9
    """
    best: dict[str, float] = {}
    for origin, confidence in found:
        best[origin] = max(best.get(origin, 0.0), confidence)
    return round(1 - prod(1 - confidence for confidence in sorted(best.values())), 4)


def _root(parent: dict[str, str], key: str) -> str:
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key
