"""The figures of a graph on the command line: right, and each with what it counts."""

import json
from itertools import combinations, pairwise

import pytest
from generated_graph import reports as reports_of
from told import told

from graphkit.cli import figures
from graphkit.knowledge.ontology import Ontology
from graphkit.network import measures
from graphkit.network.build import build
from graphkit.network.summary import summarize

CAMPS = (("Aland", "Borduria", "Cascara"), ("Drevna", "Estoria", "Florin"))
WORDS = [
    *((a, "aids", b) for camp in CAMPS for a, b in combinations(camp, 2)),
    ("Cascara", "meets_with", "Drevna"),
    ("Aland", "attacks", "Drevna"),
    ("Aland", "attacks", "Drevna"),
    ("Cascara", "represents", "Aland"),
    ("Cascara", "represents", "Aland"),
]
REPORTS = [told(f"{a} {verb} {b}.", a, verb, b, verb, key=f"r{at}") for at, (a, verb, b) in enumerate(WORDS)]


@pytest.fixture(scope="module")
def graph():
    return build(REPORTS, Ontology.load())


def test_every_figure_says_what_it_counts(graph):
    text = "\n".join(figures.lines(summarize(graph), 5))
    for head in (
        "only actual statements count",
        "Most connected actors: different partners",
        "Strongest pairs: what they do, mentions in either direction",
        "Balance over time: mentions of cooperation, of conflict, of neither",
        "Communities: actors tied to each other more than to others",
        "Contradictory triads: one or all three of the pairs are hostile",
    ):
        assert head in text
    assert "\n      3       4       2  Aland\n" in text
    assert "\n      2    -9.0  Aland – Drevna\n" in text
    assert "\n2024-03        7       2       2" in text
    assert "\n      3  Aland, Cascara, Borduria\n" in text


def test_a_pair_that_acts_comes_before_one_that_an_office_joins(graph):
    pairs = summarize(graph).pairs
    assert pairs[0].actors == ("Aland", "Drevna")
    assert [a.acts >= b.acts for a, b in pairwise(pairs)] == [True] * (len(pairs) - 1)


def test_the_two_camps_are_the_communities_and_the_triad_is_found(graph):
    found = summarize(graph)
    assert {frozenset(group) for group in found.communities} == {frozenset(camp) for camp in CAMPS}
    assert {frozenset(one.actors) for one in found.triads} == {frozenset(("Aland", "Cascara", "Drevna"))}


def test_programs_get_the_same_figures(graph):
    found = summarize(graph)
    data = json.loads(json.dumps(figures.data(found, 2)))
    assert [len(data[key]) for key in ("most_connected", "strongest_pairs", "contradictory_triads")] == [
        2,
        2,
        1,
    ]
    assert data["strongest_pairs"][0]["acts"] == 2


def test_triads_are_all_that_contradict(graph):
    ontology = Ontology.load()
    large = build(reports_of(25, 400, ontology), ontology)
    ties = {one.actors: one.balance for one in measures.pairs(large) if abs(one.balance or 0) >= 1}
    slow = [
        three
        for three in combinations(sorted(large), 3)
        if all(pair in ties for pair in combinations(three, 2))
        and ties[three[0], three[1]] * ties[three[0], three[2]] * ties[three[1], three[2]] < 0
    ]
    assert sorted(one.actors for one in measures.triads(large)) == slow
    assert slow


def test_a_graph_of_nothing_has_no_tables():
    graph = build([], Ontology.load())
    assert len(list(figures.lines(summarize(graph), 5))) == 2
