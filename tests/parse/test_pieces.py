"""Paragraphs are parsed one by one, and long ones in parts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.parse.pieces import LONGEST, pieces


@given(st.text(st.sampled_from("ab .\n\r\t\u2028\x85"), max_size=120))
def test_nothing_but_whitespace_is_left_out(text: str) -> None:
    found = list(pieces(text))
    assert "".join(text[start:end] for start, end in found).split() == text.split() or any(
        text[start:end] for start, end in found
    )
    covered = {place for start, end in found for place in range(start, end)}
    assert all(letter.isspace() for place, letter in enumerate(text) if place not in covered)


@given(st.text(st.sampled_from("ab .\n"), max_size=60), st.data())
def test_only_the_given_spans_are_read(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert all(start <= a < b <= end for a, b in pieces(text, [(start, end)]))


def test_a_sentence_never_crosses_a_line() -> None:
    text = "One\nTwo\r\nThree\u2028Four\x0bFive"
    assert [text[a:b] for a, b in pieces(text)] == ["One", "Two", "Three", "Four", "Five"]


@pytest.mark.parametrize("unit", ["word ", "A sentence ends here. ", "x", "a. "])
def test_a_long_line_is_cut_and_nothing_lost(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    begin = time.perf_counter()
    found = list(pieces(text))
    assert time.perf_counter() - begin < 5
    assert all(0 < end - start <= LONGEST for start, end in found)
    assert "".join(text[a:b] for a, b in found).replace(" ", "") == text.replace(" ", "")


def test_a_long_line_is_cut_after_a_sentence_not_after_an_abbreviation() -> None:
    text = ("Mr. A met Dr. B in the capital " * 3 + "of the kingdom yesterday. ") * 100
    assert all(text[:end].endswith("yesterday.") for _, end in pieces(text))
