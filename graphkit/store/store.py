"""GraphStore: a folder that holds articles and statements as RDF, durably, and answers questions.

The shards are the truth and the index follows them. One process writes at a time; readers are never
in its way and keep what was there when they opened.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

from oxrdflib import OxigraphStore
from pyoxigraph import NamedNode, Quad, Store
from rdflib import Dataset

from graphkit.errors import StoreError
from graphkit.facts import Actor, Statement
from graphkit.knowledge.ontology import Ontology
from graphkit.store import media, names, reading, shards, sparql, triples
from graphkit.store.index import REVIEW, Index
from graphkit.store.lock import Lock
from graphkit.store.reading import Size
from graphkit.store.triples import node
from graphkit.text import Article, Document

SCHEMA = 1
# Articles a shard: few enough that a killed build loses little, enough that shards stay few.
_BATCH = 500
# Seconds of reading that a killed build may lose.
_PATIENCE = 60.0
_MARK = "store.json"
_FOUNDING = json.dumps({"format": "graphkit store", "schema": SCHEMA}).encode("ascii")
T = TypeVar("T")

__all__ = ["SCHEMA", "Added", "GraphStore", "Size", "parts"]

Batch = Iterable[tuple[Document | Article, Sequence[Statement]]]


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition changed: articles that are new, replaced or unchanged, and statements written."""

    new: int
    replaced: int
    unchanged: int
    statements: int

    def __add__(self, other: "Added") -> "Added":
        """Return both additions as one."""
        return Added(
            self.new + other.new,
            self.replaced + other.replaced,
            self.unchanged + other.unchanged,
            self.statements + other.statements,
        )


class GraphStore:
    """An open store; use it as a context manager."""

    def __init__(self, path: Path, *, write: bool, ontology: Ontology) -> None:
        """Take over a store whose folder is known to be one; `open` is the way in."""
        self.path = path
        self._closed = False
        self.ontology = ontology
        self.write = write
        self._folder = path / "shards"
        self._lock = Lock(path / "store.lock")
        if write and not self._lock.take():
            if self._lock.hindrance:
                raise StoreError(f"{path}: cannot be written: {self._lock.hindrance}")
            holder = self._lock.holder()
            process = f" {holder}" if holder else ""
            raise StoreError(
                f"{path}: process{process} is writing to this store",
                hint="wait until it has ended; reading is possible meanwhile",
            )
        if write:
            shards.sweep(path, _MARK)
            shards.sweep(self._folder)
        self._entries: dict[str, tuple[Path, shards.Entry]] = {}
        try:
            self._rescan()
        except StoreError:
            self._lock.drop()
            raise
        self._index = Index(path, ontology, write=write)

    @classmethod
    def open(cls, path: Path | str, *, write: bool = False, ontology: Ontology | None = None) -> Self:
        """Open a store, for writing also one that is not there yet.

        Raises:
            StoreError: There is none, it is of another schema, or another process is writing to it.
        """
        folder = Path(path)
        known = Ontology.load() if ontology is None else ontology
        _check(folder, write=write)
        return cls(folder, write=write, ontology=known)

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store; after a failure the index is left for the next opener to bring up to date."""
        if error is None and self.write:
            self._handle()
        self.close()

    def close(self) -> None:
        """Let go of files and locks."""
        self._index.close()
        self._closed = True
        self._current = False
        self._lock.drop()

    def add(self, batch: Batch, *, run: str = "") -> Added:
        """Add articles with their statements, and replace those whose record is there with other content.

        `run` describes what read them (versions, models), so that each mention says where it comes
        from. Each 500 articles, or what a minute brings, are written, synced and
        kept whatever happens later.

        Raises:
            StoreError: The store is open for reading, a statement's evidence lies outside its
                article, or the disk is full.
        """
        if not self.write:
            raise StoreError(f"{self.path}: is open for reading only")
        self._check_open()
        settings = triples.settings(run, self.ontology)
        total = Added(0, 0, 0, 0)
        for part in parts(batch, _BATCH):
            total += self._add(part, settings)
        return total

    def remove(self, records: Iterable[str]) -> int:
        """Take articles out by their ids, with exactly their evidence; return how many were there.

        Their text stays in the files of the store until `compact` writes these anew.

        Raises:
            StoreError: The store is open for reading, or the disk is full.
        """
        if not self.write:
            raise StoreError(f"{self.path}: is open for reading only")
        known = sorted(set(records) & set(self._entries))
        if known:
            shards.strike(self._folder, known)
            self._rescan()
        return len(known)

    def has(self, article: Article, *, run: str | None = None) -> bool:
        """Say whether exactly this article is there, and, where asked, read by that run."""
        if article.id not in self._entries:
            return False
        _, entry = self._entries[article.id]
        if entry.iri != names.article(article):
            return False
        return (
            run is None
            or names.run(triples.settings(run, self.ontology)) == names.PREFIXES["run"] + entry.run
        )

    def actors(self) -> dict[str, Actor]:
        """Return every actor by id, sorted."""
        return reading.actors(self)

    def reports(self) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
        """Yield each article, sorted by date and id, with its statements in the order of its text."""
        return reading.reports(self)

    def articles(self) -> Iterator[Article]:
        """Yield the articles, sorted by date and id."""
        for graph in self.graphs()[2:-1]:
            iri = NamedNode(graph)
            yield triples.read_article(iri, self._handle().quads_for_pattern(iri, None, None, iri))[0]

    def statements(self) -> Iterator[Statement]:
        """Yield the statements of all articles; `evidence.article` is the id of the article."""
        for _, statements in self.reports():
            yield from statements

    def query(self, query: str, *, network: bool = False) -> sparql.Answer:
        """Answer a SPARQL query over everything in the store, the ontology included.

        Raises:
            QueryError: It is malformed, would change the store or, unless `network` is allowed, would
                fetch something from there.
        """
        return sparql.ask(self._handle(), query, network=network)

    def answer(self, query: str, accept: str = "", *, graphs: Sequence[str] = ()) -> media.Content:
        """Answer a query over everything, or over chosen graphs, in a media type that `accept` allows.

        Raises:
            QueryError: It is malformed, would change the store or would reach the network.
            UsageError: No answer to it can be written as `accept` demands.
        """
        return media.answer(self._handle(), query, accept, graphs=graphs)

    def graphs(self) -> list[str]:
        """Return the graphs by IRI: actors, derived relations, articles by date and id, runs."""
        issued = self._handle().quads_for_pattern(None, node("dct:issued"), None, None)
        days = {str(quad.subject)[1:-1]: str(quad.object) for quad in issued}
        entries = (entry for _, entry in self._entries.values())
        return reading.order((entry.iri, entry.record, days.get(entry.iri, "")) for entry in entries)

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of a graph, or of all that articles gave rise to, in no order."""
        skip = (NamedNode(names.ONTOLOGY), NamedNode(names.REGISTRY))
        chosen = None if graph is None else NamedNode(graph)
        for quad in self._handle().quads_for_pattern(None, None, None, chosen):
            if graph is not None or quad.graph_name not in skip:
                yield quad

    def dataset(self) -> Dataset:
        """Return the same data as an rdflib Dataset whose default graph is the union of all graphs.

        It lives as long as the store is open. Pass queries as strings: prepared ones run in rdflib's
        own engine, about fifty times slower.
        """
        dataset = Dataset(store=OxigraphStore(store=self._handle()), default_union=True)
        for prefix, namespace in names.PREFIXES.items():
            dataset.bind(prefix, namespace, override=True, replace=True)
        return dataset

    def stats(self) -> Size:
        """Return how much the store holds."""
        return reading.size(self)

    def compact(self) -> None:
        """Rewrite the shards into as few as needed, whatever the history of additions was."""
        if not self.write:
            raise StoreError(f"{self.path}: is open for reading only")
        old = shards.paths(self._folder)
        described_runs = list(self.quads(names.RUNS))
        entries = sorted((entry for _, entry in self._entries.values()), key=lambda entry: entry.iri)
        described = list(self.quads(names.ACTORS))
        for part in parts(entries, _BATCH):
            graphs = {entry: list(self.quads(entry.iri)) for entry in part}
            used = {quad.object for graph in graphs.values() for quad in graph}
            runs = {names.PREFIXES["run"] + entry.run for entry in part}
            others = [quad for quad in described if quad.subject in used]
            others += [quad for quad in described_runs if str(quad.subject)[1:-1] in runs]
            shards.write(self._folder, graphs, others)
        for path in old:
            path.unlink()
        self._rescan()

    def _add(self, part: Sequence[tuple[Document | Article, Sequence[Statement]]], settings: str) -> Added:
        run = names.run(settings)
        graphs: dict[str, tuple[shards.Entry, list[Quad], Sequence[Statement]]] = {}
        for item, statements in part:
            article = item.article if isinstance(item, Document) else item
            quads = triples.article_quads(article, statements, self.ontology, run)
            short = run.removeprefix(names.PREFIXES["run"])
            entry = shards.Entry(names.article(article), article.id, short, shards.digest(quads))
            graphs[article.id] = (entry, quads, statements)
        known = {record: entry for record, (_, entry) in self._entries.items()}
        fresh = {record: row for record, row in graphs.items() if known.get(record) != row[0]}
        replaced = sum(record in known for record in fresh)
        if fresh:
            actors = {a: None for _, _, found in fresh.values() for s in found for a in triples.parties(s)}
            others = triples.actor_quads(actors, self.ontology) + triples.run_quads(run, settings)
            path = shards.write(self._folder, {entry: quads for entry, quads, _ in fresh.values()}, others)
            self._entries |= {record: (path, entry) for record, (entry, _, _) in fresh.items()}
            self._current = False
        written = sum(len(found) for _, _, found in fresh.values())
        return Added(len(fresh) - replaced, replaced, len(part) - len(fresh), written)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(f"{self.path}: is closed")

    def _rescan(self) -> None:
        found = ((path, entry) for path in shards.paths(self._folder) for entry in shards.entries(path))
        self._entries = {}
        for path, entry in found:
            if entry.iri == shards.REMOVED:
                self._entries.pop(entry.record, None)
            else:
                self._entries[entry.record] = (path, entry)
        self._current = False

    def _handle(self) -> Store:
        """Return the index, brought up to date with what this store object knows."""
        self._check_open()
        if not self._current:
            live: dict[Path, set[str]] = {}
            for path, entry in self._entries.values():
                live.setdefault(path, set()).add(entry.iri)
            self._index.update(dict(sorted(live.items())))
            self._current = True
        return self._index.handle


def _check(folder: Path, *, write: bool) -> None:
    """Let a folder pass that is a store; make one where there is nothing and one may write."""
    mark = folder / _MARK
    try:
        if write and (not folder.exists() or _bare(folder)):
            _found(folder)
        found = json.loads(mark.read_text(encoding="ascii"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreError(f"{folder}: is no graphkit store", hint="graphkit build makes one") from error
    except (OSError, ValueError) as error:
        raise StoreError(f"{mark}: cannot be read: {error}") from error
    if (schema := found.get("schema")) != SCHEMA:
        raise StoreError(
            f"{folder}: is a store of schema {schema}, this graphkit reads schema {SCHEMA}",
            hint="build the store again from its articles, or use the graphkit that made it",
        )


def _bare(folder: Path) -> bool:
    """Say whether there is nothing in a folder but what may be there before a graph is.

    Decisions, which are kept elsewhere, too; and what a process left that was killed while it began.
    """
    return all(path.name == REVIEW or path.name.startswith(f"{_MARK}.") for path in folder.iterdir())


def _found(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shards.save(folder / _MARK, _FOUNDING)
    except OSError as error:
        raise StoreError(f"{folder}: no store can be made here: {error.strerror or error}") from error


def parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield items in lists of a size, and shorter ones where they come slowly."""
    part: list[T] = []
    begun = monotonic()
    for item in items:
        part.append(item)
        if len(part) == size or monotonic() - begun > _PATIENCE:
            yield part
            part, begun = [], monotonic()
    if part:
        yield part
