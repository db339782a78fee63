"""Questions are answered over everything; what is wrong or reaches for the network is refused by place."""

import json
import socket
import threading

import pytest
from small_world import REPORTS

from graphkit.errors import QueryError
from graphkit.store import names, sparql
from graphkit.store.store import GraphStore


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> GraphStore:
    path = tmp_path_factory.mktemp("sparql") / "kg"
    with GraphStore.open(path, write=True) as store:
        store.add(REPORTS)
    with GraphStore.open(path) as store:
        yield store


def test_select_ask_and_construct_are_tables(store: GraphStore) -> None:
    found = store.query("SELECT ?who ?none { ?who gk:attacks actor:Ukraine }")
    assert (found.columns, list(found.cells())) == (("who", "none"), [("actor:Russia", "")])
    assert list(store.query("ASK { actor:NATO gk:aids actor:Ukraine }").cells()) == [("false",)]
    built = store.query("CONSTRUCT { ?a gk:relates_to ?b } WHERE { ?a gk:attacks ?b }")
    assert built.columns == ("subject", "predicate", "object")
    assert list(built.cells()) == [
        ("actor:Russia", "gk:relates_to", "actor:Ukraine"),
        ("actor:Ukraine", "gk:relates_to", "actor:Russia"),
    ]


def test_tables_are_written_as_sparql_says(store: GraphStore) -> None:
    found = store.query('SELECT ?a ?l ?n ?x { VALUES (?a ?l ?n) { (actor:NATO "a, b"@id 5) } }')
    assert found.csv() == f'a,l,n,x\r\n{names.actor("NATO")},"a, b",5,\r\n'
    assert json.loads(found.json()) == {
        "head": {"vars": ["a", "l", "n", "x"]},
        "results": {
            "bindings": [
                {
                    "a": {"type": "uri", "value": names.actor("NATO")},
                    "l": {"type": "literal", "value": "a, b", "xml:lang": "id"},
                    "n": {"type": "literal", "value": "5", "datatype": names.PREFIXES["xsd"] + "integer"},
                }
            ]
        },
    }


def test_the_ontology_is_part_of_the_answer(store: GraphStore) -> None:
    found = store.query(
        "SELECT DISTINCT ?b { ?p rdfs:subPropertyOf* gk:conflicts_materially_with . actor:Russia ?p ?b }"
    )
    assert list(found.cells()) == [("actor:Ukraine",)]


def test_from_chooses_one_of_our_graphs(store: GraphStore) -> None:
    everywhere = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    derived = store.query("SELECT (COUNT(*) AS ?n) FROM graph:relations { ?s ?p ?o }")
    assert 0 < int(derived.rows[0][0].value) < int(everywhere.rows[0][0].value)
    named = store.query("SELECT (COUNT(*) AS ?n) FROM NAMED graph:actors { GRAPH ?g { ?s ?p ?o } }")
    assert 0 < int(named.rows[0][0].value) < 100


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x {\n  SERVICE <http://h/> { ?x ?p ?o } }", "line 2, column 3.*SERVICE is refused"),
        ("select ?x { service silent ?e { ?x ?p ?o } }", "column 13.*SERVICE is refused"),
        ("LOAD <http://h/x.ttl>", "column 1.*LOAD is refused"),
        ("SELECT ?x FROM <http://h/x.ttl> { ?x ?p ?o }", "column 16.*FROM with a foreign IRI"),
        ("SELECT ?x FROM NAMED <file:///etc/passwd> { ?x ?p ?o }", "FROM with a foreign IRI"),
        ("SELECT ?x FROM # no\n <http://h/x.ttl> { ?x ?p ?o }", "line 2.*FROM with a foreign IRI"),
        ("PREFIX h: <http://h/> SELECT ?x FROM h:x { ?x ?p ?o }", "FROM with a foreign IRI"),
        ("PREFIX graph: <http://h/> SELECT ?x FROM graph:x { ?x ?p ?o }", "FROM with a foreign IRI"),
        ("INSERT DATA { gk:a gk:b gk:c }", "column 1.*INSERT would change the store"),
        ("PREFIX a: <http://a/>\nDELETE WHERE { ?s ?p ?o }", "would change the store"),
        ("SELECT ?x {\n ?x a foo:bar }", "line 2, column .*a prefix here is not declared"),
        ("SELECT ?x { ?x a gk:State", "line 1, column 26, at its end: not valid SPARQL"),
        ("SELEC ?x {}", "line 1, column .*not valid SPARQL"),
        ("", "line 1, column 1, at its end: not valid SPARQL"),
    ],
)
def test_what_is_refused_says_where_and_why(store: GraphStore, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        store.query(query)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?x { ?x rdfs:label "SERVICE <http://h/> LOAD" }',
        "SELECT ?x { ?x rdfs:label '''from\n<http://h/> \\''' LOAD''' } # SERVICE",
        "SELECT ?service { ?service gk:load gk:SERVICE . ?x <http://h/LOAD> ?from }",
        'SELECT ?x { ?x rdfs:label "a \\" LOAD" }',
    ],
)
def test_words_that_only_look_forbidden_pass(store: GraphStore, query: str) -> None:
    assert store.query(query).rows == ()


def test_no_query_reaches_the_network(store: GraphStore) -> None:
    """A listening socket of our own would see any attempt."""
    seen = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x.ttl"

        def listen() -> None:
            try:
                seen.append(server.accept())
            except TimeoutError:
                return

        thread = threading.Thread(target=listen)
        thread.start()
        for query in (
            f"SELECT ?x {{ SERVICE <{url}> {{ ?x ?p ?o }} }}",
            f"SELECT ?x FROM <{url}> {{ ?x ?p ?o }}",
            f"LOAD <{url}>",
        ):
            with pytest.raises(QueryError):
                store.query(query)
        thread.join()
    assert seen == []


def test_cells_are_short() -> None:
    assert sparql.cell(None) == ""


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_dataset_answers_through_the_fast_engine(store: GraphStore) -> None:
    dataset = store.dataset()
    rows = list(dataset.query("SELECT ?who { ?who gk:attacks actor:Ukraine }"))
    assert [str(row[0]) for row in rows] == [names.actor("Russia")]
    prefixes = dict(dataset.namespaces())
    assert str(prefixes["gk"]) == names.GK


def test_the_place_is_found_on_later_lines(store: GraphStore) -> None:
    query = "SELECT ?x\n{\n ?x a gk:State .\n ?x rdfs:label }"
    with pytest.raises(QueryError, match=r"line 4, column 16, at '}'"):
        store.query(query)
