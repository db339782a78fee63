"""Communities, bridges and contradictory triads among the strongest actors of a page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphkit.facts import Statement
from graphkit.knowledge.ontology import Ontology
from graphkit.network import build, measures
from graphkit.text import Article

STRONGEST = 200  # actors: those that the layout calls the backbone; triads over thousands take minutes
SHOWN = 12
SMALLEST = 3  # actors that make a community worth a name


def find(
    reports: Iterable[tuple[Article, Sequence[Statement]]], ontology: Ontology, numbers: Mapping[str, int]
) -> dict[str, Any]:
    """Return what `network.measures` finds among the strongest actors, as actor numbers.

    `numbers` gives each actor's number by its id, the strongest first.
    """
    strong = ((article, _between(found, numbers)) for article, found in reports)
    graph = build.build((report for report in strong if report[1]), ontology)
    groups = measures.communities(graph)
    large = [group for group in groups if len(group) >= SMALLEST]
    return {
        "among": min(STRONGEST, len(numbers)),
        "communities": [sorted(numbers[one] for one in group) for group in large[:SHOWN]],
        "bridges": [
            [numbers[one.actor], one.communities, one.partners]
            for one in measures.bridges(graph, groups)[:SHOWN]
            if one.communities > 1
        ],
        "triads": [
            [[numbers[one] for one in triad.actors], list(triad.ties), triad.mentions]
            for triad in measures.triads(graph)[:SHOWN]
        ],
    }


def _between(statements: Sequence[Statement], numbers: Mapping[str, int]) -> list[Statement]:
    def strong(statement: Statement) -> bool:
        ends = (statement.source.principal.id, statement.target.principal.id)
        return all(numbers.get(end, STRONGEST) < STRONGEST for end in ends)

    return [statement for statement in statements if strong(statement)]
