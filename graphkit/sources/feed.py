"""Feeds: each entry of an RSS or Atom file is a record."""

import io
import re
from collections.abc import Iterator
from typing import IO, Any

from graphkit.errors import SourceError
from graphkit.sources import stream
from graphkit.sources.record import Record

_LARGEST_FEED = 32 * 2**20
# A feed declares no entities of its own; what does is no feed, and may be a bomb.
_ENTITIES = re.compile(rb"<!(?:ENTITY|ELEMENT|ATTLIST)|<!DOCTYPE[^>]{0,2000}\[", re.IGNORECASE)


def read_feed(file: IO[bytes], name: str) -> Iterator[Record | SourceError]:
    """Yield the record of each entry of a feed."""
    content = stream.whole(file, name)
    if len(content) > _LARGEST_FEED:
        yield SourceError(f"the feed is larger than {_LARGEST_FEED // 2**20} MB", file=name)
        return
    if _ENTITIES.search(content):
        yield SourceError("the feed declares entities of its own, and is not read", file=name)
        return
    import feedparser

    try:
        found: Any = feedparser.parse(io.BytesIO(content))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        yield SourceError(f"the feed is broken: {type(error).__name__}", file=name)
        return
    if not found.entries:
        yield SourceError("no entries found in the feed", file=name, hint="is it RSS or Atom?")
        return
    outlet = found.feed.get("title", "")
    spoken = found.feed.get("language", "")
    for number, entry in enumerate(found.entries, 1):
        yield Record(_fields(entry, outlet, spoken), f"{name}, entry {number}")


def _fields(entry: Any, outlet: str, spoken: str) -> dict[str, object]:
    whole = max((part.get("value") or "" for part in entry.get("content", [])), key=len, default="")
    text = max(whole, entry.get("summary") or "", key=len)
    fields = {
        "id": entry.get("id") or entry.get("link"),
        "title": entry.get("title"),
        "text": text,
        "date": _day(entry.get("published_parsed") or entry.get("updated_parsed")),
        "url": entry.get("link"),
        "author": entry.get("author"),
        "source": (entry.get("source") or {}).get("title") or outlet,
        "lang": spoken,
    }
    return {key: value for key, value in fields.items() if value}


def _day(told: Any) -> str:
    return f"{told.tm_year:04}-{told.tm_mon:02}-{told.tm_mday:02}" if told else ""
