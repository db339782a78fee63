"""A part of a graph is exactly what was asked for."""

import pytest
from generated_graph import reports as reports_of
from told import told

from graphkit.errors import OntologyError, UsageError
from graphkit.knowledge.ontology import Ontology
from graphkit.network.select import Selection, actors, named, relations, select

CHAIN = [
    told(f"{a} {verb} {b}.", a, verb, b, verb, key=f"{a}{b}")
    for a, verb, b in (
        ("Aland", "aids", "Borduria"),
        ("Borduria", "attacks", "Cascara"),
        ("Cascara", "accuses", "Aland"),
        ("Cascara", "aids", "Drevna"),
        ("Drevna", "aids", "Estoria"),
    )
]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return Ontology.load()


def ends(kept) -> set[tuple[str, str]]:
    return {(said.source.principal.id, said.target.principal.id) for _, found in kept for said in found}


def test_nothing_asked_keeps_everything(ontology):
    reports = reports_of(30, 200, ontology)
    assert select(reports, Selection(), ontology) == reports


def test_an_actor_brings_its_partners_and_what_is_said_among_them(ontology):
    kept = select(CHAIN, Selection(actor="BORDURIA"), ontology)
    assert ends(kept) == {("Aland", "Borduria"), ("Borduria", "Cascara"), ("Cascara", "Aland")}


def test_a_class_of_relations_stands_for_its_relations(ontology):
    assert ends(select(CHAIN, Selection(relations=("material_conflict",)), ontology)) == {
        ("Borduria", "Cascara")
    }
    both = select(CHAIN, Selection(relations=("attacks", "accuses")), ontology)
    assert ends(both) == {("Borduria", "Cascara"), ("Cascara", "Aland")}
    assert relations((), ontology) == frozenset(ontology.relations)


@pytest.mark.parametrize(
    ("since", "until", "left"),
    [("2024", "2024", 5), ("2024-03", "2024-03", 5), ("2024-03-06", "", 0), ("", "2024-02", 0)],
)
def test_dates_are_as_short_as_you_like(ontology, since, until, left):
    assert len(select(CHAIN, Selection(since=since, until=until), ontology)) == left


def test_least_counts_the_mentions_of_a_relation_and_top_the_actors(ontology):
    reports = reports_of(8, 400, ontology)
    strong = select(reports, Selection(least=3), ontology)
    assert 0 < sum(len(found) for _, found in strong) < sum(len(found) for _, found in reports)
    few = select(reports, Selection(top=4), ontology)
    assert len(actors(few)) <= 4


def test_mentions_of_a_mutual_relation_count_in_both_directions(ontology):
    name = next(one.name for one in ontology.relations.values() if one.symmetric)
    both = [
        told(f"{a} {name} {b}.", a, name, b, name, key=f"{a}{b}")
        for a, b in (("Aland", "Drevna"), ("Drevna", "Aland"))
    ]
    assert len(select(both, Selection(least=2), ontology)) == 2


@pytest.mark.parametrize("day", ["2024-13", "May 2024", "24-05-01", "2024-5", "2024-02-30", "20245"])
def test_what_is_no_date_is_said(day):
    with pytest.raises(UsageError, match=f"'{day}' is no date"):
        Selection(since=day)


def test_dates_in_the_wrong_order_are_said():
    with pytest.raises(UsageError, match="no day is between 2024-05 and 2024-04"):
        Selection(since="2024-05", until="2024-04")
    Selection(since="2024-05", until="2024")


def test_an_unknown_actor_or_relation_names_the_nearest(ontology):
    with pytest.raises(UsageError, match="called 'Alland'") as caught:
        select(CHAIN, Selection(actor="Alland"), ontology)
    assert caught.value.hint == "did you mean 'Aland'?"
    with pytest.raises(OntologyError, match="attacks"):
        select(CHAIN, Selection(relations=("atacks",)), ontology)
    assert named("the isles", actors(CHAIN), {"Aland": ["The Isles"]}) == "Aland"
