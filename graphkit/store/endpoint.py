"""A SPARQL 1.1 endpoint over a folder store: it reads, never writes, and never asks the network.

SPARQL 1.1 Protocol: GET and POST of queries, chosen graphs, content negotiation, a description of the
service. A browser gets a page to ask from. No other site's page may read the answers.
"""

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from graphkit.errors import GraphkitError, StoreError, UsageError
from graphkit.knowledge.files import path as shipped
from graphkit.store import names
from graphkit.store.desk import Desk, TooLong
from graphkit.store.media import GRAPHS, TABLES, choose

_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# Longer queries than this are no questions of people.
_LONGEST = 1_000_000
_DRAINED = 16_000_000  # bytes of a body too long that are still taken, so that its sender hears the answer
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
        " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
}
_PAGE = Path(__file__).with_name("endpoint.html")


class Endpoint(ThreadingHTTPServer):
    """A server bound to an address; `serve_forever` runs it and `server_close` ends it."""

    daemon_threads = True

    def __init__(self, desk: Desk, host: str, port: int, *, title: str = "graphkit") -> None:
        """Bind the address.

        Raises:
            StoreError: Another program has it, or there is no such address.
        """
        self.desk = desk
        self.title = title
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError) as error:
            why = f"{host}:{port}: cannot be served: {getattr(error, 'strerror', None) or error}"
            raise StoreError(why, hint="--port 0 takes any port that is free") from error
        self.local = host in _LOOPBACK

    @property
    def url(self) -> str:
        """Return the address of the page."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint
    server_version = "graphkit"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Answer a query in the address, describe the service, or show the page."""
        parts = urlsplit(self.path)
        fields = parse_qs(parts.query, keep_blank_values=True)
        if self._stranger():
            return
        if parts.path == "/" and "query" not in fields:
            self._send(HTTPStatus.OK, page(self.server.title).encode(), "text/html; charset=utf-8")
        elif parts.path not in ("/", "/query", "/sparql"):
            self._fail(HTTPStatus.NOT_FOUND, "nothing is here; queries go to /query")
        elif "query" in fields:
            self._answer(fields)
        else:
            self._describe()

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Answer a query in the body."""
        body = self._body()
        if self._stranger() or body is None:
            return
        parts = urlsplit(self.path)
        kind = self.headers.get_content_type()
        fields = parse_qs(parts.query, keep_blank_values=True)
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            self._fail(HTTPStatus.BAD_REQUEST, "the body is not UTF-8")
            return
        if kind == _FORM:
            fields = {**fields, **parse_qs(text, keep_blank_values=True)}
        elif kind == _QUERY:
            fields = {**fields, "query": [text]}
        if parts.path == "/update" or "update" in fields or kind == "application/sparql-update":
            self._fail(HTTPStatus.FORBIDDEN, "this endpoint only answers questions")
        elif parts.path not in ("/", "/query", "/sparql"):
            self._fail(HTTPStatus.NOT_FOUND, "nothing is here; queries go to /query")
        elif kind not in (_FORM, _QUERY):
            self._fail(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send {_FORM} or {_QUERY}")
        else:
            self._answer(fields)

    def _refuse_to_write(self) -> None:
        self.close_connection = True
        self._fail(
            HTTPStatus.METHOD_NOT_ALLOWED, "this endpoint only answers questions", {"Allow": "GET, POST"}
        )

    do_PUT = do_DELETE = do_PATCH = _refuse_to_write

    def _answer(self, fields: Mapping[str, list[str]]) -> None:
        queries = fields.get("query", [])
        graphs = fields.get("default-graph-uri", [])
        if len(queries) != 1:
            self._fail(HTTPStatus.BAD_REQUEST, "exactly one query is needed")
            return
        if "named-graph-uri" in fields:
            self._fail(
                HTTPStatus.BAD_REQUEST, "named-graph-uri is not known here: use FROM NAMED in the query"
            )
            return
        try:
            found = self.server.desk.answer(queries[0], self.headers.get("Accept", ""), graphs)
        except UsageError as error:
            self._fail(HTTPStatus.NOT_ACCEPTABLE, _told(error))
        except TooLong as error:
            self._fail(HTTPStatus.SERVICE_UNAVAILABLE, _told(error))
        except StoreError as error:
            self._fail(HTTPStatus.INTERNAL_SERVER_ERROR, _told(error))
        except GraphkitError as error:
            self._fail(HTTPStatus.BAD_REQUEST, _told(error))
        else:
            self._send(HTTPStatus.OK, found.body, f"{found.type}; charset=utf-8")

    def _describe(self) -> None:
        """Describe the service, as SPARQL 1.1 Service Description asks."""
        try:
            kind = choose(self.headers.get("Accept", ""), ["text/turtle"])
        except UsageError as error:
            self._fail(HTTPStatus.NOT_ACCEPTABLE, _told(error))
        else:
            self._send(
                HTTPStatus.OK, description(f"{self.server.url}query").encode(), f"{kind}; charset=utf-8"
            )

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LONGEST:
            self.close_connection = True
            left = min(int(length), _DRAINED) if length.isdigit() else 0
            while left > 0 and (piece := self.rfile.read(min(left, 65_536))):
                left -= len(piece)
            self._fail(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a query of 1 to {_LONGEST:,} bytes is needed")
            return None
        return self.rfile.read(int(length))

    def _stranger(self) -> bool:
        """Refuse a request that names another host: a web page may have been led here by its own name."""
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if self.server.local and host not in _LOOPBACK:
            self.close_connection = True
            self._fail(HTTPStatus.FORBIDDEN, "this endpoint is for this machine alone")
            return True
        return False

    def _fail(self, status: HTTPStatus, why: str, headers: Mapping[str, str] | None = None) -> None:
        self._send(status, f"{why}\n".encode(), "text/plain; charset=utf-8", headers)

    def _send(
        self, status: HTTPStatus, body: bytes, kind: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing: queries may be confidential."""


def _told(error: GraphkitError) -> str:
    return f"{error}\nhint: {error.hint}" if error.hint else str(error)


@cache
def page(title: str) -> str:
    """Return the page to ask from, complete in itself, with the competency questions as examples."""
    examples = []
    for file in sorted(shipped("ontology", "competency").glob("*.rq")):
        text = file.read_text(encoding="utf-8")
        comments = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
        examples.append({"name": comments, "query": text[text.index("SELECT") :].strip()})
    known = {"title": title, "prefixes": names.PREFIXES, "examples": examples}
    # Inside a script element nothing may look like its end.
    data = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
    return _PAGE.read_text(encoding="utf-8").replace("/*KNOWN*/", data)


def description(url: str) -> str:
    """Return the description of a service at that address, as Turtle."""
    iris = {*(one.iri for one in TABLES.values()), *(one.iri for one in GRAPHS.values())}
    formats = ", ".join(f"<{iri}>" for iri in sorted(iris))
    return (
        "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n\n"
        f"<{url}> a sd:Service ;\n    sd:endpoint <{url}> ;\n    sd:supportedLanguage sd:SPARQL11Query ;\n"
        f"    sd:feature sd:UnionDefaultGraph ;\n    sd:resultFormat {formats} .\n"
    )
