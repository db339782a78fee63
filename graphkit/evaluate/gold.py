"""Gold files: annotated articles in JSON Lines, one article a line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphkit.errors import GoldError
from graphkit.facts import Statement, Status
from graphkit.text import Article


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement as gold files write it: principals by code, no offsets.

    `rule` names the rule behind a prediction; it is empty for gold. An `optional` claim is neither
    owed nor wrong.
    """

    source: str
    relation: str
    target: str
    status: str
    said_by: str | None
    evidence: str
    optional: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated article."""

    article: Article
    claims: tuple[Claim, ...]


def read(path: Path) -> Iterator[Gold]:
    """Yield the annotated articles of a JSON Lines file, in file order.

    Raises:
        GoldError: A line is no JSON object of the format, or quotes what its text does not say.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield parse(line, f"{path}:{number}")


def claim(statement: Statement, text: str) -> Claim:
    """Return a statement the way gold files write it, its evidence sliced from the article's text."""
    speaker = statement.said_by
    evidence = statement.evidence
    return Claim(
        source=statement.source.principal.code,
        relation=statement.relation,
        target=statement.target.principal.code,
        status=str(statement.status),
        said_by=None if speaker is None else speaker.principal.code,
        evidence=text[evidence.start : evidence.end],
        rule=evidence.rule,
    )


def parse(line: str, place: str) -> Gold:
    """Return the annotated article of one line; `place` names it in errors.

    A statement without evidence has the whole text as evidence.

    Raises:
        GoldError: The line is no JSON object of the format, or quotes what its text does not say.
    """
    try:
        record = json.loads(line)
        if not isinstance(record["text"], str):
            raise TypeError("text is no text")
        article = Article(
            id=record["id"],
            language=record["lang"],
            title=record.get("title") or "",
            text=record["text"],
            published=record.get("date"),
            url=record.get("url"),
            source=record.get("source"),
        )
        claims = tuple(_claim(row, article.text) for row in record["statements"])
    except (KeyError, TypeError, ValueError) as error:
        raise GoldError(f"{place}: not an annotated article: {error!r}") from error
    for row in claims:
        if row.evidence not in article.text:
            raise GoldError(f"{place}: evidence is no part of the text: {row.evidence[:60]!r}")
    return Gold(article, claims)


def _claim(row: dict[str, Any], text: str) -> Claim:
    return Claim(
        source=row["source"],
        relation=row["relation"],
        target=row["target"],
        status=str(Status(row["status"])),
        said_by=row.get("said_by"),
        evidence=row.get("evidence", text),
        optional=bool(row.get("optional", False)),
    )
