"""Communities, bridges and contradictory triads of the graph of a page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphkit.facts import Statement
from graphkit.knowledge.ontology import Ontology
from graphkit.network import build, summary
from graphkit.text import Article

SHOWN = 12


def find(
    reports: Iterable[tuple[Article, Sequence[Statement]]], ontology: Ontology, numbers: Mapping[str, int]
) -> dict[str, Any]:
    """Return what `network.summary` finds in the whole graph, as actor numbers.

    `numbers` gives each actor's number by its id; a community's actors stand in that order.
    """
    found = summary.structure(build.outline(reports, ontology))
    return {
        "communities": [sorted(numbers[one] for one in group) for group in found.communities[:SHOWN]],
        "bridges": [[numbers[one.actor], one.communities, one.partners] for one in found.bridges[:SHOWN]],
        "triads": [
            [[numbers[one] for one in triad.actors], list(triad.ties), triad.mentions]
            for triad in found.triads[:SHOWN]
        ],
    }
