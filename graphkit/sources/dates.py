"""Publication dates: what a page or record says, as an ISO 8601 date, or None where that would be a guess."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache

from graphkit.knowledge import files
from graphkit.when import times

_INSIDE = re.compile(
    r"(?<!\d)(?P<year>19[5-9]\d|20\d\d)(?P<sep>[-_./]?)(?P<month>0[1-9]|1[0-2])(?P=sep)(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ]\d{2}.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})([/.]?)(\d{2})\2(\d{2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_DAY_MONTH = re.compile(r"(?<!\d)(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([^\W\d_]{3,12})\.?,?\s+(\d{4})(?!\d)")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")


def read(value: str, *, language: str | None = None) -> str | None:
    """Return the date in ISO 8601, shortened to month or year where no more is said.

    A time of day is left out. "05/06/2024" is a day in May to some and in June to others: None, but
    where the language writes the day first.

    >>> read("2024-05"), read("2024-05-30T08:15:00+07:00"), read("Kamis, 30 Mei 2024"), read("05/06/2024")
    ('2024-05', '2024-05-30', '2024-05-30', None)
    """
    value = value.strip()
    match = _ISO.fullmatch(value)
    if match is not None:
        return _iso(*match.groups())
    match = _YEAR_FIRST.match(value)
    if match is not None:
        return _iso(match[1], match[3], match[4])
    match = _YEAR_LAST.match(value)
    if match is not None:
        first, second, year = int(match[1]), int(match[3]), match[4]
        known = times.load(language) if language is not None else None
        if first <= 12 and second <= 12 and first != second and not (known and known.day_first):
            return None
        day, month = (second, first) if second > 12 else (first, second)
        return _iso(year, str(month), str(day))
    return _by_name(value, month_names())


def seconds(written: str) -> str | None:
    """Return the day of a time in seconds, or in milliseconds, since 1970; None out of our time."""
    count = int(written) / (1000 if len(written) > 10 else 1)
    try:
        day = datetime.fromtimestamp(count, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None
    return day.isoformat() if 1980 <= day.year <= 2100 else None


def inside(place: str) -> str | None:
    """Return the one day that an address or a file's name holds, None where it holds none or several.

    >>> inside("https://news.example/2024/05/30/troops"), inside("kompas_20240530.txt"), inside("5-6.txt")
    ('2024-05-30', '2024-05-30', None)
    """
    found = {
        told
        for match in _INSIDE.finditer(place[-1000:])
        if (told := _iso(match["year"], match["month"], match["day"])) is not None
    }
    return found.pop() if len(found) == 1 else None


def _by_name(value: str, months: Mapping[str, int]) -> str | None:
    found = {
        _iso(year, str(months[name.casefold()]), day or None)
        for pattern, order in ((_MONTH_DAY, (1, 0, 2)), (_DAY_MONTH, (0, 1, 2)))
        for groups in pattern.findall(value)
        for day, name, year in [tuple(groups[place] for place in order)]
        if name.casefold() in months
    }
    return found.pop() if len(found) == 1 else None


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


@cache
def month_names() -> Mapping[str, int]:
    """Return the names of the months, in small letters, in every language that tells time."""
    names: dict[str, int] = {}
    for path in sorted(files.path("data", "times").glob("*.toml")):
        names |= times.read(path).months
    return names
