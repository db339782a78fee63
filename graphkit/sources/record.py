"""A record, whatever file it stood in, becomes an Article."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from graphkit.errors import SourceError, UsageError
from graphkit.knowledge import files
from graphkit.sources import dates, language, outlets
from graphkit.sources.clean import read_table
from graphkit.sources.markup import plain
from graphkit.sources.mend import mend
from graphkit.text import Article

# Some 170,000 words, a long novel: whatever is longer is not one article, and would take a parser minutes.
LONGEST = 1_000_000
# A name of 1,000 characters is none; what is that long hides something.
_LONGEST_FIELD = 1_000
# Times are given in seconds or milliseconds since 1970 by some: from 1980 to 2100.
_SECONDS = re.compile(r"\d{9,10}|\d{12,13}")


@dataclass(frozen=True, slots=True)
class Record:
    """What a reader found in a file: fields by their own names. No `line` means the whole file."""

    fields: Mapping[str, object]
    file: str
    line: int | None = None

    def error(self, reason: str, *, hint: str | None = None) -> SourceError:
        """Return a failure of this record."""
        return SourceError(reason, file=self.file, line=self.line, hint=hint)


def article(record: Record, *, asked: str | None = None, columns: Mapping[str, str] | None = None) -> Article:
    """Return the record as an Article; `asked` is the language for a record that states none.

    Its id is the record's own, else a digest of its text. `columns` names fields by the part that
    they hold. What a record does not say of itself, its address and its file's name may say.

    Raises:
        SourceError: it has no text, too much of it, or one in a language without a pack.
    """
    parts = _parts(record.fields, columns or {})
    written = parts.get("text", "")
    if len(written) > 4 * LONGEST:  # too long, whatever markup it holds: not worth mending
        raise _too_long(record, written)
    text = mend(plain(written)).strip("\n")
    if not text.strip():
        raise record.error("no text", hint=_where_text_is_looked_for(record.fields, columns or {}))
    if len(text) > LONGEST:
        raise _too_long(record, text)
    try:
        sample = _sample(parts.get("title", ""), text)
        code = language.load().choose(parts.get("language", ""), asked, sample, record.file)
    except SourceError as error:
        raise record.error(error.reason, hint=error.hint) from error
    url = parts.get("url")
    return Article(
        id=parts.get("id") or digest(text),
        language=code,
        title=parts.get("title", ""),
        text=text,
        published=_published(parts.get("date", ""), code, url, record.file),
        url=url,
        source=parts.get("source") or outlets.of(url),
        author=parts.get("author"),
    )


def digest(text: str) -> str:
    """Return the id of a text: 16 hexadecimal digits that differences in spacing do not change."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def columns(written: str) -> dict[str, str]:
    """Return the names of columns by the part that they hold, from "text=isi,date=tanggal".

    Raises:
        UsageError: a part is unknown or named twice, or a pair is none.
    """
    found: dict[str, str] = {}
    for pair in filter(None, (pair.strip() for pair in written.split(","))):
        part, equals, name = (word.strip() for word in pair.partition("="))
        if part not in names() or not equals or not name or part in found:
            hint = f"write text=isi,date=tanggal; parts are {', '.join(names())}"
            raise UsageError(f"columns: {pair!r} names no column", hint=hint)
        found[part] = name
    return found


def is_column(cells: Iterable[str]) -> bool:
    """Tell whether one of the cells is a name under which the text of articles is looked for."""
    return bool({_plain(cell) for cell in cells} & {_plain(name) for name in names()["text"]})


def _too_long(record: Record, text: str) -> SourceError:
    return record.error(
        f"the text has {len(text):,} characters, one article at most {LONGEST:,}",
        hint="give each article a file of its own, or a line of its own in a .jsonl file",
    )


def _sample(title: str, text: str) -> str:
    """Return what tells the language: a short text alone tells less than with its title."""
    return f"{title}\n{text}" if title else text


def _published(written: str, code: str, url: str | None, file: str) -> str | None:
    """Return the date that a record states, else the one in its address or its file's name.

    Folders count where they are numbers alone ("2024/05/30"): others say when a copy was made.
    """
    if written:
        told = dates.seconds(written) if _SECONDS.fullmatch(written) else dates.read(written, language=code)
        if told is not None:
            return told
    *folders, name = file.replace("\\", "/").split("/")
    while folders and folders[-1].isdigit():
        name = f"{folders.pop()}/{name}"
    return dates.inside(url or "") or dates.inside(name)


def _parts(fields: Mapping[str, object], chosen: Mapping[str, str]) -> dict[str, str]:
    """Find the parts of an article among the fields; empty ones count as missing."""
    given = {_plain(name): value for name, value in fields.items()}
    found: dict[str, str] = {}
    for part, candidates in names().items():
        for name in (chosen[part],) if part in chosen else candidates:
            written = _written(given.get(_plain(name)))
            if written.strip():
                found[part] = written if part == "text" else _line(written)
                break
    return found


def _written(value: object) -> str:
    """Return a field as text; a list of texts is joined, and what holds a name stands for it."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _line(written: str) -> str:
    return " ".join(mend(plain(written[: 4 * _LONGEST_FIELD])).split())[:_LONGEST_FIELD]


def _where_text_is_looked_for(fields: Mapping[str, object], chosen: Mapping[str, str]) -> str | None:
    candidates = (chosen["text"],) if "text" in chosen else names()["text"]
    if {_plain(name) for name in fields} & {_plain(name) for name in candidates}:
        return None
    given = ", ".join(map(str, fields))[:200] or "nothing"
    hint = f"the text is looked for under: {', '.join(candidates)}; given: {given}"
    return hint if "text" in chosen else f"{hint}; --columns text=NAME says where it is"


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", str(name)).casefold()


@cache
def names() -> Mapping[str, tuple[str, ...]]:
    """Return the names under which each part of an article is looked for, best first."""
    table = read_table(files.path("data", "cleaning", "fields.toml"))
    return {part: tuple(candidates) for part, candidates in table.items()}
