"""Expressions of time become days, months, years and intervals, told from the day of publication."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import LanguageError
from graphkit.when import period, times
from graphkit.when.expressions import expressions

TIMES = {code: times.load(code) for code in ("id", "en")}
THURSDAY = "2019-09-12"


def told(code: str, text: str, published: str | None = THURSDAY, *, ahead: bool = False) -> list[str | None]:
    known = TIMES[code]
    assert known is not None
    found = [one.told(ahead) for one in expressions(text, (0, len(text)), known, published)]
    return [None if one is None else one.told for one in found]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Kemarin Rusia menyerang.", "2019-09-11"),
        ("Rusia menyerang hari ini.", "2019-09-12"),
        ("pada Kamis (12/9)", "2019-09-12"),
        ("pada Rabu (11/9/2019) waktu setempat", "2019-09-11"),
        ("pada Selasa (12/9)", None),  # that day was a Thursday
        ("pada Jumat", "2019-09-06"),
        ("Senin malam", "2019-09-09"),
        ("Sabtu lalu", "2019-09-07"),
        ("Kamis lalu", "2019-09-05"),
        ("Senin pekan lalu", "2019-09-02"),
        ("Senin depan", "2019-09-16"),
        ("pekan lalu", "2019-09-02/2019-09-08"),
        ("minggu lalu", "2019-09-02/2019-09-08"),
        ("pada Minggu lalu", "2019-09-08"),
        ("akhir pekan lalu", "2019-09-07/2019-09-08"),
        ("bulan lalu", "2019-08"),
        ("tahun depan", "2020"),
        ("tiga hari lalu", "2019-09-09"),
        ("dua bulan yang lalu", "2019-07"),
        ("setahun lalu", "2018"),
        ("5 Agustus", "2019-08-05"),
        ("tanggal 1 Desember", "2018-12-01"),
        ("24 Februari 2022", "2022-02-24"),
        ("12-14 Mei 2018", "2018-05-12/2018-05-14"),
        ("pada Desember 2015", "2015-12"),
        ("pada Agustus", "2019-08"),
        ("pada September lalu", "2018-09"),
        ("Juni tahun lalu", "2018-06"),
        ("pada 2014", "2014"),
        ("tahun 1997", "1997"),
        ("sejak 2014", "2014/2019-09-12"),
        ("sejak bulan lalu", "2019-08/2019-09-12"),
        ("hingga tahun 2025", "2019-09-12/2025"),
        ("antara tahun 2014 dan 2018", "2014/2018"),
        ("pada 2001 hingga 2006", "2001/2006"),
        ("tahun 1990-an", "1990/1999"),
        ("dalam tiga bulan terakhir", "2019-06/2019-09-12"),
        ("beberapa bulan lalu", None),
        ("hampir dua tahun lalu", None),
        ("setahun kemudian", None),
        ("31 Februari 2019", None),
        ("serangan 11 September", None),
        ("100 tahun lagi", None),
    ],
)
def test_indonesian(text: str, when: str | None) -> None:
    assert told("id", text) == [when]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Yesterday Russia attacked.", "2019-09-11"),
        ("It met today", "2019-09-12"),
        ("on Thursday", "2019-09-12"),
        ("last Thursday", "2019-09-05"),
        ("last Monday", "2019-09-09"),
        ("next Monday", "2019-09-16"),
        ("on Friday night", "2019-09-06"),
        ("Monday of last week", "2019-09-02"),
        ("last week", "2019-09-02/2019-09-08"),
        ("Last weekend", "2019-09-07/2019-09-08"),
        ("earlier this year", "2019"),
        ("last month", "2019-08"),
        ("two weeks ago", "2019-08-26/2019-09-01"),
        ("three months ago", "2019-06"),
        ("on Aug. 22", "2019-08-22"),
        ("Thursday, September 12, 2019", "2019-09-12"),
        ("on 14 December 2018", "2018-12-14"),
        ("the 3rd of May 2018", "2018-05-03"),
        ("May 12 to 14", "2019-05-12/2019-05-14"),
        ("in January 2011", "2011-01"),
        ("in May", "2019-05"),
        ("last September", "2018-09"),
        ("May last year", "2018-05"),
        ("in 2014", "2014"),
        ("since 2014", "2014/2019-09-12"),
        ("since early January", "2019-01/2019-09-12"),
        ("between 2001 and 2011", "2001/2011"),
        ("in the 1990s", "1990/1999"),
        ("summer of 2016", "2016"),
        ("over the past two years", "2017/2019"),
        ("2018-02-03", "2018-02-03"),
        ("several months ago", None),
        ("more than four years ago", None),
        ("a day earlier", None),
        ("the October 7 attacks", None),
        ("Friday prayers", None),
    ],
)
def test_english(text: str, when: str | None) -> None:
    assert told("en", text) == [when]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Russia may attack and march on"),
        ("en", "It cost 2014 dollars, said May, and 12,000 people saw it"),
        ("en", "in 2000 people"),
        ("id", "sebanyak 2014 orang dan seminggu penuh"),
        ("id", "Rabuka menang 3/4 suara"),
    ],
)
def test_what_is_no_time(code: str, text: str) -> None:
    assert told(code, text) == []


def test_what_is_planned_lies_ahead() -> None:
    assert told("en", "on Monday", ahead=True) == ["2019-09-16"]
    assert told("id", "1 Oktober", ahead=True) == ["2019-10-01"]
    assert told("id", "pada Juli", ahead=True) == ["2020-07"]


def test_without_a_day_of_publication_only_what_is_whole_has_a_meaning() -> None:
    text = "kemarin, 5 Agustus, bulan lalu, tahun lalu, 24 Februari 2022, sejak 2014"
    assert told("id", text, None) == [None, None, None, None, "2022-02-24", None]
    assert told("id", text, "no date") == [None, None, None, None, "2022-02-24", None]
    assert told("id", text, "2019-09") == [
        None,
        "2019-08-05",
        "2019-08",
        "2018",
        "2022-02-24",
        "2014/2019-09",
    ]
    assert told("id", text, "2019")[2:4] == [None, "2018"]


@given(st.text(max_size=80), st.one_of(st.dates().map(str), st.none()), st.booleans())
def test_whatever_is_told_lies_in_the_calendar(text: str, published: str | None, ahead: bool) -> None:
    for code in TIMES:
        for one in told(code, f"{text} 12 Mei lalu, last week, {text}", published, ahead=ahead):
            ends = [] if one is None else [period.read(end) for end in one.split("/")]
            assert None not in ends
            assert [end.first for end in ends if end] == sorted(end.first for end in ends if end)


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2090, 1, 1)))
def test_every_day_is_read_with_its_name(day: date) -> None:
    for code, known in TIMES.items():
        assert known is not None
        month = next(name for name, number in known.months.items() if number == day.month).capitalize()
        weekday = next(name for name, number in known.weekdays.items() if number == day.isoweekday())
        written = f"{weekday.capitalize()}, {day.day} {month} {day.year}"
        assert told(code, written, None) == [day.isoformat()]


@pytest.mark.parametrize("unit", ["1 ", "12/9 ", "in ", "Senin ", "the last ", "(", "tahun 2014 "])
def test_no_rule_takes_long(unit: str) -> None:
    for code in TIMES:
        told(code, unit * (20_000 // len(unit)))


def test_rules_that_are_passed_over_match_nowhere() -> None:
    told_all = "On Monday, 3 May 2024, two weeks ago; last June; in 2019; the 1990s; this week; today."
    for code in TIMES:
        known = times.load(code)
        assert known is not None
        for text in (
            told_all,
            *told_all.split("; "),
            "Nothing is told here.",
            "hari Senin, 3 Mei 2024; pekan lalu",
        ):
            due = {number for number, _ in known.due(text)}
            matching = {n for n, rule in enumerate(known.rules) if rule.pattern.search(text)}
            assert matching <= due
        assert len(list(known.due("Nothing is told here."))) < len(known.rules) / 2


def test_a_malformed_file_is_named(tmp_path: Path, root: Path) -> None:
    whole = (root / "data" / "times" / "en.toml").read_text(encoding="utf-8")
    for wrong, message in (
        (whole + "\nvagues = ['x']\n", "nothing means 'vagues'"),
        (whole.replace("since = ", "sinse = "), "unknown or missing key 's"),
        (whole.replace('"fortnight"', '"moon"'), "there is no unit 'moon'"),
        (whole + "\nago2 = 1 1", "en.toml"),
        (whole.replace("{number} {unit} ago'''", "({number} {unit} ago'''"), "rules"),
    ):
        path = tmp_path / "en.toml"
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(LanguageError, match=r"en\.toml") as caught:
            times.read(path)
        assert message in str(caught.value)


def test_every_language_tells_time(root: Path) -> None:
    for path in (root / "data" / "languages").glob("*.toml"):
        assert times.load(path.stem) is not None
    assert times.load("xx") is None
