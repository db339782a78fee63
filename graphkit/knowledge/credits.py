"""Credits: from whom a text has what it tells ("seperti dilansir Reuters"), by data/credits/<code>.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from graphkit.errors import LanguageError
from graphkit.knowledge import files

_WORD = r"[A-Z](?:[\w&’'-]|\.(?=\w)){0,30}"
_OUTLET = rf"(?P<name>{_WORD}(?: (?:(?:of|the) )?{_WORD}){{0,3}})"


@dataclass(frozen=True, slots=True)
class Credit:
    """Words that name where a story comes from, by their span in the text, and the name."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Credits:
    """How a language gives credit."""

    patterns: tuple[re.Pattern[str], ...]
    agencies: Mapping[str, str]
    never: frozenset[str]

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Credit]:
        """Yield the credits of a stretch of text in order, none inside another."""
        stop = len(text) if end is None else end
        found = (match for pattern in self.patterns for match in pattern.finditer(text, start, stop))
        reached = start
        for match in sorted(found, key=lambda match: (match.start(), -match.end())):
            name = match["name"].casefold()
            if match.start() >= reached and name not in self.never:
                reached = match.end()
                yield Credit(match.start(), match.end(), self.agencies.get(name, match["name"]))


@cache
def load(code: str) -> Credits:
    """Return how a language gives credit; one without a file gives none.

    Raises:
        LanguageError: the file is malformed; the message names file and key.
    """
    try:
        path = files.path("data", "credits", f"{code}.toml")
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Credits((), {}, frozenset())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LanguageError(f"{path.name}: {error}") from error
    if set(table) != {"agencies", "never", "phrases"}:
        raise LanguageError(f"credits/{path.name}: agencies, never and phrases are expected, no more")
    names = "|".join(re.escape(name) for name in sorted(table["agencies"], key=len, reverse=True))
    patterns = []
    for phrase in table["phrases"]:
        written = phrase.replace("{agency}", rf"(?P<name>{names})").replace("{outlet}", f"(?-i:{_OUTLET})")
        try:
            patterns.append(re.compile(rf"(?i)(?<!\w)(?:{written})(?!\w)"))
        except re.error as error:
            raise LanguageError(f"credits/{path.name}: {phrase!r}: {error}") from error
    known = {name.casefold(): name for name in table["agencies"]}
    return Credits(tuple(patterns), known, frozenset(name.casefold() for name in table["never"]))
