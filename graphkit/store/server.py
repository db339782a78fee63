"""Talk to a SPARQL 1.1 server: queries, updates and the Graph Store Protocol over one kept connection.

Ours and not rdflib's: that one takes an error of the server for an empty answer and waits for ever.
"""

import base64
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urlencode, urlsplit

from graphkit.errors import StoreError

# Trying again helps where a server restarts or drops an idle connection: half a second, then one, then two.
_PAUSES = (0.5, 1.0, 2.0)
_FORM = "application/x-www-form-urlencoded"


class Server:
    """A server at a base URL; a name and password in the URL are sent as Basic authentication.

    `http://host:7878` means its `/query`, `/update` and `/store`, as Oxigraph and many others name
    them; so does a URL with a path, such as a data set of Fuseki.
    """

    def __init__(self, url: str, *, timeout: float = 60.0) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StoreError(f"{url}: is no address of a server", hint="such as http://127.0.0.1:7878")
        self.name = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
        self._parts = parts
        self._timeout = timeout
        self._connection: HTTPConnection | None = None

    def query(self, query: str, accept: str) -> bytes:
        """Return the answer to a query over all graphs, in a media type.

        Raises:
            StoreError: The server does not answer, or answers with an error.
        """
        form = urlencode({"query": query, "union-default-graph": ""})
        return self._ask("POST", "/query", form.encode(), {"Content-Type": _FORM, "Accept": accept})

    def update(self, update: str) -> None:
        """Have an update done."""
        self._ask("POST", "/update", urlencode({"update": update}).encode(), {"Content-Type": _FORM})

    def put(self, graph: str, lines: bytes) -> None:
        """Put N-Triples in place of a graph."""
        path = "/store?" + urlencode({"graph": graph})
        self._ask("PUT", path, lines, {"Content-Type": "application/n-triples"})

    def delete(self, graph: str) -> None:
        """Delete a graph; nothing happens where it is not there."""
        self._ask("DELETE", "/store?" + urlencode({"graph": graph}), b"", {}, missing=True)

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
        login = {}
        if self._parts.username:
            secret = f"{self._parts.username}:{self._parts.password or ''}".encode()
            login = {"Authorization": f"Basic {base64.b64encode(secret).decode()}"}
        self._connection.request(method, self._parts.path.rstrip("/") + path, body, {**headers, **login})
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
        return StoreError(f"{what}: {said}" if said else what, hint=hints.get(response.status))


def _connect(parts: SplitResult, timeout: float) -> HTTPConnection:
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(parts.hostname or "", parts.port, timeout=timeout)
