"""The road from text to statements: read, clean, parse, link, extract."""

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphkit import versions
from graphkit.crew import Crew, spread, windows
from graphkit.errors import STUMBLES, GraphkitError, ModelError, ParseError, SourceError, UsageError
from graphkit.extract.by_rule import Extractor
from graphkit.facts import Links, Statement
from graphkit.focus import Focus
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.language import Language
from graphkit.knowledge.ontology import Ontology
from graphkit.link.linker import Linker
from graphkit.memory import undisturbed
from graphkit.parse.packing import pack, parsed, unpack
from graphkit.parse.shelf import Shelf, key
from graphkit.settings import Settings
from graphkit.sources import clean, corpus, record
from graphkit.sources import language as tongues
from graphkit.store import registry
from graphkit.text import Article, Document
from graphkit.tree import Tree

if TYPE_CHECKING:
    from graphkit.parse.parser import Parser

_log = logging.getLogger(__name__)

# Articles looked at together, to fill the parser's batches in two languages; and characters, to bound memory.
_WINDOW = 128
_LETTERS = 600_000


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


@dataclass(frozen=True, slots=True)
class Task:
    """An article to be read; with the key and, where it is there, the stored form of its parse."""

    article: Article
    key: bytes = b""
    packed: bytes | None = None


@dataclass(slots=True)
class Found:
    """What a window of articles brought: readings, failures, and parses to be stored by their keys."""

    readings: list[Reading] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    parses: dict[bytes, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stages:
    """The stages of one language, beside the parser."""

    cleaner: clean.Cleaner
    focus: Focus
    linker: Linker
    extractor: Extractor


class Pipeline:
    """Take articles to statements. Models load when the first article must be parsed, and are kept."""

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
        self._parsers: dict[str, Parser] = {}
        self._missing: dict[str, ModelError] = {}
        self._parse_version = cache(partial(versions.parse, self.settings))

    @cached_property
    def ontology(self) -> Ontology:
        """Return the relations and kinds."""
        return Ontology.load()

    @cached_property
    def actors(self) -> ActorIndex:
        """Return the registry of actors."""
        return registry.read(self.settings.actors)

    @cached_property
    def run(self) -> str:
        """Return the versions of everything that decides what is found, in one line."""
        return versions.run(self.settings)

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

    def readings(
        self,
        articles: Iterable[Article],
        *,
        on_failure: OnFailure,
        shelf: Shelf | None = None,
        whole: bool = True,
    ) -> Iterator[Reading]:
        """Yield what is found in each article, in order; one that fails goes to `on_failure`.

        Processes side by side, where the settings want more than one, change nothing but the time it
        takes. Parses come from the shelf where it has them, and are put there. Without `whole` only the
        article and its statements come back. Without the models of a language, its articles fail and
        the others are read.
        """
        parts = windows(articles, count=_WINDOW, weight=_LETTERS, weigh=lambda article: len(article.text))
        given = (self._tasks(window, shelf) for window in parts)
        results: Iterator[tuple[list[Task], Found]]
        if self.settings.jobs == 1:
            results = ((tasks, self.look(tasks, whole=whole, keep=shelf is not None)) for tasks in given)
        else:
            work = partial(_work, replace(self.settings, jobs=1), whole, shelf is not None)
            results = spread(Crew(work, jobs=self.settings.jobs), given)
        for tasks, found in results:
            if shelf is not None:
                reused = [task.key for task in tasks if task.packed and task.key not in found.parses]
                shelf.keep(found.parses, reused)
            for failure in found.failures:
                on_failure(failure)
            yield from found.readings

    def _tasks(self, window: Sequence[Article], shelf: Shelf | None) -> list[Task]:
        if shelf is None:
            return [Task(article) for article in window]
        keys = [key(article, self._parse_version(article.language)) for article in window]
        known = shelf.find(keys)
        return [Task(article, k, known.get(k)) for article, k in zip(window, keys, strict=True)]

    def look(self, tasks: Sequence[Task], *, whole: bool = True, keep: bool = False) -> Found:
        """Return what is found in a window of articles; with `keep`, their parses as well."""
        found = Found()
        documents: dict[str, Document] = {}
        for code in sorted({task.article.language for task in tasks}):
            mine = [task for task in tasks if task.article.language == code]
            documents |= self._documents(code, mine, found, keep=keep)
        with undisturbed():
            for document in [documents[t.article.id] for t in tasks if t.article.id in documents]:
                read = self._reading(document, found.failures.append)
                found.readings += [one if whole else _bare(one) for one in read]
        return found

    def _documents(
        self, code: str, tasks: Sequence[Task], found: Found, *, keep: bool
    ) -> dict[str, Document]:
        """Return the parses of articles, by their ids, unpacked or new."""
        documents: dict[str, Document] = {}
        rest: dict[str, Task] = {}
        for task in tasks:
            document = self._unpacked(code, task)
            if document is None:
                rest[task.article.id] = task
            else:
                documents[task.article.id] = document
        for document in self._parse(code, [task.article for task in rest.values()], found.failures.append):
            documents[document.article.id] = document
            if keep:
                found.parses[rest[document.article.id].key] = pack(document)
        return documents

    def _unpacked(self, code: str, task: Task) -> Document | None:
        """Return the stored parse of an article, None where it is missing, damaged or lacks a tree."""
        if task.packed is None:
            return None
        try:
            document = unpack(task.packed, task.article)
        except ParseError as error:
            _log.debug("%s", error)
            return None
        every = self.settings.parse == "all"
        needed = frozenset(range(len(document.sentences))) if every else self._for(code).focus(document)
        return document if needed <= parsed(document) else None

    def _parse(self, code: str, articles: list[Article], on_failure: OnFailure) -> Iterator[Document]:
        def told(_: Article, error: GraphkitError) -> None:
            on_failure(Failure(str(error), hint=error.hint))

        if not articles:
            return
        try:
            parser = self._parser(code)
        except ModelError as error:
            for article in articles:
                on_failure(Failure(f"article {article.id}: {error}", hint=error.hint))
        else:
            stages = self._for(code)
            needs = stages.focus if self.settings.parse == "needed" else None
            yield from parser.parse(articles, spans=stages.cleaner, needs=needs, on_error=told)

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

    @undisturbed()
    def interpret(self, document: Document) -> Reading:
        """Return what is found in a parsed article."""
        stages = self._for(document.article.language)
        trees = [Tree(sentence) for sentence in document.sentences]
        links = stages.linker.link(document, trees)
        return Reading(document, links, stages.extractor.extract(document, links, trees))

    def rest(self) -> None:
        """Let go of models and knowledge, some hundred megabytes; what is needed again loads again."""
        gc.unfreeze()
        self._parsers, self._stages = {}, {}
        if "actors" in self.__dict__:
            self.actors.forget()

    def extractor(self, language: str) -> Extractor:
        """Return the extractor of a language."""
        return self._for(language).extractor

    def _parser(self, code: str) -> "Parser":
        if code in self._missing:
            raise self._missing[code]
        if code not in self._parsers:
            # Only here: PyTorch takes seconds to load, and what is on the shelf needs no parser.
            from graphkit.parse.parser import Parser

            try:
                self._parsers[code] = Parser(code, models=self.settings.models, threads=self.settings.threads)
            except ModelError as error:
                self._missing[code] = error
                raise
            gc.freeze()  # looking for cycles among what stays would take a third of a second each time
        return self._parsers[code]

    def _for(self, code: str) -> _Stages:
        if code not in self._stages:
            language, actors = Language.load(code), self.actors
            linker, extractor = Linker(language, actors), Extractor(language, self.ontology)
            self._stages[code] = _Stages(clean.load(code), Focus(language, actors), linker, extractor)
            gc.freeze()
        return self._stages[code]


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

    return next(pipeline.readings([article], on_failure=failed))


def _work(settings: Settings, whole: bool, keep: bool, tasks: list[Task]) -> Found:
    return hired(settings).look(tasks, whole=whole, keep=keep)


@cache
def hired(settings: Settings) -> Pipeline:
    """Return the pipeline of a worker, built when its first task comes."""
    return Pipeline(settings)


def _bare(reading: Reading) -> Reading:
    """Return a reading without its parse, which is large."""
    return Reading(Document(reading.document.article, ()), Links((), ()), reading.statements)
