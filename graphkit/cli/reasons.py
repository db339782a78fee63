"""The steps from a sentence to its statements, in words."""

import importlib
import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graphkit.extract.propose import GUESSES
from graphkit.tree import Tree

if TYPE_CHECKING:
    from graphkit.facts import Party
    from graphkit.pipeline import Pipeline, Reading


def lines(pipeline: "Pipeline", reading: "Reading") -> Iterator[str]:
    """Yield the parse, the mentions, the speeches, and each proposal with what spoke for and against it."""
    document, text = reading.document, reading.document.article.text
    for sentence in document.sentences:
        yield f"sentence {sentence.index}: {text[sentence.start : sentence.end]}"
        for token in sentence.tokens:
            head = sentence.tokens[token.head - 1].form if token.head else "-"
            yield f"  {token.form:<20} {token.lemma:<20} {token.upos:<6} {token.deprel:<12} <- {head}"
    yield "mentions:" if reading.links.mentions else "mentions: none"
    for mention in reading.links.mentions:
        words = text[mention.start : mention.end]
        yield f"  {words!r}: {_party(mention.party)} ({mention.how}, {mention.score:.2f})"
    for speech in reading.links.speeches:
        yield f"speech of {_party(speech.speaker)}: {text[speech.start : speech.end]!r}"
    yield from _proposals(pipeline, reading)
    yield "statements:" if reading.statements else "statements: none"
    for found in reading.statements:
        said = f", said by {found.said_by.principal.code}" if found.said_by else ""
        claim = f"{found.source.principal.code} {found.relation} {found.target.principal.code}"
        yield f"  {claim} ({found.status}{said}, {found.confidence:.2f}; rule {found.evidence.rule})"


def _proposals(pipeline: "Pipeline", reading: "Reading") -> Iterator[str]:
    extractor = pipeline.extractor(reading.document.article.language)
    trees = [Tree(sentence) for sentence in reading.document.sentences]
    for score, judged in extractor.scored(reading.links, trees):
        proposal = judged.proposal
        bar = extractor.bar(proposal)
        kept = "kept" if score >= bar else "dropped"
        yield (
            f"proposal by rule {proposal.rule}: {_party(proposal.source.mention.party)} "
            f"{proposal.relation.name} {_party(proposal.target.mention.party)} ({judged.status}): "
            f"{score:.2f} of {bar:.2f}, {kept}"
        )
        for part in proposal.rule.split("+"):
            if (why := _docstring(part) or GUESSES.get(part)) is not None:
                yield f"    {why}"
        for reason, weight in extractor.scorer.reasons(judged.features):
            yield f"    {weight:+.2f} {reason}"


def _party(party: "Party") -> str:
    if party.actor == party.principal:
        return party.actor.code
    return f"{party.actor.code} for {party.principal.code}"


def _docstring(rule: str) -> str | None:
    """Return the first line of a rule's docstring: its explanation."""
    rules: Any = importlib.import_module("graphkit.extract.rules")
    found = getattr(rules, rule, None) or getattr(rules, f"{rule}_", None)
    return (inspect.getdoc(found) or "").split("\n")[0] or None if found is not None else None
