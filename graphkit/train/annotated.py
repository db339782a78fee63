"""Annotated articles for the scorer: the annotations that are shipped, joined with texts that are not."""

import hashlib
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphkit.errors import GoldError
from graphkit.evaluate.gold import Claim, Gold
from graphkit.facts import Span, Status
from graphkit.knowledge import files
from graphkit.text import Article


def read(language: str, data: Path) -> Iterator[tuple[Gold, dict[Claim, tuple[Span, ...]]]]:
    """Yield the annotated articles of a language with the spans that state each claim.

    `data` is a folder whose `corpora/*.jsonl.xz` hold the texts.

    Raises:
        GoldError: A text is not there, or is not the one that was annotated.
    """
    path = files.path("data", "training", f"{language}.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    wanted = {item for row in rows for item, _, _ in row["pieces"]}
    texts = _texts(data / "corpora", wanted)
    for number, row in enumerate(rows, start=1):
        yield _article(row, texts, language, f"{path.name}:{number}")


def _texts(folder: Path, wanted: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record["id"] in wanted:
                    found[record["id"]] = record["text"]
    return found


def _article(
    row: dict[str, Any], texts: dict[str, str], language: str, place: str
) -> tuple[Gold, dict[Claim, tuple[Span, ...]]]:
    try:
        text = "\n".join(texts[item][start:end] for item, start, end in row["pieces"])
    except KeyError as error:
        raise GoldError(f"{place}: the corpora hold no article {error}") from error
    if hashlib.sha256(text.encode()).hexdigest()[:16] != row["digest"]:
        raise GoldError(f"{place}: the corpora hold another text of {row['id']}")
    spans = {}
    for entry in row["statements"]:
        told = tuple((start, end) for start, end in entry["spans"])
        claim = Claim(
            source=entry["source"],
            relation=entry["relation"],
            target=entry["target"],
            status=str(Status(entry["status"])),
            said_by=entry["said_by"],
            evidence=text[told[0][0] : told[0][1]],
            optional=entry.get("optional", False),
        )
        spans[claim] = told
    article = Article(row["id"], language, "", text, row["date"])
    return Gold(article, tuple(spans)), spans
