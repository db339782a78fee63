"""The same store on a SPARQL 1.1 server: one graph an article, replaced as a whole.

Articles are sent last: a server that holds an article also holds everything derived from it. What
a broken connection leaves is mended when the same articles are added again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from graphkit.errors import StoreError
from graphkit.facts import Actor, Statement
from graphkit.knowledge.files import path as shipped
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names, reading, registry, remote_copies, shards, sparql, summary, triples
from graphkit.store.index import merge
from graphkit.store.server import Server
from graphkit.store.sparql import Answer
from graphkit.store.store import Added, Batch, parts
from graphkit.store.triples import Row, node
from graphkit.text import Article, Document

# Articles a round: each costs one request, and what is derived from a round one or two.
_ROUND = 100


class RemoteStore:
    """A store on a server, with the methods of a GraphStore; use it as a context manager."""

    def __init__(self, server: Server, *, write: bool, ontology: Ontology) -> None:
        """Take over a server that answers; `open` is the way in."""
        self.server = server
        self.write = write
        self.ontology = ontology
        # Whether articles came that nobody compared with the others yet.
        self._due = False

    @classmethod
    def open(cls, url: str, *, write: bool = False, ontology: Ontology | None = None) -> Self:
        """Open the store of a server, and give it the ontology where one may write.

        Raises:
            StoreError: The server does not answer, or not as it should.
        """
        store = cls(Server(url), write=write, ontology=Ontology.load() if ontology is None else ontology)
        known = store._ask("SELECT ?v { <https://w3id.org/graphkit/ontology> owl:versionInfo ?v }")
        if write and list(known.cells()) != [(store.ontology.version,)]:
            quads = parse(path=str(store.ontology.path), format=RdfFormat.TURTLE)
            store.server.put(names.ONTOLOGY, _triples(quads))
            store._due = True
        return store

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the connection; after a failure copies are found when something is added again."""
        if error is None:
            self._settle()
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self.server.close()

    def add(self, batch: Batch, *, run: str = "") -> Added:
        """Add articles with their statements, as `GraphStore.add` does.

        Raises:
            StoreError: The store is open for reading, evidence lies outside its article, or the
                server fails; what was sent before stays.
        """
        if not self.write:
            raise StoreError(f"{self.server.name}: is open for reading only")
        settings = triples.settings(run, self.ontology)
        total = Added(0, 0, 0, 0)
        for part in parts(batch, _ROUND):
            total += self._add(part, settings)
            self._due = True
        return total

    def has(self, article: Article, *, run: str | None = None) -> bool:
        """Say whether exactly this article is there, and, where asked, read by that run."""
        found = self._ask(f"SELECT ?run {{ ?run prov:used <{names.article(article)}> }}")
        runs = {row[0].value for row in found.rows if isinstance(row[0], NamedNode)}
        return bool(runs) and (run is None or names.run(triples.settings(run, self.ontology)) in runs)

    def actors(self) -> dict[str, Actor]:
        """Return every actor by id, sorted."""
        return reading.actors(self)

    def reports(self) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
        """Yield each article, sorted by date and id, with its statements in the order of its text."""
        return reading.reports(self)

    def articles(self) -> Iterator[Article]:
        """Yield the articles, sorted by date and id."""
        return (article for article, _ in self.reports())

    def statements(self) -> Iterator[Statement]:
        """Yield the statements of all articles."""
        return (statement for _, statements in self.reports() for statement in statements)

    def stats(self) -> reading.Size:
        """Return how much the store holds; of the server's quads those in our graphs count."""
        ours = f'FILTER(STRSTARTS(STR(?g), "{names.BASE}"))'
        rows = self.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }}").cells()
        return replace(reading.size(self), quads=int(next(rows)[0]))

    def graphs(self) -> list[str]:
        """Return the graphs by IRI: actors, derived relations, articles by date and id, runs."""
        found = self.query("SELECT ?a ?id ?day { ?a gk:recordId ?id OPTIONAL { ?a dct:issued ?day } }")
        rows = (
            (
                str(iri)[1:-1],
                record.value if isinstance(record, Literal) else "",
                "" if day is None else str(day),
            )
            for iri, record, day in found.rows
        )
        return reading.order(rows)

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of a graph, or of all that articles gave rise to."""
        self._settle()
        yield from self._quads(graph)

    def _quads(self, graph: str | None = None) -> Iterator[Quad]:
        for one in self.graphs() if graph is None else [graph]:
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{one}> {{ ?s ?p ?o }} }}"
            content = self.server.query(query, "application/n-triples")
            for triple in parse(content, format=RdfFormat.N_TRIPLES):
                yield Quad(triple.subject, triple.predicate, triple.object, NamedNode(one))

    def query(self, query: str, *, network: bool = False) -> sparql.Answer:
        """Answer a SPARQL query over everything on the server.

        Raises:
            QueryError: It would fetch something from the network, and `network` is not allowed.
            StoreError: The server refuses it or does not answer.
        """
        if not network:
            sparql.refuse(query)
        self._settle()
        return self._ask(query)

    def _ask(self, query: str) -> Answer:
        declared = "".join(
            f"PREFIX {prefix}: <{iri}> " for prefix, iri in names.PREFIXES.items() if f"{prefix}:" in query
        )
        form = sparql.form(query)
        if form in ("CONSTRUCT", "DESCRIBE"):
            lines = self.server.query(declared + query, "application/n-triples")
            built = {(q.subject, q.predicate, q.object) for q in parse(lines, format=RdfFormat.N_TRIPLES)}
            return Answer(("subject", "predicate", "object"), tuple(sorted(built, key=str)))
        content = self.server.query(declared + query, "application/sparql-results+json")
        found = sparql.table(parse_query_results(content, format=QueryResultsFormat.JSON))
        if form == "ASK":
            # Virtuoso answers with a table that holds a number.
            (answer,) = found.rows[0]
            return Answer(("answer",), ((Literal(str(getattr(answer, "value", "")) in ("1", "true")),),))
        return found

    def _add(self, part: Sequence[tuple[Document | Article, Sequence[Statement]]], settings: str) -> Added:
        run = names.run(settings)
        graphs: dict[str, tuple[Article, list[Quad], Sequence[Statement]]] = {}
        for item, found in part:
            article = item.article if isinstance(item, Document) else item
            graphs[article.id] = (article, triples.article_quads(article, found, self.ontology, run), found)
        known = self._known(graphs)
        fresh = {
            record: row
            for record, row in graphs.items()
            if known.get(record) != (names.article(row[0]), run)
            or set(row[1]) != set(self._quads(names.article(row[0])))
        }
        if fresh:
            self._send(fresh, [known[record][0] for record in fresh if record in known], settings)
        replaced = sum(record in known for record in fresh)
        written = sum(len(found) for _, _, found in fresh.values())
        return Added(len(fresh) - replaced, replaced, len(part) - len(fresh), written)

    def _known(self, records: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return article and run of those records that the server holds."""
        listed = " ".join(str(Literal(record)) for record in records)
        query = f"SELECT ?id ?a ?run {{ VALUES ?id {{ {listed} }} ?a gk:recordId ?id . ?run prov:used ?a }}"
        rows = self._ask(query).rows
        return {
            record.value: (article.value, run.value)
            for record, article, run in rows
            if isinstance(record, Literal) and isinstance(article, NamedNode) and isinstance(run, NamedNode)
        }

    def _send(
        self,
        fresh: dict[str, tuple[Article, list[Quad], Sequence[Statement]]],
        old: list[str],
        settings: str,
    ) -> None:
        """Send what is derived first and the articles last."""
        new = [quad for _, quads, _ in fresh.values() for quad in quads]
        actors = {a: None for _, _, found in fresh.values() for s in found for a in triples.parties(s)}
        self._merge_actors(triples.actor_quads(actors, self.ontology))
        folder = shipped("data", "actors")
        known = registry.load(folder, registry.digest(folder))
        facts = registry.facts(known, {actor.id for actor in actors})
        run = triples.run_quads(names.run(settings), settings)
        self._update(_insert([*facts, *run]))
        self._summarize(new, [*old, *(names.article(article) for article, _, _ in fresh.values())])
        for article, quads, _ in fresh.values():
            self.server.put(names.article(article), _triples(quads))
        for graph in set(old) - {names.article(article) for article, _, _ in fresh.values()}:
            self.server.delete(graph)

    def _merge_actors(self, quads: list[Quad]) -> None:
        subjects = {str(quad.subject) for quad in quads}
        for some in parts(sorted(subjects), _ROUND):
            values = " ".join(some)
            rows = self._ask(
                f"SELECT ?s ?p ?o {{ VALUES ?s {{ {values} }} GRAPH <{names.ACTORS}> {{ ?s ?p ?o }} }}"
            ).rows
            graph = NamedNode(names.ACTORS)
            present = {Quad(s, p, o, graph) for s, p, o in rows}  # type: ignore[arg-type]
            for subject in some:
                held = {quad for quad in present if str(quad.subject) == subject}
                merged = merge(held | {quad for quad in quads if str(quad.subject) == subject})
                if held != merged:
                    self._update([*_delete(subject, names.ACTORS), *_insert(merged)])

    def _summarize(self, new: list[Quad], leaving: list[str], turned: Iterable[str] = ()) -> None:
        """Write the derived quads of all relations that come or go, and of others, as they are to be."""
        fresh = [row for row in triples.rows(new).values() if node("gk:mentionOf") in row]
        outlets = {q.subject: q.object for q in new if q.predicate == node("gk:outlet")}
        values = " ".join(f"<{graph}>" for graph in leaving)
        went = self._ask(
            f"SELECT DISTINCT ?r {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?m gk:mentionOf ?r }} }}"
        ).rows
        touched = {str(row[node("gk:mentionOf")]) for row in fresh} | {str(row[0]) for row in went}
        touched |= set(turned)
        copied = remote_copies.known(self._ask)
        for some in parts(sorted(touched), _ROUND):
            mentions: dict[str, list[Row]] = {relation: [] for relation in some}
            ends: dict[str, Row] = {}
            for graph, row in self._mentions(some):
                ends[str(row[node("gk:mentionOf")])] = row
                if graph not in leaving:
                    mentions[str(row[node("gk:mentionOf")])].append(row | copied.get(graph, {}))
            for row in fresh:
                if (relation := str(row[node("gk:mentionOf")])) in mentions:
                    article = row[node("gk:inArticle")].value
                    outlet = outlets.get(NamedNode(article))
                    extra: Row = {node("gk:outlet"): outlet} if isinstance(outlet, Literal) else {}
                    mentions[relation].append(row | extra | copied.get(article, {}))
                    ends[relation] = row
            steps: list[str] = []
            for relation, rows in mentions.items():
                steps += _delete(relation, names.RELATIONS)
                steps += self._unsay(ends[relation])
                if rows:
                    steps += _insert(summary.relation_quads(NamedNode(relation[1:-1]), rows, self.ontology))
            self._update(steps)

    def _settle(self) -> None:
        """Find out which articles copy which, and count relations anew where that changed."""
        if not self._due:
            return
        self._due = False
        found = remote_copies.compare(self._ask, self.ontology.version)
        if found is None:
            return
        link, graph = node("gk:copyOf"), NamedNode(names.RELATIONS)
        steps = [step for key in found.turned for step in _delete(f"<{key}>", names.RELATIONS)]
        quads = [Quad(NamedNode(a), link, NamedNode(b), graph) for a, b in found.copies.items()]
        self._update([*steps, *_insert(quads)])
        self._summarize([], [], remote_copies.due(self._ask, found.turned))
        old = f"DELETE WHERE {{ GRAPH <{remote_copies.STATE}> {{ {remote_copies.MARK} ?any }} }}"
        self._update([old, f"INSERT DATA {{ GRAPH <{remote_copies.STATE}> {{ {found.mark} }} }}"])

    def _mentions(self, relations: Iterable[str]) -> Iterator[tuple[str, Row]]:
        """Yield the mentions of relations that the server holds, each with its graph and outlet."""
        rows = self._ask(
            f"SELECT ?g ?m ?p ?o {{ VALUES ?r {{ {' '.join(relations)} }}"
            " GRAPH ?g { ?m gk:mentionOf ?r . { ?m ?p ?o } UNION { ?g ?p ?o FILTER(?p = gk:outlet) } } }"
        ).rows
        found: dict[tuple[str, str], Row] = {}
        for graph, mention, predicate, value in rows:
            if isinstance(predicate, NamedNode) and isinstance(value, NamedNode | Literal):
                found.setdefault((str(graph)[1:-1], str(mention)), {})[predicate] = value
        for (place, _), row in found.items():
            yield place, row

    def _unsay(self, row: Row) -> list[str]:
        """Return the updates that take back the plain triples of a mention's relation, both ways."""
        source, predicate, target = (row[node(f"rdf:{end}")] for end in ("subject", "predicate", "object"))
        both = [f"{source} {predicate} {target} ."]
        if self.ontology.relation(predicate.value.removeprefix(names.GK)).symmetric:
            both.append(f"{target} {predicate} {source} .")
        return [f"DELETE DATA {{ GRAPH <{names.RELATIONS}> {{ {' '.join(both)} }} }}"]

    def _update(self, steps: Sequence[str]) -> None:
        if steps:
            self.server.update(" ;\n".join(steps))


def _triples(quads: Iterable[Quad]) -> bytes:
    """Return quads as N-Triples, without their graph, sorted."""
    return b"".join(
        line + b"\n" for line in shards.lines(Quad(q.subject, q.predicate, q.object) for q in quads)
    )


def _insert(quads: Iterable[Quad]) -> list[str]:
    """Return the updates that add quads, one a graph."""
    graphs: dict[str, list[str]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(f"{quad.subject} {quad.predicate} {quad.object} .")
    return [
        f"INSERT DATA {{ GRAPH {g} {{ {' '.join(sorted(rows))} }} }}" for g, rows in sorted(graphs.items())
    ]


def _delete(subject: str, graph: str) -> list[str]:
    """Return the update that takes everything that a graph says of a subject out of it."""
    return [f"DELETE WHERE {{ GRAPH <{graph}> {{ {subject} ?p ?o }} }}"]
