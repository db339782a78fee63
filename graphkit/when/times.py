"""How a language tells time: the tables and rules of data/times/<code>.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graphkit.errors import LanguageError
from graphkit.knowledge import files

_KEYS = frozenset(
    {
        "day_first",
        "months",
        "short",
        "other_months",
        "weekdays",
        "other_weekdays",
        "since",
        "until",
        "numbers",
        "units",
    }
    | {"parts", "rules"}
)
_UNITS = frozenset({"day", "week", "fortnight", "weekend", "month", "year", "decade"})
_NUMBERED = re.compile(r"(day|week|weekend|month|year) (-?\d)")
# What most rules need and few sentences have, quick to find.
_SIGNS = ("{month}", "{weekday}", "{year}", "{unit}")
# Escaped characters and classes of them, which may be brackets; and brackets that hold no other.
_ESCAPED = re.compile(r"\\.|\[[^\]]*\]")
_BRACKET = re.compile(r"\([^()]*\)")
_MEANS = frozenset(
    {"date", "decade", "month", "weekday", "ago", "ahead", "past", "vague"}
    | {f"{what} {which}" for what in ("month", "weekday") for which in ("last", "next")}
    | {f"weekday {which} week" for which in ("last", "this", "next")}
    | {f"month {which} year" for which in ("last", "this", "next")}
    | {f"unit {which}" for which in ("last", "this", "next")}
    | {"month this"}
)
_DIGITS = {
    "{day}": r"(?P<day>(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?!\d))",
    "{last_day}": r"(?P<last_day>(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?!\d))",
    "{number_of_month}": r"(?P<number_of_month>(?<!\d)(?:0?[1-9]|1[0-2])(?!\d))",
    "{year}": r"(?P<year>(?<!\d)(?:1[5-9]|20)\d\d(?!\d))",
    "{last_year}": r"(?P<last_year>(?<!\d)(?:1[5-9]|20)\d\d(?!\d))",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a pattern means, in the words of data/times; it matches nowhere without what it needs."""

    means: str
    pattern: re.Pattern[str]
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """How a language tells time. Names are keys in lower case; months and weekdays count from 1.

    `day_first` says that its dates in figures have the day first, always. `signs` find what rules need:
    a name of a month, a year, ...
    """

    day_first: bool
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, str]
    since: re.Pattern[str]
    until: re.Pattern[str]
    rules: tuple[Rule, ...]
    signs: Mapping[str, re.Pattern[str]]

    def due(self, sentence: str) -> Iterator[tuple[int, Rule]]:
        """Yield the rules that may match in a sentence, with their numbers."""
        seen = {name for name, sign in self.signs.items() if sign.search(sentence)}
        for number, rule in enumerate(self.rules):
            if rule.needs <= seen:
                yield number, rule


@cache
def load(code: str) -> Times | None:
    """Return how a language tells time, None for one that has no file.

    Raises:
        LanguageError: the file is malformed; the message names file and key.
    """
    try:
        path = files.path("data", "times", f"{code}.toml")
    except FileNotFoundError:
        return None
    return read(path)


def read(path: Path) -> Times:
    """Return what a file says.

    Raises:
        LanguageError: it is malformed; the message names file and key.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LanguageError(f"{path.name}: {error}") from error
    if wrong := sorted(set(table) ^ _KEYS):
        raise LanguageError(f"{path.name}: unknown or missing key {wrong[0]!r}")
    if wrong := sorted(set(table["units"].values()) - _UNITS):
        raise LanguageError(f"{path.name}: units: there is no unit {wrong[0]!r}")
    months = {
        name: number for kind in ("months", "short") for number, name in enumerate(table[kind], 1)
    } | table["other_months"]
    weekdays = {name: number for number, name in enumerate(table["weekdays"], 1)} | table["other_weekdays"]
    names = {
        "month": _spelled([*months, *(name.upper() for name in table["months"])]),
        "weekday": _spelled([*weekdays, *(name.upper() for name in table["weekdays"])]),
        "number": rf"\b(?:\d{{1,3}}|{_names(table['numbers'])})",
        "unit": _names(table["units"]),
    }
    filled = {f"{{{name}}}": rf"(?P<{name}>(?:{words})\b)" for name, words in names.items()}
    filled |= {f"{{{name}}}": f"(?:{_names(words)})" for name, words in table["parts"].items()}
    filled |= _DIGITS
    return Times(
        day_first=bool(table["day_first"]),
        months={name.casefold(): number for name, number in months.items()},
        weekdays={name.casefold(): number for name, number in weekdays.items()},
        numbers={name.casefold(): number for name, number in table["numbers"].items()},
        units={name.casefold(): unit for name, unit in table["units"].items()},
        since=_before(table["since"]),
        until=_before(table["until"]),
        rules=tuple(_rules(table["rules"], filled, path.name)),
        signs={name: re.compile(f"(?i){filled[name]}") for name in _SIGNS},
    )


def _rules(table: Mapping[str, Any], filled: Mapping[str, str], file: str) -> list[Rule]:
    found = []
    for means, patterns in table.items():
        if means not in _MEANS and not _NUMBERED.fullmatch(means):
            raise LanguageError(f"{file}: rules: nothing means {means!r}")
        for written in patterns:
            pattern = written.replace(" ?", r"\s{0,2}").replace(" ", r"\s{1,3}")
            for name, regex in filled.items():
                pattern = pattern.replace(name, regex)
            try:
                compiled = re.compile(rf"(?i)(?<![\w-])(?:{pattern})(?!\w)")
                found.append(Rule(means, compiled, _needed(written)))
            except re.error as error:
                raise LanguageError(f"{file}: rules.{means}: {written!r}: {error}") from error
    return found


def _needed(written: str) -> frozenset[str]:
    """Return the signs that a pattern asks for outside of brackets: none where it offers a choice there.

    >>> sorted(_needed("(?:the )?{month} {year}(?: or {weekday})?"))
    ['{month}', '{year}']
    """
    plain = _ESCAPED.sub("_", written)
    while (outer := _BRACKET.sub("_", plain)) != plain:
        plain = outer
    if "|" in plain:
        return frozenset()
    return frozenset(name for name in _SIGNS if re.search(rf"{re.escape(name)}(?![?*{{])", plain))


def _spelled(names: list[str]) -> str:
    """Return names as alternatives, whose capital letters tell them from words: "May", "Minggu"."""
    return rf"\b(?-i:{_names(names)})"


def _names(words: Any) -> str:
    """Return words as alternatives, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _before(words: list[str]) -> re.Pattern[str]:
    """Return a pattern for one of these words at the end of what stands before an expression."""
    return re.compile(rf"\b(?i:{_names(words)})\s{{1,3}}(?:\w{{1,12}}\s{{1,3}})?$")
