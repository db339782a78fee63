"""The registry in Turtle says what the tables say, in both languages and with dates."""

import re
import shutil
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from typer.testing import CliRunner

from graphkit.cli.app import app
from graphkit.errors import ActorError
from graphkit.export import actors
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.files import path as shipped
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
    assert [str(graph.value(japan, GK[name])) for name in ("iso3166Alpha2", "cowCode")] == ["JP", "740"]


def test_codes_are_those_that_analysts_know(graph: rdflib.Graph) -> None:
    """Codes that trip tables up: Namibia's NA, reunited Germany and Yemen, Serbia after Yugoslavia."""
    known = {
        "Namibia": ("NA", "565"), "Germany": ("DE", "255"), "Yemen": ("YE", "679"),
        "Serbia": ("RS", "345"),
        "Indonesia": ("ID", "850"), "Vietnam": ("VN", "816"),
        "Kiribati": ("KI", "946"), "Kosovo": (None, "347"),
        "Palestine": ("PS", None), "Taiwan": ("TW", "713"), "United_States": ("US", "2"),
    }  # fmt: skip
    for state, codes in known.items():
        found = [graph.value(ACTOR[state], GK[name]) for name in ("iso3166Alpha2", "cowCode")]
        assert tuple(None if one is None else str(one) for one in found) == codes, state
    every = [str(code) for code in graph.objects(None, GK.iso3166Alpha2)]
    assert len(every) == len(set(every)) == 249
    assert all(re.fullmatch("[A-Z]{2}", code) for code in every)


def test_it_is_a_scheme_of_concepts_too(graph: rdflib.Graph, index: ActorIndex) -> None:
    (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts == {rdflib.URIRef(names.actor(key)) for key in index.actors}
    assert concepts == set(graph.subjects(SKOS.inScheme, scheme))
    for concept in sorted(concepts)[::50]:
        labels = list(graph.objects(concept, SKOS.prefLabel))
        assert len({label.language for label in labels}) == len(labels)
        assert set(labels) == set(graph.objects(concept, RDFS.label))
        assert not set(labels) & set(graph.objects(concept, SKOS.altLabel))
    assert graph.value(ACTOR.Japan, SKOS.notation) == rdflib.Literal("JPN")


def test_the_command_writes_it_without_a_store(tmp_path: Path, path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["export", "--registry", "-o", "actors.ttl"])
    assert result.exit_code == 0, result.output
    assert Path("actors.ttl").read_bytes() == path.read_bytes()


def test_a_code_that_is_none_is_refused_by_file_and_key(tmp_path: Path) -> None:
    shutil.copytree(shipped("data", "actors"), tmp_path / "actors")
    file = tmp_path / "actors" / "states.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("cow = 850\n", 'cow = "850"\n'), encoding="utf-8"
    )
    with pytest.raises(ActorError, match=r"states\.toml: Indonesia: cow must be a number"):
        ActorIndex.load(tmp_path / "actors")


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
