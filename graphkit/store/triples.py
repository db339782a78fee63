"""Statements as RDF, and back.

Each article has one named graph with the article and its mentions; actors stand in a graph of their
own. No blank nodes; a triple stands in one graph only, since a union of graphs would count it twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from graphkit.errors import StoreError
from graphkit.facts import Actor, Evidence, Party, Span, Statement, Status
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names
from graphkit.text import Article

Term = NamedNode | Literal
Pairs = list[tuple[str, Term]]
Row = dict[NamedNode, Term]

# How much text around a quote helps to find it again in another edition (Web Annotation's prefix and suffix).
_CONTEXT = 32
_SPANS = ("source", "target", "trigger")


@cache
def node(curie: str) -> NamedNode:
    """Return the IRI of a name with one of our prefixes, such as gk:status."""
    prefix, _, local = curie.partition(":")
    return NamedNode(names.PREFIXES[prefix] + local)


def article_quads(
    article: Article, statements: Iterable[Statement], ontology: Ontology, run: str
) -> list[Quad]:
    """Return the named graph of an article: what it is, and each statement as a mention.

    `run` is the IRI of the run that read it.

    Raises:
        StoreError: A span lies outside the text, or a text cannot be written as UTF-8.
        OntologyError: A statement has a relation that the ontology does not know.
    """
    graph = NamedNode(names.article(article))
    try:
        quads = [Quad(graph, node(p), o, graph) for p, o in _article(article)]
        quads.append(Quad(NamedNode(run), node("prov:used"), graph, graph))
        for statement in {canonical(statement, ontology): None for statement in statements}:
            quads.extend(_mention(article, graph, statement, run))
    except (ValueError, UnicodeEncodeError) as error:
        raise StoreError(f"article {article.id!r}: cannot be written as RDF: {error}") from error
    return quads


def actor_quads(actors: Iterable[Actor], ontology: Ontology) -> list[Quad]:
    """Return what each actor is and is called, in the graph of actors.

    A name without a language is one in every language of the ontology.
    """
    graph = NamedNode(names.ACTORS)
    quads: list[Quad] = []
    for actor in actors:
        subject = NamedNode(names.actor(actor.id))
        pairs: Pairs = [
            ("rdf:type", NamedNode(ontology.kind(actor.kind).iri)),
            ("gk:code", Literal(actor.code)),
        ]
        preferred: set[str] = set()
        spoken = [(tag, name) for own, name in actor.names for tag in ([own] if own else ontology.languages)]
        for language, name in dict.fromkeys(spoken):
            pairs.append(("skos:altLabel" if language in preferred else "rdfs:label", _text(name, language)))
            preferred.add(language)
        quads.extend(Quad(subject, node(p), o, graph) for p, o in pairs)
    return quads


def run_quads(run: str, settings: str) -> list[Quad]:
    """Return what a run is, in the graph of runs."""
    graph, subject = NamedNode(names.RUNS), NamedNode(run)
    pairs: Pairs = [("rdf:type", node("gk:Run")), ("rdfs:label", Literal(settings))]
    return [Quad(subject, node(p), o, graph) for p, o in pairs]


def settings(run: str, ontology: Ontology) -> str:
    """Return what describes a run: its own words and the version of the ontology."""
    made = f"ontology {ontology.version}"
    return f"{run}; {made}" if run else made


def parties(statement: Statement) -> tuple[Actor, ...]:
    """Return every actor that a statement names: both ends and the speaker, with their principals."""
    ends = (statement.source, statement.target, statement.said_by)
    return tuple(actor for party in ends if party is not None for actor in (party.actor, party.principal))


def canonical(statement: Statement, ontology: Ontology) -> Statement:
    """Return the statement as the store keeps it.

    A symmetric relation runs from the smaller principal's id to the larger; confidence has four decimals.
    """
    statement = replace(statement, confidence=round(statement.confidence, 4))
    symmetric = ontology.relation(statement.relation).symmetric
    if not symmetric or statement.source.principal.id <= statement.target.principal.id:
        return statement
    evidence = replace(statement.evidence, source=statement.evidence.target, target=statement.evidence.source)
    return replace(statement, source=statement.target, target=statement.source, evidence=evidence)


def rows(quads: Iterable[Quad]) -> dict[NamedNode, Row]:
    """Return the properties of each subject, for subjects that have one value of each."""
    found: dict[NamedNode, Row] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.subject, {})[quad.predicate] = quad.object
    return found


def read_actor(identifier: str, properties: Iterable[tuple[NamedNode, Term]]) -> Actor:
    """Return the actor that those properties describe; names come sorted, preferred ones first."""
    pairs = list(properties)
    (kind,) = (o.value.removeprefix(names.GK) for p, o in pairs if p == node("rdf:type"))
    (code,) = (o.value for p, o in pairs if p == node("gk:code"))
    ranked = sorted(
        (o.language or "", p != node("rdfs:label"), o.value)
        for p, o in pairs
        if isinstance(o, Literal) and p in (node("rdfs:label"), node("skos:altLabel"))
    )
    return Actor(identifier, code, kind, tuple((language, name) for language, _, name in ranked))


def read_article(graph: NamedNode, quads: Iterable[Quad]) -> tuple[Article, list[Row]]:
    """Return the article of a named graph, and its mentions as properties with their values."""
    nodes = rows(quads)
    row = nodes[graph]
    title, issued, source, outlet, author = (
        _value(row, p) for p in ("dct:title", "dct:issued", "dct:source", "gk:outlet", "dct:creator")
    )
    article = Article(
        id=row[node("gk:recordId")].value,
        language=row[node("dct:language")].value,
        title=title or "",
        text=row[node("gk:text")].value,
        published=issued,
        url=source,
        source=outlet,
        author=author,
    )
    return article, [row for row in nodes.values() if row.get(node("rdf:type")) == node("gk:Mention")]


def read_statement(row: Row, article: str, actors: Mapping[str, Actor]) -> Statement:
    """Return the statement of a mention, given its properties, its article's id and the actors by IRI."""

    def party(mentioned: str, principal: str) -> Party:
        return Party(actors[row[node(mentioned)].value], actors[row[node(principal)].value])

    def number(name: str) -> int:
        return int(row[node(name)].value)

    def span(of: str) -> Span:
        return number(f"gk:{of}Start"), number(f"gk:{of}End")

    source, target, trigger = (span(of) for of in _SPANS)
    evidence = Evidence(
        article,
        number("gk:sentenceIndex"),
        number("oa:start"),
        number("oa:end"),
        row[node("gk:rule")].value,
        source,
        target,
        trigger,
        _when(row),
        _value(row, "gk:citedSource"),
    )
    return Statement(
        source=party("gk:mentionedSource", "rdf:subject"),
        relation=row[node("rdf:predicate")].value.removeprefix(names.GK),
        target=party("gk:mentionedTarget", "rdf:object"),
        status=Status(row[node("gk:status")].value.removeprefix(names.GK)),
        said_by=party("gk:speaker", "gk:saidBy") if node("gk:saidBy") in row else None,
        confidence=float(row[node("gk:confidence")].value),
        evidence=evidence,
        office=_value(row, "gk:office"),
    )


def order(statement: Statement) -> tuple[object, ...]:
    """Return what statements of one article are sorted by: their place in the text, then the rest."""
    evidence = statement.evidence
    return (
        evidence.sentence,
        evidence.start,
        evidence.trigger,
        evidence.source,
        evidence.target,
        statement.relation,
        statement.source.principal.id,
        statement.target.principal.id,
        statement.status,
        repr(statement),
    )


def reported(published: str | None) -> Literal | None:
    """Return a publication date as xsd:date, xsd:gYearMonth or xsd:gYear; None where it is none of these."""
    if published is None:
        return None
    day = published.partition("T")[0]
    try:
        date.fromisoformat((day + "-01-01")[:10] if day.isascii() else "")
    except ValueError:
        return None
    kind = {10: "xsd:date", 7: "xsd:gYearMonth", 4: "xsd:gYear"}.get(len(day))
    return None if kind is None else Literal(day, datatype=node(kind))


def _article(article: Article) -> Pairs:
    pairs: Pairs = [
        ("rdf:type", node("gk:Article")),
        ("gk:recordId", Literal(article.id)),
        ("gk:text", Literal(article.text)),
        ("dct:language", Literal(article.language)),
    ]
    if article.title:
        pairs.append(("dct:title", _text(article.title, article.language)))
    if article.published is not None:
        issued = reported(article.published)
        exact = issued is not None and issued.value == article.published
        pairs.append(("dct:issued", issued if issued is not None and exact else Literal(article.published)))
    if article.url is not None:
        pairs.append(
            ("dct:source", NamedNode(article.url) if names.is_web(article.url) else Literal(article.url))
        )
    if article.source is not None:
        pairs.append(("gk:outlet", Literal(article.source)))
    if article.author is not None:
        pairs.append(("dct:creator", Literal(article.author)))
    return pairs


def _mention(article: Article, graph: NamedNode, statement: Statement, run: str) -> list[Quad]:
    source, target = statement.source.principal, statement.target.principal
    evidence = statement.evidence
    pairs: Pairs = [
        ("rdf:type", node("gk:Mention")),
        ("rdf:subject", NamedNode(names.actor(source.id))),
        ("rdf:predicate", NamedNode(names.GK + statement.relation)),
        ("rdf:object", NamedNode(names.actor(target.id))),
        ("gk:mentionOf", NamedNode(names.relation(source.id, statement.relation, target.id))),
        ("gk:mentionedSource", NamedNode(names.actor(statement.source.actor.id))),
        ("gk:mentionedTarget", NamedNode(names.actor(statement.target.actor.id))),
        ("gk:inArticle", graph),
        ("gk:sentenceIndex", Literal(evidence.sentence)),
        ("gk:status", NamedNode(names.GK + statement.status)),
        ("gk:confidence", Literal(decimal(statement.confidence), datatype=node("xsd:decimal"))),
        ("gk:rule", Literal(evidence.rule)),
        ("prov:wasGeneratedBy", NamedNode(run)),
        *_quote(article, statement),
    ]
    if statement.said_by is not None:
        pairs.append(("gk:saidBy", NamedNode(names.actor(statement.said_by.principal.id))))
        pairs.append(("gk:speaker", NamedNode(names.actor(statement.said_by.actor.id))))
    if statement.office is not None:
        pairs.append(("gk:office", Literal(statement.office)))
    if (day := reported(article.published)) is not None:
        pairs.append(("gk:reportedDate", day))
    if evidence.when is not None:
        pairs += _event(evidence.when)
    if evidence.cited is not None:
        pairs.append(("gk:citedSource", Literal(evidence.cited)))
    key = names.digest([(p, str(o)) for p, o in pairs], length=10)
    local = graph.value.removeprefix(names.PREFIXES["article"])
    subject = NamedNode(f"{names.PREFIXES['mention']}{local}-{evidence.sentence}-{key}")
    return [Quad(subject, node(p), o, graph) for p, o in pairs]


def _quote(article: Article, statement: Statement) -> Pairs:
    text, evidence = article.text, statement.evidence
    start, end = evidence.start, evidence.end
    spans: Sequence[Span] = (evidence.source, evidence.target, evidence.trigger)
    if not 0 <= start < end <= len(text) or any(not 0 <= a <= b <= len(text) for a, b in spans):
        raise StoreError(f"article {article.id!r}: a statement's evidence lies outside the text")
    pairs: Pairs = [
        ("oa:start", Literal(start)),
        ("oa:end", Literal(end)),
        ("oa:exact", Literal(text[start:end])),
        ("oa:prefix", Literal(text[max(0, start - _CONTEXT) : start])),
        ("oa:suffix", Literal(text[end : end + _CONTEXT])),
    ]
    for of, (first, last) in zip(_SPANS, spans, strict=True):
        pairs.append((f"gk:{of}Start", Literal(first)))
        pairs.append((f"gk:{of}End", Literal(last)))
        pairs.append((f"gk:{of}Text", Literal(text[first:last])))
    return pairs


def _event(when: str) -> Pairs:
    """Return when an event is: its date, or the beginning and end of an interval."""
    parts = when.split("/")
    dates = [day for part in parts if (day := reported(part)) is not None and day.value == part]
    if len(dates) != len(parts) or len(parts) > 2:
        raise ValueError(f"the time {when!r} is no day, month, year or interval of these")
    return list(zip(("gk:eventDate", "gk:eventEnd"), dates, strict=False))


def _when(row: Row) -> str | None:
    first, last = _value(row, "gk:eventDate"), _value(row, "gk:eventEnd")
    return first if last is None else f"{first}/{last}"


def decimal(value: float) -> str:
    """Return a number as the shortest xsd:decimal, which stores keep as it is."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _text(text: str, language: str) -> Literal:
    return Literal(text, language=language) if language else Literal(text)


def _value(row: Row, curie: str) -> str | None:
    found = row.get(node(curie))
    return None if found is None else found.value
