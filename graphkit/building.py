"""From a corpus to a store: what is new is read, added, and stays, however the run ends."""

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from graphkit.cluster import Cluster
from graphkit.crew import spread
from graphkit.errors import UsageError
from graphkit.facts import Statement
from graphkit.memory import give_back
from graphkit.parse.shelf import FILE, Shelf
from graphkit.pipeline import Failure, OnFailure, Pipeline, Reading
from graphkit.settings import Settings
from graphkit.shard import Bench, Filled, Finished, Shard, cut, fill
from graphkit.store.corrections import Earlier
from graphkit.store.place import AnyStore, is_address, open_store
from graphkit.store.store import GraphStore
from graphkit.text import Article, Document

_MEGABYTE = 1_000_000
# Articles a shard: as many as the store writes at once, so that both ways make the same files.
_SHARD = 500

OnArticle = Callable[[Article], None]


@dataclass(slots=True)
class Report:
    """What a build did: articles newly read, those that were there already, failures, and what was found.

    `cache` is the size of the parses kept beside the store, in bytes.
    """

    read: int = 0
    skipped: int = 0
    actors: int = 0
    statements: int = 0
    seconds: float = 0.0
    cache: int = 0
    failures: list[Failure] = field(default_factory=list)


def build(
    paths: Iterable[Path | str],
    settings: Settings | None = None,
    *,
    refresh: bool = False,
    cluster: str | None = None,
    on_article: OnArticle = lambda article: None,
    on_failure: OnFailure = lambda failure: None,
) -> Report:
    """Add the articles of a corpus to the store of the settings, and return what was done.

    An article that is there already, read by the same versions, adds nothing. With `refresh` the
    articles of the store itself are read again, by the versions that are now. `cluster` is the address
    of a Dask scheduler whose workers read, instead of this machine. `on_article` is called for each
    article that is read or skipped. What was stored stays stored, however the run ends.

    Raises:
        GraphkitError: the store cannot be written, or a file of knowledge is malformed.
    """
    began = time.monotonic()
    pipeline = Pipeline(settings)
    with ExitStack() as stack:
        store = open_store(pipeline.settings.store, write=True, ontology=pipeline.ontology)
        stack.enter_context(store)
        run = _Build(pipeline, store, on_article, on_failure)
        corpus = run.again(stack) if refresh else run.read(paths)
        if cluster is None:
            run.locally(corpus, stack)
        else:
            run.elsewhere(corpus, cluster)
        run.correct()
    run.report.actors = len(run.actors)
    run.report.seconds = time.monotonic() - began
    return run.report


def shelf_of(settings: Settings) -> Shelf | None:
    """Return the parses kept beside the store of the settings, None where none are to be kept."""
    if not settings.cache or is_address(settings.store):
        return None
    return Shelf(Path(settings.store) / FILE, most=settings.cache * _MEGABYTE)


class _Build:
    """A build under way: what it reads, and the report of it."""

    def __init__(
        self, pipeline: Pipeline, store: AnyStore, on_article: OnArticle, on_failure: OnFailure
    ) -> None:
        self.report = Report()
        self.actors: set[str] = set()
        self._pipeline = pipeline
        self._store = store
        self._on_article = on_article
        self._on_failure = on_failure
        self._earlier = Earlier(store) if isinstance(store, GraphStore) else None
        self._seen: set[str] = set()
        self._outdated: dict[str, Article] = {}

    def failed(self, failure: Failure) -> None:
        """Note a failure."""
        self.report.failures.append(failure)
        self._on_failure(failure)

    def skip(self, article: Article) -> None:
        """Note an article that is there already."""
        self.report.skipped += 1
        self._on_article(article)

    def read(self, paths: Iterable[Path | str]) -> Iterator[Article]:
        """Yield the articles of a corpus."""
        for article in self._pipeline.read(paths, on_failure=self.failed, on_repeat=self.skip):
            self._seen.add(article.id)
            if self._earlier is not None:
                self._outdated |= dict.fromkeys(self._earlier.versions(article), article)
            yield article

    def correct(self) -> None:
        """Take out the articles that those of this corpus correct; two versions in one corpus both stay."""
        if isinstance(self._store, GraphStore):
            has = self._store.has
            self._store.remove(
                old for old, new in self._outdated.items() if old not in self._seen and has(new)
            )

    def again(self, stack: ExitStack) -> Iterator[Article]:
        """Yield the articles that are in the store.

        Raises:
            UsageError: there are none.
        """
        place = self._pipeline.settings.store
        # A reader of its own: it keeps what was there when it was opened, whatever is written meanwhile.
        old = open_store(place, ontology=self._pipeline.ontology)
        stack.enter_context(old)
        if len(old.graphs()) <= _NO_ARTICLES:
            raise UsageError(f"{place}: has no articles to be read again", hint="name a corpus")
        yield from old.articles()

    def locally(self, corpus: Iterable[Article], stack: ExitStack) -> None:
        """Read what is due with the processes of this machine."""
        shelf = shelf_of(self._pipeline.settings)
        if shelf is not None:
            stack.enter_context(shelf)
        due = (article for article, wanted in self._marked(corpus) if wanted)
        readings = self._pipeline.readings(due, on_failure=self.failed, shelf=shelf, whole=False)
        self._store.add(self.found(readings), run=self._pipeline.run)
        # The index is made next, and wants room of its own.
        self._pipeline.rest()
        gc.collect()  # models hold one another in circles
        give_back()
        if shelf is not None:
            shelf.close()
            self.report.cache = shelf.size

    def elsewhere(self, corpus: Iterable[Article], address: str) -> None:
        """Read what is due with a cluster, shard by shard; finished ones are not read again."""
        settings = self._pipeline.settings
        bench = Bench(_beside(settings.store), settings)
        workers: Cluster[Shard, Filled] = Cluster(partial(fill, settings), address)
        for shard, filled in spread(Finished(workers, bench), cut(self._marked(corpus), _SHARD)):
            bench.put(shard, filled)
            for failure in filled.failures:
                self.failed(failure)
            found = list(bench.read(shard, self._pipeline.ontology))
            self._store.add(found, run=self._pipeline.run)
            for article, statements in found:
                self.count(article, statements)

    def _marked(self, corpus: Iterable[Article]) -> Iterator[tuple[Article, bool]]:
        """Yield articles, and whether the store lacks them from the same versions."""
        for article in corpus:
            wanted = not self._store.has(article, run=self._pipeline.run)
            if not wanted:
                self.skip(article)
            yield article, wanted

    def found(self, readings: Iterable[Reading]) -> Iterator[tuple[Document, tuple[Statement, ...]]]:
        """Yield what the store is to take, and count it."""
        for reading in readings:
            self.count(reading.document.article, reading.statements)
            yield reading.document, reading.statements

    def count(self, article: Article, statements: Iterable[Statement]) -> None:
        """Count an article that was read."""
        self.report.read += 1
        for statement in statements:
            self.report.statements += 1
            self.actors.update(party.principal.id for party in (statement.source, statement.target))
        self._on_article(article)


def _beside(place: Path | str) -> Path:
    """Return the folder of finished shards: beside the store, or here where the store is a server."""
    if is_address(place):
        return Path("shards")
    path = Path(place)
    return path.with_name(f"{path.name}.shards")


# The graphs of a store without articles: actors, derived relations, runs.
_NO_ARTICLES = 3
