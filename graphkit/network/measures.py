"""Numbers over a graph of statements; each says what it counts. All are the same in every run.

Only edges with status `actual` count, unless a function says otherwise: plans and denials are no ties.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graphkit.facts import Status
from graphkit.network.build import evidence


@dataclass(frozen=True, slots=True)
class Degree:
    """How much an actor is in the news: different partners, and mentions as source and as target."""

    actor: str
    partners: int
    out_mentions: int
    in_mentions: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors: mentions between them in either direction, and their mean valence.

    `balance` lies in [-10, 10], from conflict to cooperation, over the mentions of interactions; None
    where there is no interaction. `acts` are the mentions of interactions: no offices, memberships, places.
    """

    actors: tuple[str, str]
    mentions: int
    balance: float | None
    acts: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """What the articles of a month report: mentions of cooperation, of conflict and of anything else."""

    month: str
    cooperation: int
    conflict: int
    other: int
    balance: float | None


@dataclass(frozen=True, slots=True)
class Bridge:
    """An actor with partners in several communities: how many others it reaches, by how many partners."""

    actor: str
    communities: int
    partners: int


@dataclass(frozen=True, slots=True)
class Triad:
    """Three actors whose ties contradict each other: an odd number of them is hostile.

    `ties` are the balances of the pairs (first, second), (first, third), (second, third); `mentions`
    counts those of the weakest pair.
    """

    actors: tuple[str, str, str]
    ties: tuple[float, float, float]
    mentions: int


def degrees(graph: "nx.MultiDiGraph[str]") -> list[Degree]:
    """Return every actor, the one with the most partners first."""
    out: Counter[str] = Counter()
    into: Counter[str] = Counter()
    partners: dict[str, set[str]] = {name: set() for name in graph}
    for source, target, edge in _actual(graph):
        out[source] += edge["mentions"]
        into[target] += edge["mentions"]
        partners[source].add(target)
        partners[target].add(source)
    found = (Degree(name, len(partners[name]), out[name], into[name]) for name in graph)
    return sorted(found, key=lambda d: (-d.partners, -d.out_mentions - d.in_mentions, d.actor))


def pairs(graph: "nx.MultiDiGraph[str]") -> list[Pair]:
    """Return every pair with a tie, the one with the most mentions first."""
    mentions: Counter[tuple[str, str]] = Counter()
    valued: Counter[tuple[str, str]] = Counter()
    sums: dict[tuple[str, str], float] = {}
    for source, target, edge in _actual(graph):
        key = (source, target) if source <= target else (target, source)
        mentions[key] += edge["mentions"]
        if edge["group"] != "structural":
            valued[key] += edge["mentions"]
            sums[key] = sums.get(key, 0.0) + edge["mentions"] * edge["valence"]
    found = (
        Pair(key, n, round(sums[key] / valued[key], 3) if valued[key] else None, valued[key])
        for key, n in mentions.items()
    )
    return sorted(found, key=lambda pair: (-pair.mentions, pair.actors))


def months(graph: "nx.MultiDiGraph[str]") -> list[Month]:
    """Return the months with a mention, in order; mentions without a month do not count."""
    values: dict[str, list[float]] = {}
    others: Counter[str] = Counter()
    for _, _, edge, row in evidence(graph):
        day = row["date"]
        if edge["status"] == Status.ACTUAL and day is not None and len(day) >= 7:
            values.setdefault(day[:7], [])
            if edge["valence"]:
                values[day[:7]].append(edge["valence"])
            else:
                others[day[:7]] += 1
    return [
        Month(
            month=month,
            cooperation=sum(value > 0 for value in found),
            conflict=sum(value < 0 for value in found),
            other=others[month],
            balance=round(sum(found) / len(found), 3) if found else None,
        )
        for month, found in sorted(values.items())
    ]


def communities(graph: "nx.MultiDiGraph[str]", *, seed: int = 0) -> list[tuple[str, ...]]:
    """Return groups of actors that cooperate or belong together, the largest first.

    Louvain's method over the mentions that are no conflict; actors without such a tie are left out.
    """
    ties: nx.Graph[str] = nx.Graph()
    weights: Counter[tuple[str, str]] = Counter()
    for source, target, edge in _actual(graph):
        if edge["valence"] >= 0 and source != target:
            weights[min(source, target), max(source, target)] += edge["mentions"]
    for (first, second), weight in sorted(weights.items()):
        ties.add_edge(first, second, weight=weight)
    found = nx.community.louvain_communities(ties, seed=seed)
    return sorted((tuple(sorted(group)) for group in found), key=lambda group: (-len(group), group))


def bridges(graph: "nx.MultiDiGraph[str]", groups: list[tuple[str, ...]]) -> list[Bridge]:
    """Return the actors with partners in communities other than their own, the widest reach first."""
    home = {name: number for number, group in enumerate(groups) for name in group}
    outside: dict[str, set[str]] = {}
    for source, target, _ in _actual(graph):
        if source in home and target in home and home[source] != home[target]:
            outside.setdefault(source, set()).add(target)
            outside.setdefault(target, set()).add(source)
    found = (
        Bridge(name, len({home[p] for p in partners}), len(partners)) for name, partners in outside.items()
    )
    return sorted(found, key=lambda bridge: (-bridge.communities, -bridge.partners, bridge.actor))


def triads(graph: "nx.MultiDiGraph[str]", *, least: float = 1.0) -> list[Triad]:
    """Return the structurally unbalanced triads, the one with the strongest weakest tie first.

    A pair is friendly or hostile where its balance is at least `least` away from 0.
    """
    ties = {
        pair.actors: pair for pair in pairs(graph) if pair.balance is not None and abs(pair.balance) >= least
    }
    partners: dict[str, set[str]] = {}
    for first, second in ties:
        partners.setdefault(first, set()).add(second)
    found = []
    for first, second in ties:
        for third in partners[first] & partners.get(second, set()) if first != second else ():
            sides = [ties[first, second], ties[first, third], ties[second, third]]
            values = [side.balance or 0.0 for side in sides]
            if second != third and values[0] * values[1] * values[2] < 0:
                weakest = min(side.mentions for side in sides)
                found.append(Triad((first, second, third), (values[0], values[1], values[2]), weakest))
    return sorted(found, key=lambda triad: (-triad.mentions, triad.actors))


def _actual(graph: "nx.MultiDiGraph[str]") -> list[tuple[str, str, dict[str, Any]]]:
    return [row for row in graph.edges(data=True) if row[2]["status"] == Status.ACTUAL]
