"""What rdflib, oxrdflib and Oxigraph do unexpectedly, and how the store keeps clear of it.

The upstream behaviour is pinned too: where one of those tests fails, the library has changed and
the rule that it stands for may fall.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from oxrdflib import OxigraphStore
from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib import Dataset, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery
from small_world import REPORTS

from graphkit.errors import StoreError
from graphkit.store import names, shards
from graphkit.store.store import GraphStore

# rdflib 7 uses what it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

A, B, P = (NamedNode(f"http://example.org/{name}") for name in "abp")


@pytest.fixture
def store(tmp_path: Path) -> GraphStore:
    with GraphStore.open(tmp_path / "kg", write=True) as store:
        store.add(REPORTS)
    with GraphStore.open(tmp_path / "kg") as store:
        yield store


def test_upstream_counts_a_triple_in_two_graphs_twice() -> None:
    handle = Store()
    handle.extend([Quad(A, P, B, NamedNode(f"http://example.org/g{n}")) for n in (1, 2)])
    found = handle.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", use_default_graph_as_union=True)
    assert next(iter(found))["n"].value == "2"


def test_no_count_of_ours_is_double(store: GraphStore) -> None:
    counted = int(store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0].value)
    distinct = len(store.query("SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }").rows)
    assert counted == distinct


def test_upstream_graph_without_identifier_looks_empty_when_opened_again(tmp_path: Path) -> None:
    first = Graph(store=OxigraphStore(store=(handle := Store())))
    first.add((URIRef(A.value), URIRef(P.value), URIRef(B.value)))
    assert len(first) == 1
    assert len(Graph(store=OxigraphStore(store=handle))) == 0


def test_our_dataset_shows_all_graphs_after_opening_again(store: GraphStore) -> None:
    dataset = store.dataset()
    nato = URIRef(names.actor("NATO"))
    assert list(dataset.triples((nato, None, None)))
    assert len(list(dataset.graphs())) > len(REPORTS)
    assert "gk" in dict(dataset.namespaces())


def test_prepared_queries_answer_the_same_only_slower(store: GraphStore) -> None:
    question = "SELECT ?who WHERE { ?who gk:attacks actor:Ukraine }"
    prepared = prepareQuery(question, initNs=names.PREFIXES)
    dataset = store.dataset()
    assert [tuple(row) for row in dataset.query(prepared)] == [tuple(row) for row in dataset.query(question)]


def test_a_dataset_cannot_change_a_store_that_is_open_for_reading(store: GraphStore) -> None:
    dataset = store.dataset()
    with pytest.raises((OSError, ValueError, RuntimeError)):
        dataset.graph(URIRef("http://example.org/g")).add((URIRef(A.value), URIRef(P.value), URIRef(B.value)))
    assert store.query("ASK { <http://example.org/a> ?p ?o }").rows[0][0].value == "false"


def test_decimals_come_back_as_they_were_written(store: GraphStore) -> None:
    """Stores turn 1.50 into 1.5; ours are written in the shortest form, so shard and index agree."""
    (shard,) = shards.paths(store.path / "shards")
    written = {quad.object for quad in shards.read(shard) if quad.predicate.value == f"{names.GK}confidence"}
    indexed = {quad.object for quad in store.quads() if quad.predicate.value == f"{names.GK}confidence"}
    assert written == indexed
    handle = Store()
    decimal = NamedNode(f"{names.PREFIXES['xsd']}decimal")
    handle.add(Quad(A, P, Literal("1.50", datatype=decimal)))
    assert next(iter(handle)).object.value == "1.5"


def test_language_tags_are_lower_case_without_region(store: GraphStore) -> None:
    tags = {quad.object.language for quad in store.quads() if isinstance(quad.object, Literal)} - {None}
    assert tags == {"en", "id"}


def test_a_closed_store_lets_the_next_process_in(tmp_path: Path) -> None:
    path = tmp_path / "kg"
    with GraphStore.open(path, write=True) as store:
        store.add(REPORTS)
    code = (
        "from graphkit.store.store import GraphStore\n"
        f"with GraphStore.open({str(path)!r}, write=True) as store: print(store.stats().articles)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "4\n"


def test_a_second_process_hears_who_writes(tmp_path: Path) -> None:
    path = tmp_path / "kg"
    code = (
        "from graphkit.errors import StoreError\nfrom graphkit.store.store import GraphStore\n"
        f"try: GraphStore.open({str(path)!r}, write=True)\n"
        "except StoreError as error: print(error)"
    )
    with GraphStore.open(path, write=True):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "is writing to this store" in done.stdout
    assert done.stderr == ""


def test_the_default_graph_is_empty(store: GraphStore) -> None:
    """Everything stands in a named graph, so that an update of one article never touches another."""
    assert Dataset is type(store.dataset())
    assert not [quad for quad in store.quads() if not isinstance(quad.graph_name, NamedNode)]


def test_upstream_updates_the_default_graph_not_at_all() -> None:
    dataset = Dataset(store=OxigraphStore(store=Store()), default_union=True)
    with pytest.raises(ValueError, match="not enough values to unpack"):
        dataset.update("INSERT DATA { <http://example.org/a> <http://example.org/p> <http://example.org/b> }")


def test_upstream_rollback_takes_nothing_back() -> None:
    dataset = Dataset(store=OxigraphStore(store=Store()))
    dataset.graph(URIRef("http://example.org/g")).add((URIRef(A.value), URIRef(P.value), URIRef(B.value)))
    dataset.rollback()
    assert len(list(dataset.quads())) == 1


def test_what_fails_half_way_leaves_nothing_of_its_batch(tmp_path: Path) -> None:
    """Nobody can roll back, so that a batch is checked as a whole before any of it is written."""

    def batch():
        yield REPORTS[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), GraphStore.open(tmp_path / "kg", write=True) as store:
        store.add(batch())
    with GraphStore.open(tmp_path / "kg") as store:
        assert store.stats().articles == 0
        assert list(store.quads()) == []


def test_upstream_forgets_its_store_when_closed() -> None:
    dataset = Dataset(store=OxigraphStore(store=Store()))
    dataset.close()
    with pytest.raises(AttributeError):
        list(dataset.quads())


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "kg", write=True) as store:
        store.add(REPORTS)
    for use in (lambda: store.query("ASK {}"), lambda: store.add(REPORTS), store.stats, store.dataset):
        with pytest.raises(StoreError, match="kg: is closed"):
            use()


@pytest.mark.parametrize("name", ["a b", "<x>", "a/b?c#d", "é", "%zz", '"', "{}"])
def test_every_id_makes_a_valid_iri_that_leads_back(name: str) -> None:
    iri = names.actor(name)
    handle = Store()
    handle.add(Quad(NamedNode(iri), P, B))
    handle.query(f"SELECT * {{ <{iri}> ?p ?o }}")
    assert names.actor_id(iri) == name


def test_readers_keep_what_was_there_while_another_writes(tmp_path: Path) -> None:
    """Upstream, a read-only store sees old and new mixed as its writer pleases."""
    with GraphStore.open(tmp_path / "kg", write=True) as store:
        store.add(REPORTS[:1])
    with GraphStore.open(tmp_path / "kg") as reader:
        before = sorted(str(quad) for quad in reader.quads())
        with GraphStore.open(tmp_path / "kg", write=True) as store:
            store.add(REPORTS[1:])
            assert sorted(str(quad) for quad in reader.quads()) == before
        assert sorted(str(quad) for quad in reader.quads()) == before
    with GraphStore.open(tmp_path / "kg") as reader:
        assert reader.stats().articles == len(REPORTS)
