"""A date is what the page says, or nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.sources import dates


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024", "2024"),
        ("2024-05", "2024-05"),
        ("2024-05-30", "2024-05-30"),
        ("2024-05-30T23:59:59+07:00", "2024-05-30"),
        ("2024-05-30 08:15", "2024-05-30"),
        ("2024/05/30", "2024-05-30"),
        ("20240530", "2024-05-30"),
        ("2024.05.30 10:00", "2024-05-30"),
        ("30/05/2024", "2024-05-30"),
        ("5-30-2024", "2024-05-30"),
        ("05/05/2024", "2024-05-05"),
        ("Kamis, 30 Mei 2024", "2024-05-30"),
        ("Kamis, 30 Mei 2024 10:15 WIB", "2024-05-30"),
        ("1 Agustus 2023", "2023-08-01"),
        ("Thu, 30 May 2024 10:00:00 GMT", "2024-05-30"),
        ("May 30, 2024", "2024-05-30"),
        ("30th of May 2024", "2024-05"),
        ("Sept. 3rd, 2021", "2021-09-03"),
        ("Oktober 2020", "2020-10"),
        ("05/06/2024", None),
        ("2024-13-01", None),
        ("31 Februari 2024", None),
        ("1 May 2024 or 2 May 2024", None),
        ("yesterday", None),
        ("", None),
        ("1717027200", None),
    ],
)
def test_dates(written: str, read: str | None) -> None:
    assert dates.read(written) == read


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    names = {number: name for name, number in dates.month_names().items()}
    for written in (day.isoformat(), f"{day:%Y%m%d}", f"{day.day} {names[day.month]} {day.year}"):
        assert dates.read(written) == day.isoformat()


@given(st.text(max_size=60))
def test_whatever_is_read_is_a_date(written: str) -> None:
    found = dates.read(written)
    assert found is None or date.fromisoformat((found + "-01-01")[:10])
