"""Credits: from whom a text has what it tells ("seperti dilansir Reuters"), by data/credits/<code>.toml."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import ahocorasick

from graphkit.errors import LanguageError
from graphkit.facts import Span
from graphkit.knowledge import files
from graphkit.knowledge.actor_names import fold

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
    """How a language gives credit; `free` are those of its patterns that name no agency."""

    patterns: tuple[re.Pattern[str], ...] = ()
    free: tuple[re.Pattern[str], ...] = ()
    agencies: Mapping[str, str] = field(default_factory=dict)
    never: frozenset[str] = frozenset()
    _names: ahocorasick.Automaton = field(default_factory=ahocorasick.Automaton, repr=False, compare=False)

    def find(self, text: str, within: Iterable[Span] | None = None) -> Iterator[Credit]:
        """Yield the credits of stretches of a text in order, none inside another."""
        named = sorted(self._named(text))
        for start, stop in ((0, len(text)),) if within is None else within:
            # Few sentences name an agency, and looking for names alone takes a tenth of the time.
            here = named[bisect_left(named, (start, 0)) : bisect_left(named, (stop, 0))]
            patterns = self.patterns if any(_whole(text, at, stop) for at in here) else self.free
            if not patterns:
                continue
            found = (match for pattern in patterns for match in pattern.finditer(text, start, stop))
            reached = start
            for match in sorted(found, key=lambda match: (match.start(), -match.end())):
                name = match["name"].casefold()
                if match.start() >= reached and name not in self.never:
                    reached = match.end()
                    yield Credit(match.start(), match.end(), self.agencies.get(name, match["name"]))

    def _named(self, text: str) -> Iterator[Span]:
        """Yield where words begin with the name of an agency."""
        plain = fold(text).lower()
        for last, size in self._names.iter(plain) if self.agencies else ():
            start = last + 1 - size
            if not start or not plain[start - 1].isalnum():
                yield start, last + 1


def _whole(text: str, name: Span, stop: int) -> bool:
    """Tell whether a name ends where a word does, in a stretch of text."""
    return name[1] == stop or (name[1] < stop and not text[name[1]].isalnum())


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
        return Credits()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LanguageError(f"{path.name}: {error}") from error
    if set(table) != {"agencies", "never", "phrases"}:
        raise LanguageError(f"credits/{path.name}: agencies, never and phrases are expected, no more")
    names = "|".join(re.escape(name) for name in sorted(table["agencies"], key=len, reverse=True))
    patterns, free = [], []
    for phrase in table["phrases"]:
        written = phrase.replace("{agency}", rf"(?P<name>{names})").replace("{outlet}", f"(?-i:{_OUTLET})")
        try:
            pattern = re.compile(rf"(?i)(?<!\w)(?:{written})(?!\w)")
        except re.error as error:
            raise LanguageError(f"credits/{path.name}: {phrase!r}: {error}") from error
        patterns.append(pattern)
        if "{agency}" not in phrase:
            free.append(pattern)
    known = {name.casefold(): name for name in table["agencies"]}
    spotter = ahocorasick.Automaton()
    for name in map(fold, known):
        spotter.add_word(name, len(name))
    spotter.make_automaton()
    never = frozenset(name.casefold() for name in table["never"])
    return Credits(tuple(patterns), tuple(free), known, never, spotter)
