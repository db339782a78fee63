"""FollowTheMoney entities, as Aleph, OpenSanctions tools and others of investigative journalism read them.

The model has no word for a plan, a possibility or a denial: only actual mentions become links, each
with the article that proves it.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graphkit.export.files import target
from graphkit.facts import Actor, Statement, Status
from graphkit.network.build import label
from graphkit.store import names
from graphkit.store.reading import Graph
from graphkit.text import Article

# Schema of each actor kind; the model has none for peoples and movements but that of organizations.
_SCHEMA = {
    "State": "Territory", "Place": "Territory", "Event": "Event", "Person": "Person",
    "InternationalOrganization": "Organization", "ArmedGroup": "Organization", "Group": "Organization",
}  # fmt: skip
_ABBREVIATION = re.compile(r"[A-Z0-9&-]{2,10}")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def write(store: Graph, path: Path) -> None:
    """Write one entity a line: articles and links as they come, actors where they are first named.

    Raises:
        ExportError: The file cannot be written.
    """
    seen: set[str] = set()
    with target(path) as file:
        for article, statements in store.reports():
            actual = [statement for statement in statements if statement.status is Status.ACTUAL]
            for entity in _entities(article, actual, seen):
                file.write(json.dumps(entity, ensure_ascii=False) + "\n")


def _entities(article: Article, statements: Sequence[Statement], seen: set[str]) -> Iterator[dict[str, Any]]:
    if statements:
        yield _article(article)
    for statement in statements:
        for actor in (statement.source.principal, statement.target.principal):
            if actor.id not in seen:
                seen.add(actor.id)
                yield _actor(actor)
        yield _link(article, statement)


def _actor(actor: Actor) -> dict[str, Any]:
    schema = _SCHEMA.get(actor.kind, "Organization")
    spelled = sorted({name for _, name in actor.names} - {label(actor)})
    properties: dict[str, list[Any]] = {
        "name": [label(actor)],
        "alias": spelled,
        "sourceUrl": [names.actor(actor.id)],
    }
    if schema == "Organization" and _ABBREVIATION.fullmatch(actor.code):
        properties["abbreviation"] = [actor.code]
    return _entity(_id("actor", actor.id), schema, properties)


def _article(article: Article) -> dict[str, Any]:
    properties: dict[str, list[Any]] = {
        "title": [article.title],
        "publishedAt": _dates(article.published),
        "publisher": [article.source],
        "sourceUrl": [article.url if names.is_web(article.url or "") else None],
    }
    return _entity(_id("article", article.id), "Article", properties)


def _link(article: Article, statement: Statement) -> dict[str, Any]:
    place = statement.evidence
    ends = (place.when or "").split("/")
    properties: dict[str, list[Any]] = {
        "subject": [_id("actor", statement.source.principal.id)],
        "object": [_id("actor", statement.target.principal.id)],
        "role": [statement.relation],
        "summary": [article.text[place.start : place.end]],
        "date": _dates(article.published),
        "startDate": _dates(ends[0]),
        "endDate": _dates(ends[-1]),
        "description": [
            None if statement.said_by is None else f"said by {label(statement.said_by.principal)}"
        ],
        "proof": [_id("article", article.id)],
        "publisher": [article.source],
        "sourceUrl": [article.url if names.is_web(article.url or "") else None],
    }
    return _entity(_id("mention", article.id, repr(statement)), "UnknownLink", properties)


def _entity(identifier: str, schema: str, properties: dict[str, list[Any]]) -> dict[str, Any]:
    kept = {name: [one for one in values if one] for name, values in sorted(properties.items())}
    return {"id": identifier, "schema": schema, "properties": {n: v for n, v in kept.items() if v}}


def _id(kind: str, *parts: str) -> str:
    return f"gk-{kind}-{names.digest(*parts, length=20)}"


def _dates(text: str | None) -> list[str]:
    """Return the date at the beginning of a text, as far as the model can hold it."""
    found = _DATE.match(text or "")
    return [found[0]] if found else []
