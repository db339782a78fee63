"""Talk to a SPARQL 1.1 server: queries, updates and the Graph Store Protocol over one kept connection.

Ours and not rdflib's: that one takes an error of the server for an empty answer and waits for ever.
"""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, unquote, urlencode, urlsplit

from graphkit.errors import StoreError
from graphkit.store.dialects import DIALECTS, Dialect, Login

# Trying again helps where a server restarts or drops an idle connection: half a second, then one, then two.
_PAUSES = (0.5, 1.0, 2.0)
_FORM = "application/x-www-form-urlencoded"


# What a server answers where it takes queries at another path.
_ELSEWHERE = (400, 404, 405, 406, 415)


class _RefusedError(StoreError):
    """A server answered with an error, whose status is kept."""

    def __init__(self, message: str, status: int, *, hint: str | None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class Server:
    """A server at a base URL; a name and password in the URL are shown as the server asks for them.

    Where it takes queries, updates and graphs is found out when it is first asked: Oxigraph, Virtuoso
    by the address of the machine, Fuseki by that of a data set, RDF4J and GraphDB by that of a repository.
    """

    def __init__(self, url: str, *, timeout: float = 60.0) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StoreError(f"{url}: is no address of a server", hint="such as http://127.0.0.1:7878")
        self.name = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
        self._parts = parts
        self._timeout = timeout
        self._connection: HTTPConnection | None = None
        login = (unquote(parts.username or ""), unquote(parts.password or ""))
        self._login = Login(*login) if parts.username else None

    @cached_property
    def dialect(self) -> Dialect:
        """Return where the server takes what: the first dialect whose paths are there.

        Raises:
            StoreError: It does not answer, or speaks none of them.
        """
        form = urlencode({"query": "ASK {}"}).encode()
        headers = {"Content-Type": _FORM, "Accept": "application/sparql-results+json"}
        first: _RefusedError | None = None
        for path in dict.fromkeys(dialect.query for dialect in DIALECTS):
            try:
                if self._ask("POST", path, form, headers).lstrip().startswith(b"{"):
                    return self._by_graphs([dialect for dialect in DIALECTS if dialect.query == path])
            except _RefusedError as error:
                if error.status not in _ELSEWHERE:
                    raise
                first = first or error
        raise first or StoreError(f"{self.name}: answers, but not in SPARQL")

    def _by_graphs(self, fitting: Sequence[Dialect]) -> Dialect:
        """Return the first dialect that has graphs where the server has them."""
        for dialect in fitting[:-1]:
            with suppress(_RefusedError):
                self._ask("HEAD", f"{dialect.store}?default", b"", {})
                return dialect
        return fitting[-1]

    def query(self, query: str, accept: str) -> bytes:
        """Return the answer to a query over all graphs, in a media type.

        Raises:
            StoreError: The server does not answer, or answers with an error.
        """
        form = urlencode({"query": query, "union-default-graph": ""})
        return self._ask("POST", self.dialect.query, form.encode(), {"Content-Type": _FORM, "Accept": accept})

    def update(self, update: str) -> None:
        """Have an update done."""
        self._ask(
            "POST", self.dialect.update, urlencode({"update": update}).encode(), {"Content-Type": _FORM}
        )

    def put(self, graph: str, lines: bytes) -> None:
        """Put N-Triples in place of a graph."""
        path = self.dialect.store + "?" + urlencode({"graph": graph})
        self._ask("PUT", path, lines, {"Content-Type": "application/n-triples"})

    def delete(self, graph: str) -> None:
        """Delete a graph; nothing happens where it is not there."""
        path = self.dialect.store + "?" + urlencode({"graph": graph})
        self._ask("DELETE", path, b"", {}, missing=True)

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], *, missing: bool = False
    ) -> bytes:
        """Send a request, again where the connection fails; all of ours may be repeated without harm."""
        for pause in (*_PAUSES, None):
            try:
                response, content = self._send(method, path, body, headers)
            except (OSError, HTTPException) as error:
                self.close()
                if pause is None:
                    why = f"{self.name}: the server does not answer: {error or type(error).__name__}"
                    raise StoreError(why, hint="is it running, and is the address right?") from error
                time.sleep(pause)
                continue
            asked = response.headers.get("WWW-Authenticate", "")
            if response.status in (401, 403) and self._login is not None and self._login.challenge(asked):
                response, content = self._send(method, path, body, headers)
            if response.status < 300 or (missing and response.status == 404):
                return content
            if response.status == 503 and pause is not None:
                time.sleep(pause)
                continue
            raise self._error(response, content)
        raise AssertionError("the last attempt returns or raises")

    def _send(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[HTTPResponse, bytes]:
        if self._connection is None:
            self._connection = _connect(self._parts, self._timeout)
        whole = self._parts.path.rstrip("/") + path
        login = {} if self._login is None else self._login.header(method, whole)
        self._connection.request(method, whole or "/", body, {**headers, **login})
        response = self._connection.getresponse()
        return response, response.read()

    def _error(self, response: HTTPResponse, content: bytes) -> StoreError:
        said = " ".join(content.decode("utf-8", "replace").split())[:200]
        hints = {
            401: "put the name and password into the address: http://name:password@host",
            403: "this server, or this account, may not write",
            404: "is the path of the address right?",
        }
        what = f"{self.name}: the server answers {response.status} {response.reason}"
        told = f"{what}: {said}" if said else what
        return _RefusedError(told, response.status, hint=hints.get(response.status))


def _connect(parts: SplitResult, timeout: float) -> HTTPConnection:
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(parts.hostname or "", parts.port, timeout=timeout)
