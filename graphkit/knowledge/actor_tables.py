"""Read the actor tables: TOML and TSV files to entries and aliases, strictly checked.

`tables.toml` in the folder lists the files to read, in order, with what each may hold.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphkit.errors import ActorError
from graphkit.facts import Actor
from graphkit.knowledge.actor_entries import Alias, Entry, Link, Office, Reading, Span, Term
from graphkit.knowledge.actor_names import fold

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ID = re.compile(r"\w[\w.-]*")
_AMBIGUITIES = ("word", "name", "place", "direction", "context")
_SPELLINGS = ("alias", "demonym", "metonym", "capital", "short", "collective")
_ACTOR_KEYS = frozenset(
    (
        "kind",
        "code",
        "m49",
        "iso2",
        "cow",
        "wikidata",
        "name",
        "ambiguous",
        "principal",
        "member",
        "office",
        "state",
        "from",
        "until",
    )
) | frozenset((*_SPELLINGS, "successor", "kinds"))
_OFFICE_KEYS = frozenset(("name", "alias", "single", "organ", "private", "public", "ambiguous"))
# The state of a sea or of a region wider than one state.
_NOWHERE = "-"
_SHAPES = ("actors", "offices", "blocks", "places")


@dataclass(slots=True)
class Tables:
    """Everything that the files say, gathered while they are read."""

    entries: dict[str, Entry] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    aliases: list[Alias] = field(default_factory=list)
    origin: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Table:
    """One file of the folder: its shape, the kinds that it may hold, and the form of its entries' names."""

    file: str
    shape: str
    kinds: tuple[str, ...]
    form: str
    capitals: str | None


def read(folder: Path) -> Tables:
    """Return what the tables of a folder say.

    Raises:
        ActorError: a file is missing or malformed; the message names file and key.
    """
    tables = Tables()
    for table in _listed(folder):
        where = folder / table.file
        if not where.is_file():
            raise ActorError(f"{folder.name}/tables.toml: {table.file} does not exist")
        if table.shape == "places":
            _read_places(where, table, tables)
        else:
            _READERS[table.shape](_toml(where), table, tables)
    return tables


def _listed(folder: Path) -> Iterator[_Table]:
    for file, row in _toml(folder / "tables.toml").items():
        _known(row, frozenset(("shape", "kinds", "form", "capitals")), "tables.toml", file)
        shape = row.get("shape", "actors")
        if shape not in _SHAPES:
            raise ActorError(f"tables.toml: {file}: shape {shape!r} is none of {', '.join(_SHAPES)}")
        kinds = tuple(row.get("kinds", ()))
        yield _Table(file, shape, kinds, row.get("form", "name"), row.get("capitals"))


def _toml(where: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(where.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ActorError(f"{where.name}: {error}") from error


def _known(row: object, keys: frozenset[str], file: str, key: str) -> None:
    if not isinstance(row, dict):
        raise ActorError(f"{file}: {key} is not a table")
    for name in row:
        if name not in keys:
            raise ActorError(f"{file}: {key}: unknown key {name!r}")


def _number(row: Mapping[str, Any], name: str, file: str, key: str) -> int | None:
    found = row.get(name)
    if found is not None and (not isinstance(found, int) or not 0 < found < 1000):
        raise ActorError(f"{file}: {key}: {name} must be a number of at most three digits, not {found!r}")
    return found


def _read_actors(rows: Mapping[str, Any], table: _Table, tables: Tables) -> None:
    for key, row in rows.items():
        _known(row, _ACTOR_KEYS, table.file, key)
        kind = row.get("kind", table.kinds[0] if len(table.kinds) == 1 else None)
        if kind not in table.kinds:
            raise ActorError(f"{table.file}: {key}: kind {kind!r} is none of {', '.join(table.kinds)}")
        names = _names(row, table.file, key)
        code = row.get("code", names[0][1])
        if not isinstance(code, str) or not _ID.fullmatch(key):
            raise ActorError(f"{table.file}: {key}: the key or its code is not a usable name")
        entry = Entry(
            actor=Actor(key, code, kind, tuple(names)),
            principals=tuple(_links(row.get("principal", []), "of", table.file, key)),
            members=tuple(_links(row.get("member", []), "of", table.file, key)),
            terms=tuple(_terms(row.get("office", []), table.file, key)),
            state=row.get("state"),
            span=_span(row, table.file, key),
            kinds=tuple((k["kind"], _span(k, table.file, key)) for k in row.get("kinds", ())),
            successor=row.get("successor"),
            m49=_number(row, "m49", table.file, key),
            iso2=row.get("iso2"),
            cow=_number(row, "cow", table.file, key),
            wikidata=row.get("wikidata"),
        )
        _add(entry, table, tables)
        form = "body" if entry.principals and table.form == "name" else table.form
        place = _capital(row, entry, table, tables)
        tables.aliases += _aliases(row, names, entry, form, table.file, place)


def _capital(row: Mapping[str, Any], state: Entry, table: _Table, tables: Tables) -> Entry | None:
    """Add the capital of a state as a place of its own, named by its first spelling in each language."""
    spelled = row.get("capital")
    if table.capitals is None or not isinstance(spelled, dict) or not all(spelled.values()):
        return None
    names = tuple((language, texts[0]) for language, texts in spelled.items())
    key = re.sub(r"\W+", "_", fold(names[0][1])).strip("_")
    if key in tables.entries or key == state.actor.id:
        key = f"{key}_{state.actor.id}"
    place = Entry(Actor(key, names[0][1], table.capitals, names), state=state.actor.id)
    _add(place, table, tables)
    return place


def _read_offices(rows: Mapping[str, Any], table: _Table, tables: Tables) -> None:
    for key, row in rows.items():
        _known(row, _OFFICE_KEYS, table.file, key)
        names = _names(row, table.file, key)
        office = Office(
            key, tuple(names), *(bool(row.get(k)) for k in ("single", "organ", "private", "public"))
        )
        if key in tables.offices:
            raise ActorError(f"{table.file}: {key} is an office already")
        tables.offices[key] = office
        for form, language, text in _spelled(
            row, names, "organ" if office.organ else "office", table.file, key
        ):
            flag = row.get("ambiguous", {}).get(text)
            reading = Reading(form, office=office, ambiguous=flag)
            tables.aliases.append(Alias(text, (language,) if language else (), reading, table.file))


def _read_blocks(rows: Mapping[str, Any], table: _Table, tables: Tables) -> None:
    for language, texts in rows.items():
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise ActorError(f"{table.file}: {language} is not a list of strings")
        tables.aliases += [Alias(text, (language,), None, table.file) for text in texts]


_READERS = {"actors": _read_actors, "offices": _read_offices, "blocks": _read_blocks}


def _read_places(where: Path, table: _Table, tables: Tables) -> None:
    """Read a gazetteer: id, state, name in English, other names as "language:spelling!flag", tabs between."""
    for number, line in enumerate(where.read_text(encoding="utf-8").split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) not in (3, 4):
            raise ActorError(
                f"{table.file}: line {number}: three or four fields expected, found {len(fields)}"
            )
        key, state, name = fields[:3]
        name, _, flag = name.partition("!")
        entry = Entry(
            Actor(key, name, table.kinds[0], (("", name),)), state=None if state == _NOWHERE else state
        )
        _add(entry, table, tables)
        reading = Reading(table.form, entry, ambiguous=flag or None)
        tables.aliases.append(Alias(name, (), reading, table.file))
        for other in fields[3].split("|") if len(fields) == 4 and fields[3] else ():
            language, _, spelling = other.rpartition(":")
            spelling, _, flag = spelling.partition("!")
            reading = Reading(table.form, entry, ambiguous=flag or None)
            tables.aliases.append(Alias(spelling, (language,) if language else (), reading, table.file))


def _add(entry: Entry, table: _Table, tables: Tables) -> None:
    key = entry.actor.id
    if key in tables.entries:
        raise ActorError(f"{table.file}: {key} is in {tables.origin[key]} already")
    tables.entries[key] = entry
    tables.origin[key] = table.file


def _names(row: Mapping[str, Any], file: str, key: str) -> list[tuple[str, str]]:
    """Return the preferred names; a plain string is the name in every language, and no name is the key."""
    name = row.get("name", key.replace("_", " "))
    if isinstance(name, str):
        return [("", name)]
    if not isinstance(name, dict) or not name or not all(isinstance(n, str) and n for n in name.values()):
        raise ActorError(f"{file}: {key}: name is neither a string nor a table of strings")
    return list(name.items())


def _spelled(
    row: Mapping[str, Any], names: list[tuple[str, str]], form: str, file: str, key: str
) -> Iterator[tuple[str, str, str]]:
    """Yield form, language ("" for every) and spelling of everything that a row claims."""
    for language, text in names:
        yield form, language, text
    for kind in _SPELLINGS:
        value = row.get(kind)
        if value is None:
            continue
        for language, texts in value.items() if isinstance(value, dict) else (("", value),):
            if not isinstance(texts, list) or not all(isinstance(t, str) and t for t in texts):
                raise ActorError(f"{file}: {key}: {kind} is not a list of strings")
            for text in texts:
                yield form if kind == "alias" else kind, language, text


def _aliases(
    row: Mapping[str, Any],
    names: list[tuple[str, str]],
    entry: Entry,
    form: str,
    file: str,
    capital: Entry | None,
) -> Iterator[Alias]:
    key = entry.actor.id
    flags = row.get("ambiguous", {})
    used = set()
    readings: dict[tuple[str, str | None], Reading] = {}
    for kind, language, text in _spelled(row, names, form, file, key):
        used.add(text)
        flag = flags.get(text)
        if flag is not None and flag not in _AMBIGUITIES:
            raise ActorError(f"{file}: {key}: ambiguous {flag!r} is none of {', '.join(_AMBIGUITIES)}")
        place = capital if kind == "capital" else None
        reading = readings.setdefault((kind, flag), Reading(kind, entry, ambiguous=flag, place=place))
        yield Alias(text, (language,) if language else (), reading, file)
    if missing := sorted(set(flags) - used):
        raise ActorError(f"{file}: {key}: ambiguous names {missing[0]!r}, which is no name of it")


def _links(value: object, name: str, file: str, key: str) -> Iterator[Link]:
    """Yield dated ties, written as an id, a list of ids, or a list of tables with from and until."""
    for item in [value] if isinstance(value, str) else value if isinstance(value, list) else [None]:
        if isinstance(item, str):
            yield Link(item)
        elif isinstance(item, dict) and isinstance(item.get(name), str):
            _known(item, frozenset((name, "from", "until")), file, key)
            yield Link(item[name], _span(item, file, key))
        else:
            raise ActorError(f"{file}: {key}: {item!r} names no actor")


def _terms(value: object, file: str, key: str) -> Iterator[Term]:
    items: list[Any] = value if isinstance(value, list) else [value]
    for item in items:
        _known(item, frozenset(("office", "of", "from", "until", "acting")), file, f"{key}: office")
        if not isinstance(item.get("office"), str) or not isinstance(item.get("of"), str):
            raise ActorError(f"{file}: {key}: an office needs `office` and `of`")
        yield Term(key, item["office"], item["of"], _span(item, file, key), bool(item.get("acting")))


def _span(row: Mapping[str, Any], file: str, key: str) -> Span:
    start, until = row.get("from"), row.get("until")
    for date in (start, until):
        if date is not None and not (isinstance(date, str) and _DATE.fullmatch(date)):
            raise ActorError(f"{file}: {key}: {date!r} is not an ISO 8601 date")
    if start is not None and until is not None and start[: len(until)] > until[: len(start)]:
        raise ActorError(f"{file}: {key}: {start} is after {until}")
    return Span(start, until)
