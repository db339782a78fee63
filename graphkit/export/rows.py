"""Mentions as flat rows, one after the other: what tables of every kind are filled with."""

from collections.abc import Iterator
from typing import Any

from graphkit.facts import Actor, Statement
from graphkit.knowledge.ontology import Ontology
from graphkit.network.build import label
from graphkit.store import names
from graphkit.store.reading import Graph
from graphkit.text import Article

Row = dict[str, Any]

# The columns and what they hold, in the order in which people read them.
COLUMNS: dict[str, type] = {
    "id": str, "date": str, "source": str, "relation": str, "target": str, "status": str, "said_by": str,
    "sentence": str, "event_start": str, "event_end": str, "confidence": float, "source_code": str,
    "source_name": str, "source_kind": str, "target_code": str, "target_name": str, "target_kind": str,
    "source_actor": str, "target_actor": str, "speaker": str, "office": str, "source_text": str,
    "trigger_text": str, "target_text": str, "event_type": str, "group": str, "valence": float,
    "symmetric": bool, "rule": str, "article": str, "title": str, "outlet": str, "language": str, "url": str,
    "sentence_index": int, "start": int, "end": int,
}  # fmt: skip


def rows(store: Graph) -> Iterator[Row]:
    """Yield a row for each mention, articles by date and mentions in the order of the text.

    Actors stand by id: `source` and `target` are principals, `source_actor` and `target_actor` who is
    named. Dates are ISO 8601, as precise as they are known. Offsets are code points of the article.
    """
    for article, statements in store.reports():
        for statement in statements:
            yield row(article, statement, store.ontology)


def row(article: Article, statement: Statement, ontology: Ontology) -> Row:
    """Return the row of a mention."""
    place, known = statement.evidence, ontology.relation(statement.relation)
    source, target, speaker = statement.source, statement.target, statement.said_by
    ends = (place.when or "").split("/")
    text = article.text
    return {
        "id": names.digest(article.id, repr(statement), length=20),
        "date": article.published,
        "source": source.principal.id,
        "relation": statement.relation,
        "target": target.principal.id,
        "status": statement.status.value,
        "said_by": None if speaker is None else speaker.principal.id,
        "sentence": text[place.start : place.end],
        "event_start": ends[0] or None,
        "event_end": ends[-1] or None,
        "confidence": statement.confidence,
        **_actor("source", source.principal),
        **_actor("target", target.principal),
        "source_actor": source.actor.id,
        "target_actor": target.actor.id,
        "speaker": None if speaker is None else speaker.actor.id,
        "office": statement.office,
        "source_text": text[slice(*place.source)],
        "trigger_text": text[slice(*place.trigger)],
        "target_text": text[slice(*place.target)],
        "event_type": known.event_type(statement.status),
        "group": known.group,
        "valence": known.valence,
        "symmetric": known.symmetric,
        "rule": place.rule,
        "article": article.id,
        "title": article.title,
        "outlet": article.source,
        "language": article.language,
        "url": article.url,
        "sentence_index": place.sentence,
        "start": place.start,
        "end": place.end,
    }


def _actor(end: str, actor: Actor) -> Row:
    return {f"{end}_code": actor.code, f"{end}_name": label(actor), f"{end}_kind": actor.kind}
