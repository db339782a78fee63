"""Read articles, statements and actors out of whatever holds the graph: a folder or a server."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

from graphkit.facts import Actor, Statement, Status
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names, triples
from graphkit.store.sparql import Answer, cell
from graphkit.store.triples import node
from graphkit.text import Article


class Graph(Protocol):
    """What exports need of a store, wherever it lies."""

    ontology: Ontology

    def graphs(self) -> list[str]:
        """Return the graphs by IRI: actors, derived relations, articles by date and id, runs."""
        ...

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of a graph, or of all that articles gave rise to, in no order."""
        ...

    def query(self, query: str) -> Answer:
        """Answer a SPARQL query over everything."""
        ...

    def reports(self) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
        """Yield each article, sorted by date and id, with its statements in the order of its text."""
        ...


@dataclass(frozen=True, slots=True)
class Size:
    """What a store holds: `relations` are distinct (source, relation, target), `edges` plain triples."""

    articles: int
    actors: int
    statements: int
    relations: int
    edges: int
    statuses: dict[str, int]
    languages: dict[str, int]
    outlets: int
    first: str | None
    last: str | None
    quads: int


def order(found: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return the graphs of a store given IRI, record id and date of each article."""
    articles = sorted(found, key=lambda row: (row[2], row[1]))
    return [names.ACTORS, names.RELATIONS, *(iri for iri, _, _ in articles), names.RUNS]


def actors(store: Graph) -> dict[str, Actor]:
    """Return every actor by id, sorted."""
    found: dict[NamedNode, list[tuple[NamedNode, triples.Term]]] = {}
    for quad in store.quads(names.ACTORS):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.subject, []).append((quad.predicate, quad.object))
    known = (triples.read_actor(names.actor_id(iri.value), rows) for iri, rows in found.items())
    return {actor.id: actor for actor in sorted(known, key=lambda actor: actor.id)}


def reports(store: Graph) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
    """Yield each article with its statements in the order of its text."""
    known = {names.actor(actor.id): actor for actor in actors(store).values()}
    for graph in store.graphs()[2:-1]:
        article, rows = triples.read_article(NamedNode(graph), store.quads(graph))
        statements = (triples.read_statement(row, article.id, known) for row in rows)
        yield article, tuple(sorted(statements, key=triples.order))


def origins(store: Graph) -> dict[str, str]:
    """Return the id of the article that each copy copies, by the copy's own id; others are not there."""
    found = store.query("SELECT ?copy ?of { ?a gk:copyOf ?b ; gk:recordId ?copy . ?b gk:recordId ?of }")
    pairs = (tuple(term.value for term in row if isinstance(term, Literal)) for row in found.rows)
    return dict(sorted(pair for pair in pairs if len(pair) == 2))


def size(store: Graph) -> Size:
    """Return how much a store holds."""
    rows = store.query(
        "SELECT ?a ?tag ?outlet ?day { ?a gk:recordId ?id ; dct:language ?tag"
        " OPTIONAL { ?a gk:outlet ?outlet } OPTIONAL { ?a dct:issued ?day } }"
    )
    articles = list(rows.cells())
    days = sorted(day for _, _, _, day in articles if day)
    tags = [tag for _, tag, _, _ in articles]
    counted = store.query("SELECT ?s (COUNT(?m) AS ?n) { ?m a gk:Mention ; gk:status ?s } GROUP BY ?s")
    found = {status.removeprefix("gk:"): int(count) for status, count in counted.cells()}
    derived = list(store.quads(names.RELATIONS))
    known = {relation.iri for relation in store.ontology.relations.values()}
    total = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    return Size(
        articles=len(articles),
        actors=len(actors(store)),
        statements=sum(found.values()),
        relations=sum(quad.predicate == node("gk:mentionCount") for quad in derived),
        edges=sum(quad.predicate.value in known for quad in derived),
        statuses={status.value: found.get(status, 0) for status in Status},
        languages={tag: tags.count(tag) for tag in sorted(set(tags))},
        outlets=len({outlet for _, _, outlet, _ in articles if outlet}),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        quads=int(cell(total.rows[0][0])),
    )
