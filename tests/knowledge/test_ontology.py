"""The shipped ontology says what the guideline says, and a broken one is refused by file and line."""

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, BNode, Graph, Namespace, URIRef
from rdflib.namespace import SKOS

from graphkit.errors import OntologyError
from graphkit.facts import Status
from graphkit.knowledge.files import path as shipped
from graphkit.knowledge.ontology import GK, Ontology

PLOVER = Namespace("https://w3id.org/graphkit/plover/")

# The guideline's two tables, written down a second time: relation, PLOVER type, symmetric.
GUIDELINE = """
agrees_with AGREE yes / meets_with CONSULT yes / visits CONSULT no / supports SUPPORT no
cooperates_with COOPERATE yes / aids AID no / concedes_to CONCEDE no / withdraws_from RETREAT no
releases RETREAT no / ceases_fire_with RETREAT yes / urges REQUEST no / accuses ACCUSE no
criticizes ACCUSE no / investigates ACCUSE no / rejects REJECT no / threatens THREATEN no
protests_against PROTEST no / sanctions SANCTION no / mobilizes_against MOBILIZE no
coerces COERCE no / attacks ASSAULT no / fights ASSAULT yes / represents - no / member_of - no
allied_with - yes / located_in - no / capital_of - no / participates_in - no
"""


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return Ontology.load()


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(shipped("ontology", "graphkit.ttl"), format="turtle")


def test_relations_are_those_of_the_guideline(ontology: Ontology) -> None:
    rows = [row.split() for line in GUIDELINE.strip().splitlines() for row in line.split(" / ")]
    owed = {(name, None if plover == "-" else plover, sym == "yes") for name, plover, sym in rows}
    assert {(r.name, r.plover, r.symmetric) for r in ontology.relations.values()} == owed
    assert len(ontology.relations) == 28


def test_an_intended_relation_changes_its_event_type_as_plover_says(ontology: Ontology) -> None:
    intended = {r.name: r.event_type(Status.INTENDED) for r in ontology.relations.values()}
    changed = {name: kind for name, kind in intended.items() if kind != ontology.relation(name).plover}
    interactions = {name: kind for name, kind in changed.items() if not ontology.relation(name).structural}
    assert interactions == dict.fromkeys(
        ["meets_with", "visits", "supports", "cooperates_with", "aids"], "AGREE"
    ) | dict.fromkeys(["withdraws_from", "releases", "ceases_fire_with"], "CONCEDE")
    assert ontology.relation("meets_with").event_type(Status.ACTUAL) == "CONSULT"
    assert ontology.relation("capital_of").event_type(Status.INTENDED) == "capital_of"


def test_every_relation_has_one_group_and_interactions_one_quad_class(ontology: Ontology) -> None:
    assert list(ontology.groups) == [
        "material_cooperation", "verbal_cooperation", "requests",
        "verbal_conflict", "material_conflict", "structural",
    ]  # fmt: skip
    for relation in ontology.relations.values():
        assert relation.group in ontology.groups
        if relation.structural:
            assert (relation.group, relation.quad_class, relation.valence) == ("structural", None, 0.0)
        elif relation.group == "requests":
            assert (relation.quad_class, relation.valence) == ("verbal_conflict", 0.0)
        else:
            assert relation.quad_class == relation.group
            assert (relation.valence > 0) == relation.group.endswith("cooperation")


def test_kinds_statuses_domains_and_ranges(ontology: Ontology) -> None:
    assert set(ontology.kinds) == {
        "Entity", "Actor", "Association", "State", "InternationalOrganization", "ArmedGroup", "Organization",
        "Person", "Group", "Place", "Event",
    }  # fmt: skip
    assert set(ontology.statuses) == {status.value for status in Status}
    assert ontology.is_a("State", "Actor")
    assert not ontology.is_a("Place", "Actor")
    members = ontology.relation("member_of").range
    assert ontology.is_a("ArmedGroup", members)
    assert not any(
        ontology.is_a(kind, members) for kind in ("State", "Person")
    )  # nobody is a member of these
    for relation in ontology.relations.values():
        assert relation.domain in ontology.kinds
        assert relation.range in ontology.kinds
    assert ontology.relation("participates_in").range == "Event"
    assert ontology.relation("capital_of").domain == "Place"


def test_every_term_speaks_both_languages(graph: Graph) -> None:
    ours = {s for s in graph.subjects() if str(s).startswith((str(GK), str(PLOVER)))}
    for term in ours:
        for predicate in (RDFS.label, SKOS.definition):
            assert sorted(text.language for text in graph.objects(term, predicate)) == ["en", "id"], term
    labels = [
        str(label) for term in ours for label in graph.objects(term, RDFS.label) if label.language == "en"
    ]
    assert len(labels) > 100


def test_every_gk_name_that_is_used_is_defined_and_no_blank_node_stands(graph: Graph) -> None:
    iris = {term for triple in graph for term in triple if isinstance(term, URIRef)}
    used = {term for term in iris if term.startswith((GK, PLOVER))}
    defined = set(graph.subjects(RDF.type))
    assert used <= defined
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


def test_symmetric_relations_have_no_inverse_and_the_others_one_of_their_own(ontology: Ontology) -> None:
    inverses = [r.inverse for r in ontology.relations.values() if not r.symmetric]
    assert None not in inverses
    assert len(set(inverses)) == len(inverses)
    assert all(r.inverse is None for r in ontology.relations.values() if r.symmetric)
    assert ontology.relation("accuses").inverse_labels["en"] == "accused by"


def test_an_unknown_name_meets_the_closest_one(ontology: Ontology) -> None:
    with pytest.raises(OntologyError, match="no relation 'sanction'; did you mean 'sanctions'"):
        ontology.relation("sanction")
    with pytest.raises(OntologyError, match="did you mean 'State'"):
        ontology.kind("state")


def test_broken_turtle_is_refused_by_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("@prefix gk: <https://w3id.org/graphkit/ontology#> .\n\ngk:a gk:b ;;; oops .\n")
    with pytest.raises(OntologyError, match=r"broken\.ttl: line 3: not valid Turtle"):
        Ontology.load(file)


def test_a_file_that_ends_too_early_is_refused_by_line(tmp_path: Path) -> None:
    file = tmp_path / "cut.ttl"
    file.write_text("@prefix gk: <https://w3id.org/graphkit/ontology#> .\ngk:a a gk:b")
    with pytest.raises(OntologyError, match=r"cut\.ttl: line 2: not valid Turtle: the file ends too early"):
        Ontology.load(file)


def test_a_missing_or_incomplete_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        Ontology.load(tmp_path / "none.ttl")
    whole = shipped("ontology", "graphkit.ttl").read_text(encoding="utf-8")
    cut = tmp_path / "cut.ttl"
    cut.write_text(
        whole.replace('gk:plover "AID" ;\n    gk:ploverIntended', "gk:ploverIntended"), encoding="utf-8"
    )
    with pytest.raises(OntologyError, match="relation 'aids' needs one PLOVER type"):
        Ontology.load(cut)
