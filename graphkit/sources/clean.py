"""The parts of a text that are the article, without datelines, bylines, links and credits.

Rules are data: `data/cleaning/any.toml` says how they are read. The text itself is never changed, so that
offsets stay those of the stored text.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from graphkit.errors import LanguageError
from graphkit.facts import Span
from graphkit.knowledge import files
from graphkit.text import Article

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_KINDS = ("datelines", "openings", "lines", "heads", "inline")
_DASH = r"\s{0,3}[-–—]{1,2}\s{1,3}"
_SENTENCE_END = tuple('.!?"”’)')
# A headline under a "read also" is a line of its own and no longer than this; longer lines are text.
_HEADLINE = 160

Rules = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The rules for the outlets of one publisher, beside those for all."""

    lines: Rules
    inline: Rules


@dataclass(frozen=True, slots=True)
class Cleaner:
    """The cleaning rules of one language, with those of all languages and of publishers."""

    families: Mapping[str, "Family"]
    datelines: Rules
    openings: Rules
    lines: Rules
    heads: Rules
    inline: Rules

    def __call__(self, article: Article) -> tuple[Span, ...]:
        """Return the spans of the article's text to parse, in order."""
        family = self.families.get((article.source or "").casefold())
        if family is None:
            return tuple(self.spans(article.text))
        own = replace(self, lines=(*self.lines, *family.lines), inline=(*self.inline, *family.inline))
        return tuple(own.spans(article.text))

    def spans(self, text: str) -> Iterator[Span]:
        """Yield the spans of the text to parse, each within one line."""
        first, below_head = True, False
        for line in _LINE.finditer(text):
            start, end = _strip(text, *line.span())
            if start == end:
                continue
            if _any(self.heads, text, start, end):
                below_head = True
            elif below_head and end - start <= _HEADLINE and not text.startswith(_SENTENCE_END, end - 1):
                continue
            elif not _any(self.lines, text, start, end):
                below_head = False
                yield from self._inside(text, self._after_dateline(text, start, end, first=first), end)
                first = False

    def _after_dateline(self, text: str, start: int, end: int, *, first: bool) -> int:
        """Return where the sentence begins; a byline may stand before a dateline."""
        for rule in (*self.datelines, *(self.openings if first else ())):
            match = rule.match(text, start, end)
            if match is not None:
                start = match.end()
        return start

    def _inside(self, text: str, start: int, end: int) -> Iterator[Span]:
        cuts = sorted(match.span() for rule in self.inline for match in rule.finditer(text, start, end))
        for begin, stop in [*cuts, (end, end)]:
            if start < begin and text[start:begin].strip():
                yield _strip(text, start, begin)
            start = max(start, stop)


def _any(rules: Rules, text: str, start: int, end: int) -> bool:
    return any(rule.match(text, start, end) is not None for rule in rules)


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


@cache
def load(language: str) -> Cleaner:
    """Return the cleaner of a language; one without rules of its own gets those of all languages.

    Raises:
        LanguageError: a rule is malformed; the message names file and key.
    """
    folder = files.path("data", "cleaning")
    tables = [
        (path, read_table(path))
        for path in (folder / "any.toml", folder / f"{language}.toml")
        if path.is_file()
    ]
    places = [place for _, table in tables for place in table.get("places", [])]
    found = {
        kind: tuple(
            compile_rule(rule, places, path, kind) for path, table in tables for rule in table.get(kind, [])
        )
        for kind in _KINDS
    }
    return Cleaner(families(), **found)


@cache
def families() -> Mapping[str, Family]:
    """Return the rules of publishers by the names of their outlets, in small letters.

    Raises:
        LanguageError: a rule is malformed; the message names file and key.
    """
    path = files.path("data", "cleaning", "families.toml")
    found: dict[str, Family] = {}
    for name, table in read_table(path).items():
        if set(table) != {"outlets", "lines", "inline"}:
            raise LanguageError(f"{path}: {name}: outlets, lines and inline are expected")
        rules = {
            kind: tuple(compile_rule(rule, (), path, f"{name}.{kind}") for rule in table[kind])
            for kind in ("lines", "inline")
        }
        found |= {outlet.casefold(): Family(**rules) for outlet in table["outlets"]}
    return found


def read_table(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        LanguageError: it is malformed.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LanguageError(f"{path}: {error}") from error


def compile_rule(rule: str, places: Iterable[str], path: Path, kind: str) -> re.Pattern[str]:
    """Return a rule as a pattern, its placeholders filled in.

    Raises:
        LanguageError: it is malformed.
    """
    names = "|".join(re.escape(place) for place in sorted(places, key=len, reverse=True))
    try:
        return re.compile(rule.replace("{place}", f"(?:{names})").replace("{dash}", _DASH))
    except re.error as error:
        raise LanguageError(f"{path}: {kind}: {rule!r}: {error}") from error
