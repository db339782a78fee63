"""Where servers take queries, updates and graphs below their address, and how they ask who one is."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5
from secrets import token_hex

_PART = re.compile(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')


@dataclass(frozen=True, slots=True)
class Dialect:
    """The paths of a kind of server; `store` takes a graph by the Graph Store Protocol."""

    name: str
    query: str
    update: str
    store: str


# In the order in which they are tried; each is known by its paths for queries and for graphs.
DIALECTS = (
    Dialect("Oxigraph", "/query", "/update", "/store"),
    Dialect("Fuseki", "/query", "/update", "/data"),
    Dialect("Virtuoso", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),
    Dialect("RDF4J", "", "/statements", "/rdf-graphs/service"),
)


class Login:
    """A name and password, shown once a server asks, in the way it asks for (RFC 7617, RFC 7616).

    Not before: Virtuoso does not say what it wants to those who show something else.
    """

    def __init__(self, name: str, password: str) -> None:
        self._name = name
        self._password = password
        self._basic = False
        self._digest: Mapping[str, str] = {}
        self._count = 0

    def challenge(self, header: str) -> bool:
        """Take what a server asks for, and say whether another attempt can meet it."""
        scheme, _, rest = header.partition(" ")
        if scheme.lower() != "digest":
            first, self._basic = not self._basic, True
            return first
        asked = {name.lower(): quoted or bare for name, quoted, bare in _PART.findall(rest)}
        again = asked.get("nonce") == self._digest.get("nonce") and "nonce" in asked
        self._digest, self._count = asked, 0
        return not again and asked.get("algorithm", "MD5").upper() == "MD5"

    def header(self, method: str, path: str) -> dict[str, str]:
        """Return the header of a request that shows them, where the server asked for that."""
        if not self._digest:
            secret = base64.b64encode(f"{self._name}:{self._password}".encode()).decode()
            return {"Authorization": f"Basic {secret}"} if self._basic else {}
        self._count += 1
        realm, nonce = self._digest.get("realm", ""), self._digest.get("nonce", "")
        count, own = f"{self._count:08x}", token_hex(8)
        user, target = _md5(f"{self._name}:{realm}:{self._password}"), _md5(f"{method}:{path}")
        parts = {"username": self._name, "realm": realm, "nonce": nonce, "uri": path}
        if "auth" in self._digest.get("qop", "").split(","):
            answer = _md5(f"{user}:{nonce}:{count}:{own}:auth:{target}")
            bare = f", qop=auth, nc={count}"
            parts |= {"cnonce": own}
        else:
            answer, bare = _md5(f"{user}:{nonce}:{target}"), ""
        parts |= {"response": answer}
        if "opaque" in self._digest:
            parts |= {"opaque": self._digest["opaque"]}
        told = ", ".join(f'{name}="{value}"' for name, value in parts.items())
        return {"Authorization": f"Digest {told}{bare}"}


def _md5(text: str) -> str:
    return md5(text.encode("utf-8"), usedforsecurity=False).hexdigest()
