"""What people ask of a graph first, in one object: who, with whom, for or against, in which camps."""

from dataclasses import dataclass

import networkx as nx

from graphkit.network import measures
from graphkit.network.measures import Bridge, Degree, Month, Pair, Triad

SMALLEST = 3  # actors that make a community worth a name


@dataclass(frozen=True, slots=True)
class Structure:
    """Who stands together, who joins camps, and which ties contradict each other.

    `communities` have at least `SMALLEST` actors, the largest first; `bridges` reach two others or more.
    """

    communities: list[tuple[str, ...]]
    bridges: list[Bridge]
    triads: list[Triad]


@dataclass(frozen=True, slots=True)
class Summary:
    """The names of actors by id, and the measures of a graph, the strongest first, with all that was found.

    Of a community the most connected actors come first; pairs that act on each other come before those
    that an office joins.
    """

    names: dict[str, str]
    actors: list[Degree]
    pairs: list[Pair]
    months: list[Month]
    communities: list[tuple[str, ...]]
    bridges: list[Bridge]
    triads: list[Triad]


def structure(graph: "nx.MultiDiGraph[str]") -> Structure:
    """Return the camps of a graph; only actual statements count."""
    groups = measures.communities(graph)
    return Structure(
        communities=[group for group in groups if len(group) >= SMALLEST],
        bridges=[one for one in measures.bridges(graph, groups) if one.communities > 1],
        triads=measures.triads(graph),
    )


def summarize(graph: "nx.MultiDiGraph[str]") -> Summary:
    """Return the measures of a graph; only actual statements count."""
    actors = measures.degrees(graph)
    rank = {one.actor: at for at, one in enumerate(actors)}
    found = structure(graph)
    return Summary(
        names={name: str(label) for name, label in graph.nodes(data="label")},
        actors=[one for one in actors if one.partners],
        pairs=sorted(measures.pairs(graph), key=lambda pair: -pair.acts),
        months=measures.months(graph),
        communities=[tuple(sorted(group, key=rank.__getitem__)) for group in found.communities],
        bridges=found.bridges,
        triads=found.triads,
    )
