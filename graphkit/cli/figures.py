"""The figures of a graph for the command line: each table says in its first line what it counts."""

from collections.abc import Iterator
from typing import Any

from graphkit.network.summary import Summary

NAMED = 6  # actors of a community that are named


def lines(found: Summary, top: int) -> Iterator[str]:
    """Yield the figures as text, `top` rows of each."""
    name = found.names.__getitem__
    yield "Below, only actual statements count: no plans, possibilities or denials."
    yield "A mean value lies between -10, conflict, and 10, cooperation."
    if found.actors:
        yield from ("", "Most connected actors: different partners; mentions as source and as target")
    for one in found.actors[:top]:
        yield f"{one.partners:>7,} {one.out_mentions:>7,} {one.in_mentions:>7,}  {name(one.actor)}"
    if found.pairs:
        yield from (
            "",
            "Strongest pairs: what they do, mentions in either direction; mean value",
        )
    for pair in found.pairs[:top]:
        yield f"{pair.acts:>7,} {_signed(pair.balance):>7}  {' – '.join(map(name, pair.actors))}"
    if found.months:
        yield from ("", "Balance over time: mentions of cooperation, of conflict, of neither; mean value")
    for month in found.months[-max(top, 12) :]:
        counts = f"{month.cooperation:>7,} {month.conflict:>7,} {month.other:>7,}"
        yield f"{month.month}  {counts} {_signed(month.balance):>7}"
    if len(found.months) > max(top, 12):
        yield f"  the last {max(top, 12)} of {len(found.months)} months"
    if found.communities:
        yield from (
            "",
            "Communities: actors tied to each other more than to others (Louvain, no conflict)",
        )
    for group in found.communities[:top]:
        rest = f" and {len(group) - NAMED:,} more" if len(group) > NAMED else ""
        yield f"{len(group):>7,}  {', '.join(map(name, group[:NAMED]))}{rest}"
    if found.bridges:
        yield from (
            "",
            "Bridges: other communities in which an actor has partners; these partners",
        )
    for bridge in found.bridges[:top]:
        yield f"{bridge.communities:>7,} {bridge.partners:>7,}  {name(bridge.actor)}"
    if found.triads:
        yield from (
            "",
            "Contradictory triads: one or all three of the pairs are hostile; mean values",
        )
    for triad in found.triads[:top]:
        first, second, third = map(name, triad.actors)
        pairs = zip(((first, second), (first, third), (second, third)), triad.ties, strict=True)
        yield "  " + ", ".join(f"{a} – {b} {_signed(value)}" for (a, b), value in pairs)


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
        "months": [
            {
                "month": one.month,
                "cooperation": one.cooperation,
                "conflict": one.conflict,
                "other": one.other,
                "balance": one.balance,
            }
            for one in found.months
        ],
        "communities": [list(group) for group in found.communities[:top]],
        "bridges": [
            {"actor": one.actor, "communities": one.communities, "partners": one.partners}
            for one in found.bridges[:top]
        ],
        "contradictory_triads": [
            {"actors": list(one.actors), "balances": list(one.ties), "weakest": one.mentions}
            for one in found.triads[:top]
        ],
    }


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.1f}"
