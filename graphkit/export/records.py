"""JSON Lines: one article a line with its statements, in the shape of gold files and with more keys."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graphkit.export.files import target
from graphkit.facts import Party, Span, Statement
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names
from graphkit.store.reading import Graph
from graphkit.text import Article


def write(store: Graph, path: Path) -> None:
    """Write the articles by date, one a line, each with all its statements.

    Raises:
        ExportError: The file cannot be written.
    """
    with target(path) as file:
        for article, statements in store.reports():
            file.write(line(article, statements, store.ontology))


def line(article: Article, statements: Sequence[Statement], ontology: Ontology) -> str:
    """Return an article and its statements as one line of JSON, ended."""
    return json.dumps(record(article, statements, ontology), ensure_ascii=False) + "\n"


def record(article: Article, statements: Sequence[Statement], ontology: Ontology) -> dict[str, Any]:
    """Return an article and its statements as JSON holds them.

    `source`, `target` and `said_by` are the codes of principals; offsets count code points of `text`.
    """
    return {
        "id": article.id,
        "lang": article.language,
        "title": article.title,
        "date": article.published,
        "source": article.source,
        "author": article.author,
        "url": article.url,
        "text": article.text,
        "statements": [_statement(article.text, statement, ontology) for statement in statements],
    }


def _statement(text: str, statement: Statement, ontology: Ontology) -> dict[str, Any]:
    place, relation = statement.evidence, ontology.relation(statement.relation)
    speaker = statement.said_by
    return {
        "source": statement.source.principal.code,
        "source_type": statement.source.principal.kind,
        "relation": statement.relation,
        "target": statement.target.principal.code,
        "target_type": statement.target.principal.kind,
        "status": statement.status.value,
        "said_by": None if speaker is None else speaker.principal.code,
        "evidence": text[place.start : place.end],
        "confidence": statement.confidence,
        "rule": place.rule,
        "when": place.when,
        "cited": place.cited,
        "event_type": relation.event_type(statement.status),
        "office": statement.office,
        "sentence": place.sentence,
        "start": place.start,
        "end": place.end,
        "relation_iri": relation.iri,
        "source_mention": _mention(text, place.source, statement.source),
        "target_mention": _mention(text, place.target, statement.target),
        "trigger": {"text": text[slice(*place.trigger)], "start": place.trigger[0], "end": place.trigger[1]},
        "speaker": None if speaker is None else names.actor(speaker.actor.id),
    }


def _mention(text: str, span: Span, party: Party) -> dict[str, Any]:
    """Return the words that refer to a party, the actor they name and the principal it acts for."""
    return {
        "text": text[slice(*span)],
        "start": span[0],
        "end": span[1],
        "actor": names.actor(party.actor.id),
        "principal": names.actor(party.principal.id),
    }
