"""A shard: some hundred articles in, one file of N-Quads out, the same wherever and whenever it is made."""

import hashlib
import json
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Lock

from pyoxigraph import Quad

from graphkit import versions
from graphkit.crew import Hands
from graphkit.errors import GraphkitError, StoreError
from graphkit.facts import Statement
from graphkit.knowledge.ontology import Ontology
from graphkit.pipeline import Failure, Task, hired
from graphkit.settings import Settings
from graphkit.store import names, reading, shards, triples
from graphkit.text import Article


@dataclass(frozen=True, slots=True)
class Shard:
    """Articles of a corpus that are read together; `number` counts from 0 in the corpus."""

    number: int
    articles: tuple[Article, ...]

    @property
    def digest(self) -> str:
        """Return a digest of the articles with all their fields."""
        told = json.dumps([repr(article) for article in self.articles])
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was found in a shard: the bytes of its file, the versions that read it, and the failures."""

    content: bytes
    run: str
    statements: int
    failures: tuple[Failure, ...]


def fill(settings: Settings, shard: Shard) -> Filled:
    """Read the articles of a shard; models are loaded once in a process."""
    settings = replace(settings, jobs=1)
    with _alone():
        pipeline = hired(settings)
        found = pipeline.look([Task(article) for article in shard.articles], whole=False)
        pairs = [(reading.document.article, reading.statements) for reading in found.readings]
        content = _written(pairs, pipeline.ontology, pipeline.run)
    return Filled(content, pipeline.run, sum(len(s) for _, s in pairs), tuple(found.failures))


@cache
def _alone() -> Lock:
    """Return the lock of this process: a worker with several threads reads one shard at a time."""
    return Lock()


def _written(pairs: Sequence[tuple[Article, Sequence[Statement]]], ontology: Ontology, run: str) -> bytes:
    """Return the file of a shard, as the store itself would write it."""
    told = triples.settings(run, ontology)
    iri = names.run(told)
    graphs: dict[shards.Entry, list[Quad]] = {}
    for article, statements in pairs:
        quads = triples.article_quads(article, statements, ontology, iri)
        short = iri.removeprefix(names.PREFIXES["run"])
        graphs[shards.Entry(names.article(article), article.id, short, shards.digest(quads))] = quads
    actors = {actor: None for _, found in pairs for s in found for actor in triples.parties(s)}
    others = triples.actor_quads(actors, ontology) + triples.run_quads(iri, told)
    with tempfile.TemporaryDirectory() as folder:
        return shards.write(Path(folder), graphs, others).read_bytes()


class Bench:
    """The folder of finished shards: a file each, and beside it what it was made of."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        """Make the folder.

        Raises:
            StoreError: it cannot be made.
        """
        self._folder = folder
        self._run = versions.run(settings)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be made: {error.strerror or error}") from error

    def finished(self, shard: Shard) -> Filled | None:
        """Return a shard that was filled before by the same versions; None where none is whole."""
        path = self._path(shard)
        try:
            told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            content = path.with_suffix(".nq.gz").read_bytes()
            failures = tuple(Failure(**failure) for failure in told["failures"])
            same = told["run"] == self._run and told["sha256"] == hashlib.sha256(content).hexdigest()
            return Filled(content, told["run"], int(told["statements"]), failures) if same else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, shard: Shard, filled: Filled) -> None:
        """Write a filled shard, its file first: what tells of it is there only when it is whole.

        Raises:
            GraphkitError: other versions filled it than those here.
        """
        if filled.run != self._run:
            raise GraphkitError(
                f"shard {shard.number}: a worker has other versions: {filled.run}",
                hint=f"here: {self._run}",
            )
        path = self._path(shard)
        told = {
            "articles": len(shard.articles),
            "statements": filled.statements,
            "failures": [
                {"reason": f.reason, "file": f.file, "line": f.line, "hint": f.hint} for f in filled.failures
            ],
            "run": filled.run,
            "sha256": hashlib.sha256(filled.content).hexdigest(),
        }
        shards.save(path.with_suffix(".nq.gz"), filled.content)
        shards.save(path.with_suffix(".json"), json.dumps(told, indent=1).encode("utf-8"))

    def read(self, shard: Shard, ontology: Ontology) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
        """Yield the articles of a finished shard with their statements, in the order of the corpus."""
        found = dict(_Graph(self._path(shard).with_suffix(".nq.gz"), ontology).reports())
        known = {article.id: statements for article, statements in found.items()}
        for article in shard.articles:
            if article.id in known:
                yield article, known[article.id]

    def _path(self, shard: Shard) -> Path:
        return self._folder / f"{shard.number:06}-{shard.digest}"


class Finished:
    """Hands that take a finished shard from the bench, and give the others to those who can fill it."""

    def __init__(self, hands: Hands[Shard, Filled], bench: Bench) -> None:
        self._hands = hands
        self._bench = bench
        self._order: deque[tuple[Shard, Filled | None]] = deque()

    @property
    def room(self) -> int:
        """Return how many shards may be under way."""
        return self._hands.room

    def give(self, shard: Shard) -> None:
        """Hand over a shard."""
        filled = self._bench.finished(shard)
        self._order.append((shard, filled))
        if filled is None:
            self._hands.give(shard)

    def take(self) -> tuple[Shard, Filled]:
        """Return the shard that was given first, filled."""
        shard, filled = self._order.popleft()
        return (shard, filled) if filled is not None else self._hands.take()

    def close(self) -> None:
        """Let the others go."""
        self._hands.close()


class _Graph:
    """A shard as a graph that can be read."""

    def __init__(self, path: Path, ontology: Ontology) -> None:
        self.ontology = ontology
        self._quads: dict[str, list[Quad]] = {}
        for quad in shards.read(path):
            self._quads.setdefault(str(quad.graph_name)[1:-1], []).append(quad)

    def reports(self) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
        """Yield each article with its statements."""
        return reading.reports(self)  # type: ignore[arg-type]

    def graphs(self) -> list[str]:
        """Return the graphs as a store does: actors, relations, articles, runs."""
        articles = sorted(set(self._quads) - {names.ACTORS, names.RUNS})
        return [names.ACTORS, names.RELATIONS, *articles, names.RUNS]

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of a graph."""
        return iter(self._quads.get(graph or "", ()))


def cut(articles: Iterator[tuple[Article, bool]], size: int) -> Iterator[Shard]:
    """Yield shards of so many articles of a corpus, those of them that are due; empty ones are left out.

    A shard stays the same whatever others are due, so that a finished one is found again.
    """
    number = 0
    due: list[Article] = []
    for at, (article, wanted) in enumerate(articles):
        if at // size != number:
            if due:
                yield Shard(number, tuple(due))
            number, due = at // size, []
        if wanted:
            due.append(article)
    if due:
        yield Shard(number, tuple(due))
