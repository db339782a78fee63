"""The endpoint answers as SPARQL 1.1 asks, to this machine alone, and never writes or fetches."""

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from small_world import REPORTS

from graphkit.errors import QueryError, StoreError, UsageError
from graphkit.store import media, names
from graphkit.store.desk import Desk, TooLong
from graphkit.store.endpoint import Endpoint, description
from graphkit.store.place import folder, shown
from graphkit.store.store import GraphStore

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WHO = "SELECT ?who { ?who gk:accuses ?whom }"
BUILT = "CONSTRUCT { ?a gk:relates_to ?b } WHERE { ?a gk:accuses ?b }"
# Every triple with every other, three times: more than anyone waits for.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("endpoint") / "kg"
    with GraphStore.open(path, write=True) as store:
        store.add(REPORTS, run="test")
    return path


@pytest.fixture(scope="module")
def endpoint(path: Path) -> Iterator[Endpoint]:
    desk = Desk(path, clerks=1, patience=20)
    server = Endpoint(desk, "127.0.0.1", 0, title="test")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
    desk.close()


def ask(
    endpoint: Endpoint, method: str, path: str, body: str = "", **headers: str
) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection(urlsplit(endpoint.url).netloc, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body.encode(), named)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text, dict(response.getheaders())


def test_a_query_comes_by_get_by_form_and_as_it_is(endpoint: Endpoint) -> None:
    iri = names.actor("Russia")
    answers = [
        ask(endpoint, "GET", f"/query?query={quote(WHO)}"),
        ask(endpoint, "POST", "/query", urlencode({"query": WHO}), **FORM),
        ask(endpoint, "POST", "/sparql", WHO, Content_Type="application/sparql-query"),
    ]
    for status, text, headers in answers:
        assert status == 200
        assert headers["Content-Type"] == "application/sparql-results+json; charset=utf-8"
        assert json.loads(text)["results"]["bindings"] == [{"who": {"type": "uri", "value": iri}}]
        assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    ("query", "accept", "kind", "start"),
    [
        (WHO, "text/csv", "text/csv", "who\r\nhttps://w3id.org/graphkit/id/actor/Russia"),
        (WHO, "text/tab-separated-values", "text/tab-separated-values", "?who\n<https"),
        (WHO, "application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        (WHO, "text/html, */*;q=0.1", "application/sparql-results+json", "{"),
        ("ASK { ?a gk:accuses ?b }", "", "application/sparql-results+json", '{"head":{},"boolean":true}'),
        (BUILT, "", "text/turtle", "@prefix"),
        (BUILT, "application/n-triples", "application/n-triples", "<https"),
        (BUILT, "application/ld+json;q=0.9, text/turtle;q=0.5", "application/ld+json", "["),
        (BUILT, "application/rdf+xml", "application/rdf+xml", "<?xml"),
    ],
)
def test_the_client_chooses_the_form_of_the_answer(
    endpoint: Endpoint, query: str, accept: str, kind: str, start: str
) -> None:
    status, text, headers = ask(endpoint, "GET", f"/query?query={quote(query)}", Accept=accept)
    assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
    assert text.startswith(start)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_asks_it_as_any_endpoint(endpoint: Endpoint) -> None:
    store = SPARQLStore(f"{endpoint.url}query", returnFormat="json")
    (row,) = rdflib.Graph(store=store).query(f"PREFIX gk: <{names.GK}> {WHO}")
    assert str(row.who) == names.actor("Russia")


def test_chosen_graphs_count(endpoint: Endpoint) -> None:
    count = quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")

    def number(more: str) -> int:
        _, text, _ = ask(endpoint, "GET", f"/query?query={count}{more}")
        return int(json.loads(text)["results"]["bindings"][0]["n"]["value"])

    actors, runs = (number(f"&default-graph-uri={quote(graph)}") for graph in (names.ACTORS, names.RUNS))
    assert 0 < runs < actors < number("")
    both = f"&default-graph-uri={quote(names.ACTORS)}&default-graph-uri={quote(names.RUNS)}"
    assert number(both) == actors + runs


@pytest.mark.parametrize(
    ("method", "where", "body", "headers", "status", "told"),
    [
        ("GET", f"/query?query={quote('SELECT ?x { ?x foo:y 1 }')}", "", {}, 400, "line 1, column 16"),
        ("GET", f"/query?query={quote('SELECT ?x { SERVICE <http://h/> {} }')}", "", {}, 400, "is refused"),
        ("GET", f"/query?query={quote('SELECT * FROM <http://h/> { ?s ?p ?o }')}", "", {}, 400, "foreign"),
        ("GET", f"/query?query={quote('DROP ALL')}", "", {}, 400, "would change the store"),
        ("GET", "/query?query=ASK{}&query=ASK{}", "", {}, 400, "exactly one query"),
        ("GET", "/query?query=ASK{}&named-graph-uri=http://h/", "", {}, 400, "FROM NAMED"),
        ("GET", "/query?query=ASK{}", "", {"Accept": "image/png"}, 406, "be given as image/png"),
        ("GET", "/etc/passwd", "", {}, 404, "nothing is here"),
        ("GET", "/", "", {"Host": "evil.example"}, 403, "for this machine alone"),
        ("POST", "/query", "update=DROP+ALL", FORM, 403, "only answers questions"),
        ("POST", "/update", "x", FORM, 403, "only answers questions"),
        ("POST", "/query", "DROP ALL", {"Content-Type": "application/sparql-update"}, 403, "only answers"),
        ("POST", "/query", "ASK {}", {"Content-Type": "text/plain"}, 415, "send application/"),
        ("POST", "/query", "x" * 1_000_001, FORM, 413, "1,000,000 bytes"),
        ("PUT", "/store", "x", {}, 405, "only answers questions"),
        ("DELETE", "/store", "", {}, 405, "only answers questions"),
    ],
)  # fmt: skip
def test_what_is_not_a_question_is_refused_in_words(
    endpoint: Endpoint, method: str, where: str, body: str, headers: dict, status: int, told: str
) -> None:
    found, text, sent = ask(endpoint, method, where, body, **headers)
    assert (found, told in text) == (status, True), text
    assert sent["Content-Type"] == "text/plain; charset=utf-8"


def test_a_client_without_a_query_learns_what_the_service_can(endpoint: Endpoint) -> None:
    status, text, _ = ask(endpoint, "GET", "/query", Accept="text/turtle")
    assert (status, text) == (200, description(f"{endpoint.url}query"))
    graph = rdflib.Graph().parse(data=text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert list(graph.subjects(rdflib.RDF.type, sd.Service)) == [rdflib.URIRef(f"{endpoint.url}query")]
    assert len(list(graph.objects(None, sd.resultFormat))) == 8


def test_the_page_is_complete_in_itself(endpoint: Endpoint) -> None:
    status, text, headers = ask(endpoint, "GET", "/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert 'src="http' not in text
    assert "Who cooperates with Indonesia" in text


def test_a_query_that_takes_too_long_is_ended_and_the_next_is_answered(path: Path) -> None:
    desk = Desk(path, clerks=1, patience=0.5)
    try:
        with pytest.raises(TooLong, match=r"took longer than 0\.5 s"):
            desk.answer(ENDLESS, "")
        desk._patience = 20
        assert desk.answer("ASK {}", "text/csv").body.strip() == b"true"
        with pytest.raises(QueryError, match="line 1") as caught:
            desk.answer("SELECT ?x { ?x }", "")
        assert caught.value.hint is not None
        desk._clerks[0]._process.kill()
        with pytest.raises(StoreError, match="ended its process"):
            desk.answer("ASK {}", "")
        assert desk.answer("ASK {}", "text/csv").body.strip() == b"true"
    finally:
        desk.close()


def test_a_desk_over_no_store_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is no graphkit store"):
        Desk(tmp_path / "none")


def test_an_address_in_use_is_told(endpoint: Endpoint) -> None:
    with pytest.raises(StoreError, match="cannot be served: Address already in use"):
        Endpoint(endpoint.desk, "127.0.0.1", endpoint.server_address[1])


def test_the_best_media_type_is_chosen() -> None:
    offered = ["a/one", "a/two", "b/three"]
    assert media.choose("", offered) == "a/one"
    assert media.choose("b/*, a/*;q=0.9", offered) == "b/three"
    assert media.choose("a/*;q=0.9, a/one;q=0, */*;q=0.1", offered) == "a/two"
    assert media.choose("A/TWO;level=1", offered) == "a/two"
    with pytest.raises(UsageError):
        media.choose("c/four, a/one;q=none", offered)


def test_places_are_shown_without_passwords_and_folders_are_asked_for() -> None:
    assert shown("https://mari:secret@example.org:1/kg@x") == "https://example.org:1/kg@x"
    assert shown(Path("kg")) == "kg"
    with pytest.raises(UsageError, match=r"^http://h/: the trade works on the folder"):
        folder("http://a:b@h/", "the trade")
