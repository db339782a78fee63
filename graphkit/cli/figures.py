"""The figures of a graph for the command line: each table says in its first line what it counts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from itertools import combinations
from typing import Any

from graphkit.network.measures import Month, Triad
from graphkit.network.summary import Summary

NAMED = 6  # actors of a community that are named
LAST = 12  # months that are listed even where fewer rows are asked for


def lines(found: Summary, top: int) -> Iterator[str]:
    """Yield the figures as text, `top` rows of each; a table without rows is left out."""
    yield "Below, only actual statements count: no plans, possibilities or denials."
    yield "A mean value lies between -10, conflict, and 10, cooperation."
    for head, rows in _tables(found, top, found.names.__getitem__):
        if rows:
            yield from ("", head, *rows)


def _tables(found: Summary, top: int, name: Callable[[str], str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each table: what it counts, and its rows."""
    yield (
        "Most connected actors: different partners; mentions as source and as target",
        [
            f"{one.partners:>7,} {one.out_mentions:>7,} {one.in_mentions:>7,}  {name(one.actor)}"
            for one in found.actors[:top]
        ],
    )
    yield (
        "Strongest pairs: what they do, mentions in either direction; mean value",
        [
            f"{pair.acts:>7,} {_signed(pair.balance):>7}  {' – '.join(map(name, pair.actors))}"
            for pair in found.pairs[:top]
        ],
    )
    yield (
        "Balance over time: mentions of cooperation, of conflict, of neither; mean value",
        _months(found.months, max(top, LAST)),
    )
    yield (
        "Communities: actors tied to each other more than to others (Louvain, no conflict)",
        [f"{len(group):>7,}  {_members(group, name)}" for group in found.communities[:top]],
    )
    yield (
        "Bridges: other communities in which an actor has partners; these partners",
        [f"{one.communities:>7,} {one.partners:>7,}  {name(one.actor)}" for one in found.bridges[:top]],
    )
    yield (
        "Contradictory triads: one or all three of the pairs are hostile; mean values",
        [f"  {_sides(triad, name)}" for triad in found.triads[:top]],
    )


def _months(found: Sequence[Month], most: int) -> list[str]:
    rows = [
        f"{one.month}  {one.cooperation:>7,} {one.conflict:>7,} {one.other:>7,} {_signed(one.balance):>7}"
        for one in found[-most:]
    ]
    return rows + ([f"  the last {most} of {len(found)} months"] if len(found) > most else [])


def _members(group: Sequence[str], name: Callable[[str], str]) -> str:
    rest = f" and {len(group) - NAMED:,} more" if len(group) > NAMED else ""
    return ", ".join(map(name, group[:NAMED])) + rest


def _sides(triad: Triad, name: Callable[[str], str]) -> str:
    pairs = zip(combinations(map(name, triad.actors), 2), triad.ties, strict=True)
    return ", ".join(f"{one} – {other} {_signed(value)}" for (one, other), value in pairs)


def data(found: Summary, top: int) -> dict[str, Any]:
    """Return the same figures for programs; actors are ids."""
    return {
        "most_connected": [
            {
                "actor": one.actor,
                "name": found.names[one.actor],
                "partners": one.partners,
                "as_source": one.out_mentions,
                "as_target": one.in_mentions,
            }
            for one in found.actors[:top]
        ],
        "strongest_pairs": [
            {"actors": list(pair.actors)}
            | {"acts": pair.acts, "mentions": pair.mentions, "balance": pair.balance}
            for pair in found.pairs[:top]
        ],
        "months": [asdict(one) for one in found.months],
        "communities": [list(group) for group in found.communities[:top]],
        "bridges": [asdict(one) for one in found.bridges[:top]],
        "contradictory_triads": [
            {"actors": list(one.actors), "balances": list(one.ties), "weakest": one.mentions}
            for one in found.triads[:top]
        ],
    }


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.1f}"
