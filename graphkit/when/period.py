"""Stretches of the calendar, from a day to a decade, and how they are written."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of whole days, both ends inclusive; `told` is it as ISO 8601."""

    first: date
    last: date
    told: str

    def contains(self, day: date) -> bool:
        """Tell whether a day lies inside."""
        return self.first <= day <= self.last


def day(value: date) -> Period:
    """Return one day."""
    return Period(value, value, value.isoformat())


def month(year: int, number: int) -> Period:
    """Return a month; numbers below 1 and over 12 are those of the years around.

    >>> month(2024, 0).told
    '2023-12'
    """
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    first = date(year, number, 1)
    return Period(first, first.replace(day=monthrange(year, number)[1]), f"{first:%Y-%m}")


def year(number: int) -> Period:
    """Return a year."""
    return Period(date(number, 1, 1), date(number, 12, 31), f"{number:04}")


def between(one: Period, other: Period) -> Period:
    """Return what lies from the beginning of one to the end of the other, as an interval."""
    if one.told == other.told:
        return one
    return Period(one.first, other.last, f"{one.told.split('/')[0]}/{other.told.split('/')[-1]}")


def around(value: date, unit: str, shift: int = 0) -> Period:
    """Return the unit that holds a day, or the one so many units later.

    >>> around(date(2024, 5, 30), "week", -1).told
    '2024-05-20/2024-05-26'

    Raises:
        ValueError: there is no such unit, or it lies outside the calendar.
        OverflowError: it lies outside the calendar.
    """
    if unit == "day":
        return day(value + timedelta(days=shift))
    if unit in ("week", "fortnight", "weekend"):
        monday = value + timedelta(days=7 * shift * (2 if unit == "fortnight" else 1) - value.weekday())
        begin = monday + timedelta(days=5 if unit == "weekend" else 0)
        return between(day(begin), day(monday + timedelta(days=6)))
    if unit == "month":
        return month(value.year, value.month + shift)
    if unit == "year":
        return year(value.year + shift)
    if unit == "decade":
        opening = (value.year // 10 + shift) * 10
        return between(year(opening), year(opening + 9))
    raise ValueError(f"there is no unit {unit!r}")


def read(written: str | None) -> Period | None:
    """Return the day, month or year of an ISO date, None where it is none.

    >>> read("2024-05").last
    datetime.date(2024, 5, 31)
    """
    parts = (written or "").partition("T")[0].split("-")
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return day(date(*numbers))
        return month(*numbers) if len(numbers) == 2 and 1 <= numbers[1] <= 12 else year(*numbers)
    except (ValueError, TypeError):
        return None
