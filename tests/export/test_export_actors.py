"""The registry in Turtle says what the tables say, in both languages and with dates."""

from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from graphkit.export import actors
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names

GK = rdflib.Namespace(names.GK)
ACTOR = rdflib.Namespace(names.PREFIXES["actor"])


@pytest.fixture(scope="module")
def index() -> ActorIndex:
    return ActorIndex.load()


@pytest.fixture(scope="module")
def path(index: ActorIndex, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("actors") / "actors.ttl"
    actors.write(index, Ontology.load(), path)
    return path


@pytest.fixture(scope="module")
def graph(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path)


def test_states_have_names_and_codes(graph: rdflib.Graph) -> None:
    japan = ACTOR.Japan
    assert (japan, RDF.type, GK.State) in graph
    assert {str(label) for label in graph.objects(japan, RDFS.label)} == {"Japan", "Jepang"}
    codes = [str(graph.value(japan, GK[name])) for name in ("code", "iso3166Alpha3", "unM49")]
    assert codes == ["JPN", "JPN", "392"]


def test_every_actor_is_there_with_a_label_in_each_language(graph: rdflib.Graph, index: ActorIndex) -> None:
    languages = set(Ontology.load().languages)
    for key, actor in index.actors.items():
        iri = rdflib.URIRef(names.actor(key))
        assert graph.value(iri, GK.code) == rdflib.Literal(actor.code)
        assert {label.language for label in graph.objects(iri, RDFS.label)} == languages, key


def test_memberships_have_dates_and_lead_to_known_actors(graph: rdflib.Graph, index: ActorIndex) -> None:
    nato = list(graph.subjects(GK.organization, ACTOR.NATO))
    since = {graph.value(m, GK.member): str(graph.value(m, GK.since)) for m in nato}
    assert since[ACTOR.Finland] == "2023-04-04"
    assert len(nato) == len(index.entries["NATO"].members)
    for predicate in (GK.member, GK.organization, GK.holder, GK.positionIn, GK.actsFor):
        for actor in graph.objects(None, predicate):
            assert (actor, GK.code, None) in graph


def test_offices_have_holders_and_titles(graph: rdflib.Graph, index: ActorIndex) -> None:
    terms = [term for entry in index.entries.values() for term in entry.terms]
    tenures = list(graph.subjects(RDF.type, GK.Tenure))
    assert len(tenures) == len({(t.person, t.office, t.of, t.span) for t in terms})
    for tenure in tenures[:200]:
        assert graph.value(graph.value(tenure, GK.position), RDFS.label) is not None


def test_wikidata_is_linked_where_it_is_known_and_nothing_is_blank(
    graph: rdflib.Graph, index: ActorIndex
) -> None:
    known = {key: entry.wikidata for key, entry in index.entries.items() if entry.wikidata is not None}
    linked = {str(s): str(o) for s, o in graph.subject_objects(OWL.sameAs)}
    assert linked == {
        names.actor(key): f"http://www.wikidata.org/entity/{wikidata}" for key, wikidata in known.items()
    }
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]
