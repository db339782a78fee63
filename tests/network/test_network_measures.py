"""Each measure counts what it says, over actual edges, the same in every run."""

import networkx as nx
from small_world import REPORTS

from graphkit.knowledge.ontology import Ontology
from graphkit.network import measures
from graphkit.network.build import build

ONTOLOGY = Ontology.load()


def drawn(*edges: tuple[str, str, str, int, str]) -> nx.MultiDiGraph:
    """Return a graph of (source, relation, target, mentions, status)."""
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    for source, relation, target, mentions, status in edges:
        known = ONTOLOGY.relation(relation)
        graph.add_edge(
            source, target, relation=relation, status=status, mentions=mentions,
            group=known.group, valence=known.valence, evidence=[{"date": "2024-05-01"}] * mentions,
        )  # fmt: skip
    return graph


def test_degrees_count_partners_and_mentions_of_what_is_actual() -> None:
    first = measures.degrees(build(REPORTS, ONTOLOGY))
    assert first[0] == measures.Degree("NATO", partners=2, out_mentions=0, in_mentions=2)
    assert measures.Degree("Russia", partners=1, out_mentions=2, in_mentions=1) in first
    assert len(first) == 7


def test_pairs_add_both_directions_and_weigh_interactions_alone() -> None:
    graph = drawn(
        ("A", "aids", "B", 3, "actual"),
        ("B", "attacks", "A", 1, "actual"),
        ("A", "aids", "C", 9, "intended"),
        ("D", "represents", "A", 2, "actual"),
    )
    assert measures.pairs(graph) == [
        measures.Pair(("A", "B"), 4, 3.0, acts=4),
        measures.Pair(("A", "D"), 2, None, acts=0),
    ]


def test_months_tell_cooperation_from_conflict() -> None:
    assert measures.months(build(REPORTS, ONTOLOGY)) == [
        measures.Month("2024-05", cooperation=1, conflict=0, other=2, balance=6.0),
        measures.Month("2024-06", cooperation=0, conflict=2, other=0, balance=-5.5),
    ]


def test_communities_hold_those_who_cooperate_and_bridges_join_them() -> None:
    clique = [(a, "cooperates_with", b, 5, "actual") for a, b in ("AB", "AC", "BC", "XY", "XZ", "YZ")]
    graph = drawn(*clique, ("C", "meets_with", "X", 1, "actual"), ("A", "attacks", "Y", 9, "actual"))
    groups = measures.communities(graph)
    assert groups == [("A", "B", "C"), ("X", "Y", "Z")]
    assert groups == measures.communities(graph)
    assert measures.bridges(graph, groups) == [
        measures.Bridge(name, communities=1, partners=1) for name in ("A", "C", "X", "Y")
    ]


def test_unbalanced_triads_have_an_odd_number_of_hostile_ties() -> None:
    graph = drawn(
        ("A", "aids", "B", 4, "actual"),
        ("A", "aids", "C", 2, "actual"),
        ("B", "fights", "C", 7, "actual"),
        ("D", "fights", "A", 1, "actual"),
        ("D", "fights", "B", 1, "actual"),
        ("D", "urges", "C", 5, "actual"),
    )
    assert measures.triads(graph) == [measures.Triad(("A", "B", "C"), (7.0, 7.0, -10.0), 2)]


def test_an_empty_graph_has_empty_measures() -> None:
    graph = build([], ONTOLOGY)
    assert measures.degrees(graph) == measures.pairs(graph) == measures.months(graph) == []
    assert measures.communities(graph) == measures.bridges(graph, []) == measures.triads(graph) == []
