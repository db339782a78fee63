"""A record, whatever file it stood in, becomes an Article."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graphkit.errors import SourceError
from graphkit.knowledge import files
from graphkit.sources import dates, language
from graphkit.sources.clean import read_table
from graphkit.text import Article

# Some 170,000 words, a long novel: whatever is longer is not one article, and would take a parser minutes.
LONGEST = 1_000_000

# No file can hold these, and RDF forbids the first: each becomes one replacement character.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Record:
    """What a reader found in a file: fields by their own names. No `line` means the whole file."""

    fields: Mapping[str, object]
    file: str
    line: int | None = None

    def error(self, reason: str, *, hint: str | None = None) -> SourceError:
        """Return a failure of this record."""
        return SourceError(reason, file=self.file, line=self.line, hint=hint)


def article(record: Record, *, asked: str | None = None) -> Article:
    """Return the record as an Article; `asked` is the language for a record that states none.

    Its id is the record's own, else a digest of its text.

    Raises:
        SourceError: it has no text, too much of it, or one in a language without a pack.
    """
    parts = _parts(record.fields)
    text = _UNWRITABLE.sub("\ufffd", parts.get("text", ""))
    if not text.strip():
        raise record.error("no text", hint=_where_text_is_looked_for(record.fields))
    if len(text) > LONGEST:
        raise record.error(
            f"the text has {len(text):,} characters, one article at most {LONGEST:,}",
            hint="give each article a file of its own, or a line of its own in a .jsonl file",
        )
    try:
        code = language.load().choose(parts.get("language", ""), asked, text)
    except SourceError as error:
        raise record.error(error.reason, hint=error.hint) from error
    return Article(
        id=parts.get("id") or digest(text),
        language=code,
        title=parts.get("title", ""),
        text=text,
        published=dates.read(parts["date"]) if "date" in parts else None,
        url=parts.get("url"),
        source=parts.get("source"),
    )


def digest(text: str) -> str:
    """Return the id of a text: 16 hexadecimal digits that differences in spacing do not change."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def _parts(fields: Mapping[str, object]) -> dict[str, str]:
    """Find the parts of an article among the fields; empty ones count as missing."""
    given = {_plain(name): value for name, value in fields.items()}
    found: dict[str, str] = {}
    for part, candidates in names().items():
        for name in candidates:
            value = given.get(_plain(name))
            if isinstance(value, (str, int, float)) and str(value).strip():
                written = str(value)
                found[part] = (
                    written if part == "text" else " ".join(_UNWRITABLE.sub("\ufffd", written).split())
                )
                break
    return found


def _where_text_is_looked_for(fields: Mapping[str, object]) -> str | None:
    candidates = names()["text"]
    if {_plain(name) for name in fields} & {_plain(name) for name in candidates}:
        return None
    return f"the text is looked for under: {', '.join(candidates)}; given: {', '.join(fields) or 'nothing'}"


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).casefold()


@cache
def names() -> Mapping[str, tuple[str, ...]]:
    """Return the names under which each part of an article is looked for, best first."""
    table = read_table(files.path("data", "cleaning", "fields.toml"))
    return {part: tuple(candidates) for part, candidates in table.items()}
