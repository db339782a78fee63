"""N-Quads and N-Triples: one statement a line, for machines, in an order that depends on content alone."""

from pathlib import Path

from pyoxigraph import Quad

from graphkit.export.files import target
from graphkit.export.turtle import without_text
from graphkit.store import shards
from graphkit.store.reading import Graph


def write_quads(store: Graph, path: Path) -> None:
    """Write everything the store holds, the texts of articles included, as N-Quads.

    Raises:
        ExportError: The file cannot be written.
    """
    with target(path) as file:
        for graph in store.graphs():
            file.writelines(line.decode() + "\n" for line in shards.lines(store.quads(graph)))


def write_triples(store: Graph, path: Path) -> None:
    """Write the graph without its named graphs and without the texts of articles, as N-Triples.

    Raises:
        ExportError: The file cannot be written.
    """
    with target(path) as file:
        for graph in store.graphs():
            bare = (Quad(q.subject, q.predicate, q.object) for q in without_text(store.quads(graph)))
            file.writelines(line.decode() + "\n" for line in shards.lines(bare))
