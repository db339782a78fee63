"""The relations, actor kinds, status values and relation groups, read from the ontology's Turtle.

The only door to rdflib on this floor. Nothing here knows a relation by name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from graphkit.errors import OntologyError
from graphkit.facts import Status
from graphkit.knowledge.files import path as shipped

GK = Namespace("https://w3id.org/graphkit/ontology#")
TermT = TypeVar("TermT", bound="Term")


@dataclass(frozen=True, slots=True)
class Term:
    """A class or individual of the ontology; labels and definitions are keyed by language."""

    name: str
    iri: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]

    @property
    def definition(self) -> str:
        """Return the English definition."""
        return self.definitions["en"]


@dataclass(frozen=True, slots=True)
class Kind(Term):
    """A kind of entity; `ancestors` are the local names of it and of every kind above it."""

    ancestors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relation(Term):
    """A relation that may be extracted.

    `plover` is its PLOVER event type, `plover_intended` the one it has while only intended; both are
    None for structural relations. `valence` lies in [-10, 10] from conflict to cooperation, 0.0 where
    there is none. `group` and `quad_class` are local names of individuals. `inverse` names the
    property that reads it backwards, and `inverse_labels` say it. Where it is `personal`, a named person
    is the source, and not whom that person acts for.
    """

    plover: str | None
    plover_intended: str | None
    symmetric: bool
    personal: bool
    structural: bool
    valence: float
    quad_class: str | None
    group: str
    domain: str
    range: str
    inverse: str | None
    inverse_labels: Mapping[str, str]

    def event_type(self, status: Status) -> str:
        """Return the PLOVER type under a status, or the relation's own name where it is structural."""
        if status is Status.INTENDED and self.plover_intended is not None:
            return self.plover_intended
        return self.name if self.plover is None else self.plover


@dataclass(frozen=True, slots=True)
class Ontology:
    """What the ontology file says; every mapping is keyed by local name, `groups` in order of rank."""

    path: Path
    version: str
    relations: Mapping[str, Relation]
    kinds: Mapping[str, Kind]
    statuses: Mapping[str, Term]
    groups: Mapping[str, Term]

    @classmethod
    def load(cls, path: Path | None = None) -> "Ontology":
        """Read an ontology file, the shipped one by default.

        Raises:
            OntologyError: The file is missing, is not Turtle, or a relation in it is incomplete.
        """
        file = shipped("ontology", "graphkit.ttl") if path is None else path
        return _read(parse(file), file)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages that every relation has a label in, sorted."""
        labels = [set(relation.labels) for relation in self.relations.values()]
        return tuple(sorted(set.intersection(*labels))) if labels else ()

    def relation(self, name: str) -> Relation:
        """Return the relation of that name.

        Raises:
            OntologyError: There is none; the message names the closest one.
        """
        return _look_up(self.relations, name, "relation")

    def kind(self, name: str) -> Kind:
        """Return the kind of that name.

        Raises:
            OntologyError: There is none; the message names the closest one.
        """
        return _look_up(self.kinds, name, "kind of actor")

    def is_a(self, kind: str, ancestor: str) -> bool:
        """Say whether a kind is, or lies below, another."""
        return ancestor in (self.kinds.get(kind) or self.kind(kind)).ancestors


def _look_up(terms: Mapping[str, TermT], name: str, what: str) -> TermT:
    if name in terms:
        return terms[name]
    close = get_close_matches(name, terms, n=1, cutoff=0.4)
    meant = f"; did you mean {close[0]!r}?" if close else ""
    raise OntologyError(f"the ontology has no {what} {name!r}{meant}")


def parse(file: Path) -> Graph:
    """Return the triples of a Turtle file.

    Raises:
        OntologyError: It is missing or is not Turtle; the message names file and line.
    """
    graph = Graph()
    try:
        text = file.read_text(encoding="utf-8")
        graph.parse(data=text, format="turtle", publicID=GK)
    except BadSyntax as error:
        raise OntologyError(f"{file}: line {error.lines + 1}: not valid Turtle: {error._why}") from error
    except IndexError as error:
        # rdflib runs off the end of a text that stops in the middle of a statement.
        line = text.rstrip().count("\n") + 1
        raise OntologyError(f"{file}: line {line}: not valid Turtle: the file ends too early") from error
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{file}: cannot be read: {error}") from error
    return graph


def _read(graph: Graph, file: Path) -> Ontology:
    header = graph.value(predicate=RDF.type, object=OWL.Ontology)
    if header is None:
        raise OntologyError(f"{file}: declares no owl:Ontology")
    relations = (_relation(graph, node, file) for node in graph.subjects(GK.group))
    kinds = (_kind(graph, node, file) for node in graph.transitive_subjects(RDFS.subClassOf, GK.Entity))
    statuses = (_term(graph, node, file) for node in graph.subjects(RDF.type, GK.Status))
    ranked = sorted((int(str(rank)), node) for node, rank in graph.subject_objects(GK["rank"]))
    groups = [_term(graph, node, file) for _, node in ranked]
    return Ontology(
        path=file,
        version=_value(graph, header, OWL.versionInfo) or "",
        relations=_table(relations),
        kinds=_table(kinds),
        statuses=_table(statuses),
        groups={group.name: group for group in groups},
    )


def _table(terms: Iterable[TermT]) -> Mapping[str, TermT]:
    rows = sorted(terms, key=lambda term: term.name)
    return {term.name: term for term in rows}


def _relation(graph: Graph, node: Node, file: Path) -> Relation:
    term = _term(graph, node, file)
    above = set(graph.transitive_objects(node, RDFS.subPropertyOf))
    quads = {quad for quad in (_value(graph, up, GK.quadClass) for up in above) if quad is not None}
    plover = _value(graph, node, GK.plover)
    domain, range_ = _value(graph, node, RDFS.domain), _value(graph, node, RDFS.range)
    if domain is None or range_ is None:
        raise OntologyError(f"{file}: relation {term.name!r} needs rdfs:domain and rdfs:range")
    if (plover is None) != (GK.structurally_related_to in above) or len(quads) != (plover is not None):
        raise OntologyError(f"{file}: relation {term.name!r} needs one PLOVER type, or to be structural")
    inverse = graph.value(node, OWL.inverseOf)
    return Relation(
        name=term.name,
        iri=term.iri,
        labels=term.labels,
        definitions=term.definitions,
        plover=plover,
        plover_intended=_value(graph, node, GK.ploverIntended),
        symmetric=(node, RDF.type, OWL.SymmetricProperty) in graph,
        personal=_value(graph, node, GK.personal) == "true",
        structural=plover is None,
        valence=float(_value(graph, node, GK.valence) or 0),
        quad_class=min(quads, default=None),
        group=_value(graph, node, GK.group) or "",
        domain=domain,
        range=range_,
        inverse=None if inverse is None else _local(inverse),
        inverse_labels={} if inverse is None else _texts(graph, inverse, RDFS.label),
    )


def _kind(graph: Graph, node: Node | None, file: Path) -> Kind:
    term = _term(graph, node, file)
    above = graph.transitive_objects(node, RDFS.subClassOf)
    names = frozenset(_local(up) for up in above if str(up).startswith(GK))
    return Kind(term.name, term.iri, term.labels, term.definitions, names)


def _term(graph: Graph, node: Node | None, file: Path) -> Term:
    labels = _texts(graph, node, RDFS.label)
    definitions = _texts(graph, node, SKOS.definition)
    if "en" not in labels or "en" not in definitions:
        raise OntologyError(f"{file}: {_local(node)!r} needs an English rdfs:label and skos:definition")
    return Term(_local(node), str(node), labels, definitions)


def _texts(graph: Graph, node: Node | None, predicate: URIRef) -> dict[str, str]:
    texts = (text for text in graph.objects(node, predicate) if isinstance(text, Literal))
    return dict(sorted((text.language or "", str(text)) for text in texts))


def _value(graph: Graph, node: Node | None, predicate: URIRef) -> str | None:
    value = graph.value(node, predicate)
    return None if value is None else _local(value)


def _local(node: Node | None) -> str:
    return str(node).removeprefix(GK)
