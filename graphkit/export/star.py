"""RDF 1.2 in place of RDF 1.1: a mention reifies its triple as a triple term (`rdf:reifies <<( s p o )>>`).

It says the same with a triple where the graph has rdf:subject, rdf:predicate and rdf:object. Readers
of RDF 1.1, rdflib 7 among them, cannot read it.
"""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, Triple

from graphkit.errors import UsageError
from graphkit.facts import Statement
from graphkit.store.reading import Graph
from graphkit.store.sparql import Answer
from graphkit.store.triples import node
from graphkit.text import Article

# Formats whose writers and readers know triple terms.
SUFFIXES = (".ttl", ".trig", ".nt", ".nq")
_ENDS = {node("rdf:subject"): 0, node("rdf:predicate"): 1, node("rdf:object"): 2}


class Star:
    """A store in which mentions and relations reify triple terms."""

    def __init__(self, store: Graph) -> None:
        self.ontology = store.ontology
        self._store = store

    def graphs(self) -> list[str]:
        """Return the graphs of the store."""
        return self._store.graphs()

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of the store, three of each mention put into one."""
        found: dict[tuple[object, object], dict[int, NamedNode]] = {}
        for quad in self._store.quads(graph):
            end = _ENDS.get(quad.predicate)
            if end is None or not isinstance(quad.object, NamedNode):
                yield quad
                continue
            key = (quad.subject, quad.graph_name)
            ends = found.setdefault(key, {})
            ends[end] = quad.object
            if len(ends) == len(_ENDS):
                del found[key]
                said = Triple(ends[0], ends[1], ends[2])
                yield Quad(quad.subject, node("rdf:reifies"), said, quad.graph_name)

    def query(self, query: str) -> Answer:
        """Answer a query over the store as it is."""
        return self._store.query(query)

    def reports(self) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
        """Yield the articles of the store with their statements."""
        return self._store.reports()


def starred(store: Graph, suffix: str) -> Star:
    """Return a store as RDF 1.2, for a format that can hold it.

    Raises:
        UsageError: The format cannot.
    """
    if suffix not in SUFFIXES:
        raise UsageError(f"{suffix} cannot hold RDF 1.2", hint=f"these can: {' '.join(SUFFIXES)}")
    return Star(store)
