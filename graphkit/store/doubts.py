"""What a person should look at: doubtful statements, and actors that may be one."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from graphkit.facts import Actor
from graphkit.store import reading
from graphkit.store.reading import Graph

# Below this an extractor is less sure than a careful reader would want before publishing.
_SURE = 0.7
_UNLINKED = "x-"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A statement to look at, the least sure first; ends are actor ids, `reason` says why."""

    article: str
    source: str
    relation: str
    target: str
    status: str
    confidence: float
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two actors that may be one, by id, with a sentence that names the first; a person decides."""

    actor: str
    other: str
    reason: str
    sentence: str


def doubts(store: Graph, *, sure: float = _SURE) -> list[Doubt]:
    """Return the statements that nobody accepted and that are unsure or contradicted."""
    rows = store.query(
        "SELECT ?id ?s ?p ?o ?status ?confidence ?sentence (BOUND(?denied) AS ?contradicted) {"
        " ?m a gk:Mention ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; gk:status ?status ;"
        " gk:confidence ?confidence ; oa:exact ?sentence ; gk:mentionOf ?r ; gk:inArticle/gk:recordId ?id ."
        " OPTIONAL { ?r gk:status gk:actual, gk:negated . BIND(true AS ?denied) }"
        " FILTER NOT EXISTS { ?m gk:acceptedBy ?by } }"
    )
    found = []
    for article, source, relation, target, status, confidence, sentence, contradicted in rows.cells():
        unsure = f"confidence below {sure}" if float(confidence) < sure else ""
        against = "some report it as fact, others deny it" if contradicted == "true" else ""
        if reason := "; ".join(part for part in (unsure, against) if part):
            s, p, o, kind = (name.partition(":")[2] for name in (source, relation, target, status))
            found.append(Doubt(article, s, p, o, kind, float(confidence), sentence, reason))
    return sorted(found, key=lambda doubt: (doubt.confidence, doubt.article, doubt.sentence, doubt.relation))


def proposals(store: Graph) -> list[Proposal]:
    """Return pairs of an actor that the registry does not know and one that it may be.

    They are of one kind, and all words of a name of the first stand in a name of the second.
    """
    known = reading.actors(store)
    spelled = {key: [set(words) for words in _words(actor)] for key, actor in known.items()}
    found = []
    for key, actor in known.items():
        for other, names in spelled.items() if key.startswith(_UNLINKED) else ():
            if other == key or known[other].kind != actor.kind:
                continue
            reason = _alike(spelled[key], names)
            if reason and not (other.startswith(_UNLINKED) and reason == _SAME and other < key):
                found.append((key, other, reason))
    sentences = _sentences(store, {key for key, _, _ in found})
    return [Proposal(key, other, reason, sentences.get(key, "")) for key, other, reason in sorted(found)]


_SAME, _PART = "the same words", "its name is part of the other's"


def _alike(one: list[set[str]], other: list[set[str]]) -> str:
    pairs = [(a, b) for a in one for b in other if a]
    if any(a == b for a, b in pairs):
        return _SAME
    return _PART if any(a < b for a, b in pairs) else ""


def _words(actor: Actor) -> Iterator[list[str]]:
    """Yield the words of each name without case and accents."""
    for _, name in actor.names or (("", actor.code),):
        plain = unicodedata.normalize("NFD", name.casefold())
        kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
        yield kept.split()


def _sentences(store: Graph, actors: set[str]) -> dict[str, str]:
    """Return a sentence for each actor, the first in the alphabet."""
    rows = store.query(
        "SELECT ?actor (MIN(?sentence) AS ?first) { ?m oa:exact ?sentence ;"
        " gk:mentionedSource|gk:mentionedTarget|gk:speaker ?actor } GROUP BY ?actor"
    )
    found = {actor.partition(":")[2]: sentence for actor, sentence in rows.cells()}
    return {actor: found[actor] for actor in actors if actor in found}
