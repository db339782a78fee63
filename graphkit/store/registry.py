"""The registry of actors as RDF: names and codes, memberships and offices with their dates.

What the registry knows is kept apart from what news reports: a membership is a node with dates,
never the plain triple of the relation that articles state.
"""

from collections.abc import Container, Iterable, Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graphkit.knowledge import files
from graphkit.knowledge.actor_entries import Entry, Office, Span, Term
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names, triples
from graphkit.store.triples import Pairs, node

GRAPH = NamedNode(names.REGISTRY)
# M49 numbers have three digits, and states with one have an ISO 3166-1 alpha-3 code.
_DIGITS, _ALPHA3 = 3, 3


def described(index: ActorIndex, ontology: Ontology) -> list[Quad]:
    """Return what every actor of the registry is and is called, in the graph of the registry."""
    quads = triples.actor_quads(index.actors.values(), ontology)
    return [Quad(quad.subject, quad.predicate, quad.object, GRAPH) for quad in quads]


def facts(index: ActorIndex, about: Container[str]) -> Iterator[Quad]:
    """Yield what the registry knows beside names of the actors with those ids.

    Codes, principals and successors; memberships in which they are member or organization; offices
    that they hold or that are theirs; and the titles of those offices.
    """
    titles: set[str] = set()
    for entry in index.entries.values():
        mine = entry.actor.id in about
        if mine:
            yield from _quads(names.actor(entry.actor.id), _entry(entry))
        for link in entry.members:
            if mine or link.of in about:
                yield from _membership(entry, link.of, link.span)
        for term in entry.terms:
            if mine or term.of in about:
                titles.add(term.office)
                yield from _tenure(term)
    for title in sorted(titles):
        yield from _quads(_office(title), _title(index.offices[title]))


def read(folder: Path | None = None) -> ActorIndex:
    """Return the registry of a folder, by default the shipped one, for a build and its store alike."""
    place = files.path("data", "actors") if folder is None else folder
    return load(place, digest(place))


@cache
def load(folder: Path, content: str) -> ActorIndex:
    """Return the registry of a folder, read once for each content that `digest` tells."""
    del content
    return ActorIndex.load(folder)


def digest(folder: Path) -> str:
    """Return a digest of a folder of actor tables, to tell when what was made of it is old."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return names.digest([(str(path.relative_to(folder)), path.read_bytes().hex()) for path in files])


def _entry(entry: Entry) -> Pairs:
    pairs: Pairs = []
    if entry.m49 is not None:
        pairs.append(("gk:unM49", Literal(f"{entry.m49:0{_DIGITS}}")))
        if len(entry.actor.code) == _ALPHA3 and entry.actor.code.isupper():
            pairs.append(("gk:iso3166Alpha3", Literal(entry.actor.code)))
    if entry.iso2 is not None:
        pairs.append(("gk:iso3166Alpha2", Literal(entry.iso2)))
    if entry.cow is not None:
        pairs.append(("gk:cowCode", Literal(str(entry.cow))))
    if entry.wikidata is not None:
        pairs.append(("owl:sameAs", NamedNode(f"http://www.wikidata.org/entity/{entry.wikidata}")))
    if entry.successor is not None:
        pairs.append(("gk:succeededBy", NamedNode(names.actor(entry.successor))))
    undated = (link.of for link in entry.principals if link.span == Span())
    pairs += [("gk:actsFor", NamedNode(names.actor(of))) for of in undated]
    return pairs + _span(entry.span)


def _membership(organization: Entry, member: str, span: Span) -> Iterable[Quad]:
    of = organization.actor.id
    pairs: Pairs = [
        ("rdf:type", node("gk:Membership")),
        ("gk:member", NamedNode(names.actor(member))),
        ("gk:organization", NamedNode(names.actor(of))),
        *_span(span),
    ]
    return _quads(f"{names.ID}membership/{names.digest(member, of, span.start, span.until)}", pairs)


def _tenure(term: Term) -> Iterable[Quad]:
    pairs: Pairs = [
        ("rdf:type", node("gk:Tenure")),
        ("gk:holder", NamedNode(names.actor(term.person))),
        ("gk:position", NamedNode(_office(term.office))),
        ("gk:positionIn", NamedNode(names.actor(term.of))),
        *_span(term.span),
    ]
    if term.acting:
        pairs.append(("gk:acting", Literal(True)))
    key = names.digest(term.person, term.office, term.of, term.span.start, term.span.until)
    return _quads(f"{names.ID}tenure/{key}", pairs)


def _title(office: Office) -> Pairs:
    pairs: Pairs = [("rdf:type", node("gk:Office"))]
    seen: set[str] = set()
    for language, name in office.names:
        pairs.append(
            ("skos:altLabel" if language in seen else "rdfs:label", Literal(name, language=language))
        )
        seen.add(language)
    return pairs


def _office(identifier: str) -> str:
    return f"{names.ID}office/{identifier}"


def _span(span: Span) -> Pairs:
    dates = (("gk:since", triples.reported(span.start)), ("gk:until", triples.reported(span.until)))
    return [(name, day) for name, day in dates if day is not None]


def _quads(subject: str, pairs: Pairs) -> Iterable[Quad]:
    return [Quad(NamedNode(subject), node(p), o, GRAPH) for p, o in pairs]
