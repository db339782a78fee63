"""The road from text to graph: read, clean, parse, link, extract, store."""

import hashlib
import importlib.metadata
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from itertools import islice
from pathlib import Path
from typing import Any

from graphkit.crew import spread
from graphkit.errors import GraphkitError, ModelError, SourceError, UsageError
from graphkit.extract.by_rule import Extractor
from graphkit.facts import Links, Statement
from graphkit.knowledge import files
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.language import Language
from graphkit.knowledge.ontology import Ontology
from graphkit.link.linker import Linker
from graphkit.parse import models
from graphkit.parse.parser import STUMBLES, Parser
from graphkit.settings import Settings
from graphkit.sources import clean, corpus, record
from graphkit.sources import language as tongues
from graphkit.store.place import open_store
from graphkit.text import Article, Document
from graphkit.tree import Tree

_log = logging.getLogger(__name__)

# Articles looked at together: enough to fill the parser's batches in each of two languages.
_WINDOW = 64

# What decides what is found, beside the models of a language: a change of these is a new run.
_KNOWLEDGE = (
    "ontology",
    "data/actors",
    "data/cleaning",
    "data/credits",
    "data/languages",
    "data/scorer",
    "data/times",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found in one article."""

    document: Document
    links: Links
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read, and why; `file` is empty where only the article is known."""

    reason: str
    file: str = ""
    line: int | None = None
    hint: str | None = None

    def __str__(self) -> str:
        """Return place and reason in one line."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.reason}" if place else self.reason


OnFailure = Callable[[Failure], None]


@dataclass(slots=True)
class Report:
    """What a build did: articles newly read, those that were there already, failures, and what was found."""

    read: int = 0
    skipped: int = 0
    actors: int = 0
    statements: int = 0
    seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stages:
    """The stages of one language."""

    parser: Parser
    cleaner: clean.Cleaner
    linker: Linker
    extractor: Extractor


class Pipeline:
    """Take articles to statements. Models load when the first article of a language comes, and are kept."""

    def __init__(self, settings: Settings | None = None) -> None:
        """Read the ontology and the actors.

        Raises:
            UsageError: the settings name a language without a pack.
        """
        self.settings = settings or Settings()
        asked = self.settings.language
        self.language = None if asked is None else tongues.load().code(asked)
        if asked is not None and self.language is None:
            known = ", ".join(tongues.load().known)
            raise UsageError(f'no language pack for "{asked}"', hint=f"there are packs for: {known}")
        self._stages: dict[str, _Stages] = {}
        self._missing: dict[str, ModelError] = {}

    @cached_property
    def ontology(self) -> Ontology:
        """Return the relations and kinds."""
        return Ontology.load()

    @cached_property
    def actors(self) -> ActorIndex:
        """Return the registry of actors."""
        return ActorIndex.load(self.settings.actors)

    @cached_property
    def run(self) -> str:
        """Return the versions of everything that decides what is found, in one line."""
        known = hashlib.sha256()
        for part in _KNOWLEDGE:
            known.update(_digest(files.path(part)).encode())
        if self.settings.actors is not None:
            known.update(_digest(self.settings.actors).encode())
        root = models.locate(self.settings.models)
        weights = [f"models {code} {_digest(root / code)}" for code in tongues.load().known]
        versions = [f"{name} {importlib.metadata.version(name)}" for name in ("graphkit", "stanza")]
        return "; ".join([*versions, f"knowledge {known.hexdigest()[:12]}", *weights])

    def read(
        self,
        paths: Iterable[Path | str],
        *,
        on_failure: OnFailure,
        on_repeat: Callable[[Article], None] = lambda article: None,
    ) -> Iterator[Article]:
        """Yield each article of a corpus once; what cannot be read goes to `on_failure`.

        Nor can an article that bears the id of another one: the graph could not tell them apart.
        """

        def told(error: SourceError) -> None:
            on_failure(Failure(error.reason, error.file, error.line, error.hint))

        seen: dict[str, str] = {}
        found = corpus.read(
            paths,
            language=self.language,
            columns=record.columns(self.settings.columns),
            network=self.settings.fetch,
            on_error=told,
        )
        for article in found:
            text = record.digest(article.text)
            known = seen.get(article.id)
            if known is None:
                seen[article.id] = text
                yield article
            elif known == text:
                on_repeat(article)
            else:
                hint = "ids must differ within a corpus; articles without one get their own"
                on_failure(Failure(f"article {article.id}: the id belongs to another article", hint=hint))

    def readings(self, articles: Iterable[Article], *, on_failure: OnFailure) -> Iterator[Reading]:
        """Yield what is found in each article, in order; one that fails goes to `on_failure`.

        Workers, where the settings want more than one, change nothing but the time it takes. Without
        the models of a language, its articles fail and the others are read.
        """
        if self.settings.workers == 1:
            for window in _windows(articles):
                yield from self._look(window, on_failure)
            return
        work = partial(_work, replace(self.settings, workers=1))
        for readings, failures in spread(work, _windows(articles), workers=self.settings.workers):
            for failure in failures:
                on_failure(failure)
            yield from readings

    def _look(self, window: list[Article], on_failure: OnFailure) -> Iterator[Reading]:
        documents = {
            document.article.id: document
            for code in sorted({article.language for article in window})
            for document in self._parse([a for a in window if a.language == code], on_failure)
        }
        for article in window:
            if article.id in documents:
                yield from self._reading(documents[article.id], on_failure)

    def _parse(self, articles: list[Article], on_failure: OnFailure) -> Iterator[Document]:
        def told(_: Article, error: GraphkitError) -> None:
            on_failure(Failure(str(error), hint=error.hint))

        try:
            stages = self._for(articles[0].language)
        except ModelError as error:
            for article in articles:
                on_failure(Failure(f"article {article.id}: {error}", hint=error.hint))
        else:
            yield from stages.parser.parse(articles, spans=stages.cleaner, on_error=told)

    def _reading(self, document: Document, on_failure: OnFailure) -> Iterator[Reading]:
        article = document.article
        try:
            reading = self.interpret(document)
        except (GraphkitError, *STUMBLES) as error:
            _log.debug("article %s", article.id, exc_info=error)
            told = str(error) if isinstance(error, GraphkitError) else f"{type(error).__name__}: {error}"
            on_failure(Failure(f"article {article.id}: {told}", hint=getattr(error, "hint", None)))
        else:
            yield reading

    def interpret(self, document: Document) -> Reading:
        """Return what is found in a parsed article."""
        stages = self._for(document.article.language)
        trees = [Tree(sentence) for sentence in document.sentences]
        links = stages.linker.link(document, trees)
        return Reading(document, links, stages.extractor.extract(document, links, trees))

    def extractor(self, language: str) -> Extractor:
        """Return the extractor of a language."""
        return self._for(language).extractor

    def _for(self, code: str) -> _Stages:
        if code in self._missing:
            raise self._missing[code]
        if code not in self._stages:
            language = Language.load(code)
            try:
                parser = Parser(code, models=self.settings.models, threads=self.settings.threads)
            except ModelError as error:
                self._missing[code] = error
                raise
            self._stages[code] = _Stages(
                parser=parser,
                cleaner=clean.load(code),
                linker=Linker(language, self.actors),
                extractor=Extractor(language, self.ontology),
            )
        return self._stages[code]


def build(
    paths: Iterable[Path | str],
    settings: Settings | None = None,
    *,
    on_article: Callable[[Article], None] = lambda article: None,
    on_failure: OnFailure = lambda failure: None,
) -> Report:
    """Add the articles of a corpus to the store of the settings, and return what was done.

    An article that is there already, read by the same versions, adds nothing. `on_article` is called
    for each article that is read or skipped. What was stored stays stored, however the run ends.

    Raises:
        GraphkitError: the store cannot be written, or a file of knowledge is malformed.
    """
    began = time.monotonic()
    report = Report()
    pipeline = Pipeline(settings)

    def failed(failure: Failure) -> None:
        report.failures.append(failure)
        on_failure(failure)

    with open_store(pipeline.settings.store, write=True, ontology=pipeline.ontology) as store:

        def skip(article: Article) -> None:
            report.skipped += 1
            on_article(article)

        def fresh() -> Iterator[Article]:
            for article in pipeline.read(paths, on_failure=failed, on_repeat=skip):
                if store.has(article, run=pipeline.run):
                    skip(article)
                else:
                    yield article

        actors: set[str] = set()

        def found() -> Iterator[tuple[Document, tuple[Statement, ...]]]:
            for reading in pipeline.readings(fresh(), on_failure=failed):
                report.read += 1
                report.statements += len(reading.statements)
                for statement in reading.statements:
                    actors.update(party.principal.id for party in (statement.source, statement.target))
                on_article(reading.document.article)
                yield reading.document, reading.statements

        store.add(found(), run=pipeline.run)
    report.actors = len(actors)
    report.seconds = time.monotonic() - began
    return report


def extract(text: str, *, pipeline: Pipeline | None = None, **fields: Any) -> Reading:
    """Return what is found in one text; `fields` are those of an Article ("published", "title", ...).

    Raises:
        GraphkitError: the text cannot be read.
    """
    pipeline = pipeline or Pipeline()
    code = pipeline.language or tongues.load().detect(text)
    article = Article(**{"id": "text", "title": "", **fields, "language": code, "text": text})

    def failed(failure: Failure) -> None:
        raise GraphkitError(str(failure), hint=failure.hint)

    (reading,) = pipeline.readings([article], on_failure=failed)
    return reading


def _work(settings: Settings, window: list[Article]) -> tuple[list[Reading], list[Failure]]:
    failures: list[Failure] = []
    return list(_hired(settings)._look(window, failures.append)), failures


@cache
def _hired(settings: Settings) -> Pipeline:
    """Return the pipeline of a worker, built when its first window comes."""
    return Pipeline(settings)


def _windows(articles: Iterable[Article]) -> Iterator[list[Article]]:
    rest = iter(articles)
    while window := list(islice(rest, _WINDOW)):
        yield window


def _digest(folder: Path) -> str:
    """Return a digest of the files in a folder, or of one file; "none" where there are none."""
    inside = [folder] if folder.is_file() else folder.rglob("*")
    found = sorted(path for path in inside if path.is_file() and path.name[0] != ".")
    total = hashlib.sha256()
    for path in found:
        total.update(f"{path.relative_to(folder)}\n".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12] if found else "none"
