"""The Oxigraph index over the shards: rebuilt from them whenever it is missing, behind or in doubt."""

import json
import shutil
from collections.abc import Iterator, Mapping, Set
from hashlib import sha256
from itertools import groupby, islice
from pathlib import Path
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from graphkit.errors import StoreError
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.files import path as shipped
from graphkit.knowledge.ontology import Ontology
from graphkit.store import copying, names, registry, review, shards, summary
from graphkit.store.lock import Lock
from graphkit.store.review import Review
from graphkit.store.triples import actor_quads, node

# Raised whenever the quads derived on loading change, so that older indexes are rebuilt.
_VERSION = 5
# Below this a transaction is quicker on disk (4 ms per 1,000 quads) than a bulk load (100 ms at least).
_FEW = 25_000
# Quads in memory at once while loading, about 100 MB.
_LOT = 250_000
# What opening an index may raise that a killed process left half written or half deleted.
_DAMAGED = (OSError, RuntimeError)
# The decisions of people, a text file in the folder of the store.
REVIEW = "review.toml"
_RECORD, _IN, _OF = node("gk:recordId"), node("gk:inArticle"), node("gk:mentionOf")
_LABEL, _OTHER = node("rdfs:label"), node("skos:altLabel")
_ENDS = ("rdf:subject", "rdf:object", "gk:mentionedSource", "gk:mentionedTarget", "gk:saidBy", "gk:speaker")
_NAMING = frozenset(node(name) for name in _ENDS)

# For each shard, oldest first, the IRIs of the articles in it that no later shard replaces.
Live = Mapping[Path, Set[str]]


class Index:
    """An open Oxigraph store that holds what the shards say.

    Beside them it holds the ontology, and what the registry knows of the actors that articles name.
    It lies on disk where nobody else is writing there; else in memory, which takes longer to open but
    is as right. A reader keeps what was there when it opened.
    """

    def __init__(self, folder: Path, ontology: Ontology, *, write: bool) -> None:
        self.handle = Store()
        self._place = folder / "index"
        self._mark = folder / "index.json"
        self._lock = Lock(folder / "index.lock")
        self._ontology = ontology
        self._actors = shipped("data", "actors")
        self._review = folder / REVIEW
        self._copies = folder / copying.FILE
        self._write = write
        self._on_disk = False
        self._made: dict[str, str] = {}
        self._holds: dict[str, str] | None = None

    def update(self, live: Live) -> None:
        """Hold exactly the live articles of the shards.

        Raises:
            StoreError: A shard is damaged, or the index cannot be written.
        """
        wanted = self._wanted(live)
        if wanted == self._holds:
            return
        try:
            if self._holds is None and not self._write and self._open_to_read(wanted):
                return
            self._bring(live, wanted)
        except OSError as error:
            raise StoreError(f"{self._place}: the index cannot be written: {error}") from error

    def close(self) -> None:
        """Let go of the files, so that others may have them."""
        self.handle = Store()
        self._holds = None
        self._lock.drop()

    def _wanted(self, live: Live) -> dict[str, str]:
        if not self._made:
            ontology = sha256(self._ontology.path.read_bytes()).hexdigest()
            actors = registry.digest(self._actors)
            review = sha256(self._review.read_bytes()).hexdigest() if self._review.exists() else ""
            self._made = {"version": str(_VERSION), "ontology": ontology, "actors": actors, "review": review}
        return self._made | {path.name: names.digest(sorted(iris)) for path, iris in live.items()}

    def _open_to_read(self, wanted: dict[str, str]) -> bool:
        """Open the index on disk where it holds what is wanted, and say whether it does."""
        if self._marked() != wanted or not self._lock.take(shared=True):
            return False
        try:
            if self._marked() == wanted:
                self.handle = Store.read_only(str(self._place))
                self._holds, self._on_disk = wanted, True
                return True
        except _DAMAGED:
            self._mark.unlink(missing_ok=True)
        self._lock.drop()
        return False

    def _bring(self, live: Live, wanted: dict[str, str]) -> None:
        if self._holds is None:
            self._on_disk = self._lock.take()
            self._holds = self._open_to_write() if self._on_disk else {}
            if self._on_disk:
                shards.sweep(self._mark.parent, self._mark.name)
        held = self._holds
        if not held or not held.items() <= wanted.items():
            self._clear()
            held = {}
        self._mark.unlink(missing_ok=True) if self._on_disk else None
        self._extend({path: iris for path, iris in live.items() if path.name not in held})
        self._holds = wanted
        if self._on_disk:
            self.handle.flush()
            shards.save(self._mark, json.dumps(wanted, indent=0).encode("ascii"))
            if not self._write:
                self._share(live, wanted)

    def _share(self, live: Live, wanted: dict[str, str]) -> None:
        """Let other readers in; where a writer slips in between, go on in memory."""
        self.handle = Store()
        self._lock.take(shared=True)
        if not self._open_to_read(wanted):
            self._on_disk = False
            self._clear()
            self._extend(live)
            self._holds = wanted

    def _open_to_write(self) -> dict[str, str]:
        """Open the index on disk and return what it holds; nothing where it is missing or in doubt."""
        marked = self._marked()
        if marked is None or not self._place.exists():
            return {}
        try:  # by its whole path: within a process, the index knows its lock by that
            self.handle = Store(str(self._place.absolute()))
        except _DAMAGED:
            return {}
        return marked

    def _clear(self) -> None:
        """Start an empty index that holds the ontology alone."""
        self.handle = Store()
        if self._on_disk:
            # First the mark: who finds it must find the whole index, whenever this process is killed.
            self._mark.unlink(missing_ok=True)
            shutil.rmtree(self._place, ignore_errors=True)
            self.handle = Store(str(self._place.absolute()))
        graph = NamedNode(names.ONTOLOGY)
        triples = parse(path=str(self._ontology.path), format=RdfFormat.TURTLE)
        self._put(Quad(q.subject, q.predicate, q.object, graph) for q in triples)

    def _extend(self, live: Live) -> None:
        """Add shards none of whose articles the index holds yet."""
        loading = _Loading(Review(review.load(self._review), self._ontology))
        for path, iris in live.items():
            self._put(loading.stream(path, iris))
        self._put(iter(loading.runs))
        known = registry.load(self._actors, self._made["actors"])
        graph = NamedNode(names.ACTORS)
        for actor in sorted(loading.used, key=lambda iri: iri.value):
            present = set(self.handle.quads_for_pattern(actor, None, None, graph))
            given = present | loading.actors.get(actor, set())
            merged = merge(given or self._described(names.actor_id(actor.value), known))
            for stale in present - merged:
                self.handle.remove(stale)
            loading.fresh.extend(merged - present)
        self._put(iter(loading.fresh))
        self._put(registry.facts(known, {names.actor_id(actor.value) for actor in loading.used}))
        turned = copying.update(self.handle, self._copies if self._on_disk else None)
        loading.relations |= {relation for article in turned for relation in self._mentioned(article)}
        self._put(summary.refresh(self.handle, loading.relations, self._ontology))

    def _mentioned(self, article: NamedNode) -> Iterator[NamedNode]:
        """Yield the relations that an article mentions."""
        for mention in self.handle.quads_for_pattern(None, _IN, article, None):
            for link in self.handle.quads_for_pattern(mention.subject, _OF, None, None):
                yield cast(NamedNode, link.object)

    def _described(self, actor: str, known: ActorIndex) -> set[Quad]:
        """Return what the registry says of an actor that a decision names and no article does."""
        if actor not in known.actors:
            raise StoreError(f"{self._review}: there is no actor {actor!r}")
        return set(actor_quads([known.actors[actor]], self._ontology))

    def _put(self, quads: Iterator[Quad]) -> None:
        """Add quads, few in a transaction and many past it, since each way is slow for the other.

        They are taken in lots before any is written, for they may be read from the index itself.
        """
        while lot := list(islice(quads, _LOT)):
            (self.handle.extend if len(lot) < _FEW else self.handle.bulk_extend)(lot)

    def _marked(self) -> dict[str, str] | None:
        try:
            found = json.loads(self._mark.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None


class _Loading:
    """What is gathered while shards stream into an index."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.actors: dict[NamedNode, set[Quad]] = {}
        self.used: set[NamedNode] = set()
        self.relations: set[NamedNode] = set()
        self.runs: set[Quad] = set()
        self.fresh: list[Quad] = []
        self.record = ""

    def stream(self, path: Path, live: Set[str]) -> Iterator[Quad]:
        """Yield the quads of the live articles as people decided, and gather the rest."""
        link, actors, runs = _OF, NamedNode(names.ACTORS), NamedNode(names.RUNS)
        for subject, star in groupby(self._sorted(path, live, actors, runs), lambda quad: quad.subject):
            quads = list(star)
            if str(subject)[1:].startswith(names.PREFIXES["mention"]):
                quads = self.review.apply(self.record, cast(NamedNode, subject), quads)
            for quad in quads:
                if quad.predicate == link:
                    self.relations.add(cast(NamedNode, quad.object))
                elif quad.predicate in _NAMING:
                    self.used.add(cast(NamedNode, quad.object))
                elif quad.predicate == _RECORD:
                    self.record = cast(Literal, quad.object).value
                yield quad

    def _sorted(self, path: Path, live: Set[str], actors: NamedNode, runs: NamedNode) -> Iterator[Quad]:
        """Yield the quads of live articles, each article before its mentions, as shards hold them."""
        articles: dict[str, list[Quad]] = {}
        for quad in shards.read(path):
            if quad.graph_name == actors:
                self.actors.setdefault(cast(NamedNode, quad.subject), set()).add(quad)
            elif quad.graph_name == runs:
                self.runs.add(quad)
            elif (graph := cast(NamedNode, quad.graph_name).value) in live:
                articles.setdefault(graph, []).append(quad)
        for graph in sorted(articles):
            yield from articles.pop(graph)


def merge(quads: Set[Quad]) -> set[Quad]:
    """Return one description of an actor from those of several articles, whatever their order.

    Where they differ, the first in the alphabet counts as kind, code and preferred name.
    """
    chosen: dict[tuple[NamedNode, str], Quad] = {}
    others: set[Quad] = set()
    for quad in sorted(quads, key=lambda quad: str(quad.object)):
        named = quad.predicate in (_LABEL, _OTHER)
        if quad.predicate == _OTHER:
            others.add(quad)
            continue
        kept = chosen.setdefault((quad.predicate, _language(quad.object)), quad)
        if kept != quad and named:
            others.add(Quad(quad.subject, _OTHER, quad.object, quad.graph_name))
    preferred = {quad.object for quad in chosen.values() if quad.predicate == _LABEL}
    return set(chosen.values()) | {quad for quad in others if quad.object not in preferred}


def _language(term: object) -> str:
    return (term.language or "") if isinstance(term, Literal) else ""
