"""A store of which an export sees only a part."""

from collections.abc import Iterator

from pyoxigraph import Quad

from graphkit.export import page_look
from graphkit.export.page_look import Look
from graphkit.facts import Statement
from graphkit.network.select import Selection, select
from graphkit.store.reading import Graph
from graphkit.store.sparql import Answer
from graphkit.text import Article

# Formats that hold articles, statements or actors, and so can hold some of them.
SUFFIXES = (
    ".csv", ".jsonl", ".gexf", ".graphml", ".parquet", ".db", ".sqlite", ".cypher", ".ftm",
)  # fmt: skip


class Part:
    """A store whose reports are cut down to a selection; all else is the whole store's."""

    def __init__(self, store: Graph, selection: Selection) -> None:
        self.ontology = store.ontology
        self._store = store
        self._selection = selection

    def reports(self) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
        """Yield the articles that keep a statement.

        Raises:
            UsageError: No actor has the name that the selection asks for.
            ExportError: Nothing is left.
        """
        every = list(self._store.reports())
        look = page_look.resolved(Look(part=self._selection), every)
        page_look.shown(look, every, self.ontology)
        yield from select(every, look.part, self.ontology)

    def graphs(self) -> list[str]:
        """Return the graphs of the whole store."""
        return self._store.graphs()

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of the whole store."""
        return self._store.quads(graph)

    def query(self, query: str) -> Answer:
        """Answer a query over the whole store."""
        return self._store.query(query)
