"""Expressions of time in a sentence, and the day, month, year or interval that each stands for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from graphkit.facts import Span
from graphkit.when import period
from graphkit.when.period import Period
from graphkit.when.times import Rule, Times

# A date without a year is that of the nearest such day; one further ahead than this was last year's, for
# what has happened.
_AHEAD = timedelta(days=7)
# "A hundred years from now" is a figure of speech.
_LONGEST_SHIFT = 60
# Sentences whose expressions are remembered: several statements of one follow each other.
_SENTENCES = 64
_WHICH = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that tell a time, by their span in the text, and what they mean."""

    start: int
    end: int
    told: Callable[[bool], Period | None]


def expressions(text: str, within: Span, times: Times, published: str | None) -> Iterator[Expression]:
    """Yield the expressions of time in a stretch of text, in order, none inside another.

    `published` is the ISO date that relative ones are told from; without it, or where it is not a
    day, those that need one have no meaning.
    """
    told_on = period.read(published)
    start, end = within
    sentence = text[start:end]
    for match, rule in _found(sentence, times):
        yield Expression(start + match.start(), start + match.end(), _Meaning(match, rule, times, told_on))


@lru_cache(_SENTENCES)
def _found(sentence: str, times: Times) -> tuple[tuple[re.Match[str], Rule], ...]:
    return tuple(_matches(sentence, times))


def _matches(sentence: str, times: Times) -> Iterator[tuple[re.Match[str], Rule]]:
    found = [
        (match.start(), -match.end(), number, match)
        for number, rule in times.due(sentence)
        for match in rule.pattern.finditer(sentence)
    ]
    reached = 0
    for start, _, number, match in sorted(found, key=lambda row: row[:3]):
        if start >= reached:
            reached = match.end()
            yield match, times.rules[number]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a match stands for; called with whether the event lies ahead."""

    match: re.Match[str]
    rule: Rule
    times: Times
    published: Period | None

    def __call__(self, ahead: bool) -> Period | None:
        try:
            found = self._read(ahead=ahead)
        except (ValueError, OverflowError):
            return None  # 31 February, or a year before the calendar
        return None if found is None else self._stretched(found)

    def _read(self, *, ahead: bool) -> Period | None:
        means = self.rule.means.split()
        if means == ["date"]:
            return self._date(ahead=ahead)
        if means == ["decade"]:
            begin = int(self.match["year"])
            return None if begin % 10 else period.between(period.year(begin), period.year(begin + 9))
        if means == ["vague"] or self.published is None:
            return None
        day = self.published.first if self.published.first == self.published.last else None
        if means[0] == "month":
            return self._month(means[1:], ahead=ahead)
        unit = self.times.units.get(self._group("unit"), means[0])
        if unit == "year" and means[0] == "unit":
            return period.around(self.published.first, unit, _WHICH[means[1]])
        if unit == "month" and means[0] == "unit" and len(self.published.told) >= 7:
            return period.around(self.published.first, unit, _WHICH[means[1]])
        if day is None:
            return None
        if means[0] == "weekday":
            return self._weekday(day, means[1:], ahead=ahead)
        if means[0] == "unit":
            return period.around(day, unit, _WHICH[means[1]])
        if means[0] in ("ago", "ahead", "past"):
            return self._shifted(day, means[0], unit)
        return period.around(day, means[0], int(means[1]))

    def _group(self, name: str) -> str:
        return (self.match.groupdict().get(name) or "").casefold()

    def _date(self, *, ahead: bool) -> Period | None:
        named, month = self._group("month"), self._group("number_of_month")
        number = self.times.months[named] if named else int(month or 0)
        day, year, last_year = (self._group(name) for name in ("day", "year", "last_year"))
        if not number:
            found = period.year(int(year))
            if not last_year:
                return found
            return period.between(found, period.year(int(last_year))) if last_year > year else None
        if not day:
            return period.month(int(year), number)
        first = self._day(year, number, int(day), ahead=ahead)
        last_day = self._group("last_day")
        if first is None or not last_day:
            return None if first is None else period.day(first)
        last = first.replace(day=int(last_day))
        return period.between(period.day(first), period.day(last)) if last > first else None

    def _day(self, year: str, month: int, day: int, *, ahead: bool) -> date | None:
        """Return the day: of the year told, else of the year that fits publication and weekday."""
        weekday = self.times.weekdays.get(self._group("weekday"))
        if year:
            return date(int(year), month, day)
        if self.published is None:
            return None
        told = self.published.first
        days = []
        for candidate in (told.year - 1, told.year, told.year + 1):
            try:
                days.append(date(candidate, month, day))
            except ValueError:
                continue
        if not ahead:
            days = [one for one in days if one <= self.published.last + _AHEAD]
        if not days:
            return None
        nearest = min(days, key=lambda one: (abs(one - told), one))
        # Where day and weekday contradict each other, one is a slip, and nobody knows which.
        return nearest if weekday is None or nearest.isoweekday() == weekday else None

    def _month(self, how: list[str], *, ahead: bool) -> Period | None:
        assert self.published is not None
        number, told = self.times.months[self._group("month")], self.published
        if len(how) == 2:
            return period.month(told.first.year + _WHICH[how[0]], number)
        if len(told.told) < 7:
            return None
        this = told.first.month
        if how == ["this"]:
            return period.month(told.first.year, number)
        if how == ["next"] or (not how and ahead):
            later = number > this or (number == this and not how)
            return period.month(told.first.year + (not later), number)
        earlier = number < this or (number == this and not how)
        return period.month(told.first.year - (not earlier), number)

    def _weekday(self, day: date, how: list[str], *, ahead: bool) -> Period:
        number = self.times.weekdays[self._group("weekday")]
        if len(how) == 2:
            monday = period.around(day, "week", _WHICH[how[0]]).first
            return period.day(monday + timedelta(days=number - 1))
        if how == ["next"] or (not how and ahead):
            forward = (number - day.isoweekday()) % 7
            return period.day(day + timedelta(days=forward or (7 if how else 0)))
        back = (day.isoweekday() - number) % 7
        return period.day(day - timedelta(days=back or (7 if how else 0)))

    def _shifted(self, day: date, how: str, unit: str) -> Period | None:
        written = self._group("number")
        count = int(written) if written.isdigit() else self.times.numbers.get(written, 1)
        if not 0 < count < _LONGEST_SHIFT:
            return None
        if how == "past":
            first = period.around(day, unit, -count)
            return period.between(first, period.around(day, unit) if unit == "year" else period.day(day))
        return period.around(day, unit, -count if how == "ago" else count)

    def _stretched(self, found: Period) -> Period | None:
        """Return what lies since or until a time, where a word before it says so."""
        before = self.match.string[: self._core()][-30:]
        if self.times.since.search(before):
            return None if self.published is None else _up_to(found, self.published)
        if self.times.until.search(before):
            return None if self.published is None else _up_to(self.published, found)
        return found

    def _core(self) -> int:
        """Return where the first number, name or unit begins: a rule may take words before it."""
        groups = [self.match.start(name) for name, value in self.match.groupdict().items() if value]
        return min(groups, default=self.match.start())


def _up_to(one: Period, other: Period) -> Period | None:
    return period.between(one, other) if one.first <= other.last else None
