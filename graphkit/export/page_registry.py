"""What the registry knows of the actors of a page: other names, offices and identifiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphkit.facts import Actor
from graphkit.knowledge import actor_tables, files
from graphkit.knowledge.actor_entries import Entry

MOST = 16  # other names of one actor that a reader may search for
WIKIDATA = "https://www.wikidata.org/wiki/"


@dataclass(frozen=True, slots=True)
class Known:
    """Aliases as (language, text), offices and identifiers, each by actor id."""

    names: dict[str, tuple[tuple[str, str], ...]]
    offices: dict[str, list[dict[str, Any]]]
    identifiers: dict[str, list[list[str]]]


def look_up(actors: Iterable[Actor]) -> Known:
    """Return what the shipped registry knows of these actors; those that are not in it are left out."""
    tables = _tables()
    wanted = {actor.id for actor in actors}
    names: dict[str, list[tuple[str, str]]] = {}
    for alias in tables.aliases:
        entry = alias.reading.entry if alias.reading is not None else None
        if entry is not None and entry.actor.id in wanted:
            found = names.setdefault(entry.actor.id, [])
            if len(found) < MOST:
                found.extend((language, alias.text) for language in alias.languages or ("",))
    entries = [tables.entries[one] for one in sorted(wanted) if one in tables.entries]
    return Known(
        names={one: tuple(dict.fromkeys(found)) for one, found in names.items()},
        offices={entry.actor.id: _offices(entry, tables) for entry in entries if entry.terms},
        identifiers={entry.actor.id: rows for entry in entries if (rows := _identifiers(entry))},
    )


@cache
def _tables() -> actor_tables.Tables:
    return actor_tables.read(files.path("data", "actors"))


def _offices(entry: Entry, tables: actor_tables.Tables) -> list[dict[str, Any]]:
    return [
        {
            "office": dict(reversed(tables.offices[term.office].names)),
            "of": dict(reversed(tables.entries[term.of].actor.names)),
            "start": term.span.start,
            "until": term.span.until,
        }
        for term in entry.terms
    ]


def _identifiers(entry: Entry) -> list[list[str]]:
    """Return (name, address) pairs; the address is empty where there is none."""
    found = []
    if entry.m49 is not None:
        found.append([f"M49 {entry.m49:03}", ""])
    if entry.wikidata is not None:
        found.append([entry.wikidata, WIKIDATA + entry.wikidata])
    return found
