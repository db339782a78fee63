"""A server holds and answers the same as a folder; the server of the tests is the real Oxigraph."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from competency_world import COMPETENCY
from copied import COPIES, EARLIER
from served import free_port, oxigraph, virtuoso
from small_world import FIRST, REPORTS, THIRD

from graphkit.errors import QueryError, StoreError
from graphkit.export.save import save
from graphkit.knowledge.files import path as shipped
from graphkit.store import check, names
from graphkit.store import server as server_module
from graphkit.store.dialects import Login
from graphkit.store.remote import RemoteStore
from graphkit.store.store import Added, GraphStore

WORLD = [*REPORTS, *COMPETENCY, *COPIES, EARLIER]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with oxigraph(tmp_path / "server") as url:
        yield url


def everything(store) -> list[str]:
    return sorted(str(quad) for quad in store.quads())


@pytest.mark.parametrize("serve", [oxigraph, virtuoso], ids=lambda serve: serve.__name__)
def test_a_server_holds_and_answers_what_a_folder_does(tmp_path: Path, serve) -> None:
    with serve(tmp_path / "server") as url:
        hold_and_answer(tmp_path, url)


def hold_and_answer(tmp_path: Path, server: str) -> None:
    with GraphStore.open(tmp_path / "kg", write=True) as folder:
        folder.add(WORLD, run="test")
    with GraphStore.open(tmp_path / "kg") as folder, RemoteStore.open(server, write=True) as remote:
        for number in range(0, len(WORLD), 2):
            remote.add(WORLD[number : number + 2], run="test")
        assert everything(remote) == everything(folder)
        assert list(remote.reports()) == list(folder.reports())
        assert remote.stats() == folder.stats()
        assert check.validate(remote) == []
        for file in sorted(shipped("ontology", "competency").glob("*.rq")):
            query = file.read_text(encoding="utf-8")
            assert sorted(remote.query(query).csv().splitlines()) == sorted(
                folder.query(query).csv().splitlines()
            )
        for suffix in (".ttl", ".nq", ".gexf"):
            for name, store in (("folder", folder), ("remote", remote)):
                save(store, tmp_path / f"{name}{suffix}")
            assert (tmp_path / f"folder{suffix}").read_bytes() == (tmp_path / f"remote{suffix}").read_bytes()


def test_a_server_takes_articles_once_and_corrections_whole(tmp_path: Path, server: str) -> None:
    corrected = replace(THIRD, text="Nothing happened.")
    with RemoteStore.open(server, write=True) as remote:
        assert remote.add(REPORTS, run="one") == Added(new=4, replaced=0, unchanged=0, statements=10)
        assert remote.add(REPORTS, run="one") == Added(new=0, replaced=0, unchanged=4, statements=0)
        assert remote.has(FIRST, run="one")
        assert not remote.has(FIRST, run="two")
        assert remote.add([(corrected, [])], run="one").replaced == 1
        assert remote.add([(FIRST, REPORTS[0][1][1:])], run="two").replaced == 1
        found = everything(remote)
    with GraphStore.open(tmp_path / "kg", write=True) as folder:
        folder.add([(FIRST, REPORTS[0][1][1:])], run="two")
        folder.add([REPORTS[1], (corrected, []), REPORTS[3]], run="one")
        owed = everything(folder)
    # Names of actors that nobody mentions any more stay on a server.
    described = f"<{names.ACTORS}>"
    assert [line for line in found if described not in line] == [
        line for line in owed if described not in line
    ]
    assert set(owed) <= set(found)


def test_a_server_finds_copies_after_a_connection_broke(server: str) -> None:
    counted = "SELECT ?n ?o { ?r rdf:predicate gk:supports ; gk:articleCount ?n ; gk:originCount ?o }"
    broken = RemoteStore.open(server, write=True)
    broken.add(COPIES)
    broken.close()  # as a connection ends that nobody took leave of
    with RemoteStore.open(server) as remote:
        assert list(remote.query(counted).cells()) == [("4", "4")]
    with RemoteStore.open(server, write=True) as remote:
        remote.add(COPIES[:1])
    with RemoteStore.open(server) as remote:
        assert list(remote.query(counted).cells()) == [("4", "2")]


def test_questions_to_a_server_are_guarded_too(server: str) -> None:
    with RemoteStore.open(server, write=True) as remote:
        remote.add(REPORTS)
        assert list(remote.query("ASK { actor:Russia gk:attacks actor:Ukraine }").cells()) == [("true",)]
        built = remote.query("CONSTRUCT { ?a gk:relates_to ?b } WHERE { ?a gk:accuses ?b }")
        assert list(built.cells()) == [("actor:Russia", "gk:relates_to", "actor:Ukraine")]
        with pytest.raises(QueryError, match="SERVICE is refused"):
            remote.query("SELECT ?x { SERVICE <http://h/> { ?x ?p ?o } }")
        with pytest.raises(StoreError, match="answers 400"):
            remote.query("SELECT ?x { oops")
    with RemoteStore.open(server) as remote, pytest.raises(StoreError, match="open for reading only"):
        remote.add(REPORTS)


class Grumpy(BaseHTTPRequestHandler):
    """Answer every request with the status that the path of the data set names."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status = int(self.path.split("/")[1])
        if status == 0:
            time.sleep(5)
            return
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"because\nI say so")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def grumpy() -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Grumpy)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "hint"),
    [(401, "name:password@host"), (403, "may not write"), (404, "path of the address"), (500, None)],
)
def test_a_refusal_is_one_line_with_a_remedy(grumpy: str, status: int, hint: str | None) -> None:
    with pytest.raises(StoreError, match=f"the server answers {status} .*: because I say so") as caught:
        RemoteStore.open(f"{grumpy}/{status}")
    assert "\n" not in str(caught.value)
    assert (caught.value.hint is None) == (hint is None)
    assert (hint or "") in (caught.value.hint or "")


def test_no_server_and_a_silent_one_are_told(grumpy: str, monkeypatch) -> None:
    monkeypatch.setattr(server_module, "_PAUSES", (0.01,))
    with pytest.raises(StoreError, match="the server does not answer"):
        RemoteStore.open(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(StoreError, match="the server does not answer: timed out"):
        server_module.Server(f"{grumpy}/0", timeout=0.3).query("ASK {}", "*/*")


@pytest.mark.parametrize("url", ["kg", "ftp://host/x", "http://", "127.0.0.1:7878"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="is no address of a server"):
        server_module.Server(url)


def test_a_password_is_sent_and_never_shown(grumpy: str) -> None:
    url = grumpy.replace("http://", "http://mari:geheim@")
    with pytest.raises(StoreError) as caught:
        RemoteStore.open(f"{url}/401")
    assert "geheim" not in str(caught.value)


def test_a_login_is_shown_as_the_server_asks_for_it() -> None:
    """The digest is that of RFC 2617, section 3.5, whose server leaves out its quality of protection."""
    login = Login("Mufasa", "Circle Of Life")
    assert login.header("GET", "/dir/index.html") == {}
    asked = (
        'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",'
        ' opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    )
    assert login.challenge(asked)
    (told,) = login.header("GET", "/dir/index.html").values()
    assert 'username="Mufasa"' in told
    assert 'response="670fd8c2df070c60b045671b8b24ff02"' in told
    assert not login.challenge(asked)
    basic = Login("Aladdin", "open sesame")
    assert basic.challenge('Basic realm="x"')
    assert basic.header("GET", "/") == {"Authorization": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}
    assert not basic.challenge('Basic realm="x"')


class Elsewhere(BaseHTTPRequestHandler):
    """Answer ASK where a kind of server does, hold graphs where it does, and want Basic authentication."""

    query, store = "/ds/query", "/ds/data"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Authorization"] != "Basic bWFyaTpnZTpoZWlt":
            self.answer(401, b"", ("WWW-Authenticate", 'Basic realm="x"'))
        elif self.path == self.query:
            self.answer(200, b'{"head": {}, "boolean": true}')
        else:
            self.answer(404, b"nothing")

    def do_HEAD(self) -> None:
        self.answer(200 if self.path.startswith(f"{self.store}?") else 405, b"")

    def answer(self, status: int, body: bytes, header: tuple[str, str] = ("X-Nothing", "")) -> None:
        self.send_response(status)
        self.send_header(*header)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    ("query", "store", "base", "name"),
    [
        ("/query", "/store", "", "Oxigraph"),
        ("/ds/query", "/ds/data", "/ds", "Fuseki"),
        ("/sparql", "/sparql-graph-crud-auth", "", "Virtuoso"),
        ("/repositories/kg", "/repositories/kg/rdf-graphs/service", "/repositories/kg", "RDF4J"),
    ],
)
def test_a_server_is_asked_where_it_answers(query: str, store: str, base: str, name: str) -> None:
    handler = type("Here", (Elsewhere,), {"query": query, "store": store})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://mari:ge%3Aheim@127.0.0.1:{server.server_address[1]}{base}"
        found = server_module.Server(url)
        assert found.dialect.name == name
        found.close()
    finally:
        server.shutdown()
        server.server_close()
