"""What is derived from mentions: relation nodes with their counts, and the plain triples people browse.

A plain triple stands only where some mention is actual: a plan, a possibility or a denial must never
read as a fact. Of a symmetric relation both directions stand.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from graphkit.copies.origins import together
from graphkit.facts import Status
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names
from graphkit.store.triples import Row, Term, decimal, node, rows

GRAPH = NamedNode(names.RELATIONS)
# What the summary of a relation wants to know of the articles that mention it.
ADDED = ("gk:outlet", "gk:copyOf")


def relation_quads(relation: NamedNode, mentions: Iterable[Row], ontology: Ontology) -> list[Quad]:
    """Return the derived quads of a relation from its mentions, each with what its article adds.

    That is its `gk:outlet`, where it names one, and `gk:copyOf`, where it copies an earlier article.
    """
    found = list(mentions)
    first = found[0]
    ends = (first[node("rdf:subject")], first[node("rdf:predicate")], first[node("rdf:object")])
    source, predicate, target = (NamedNode(end.value) for end in ends)
    quads = [Quad(relation, node(p), o, GRAPH) for p, o in _summary(found)]
    quads += [
        Quad(relation, node("rdf:subject"), source, GRAPH),
        Quad(relation, node("rdf:predicate"), predicate, GRAPH),
        Quad(relation, node("rdf:object"), target, GRAPH),
    ]
    if any(_status(row) == Status.ACTUAL for row in found):
        quads.append(Quad(source, predicate, target, GRAPH))
        if ontology.relation(predicate.value.removeprefix(names.GK)).symmetric:
            quads.append(Quad(target, predicate, source, GRAPH))
    return quads


def refresh(handle: Store, relations: Iterable[NamedNode], ontology: Ontology) -> Iterator[Quad]:
    """Remove the derived quads of those relations that no longer hold, and yield those that do."""
    known: dict[Term, Row] = {}
    for relation in sorted(relations, key=lambda iri: iri.value):
        mentions = list(_mentions(handle, relation, known))
        wanted = relation_quads(relation, mentions, ontology)
        present = list(handle.quads_for_pattern(relation, None, None, GRAPH))
        for stale in set(present) - set(wanted):
            handle.remove(stale)
        yield from wanted


def _mentions(handle: Store, relation: NamedNode, known: dict[Term, Row]) -> Iterator[Row]:
    for link in handle.quads_for_pattern(None, node("gk:mentionOf"), relation, None):
        (row,) = rows(handle.quads_for_pattern(link.subject, None, None, None)).values()
        article = row[node("gk:inArticle")]
        if article not in known:
            known[article] = _added(handle, NamedNode(article.value))
        yield row | known[article]


def _added(handle: Store, article: NamedNode) -> Row:
    """Return what an article adds to each of its mentions."""
    found = (q for name in ADDED for q in handle.quads_for_pattern(article, node(name), None, None))
    return {q.predicate: q.object for q in found if isinstance(q.object, NamedNode | Literal)}


def _summary(mentions: list[Row]) -> Iterator[tuple[str, Term]]:
    yield "rdf:type", node("gk:Relation")
    yield "gk:mentionCount", Literal(len(mentions))
    for status in Status:
        count = sum(_status(row) == status for row in mentions)
        yield f"gk:{status}Count", Literal(count)
        if count:
            yield "gk:status", node(f"gk:{status}")
    speakers = [row[node("gk:saidBy")] for row in mentions if node("gk:saidBy") in row]
    yield "gk:claimCount", Literal(len(speakers))
    yield "gk:speakerCount", Literal(len(set(speakers)))
    yield "gk:articleCount", Literal(len({row[node("gk:inArticle")] for row in mentions}))
    yield "gk:originCount", Literal(len({_origin(row) for row in mentions}))
    outlets = {row[node("gk:outlet")] for row in mentions if node("gk:outlet") in row}
    yield "gk:outletCount", Literal(len(outlets))
    yield (
        "gk:maxConfidence",
        max((row[node("gk:confidence")] for row in mentions), key=lambda o: float(o.value)),
    )
    actual = [row for row in mentions if _status(row) == Status.ACTUAL]
    if actual:
        yield "gk:actualOriginCount", Literal(len({_origin(row) for row in actual}))
        sure = together((_origin(row), float(row[node("gk:confidence")].value)) for row in actual)
        yield "gk:actualConfidence", Literal(decimal(sure), datatype=node("xsd:decimal"))
    yield from _dates("Reported", mentions, "gk:reportedDate")
    yield from _dates("Actual", actual, "gk:reportedDate")
    yield from _dates("Event", actual, "gk:eventDate", "gk:eventEnd")


def _dates(of: str, mentions: list[Row], *dates: str) -> Iterator[tuple[str, Term]]:
    """Yield first and last of some dates; ISO dates of any precision sort as text."""
    days = [row[node(name)] for row in mentions for name in dates if node(name) in row]
    if days:
        yield f"gk:first{of}", min(days, key=lambda day: day.value)
        yield f"gk:last{of}", max(days, key=lambda day: day.value)


def _origin(mention: Row) -> str:
    return mention.get(node("gk:copyOf"), mention[node("gk:inArticle")]).value


def _status(row: Row) -> str:
    return row[node("gk:status")].value.removeprefix(names.GK)
