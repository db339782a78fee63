"""Write answers to SPARQL as a client wants them: choose a media type by its Accept header (RFC 9110)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from pyoxigraph import (
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from graphkit.errors import UsageError
from graphkit.store import names, sparql

T = TypeVar("T")

# The first one is what a client gets that does not choose.
TABLES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}


@dataclass(frozen=True, slots=True)
class Content:
    """An answer as it is sent."""

    body: bytes
    type: str


def answer(handle: Store, query: str, accept: str = "", *, graphs: Sequence[str] = ()) -> Content:
    """Answer a query in a media type that `accept` allows.

    Raises:
        QueryError: The query is malformed, would change the store or would reach the network.
        UsageError: Nothing that the client accepts can hold the answer.
    """
    built = sparql.form(query) in ("CONSTRUCT", "DESCRIBE")
    kind = choose(accept, list(GRAPHS if built else TABLES))
    with sparql.explained(query):
        found = sparql.evaluate(handle, query, graphs=graphs)
        if isinstance(found, QueryTriples):
            used = names.PREFIXES if GRAPHS[kind] == RdfFormat.TURTLE else None
            triples = sorted(set(found), key=str)
            return Content(serialize(triples, format=GRAPHS[kind], prefixes=used) or b"", kind)
        return Content(found.serialize(format=TABLES[kind]) or b"", kind)


def choose(accept: str, offered: Sequence[str]) -> str:
    """Return the media type that a client likes best; of those it likes alike, the first one offered.

    >>> choose("text/csv;q=0.5, application/xml", ["application/json", "text/csv", "application/xml"])
    'application/xml'

    Raises:
        UsageError: It wants none of them.
    """
    weights = {kind: _weight(accept, kind) for kind in offered}
    best = max(offered, key=lambda kind: weights[kind])
    if weights[best] <= 0:
        raise UsageError(f"no answer can be given as {accept}", hint=f"known: {', '.join(offered)}")
    return best


def _weight(accept: str, kind: str) -> float:
    """Return how much a header likes a media type; what names it most closely counts."""
    ranges = {}
    for part in accept.split(",") if accept.strip() else ["*/*"]:
        name, *parameters = (piece.strip() for piece in part.split(";"))
        ranges[name.lower()] = _quality(parameters)
    for name in (kind, f"{kind.split('/')[0]}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0


def _quality(parameters: Sequence[str]) -> float:
    for name, _, value in (parameter.partition("=") for parameter in parameters):
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
