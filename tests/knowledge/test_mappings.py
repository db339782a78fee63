"""The mappings lead from terms of ours to terms of vocabularies that we name, and every relation has one."""

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import SKOS

from graphkit.knowledge.files import path as shipped
from graphkit.knowledge.ontology import GK, Ontology

CAMEO = Namespace("https://w3id.org/graphkit/cameo/")
MATCHES = [SKOS[name + "Match"] for name in ("exact", "close", "broad", "narrow", "related")]
FOREIGN = (
    str(CAMEO), "https://schema.org/", "http://www.wikidata.org/", "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/oa#",
)  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(shipped("ontology", "mappings.ttl"))


def test_both_ends_of_a_match_are_known(graph: Graph) -> None:
    ours = set(Graph().parse(shipped("ontology", "graphkit.ttl")).subjects())
    matches = [(s, o) for p in MATCHES for s, o in graph.subject_objects(p)]
    assert len(matches) > 70
    for subject, target in matches:
        assert subject in ours
        assert isinstance(target, URIRef)
        assert str(target).startswith(FOREIGN)


def test_every_relation_is_mapped_and_every_interaction_to_cameo(graph: Graph) -> None:
    for relation in Ontology.load().relations.values():
        targets = [o for p in MATCHES for o in graph.objects(GK[relation.name], p)]
        assert targets
        if not relation.structural:
            assert [o for o in targets if str(o).startswith(str(CAMEO))], relation.name


def test_cameo_concepts_have_their_code_and_names(graph: Graph) -> None:
    used = {o for p in MATCHES for o in graph.objects(None, p) if str(o).startswith(str(CAMEO))}
    for concept in used:
        assert str(graph.value(concept, SKOS.notation)) == str(concept).removeprefix(str(CAMEO))
        assert {label.language for label in graph.objects(concept, SKOS.prefLabel)} == {"en", "id"}
    assert used == set(graph.subjects(SKOS.notation))


def test_no_pair_is_matched_twice(graph: Graph) -> None:
    pairs = [(s, o) for p in MATCHES for s, o in graph.subject_objects(p)]
    assert len(pairs) == len(set(pairs))


def test_valence_has_the_sign_of_its_cameo_code(graph: Graph) -> None:
    """CAMEO counts root codes 01 to 08 as cooperation and 09 to 20 as conflict; requests stand between."""
    for relation in Ontology.load().relations.values():
        codes = [str(o).removeprefix(str(CAMEO)) for o in graph.objects(GK[relation.name], SKOS.closeMatch)]
        for code in (code for code in codes if code.isdigit()):
            assert (relation.valence > 0) == (int(code[:2]) <= 8), relation.name
