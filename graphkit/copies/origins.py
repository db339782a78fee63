"""Which articles are copies of one another: wire stories that many print, with a new lead or a cut end.

Source:
    Broder, "On the resemblance and containment of documents" (1997): shingles, and sketches of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from graphkit.copies.shingles import bands, containment, shingles
from graphkit.text import Article

# The share of the smaller text that stands in the larger one. Two reports of one event share quotations and
# names, a tenth or two of their runs of words; copies share most. See docs/reliability.md.
_SHARED = 0.5
# Texts of fewer runs are too short to tell: only equal ones are copies.
_SHORTEST = 25
# A band that more articles share is a phrase of an outlet, not a story.
_CROWD = 200


def origins(articles: Iterable[Article]) -> dict[str, str]:
    """Return the id of the origin of each article: its own, or that of the earliest one it copies.

    The order of the articles does not matter. Of those of one day, or without one, the first id counts.
    """
    sets: dict[str, frozenset[int]] = {}
    order: dict[str, tuple[str, str]] = {}
    for article in articles:
        sets[article.id] = shingles(article.text) or frozenset({-1 - len(sets)})
        order[article.id] = (article.published or "9999", article.id)
    parent = {key: key for key in sets}
    for one, other in _alike(sets):
        first, second = sorted((_root(parent, one), _root(parent, other)), key=order.__getitem__)
        parent[second] = first
    return {key: _root(parent, key) for key in sets}


def sizes(found: Mapping[str, str]) -> dict[str, int]:
    """Return how many articles have the origin of each article, itself among them."""
    count = Counter(found.values())
    return {article: count[origin] for article, origin in found.items()}


def _alike(sets: Mapping[str, frozenset[int]]) -> Iterator[tuple[str, str]]:
    """Yield pairs of copies, enough of them to join all that belong together."""
    met: dict[object, list[str]] = {}
    for key in sorted(sets):
        met.setdefault(sets[key], []).append(key)
        if len(sets[key]) >= _SHORTEST:
            for band in bands(sets[key]):
                met.setdefault(band, []).append(key)
    seen: set[tuple[str, str]] = set()
    for shared, keys in met.items():
        if isinstance(shared, frozenset):
            yield from ((keys[0], key) for key in keys[1:])
        elif len(keys) <= _CROWD:
            for at, one in enumerate(keys):
                for other in keys[at + 1 :]:
                    if (one, other) not in seen:
                        seen.add((one, other))
                        if containment(sets[one], sets[other]) >= _SHARED:
                            yield one, other


def _root(parent: dict[str, str], key: str) -> str:
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key
