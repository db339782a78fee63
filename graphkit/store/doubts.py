"""What a person should look at: doubtful statements, and actors that may be one."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from graphkit.errors import UsageError
from graphkit.facts import Actor
from graphkit.store import names, reading
from graphkit.store.reading import Graph
from graphkit.store.review import Decision

# Below this an extractor is less sure than a careful reader would want before publishing.
_SURE = 0.7
_UNLINKED = "x-"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A statement to look at; ends are actor ids, `reason` says why.

    `key` names it in short: the same for all mentions of one statement in one article.
    """

    key: str
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
    found = []
    for article, source, relation, target, status, confidence, sentence, contradicted in _mentions(store):
        unsure = f"confidence below {sure:g}" if float(confidence) < sure else ""
        against = "some report it as fact, others deny it" if contradicted == "true" else ""
        if reason := "; ".join(part for part in (unsure, against) if part):
            name = key(article, source, relation, target, status)
            doubt = Doubt(
                name, article, source, relation, target, status, float(confidence), sentence, reason
            )
            found.append(doubt)
    return sorted(found, key=lambda doubt: (doubt.confidence, doubt.article, doubt.sentence, doubt.relation))


def keyed(store: Graph) -> dict[str, tuple[str, str, str, str, str]]:
    """Return article, source, relation, target and status of every statement by its key."""
    found: dict[str, tuple[str, str, str, str, str]] = {}
    for article, source, relation, target, status, *_ in _mentions(store):
        found[key(article, source, relation, target, status)] = (article, source, relation, target, status)
    return found


def key(article: str, source: str, relation: str, target: str, status: str) -> str:
    """Return the short name of what an article says: the same whenever and wherever it is read."""
    return names.digest(article, source, relation, target, status, length=8)


def actor(store: Graph, name: str) -> Actor:
    """Return the actor with an id, a code or a name, whatever the case.

    Raises:
        UsageError: The store knows none, or several; the message names the closest.
    """
    known = reading.actors(store)
    if name in known:
        return known[name]
    wanted = name.casefold()
    spelled = {one.id: {one.id, one.code, *(text for _, text in one.names)} for one in known.values()}
    fits = [key for key, texts in spelled.items() if wanted in {text.casefold() for text in texts}]
    if len(fits) == 1:
        return known[fits[0]]
    if fits:
        raise UsageError(f"{name!r} may be any of {', '.join(sorted(fits))}", hint="take one of these ids")
    every = {text: key for key, texts in spelled.items() for text in texts}
    near = sorted({every[text] for text in get_close_matches(name, every, 3)})
    raise UsageError(
        f"the store knows no actor {name!r}", hint=f"did you mean {' or '.join(near)}?" if near else None
    )


def _mentions(store: Graph) -> Iterator[tuple[str, ...]]:
    rows = store.query(
        "SELECT ?id ?s ?p ?o ?status ?confidence ?sentence (BOUND(?denied) AS ?contradicted) {"
        " ?m a gk:Mention ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; gk:status ?status ;"
        " gk:confidence ?confidence ; oa:exact ?sentence ; gk:mentionOf ?r ; gk:inArticle/gk:recordId ?id ."
        " OPTIONAL { ?r gk:status gk:actual, gk:negated . BIND(true AS ?denied) }"
        " FILTER NOT EXISTS { ?m gk:acceptedBy ?by } }"
    )
    for article, source, relation, target, status, *rest in rows.cells():
        yield (article, *(name.partition(":")[2] for name in (source, relation, target, status)), *rest)


def proposals(store: Graph, *, decided: Iterable[Decision] = ()) -> list[Proposal]:
    """Return pairs of an actor that the registry does not know and one that it may be.

    They are of one kind, and all words of a name of the first stand in a name of the second. Pairs
    that somebody decided about are left out.
    """
    settled = {frozenset((one.actor, one.other)) for one in decided}
    known = reading.actors(store)
    spelled = {one.id: [set(words) for words in _words(one)] for one in known.values()}
    found = []
    for mine in (one for one in known.values() if one.id.startswith(_UNLINKED)):
        for other, spellings in spelled.items():
            if other == mine.id or known[other].kind != mine.kind or {mine.id, other} in settled:
                continue
            reason = _alike(spelled[mine.id], spellings)
            if reason and not (other.startswith(_UNLINKED) and reason == _SAME and other < mine.id):
                found.append((mine.id, other, reason))
    sentences = _sentences(store, {one for one, _, _ in found})
    return [Proposal(one, other, reason, sentences.get(one, "")) for one, other, reason in sorted(found)]


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
