"""A sentence that is broken inside is one again, whoever parses."""

import pytest

from graphkit.parse.breaks import joined, rejoined, slips
from graphkit.parse.parser import Parser


@pytest.mark.parametrize(
    ("before", "gap", "after", "slip"),
    [
        ("met Kim Jong", " ", "Un in Hanoi.", True),
        ("visits Lhasa,", " ", "Tibet.", True),
        ("prices rose by 5%", " ", "Monday.", True),
        ("He left.", " ", "She stayed.", False),
        ("Is it so?", " ", "It is.", False),
        ("“We will stay.”", " ", "He left.", False),
        ("Talks begin in Oslo", "\n", "The two sides met.", False),
    ],
)
def test_a_slip_is_told_by_what_stands_before_it(before: str, gap: str, after: str, slip: bool) -> None:
    assert slips(before + gap + after, len(before), len(before) + len(gap)) is slip


def test_what_slips_took_apart_is_put_together() -> None:
    text = "Kim Jong Un met Xi. They talked."
    spans = [[(0, 3)], [(4, 8)], [(9, 11), (12, 15), (16, 18), (18, 19)], [(20, 24), (25, 31), (31, 32)]]
    together = joined(spans, text, lambda span: span)
    assert together == [[(0, 3), (4, 8), (9, 11), (12, 15), (16, 18), (18, 19)], spans[3]]


@pytest.mark.model
def test_stanza_reads_a_rejoined_sentence_as_one() -> None:
    """Words that one token stands for keep it, and every word has its number in the longer sentence."""
    pipeline = Parser("id")._pipeline
    found = pipeline.process("Pemerintahnya menolak usul\n\nkotanya itu. Dia pergi.", processors="tokenize")
    assert len(found.sentences) == 3
    found.text = found.text.replace("\n\n", "  ")
    rest = [name for name in pipeline.processors if name not in ("tokenize", "mwt")]
    first, second = pipeline.process(rejoined(found), processors=rest).sentences
    assert [word.id for word in first.words] == list(range(1, 9))
    assert [token.id for token in first.tokens if len(token.words) > 1] == [(1, 2), (5, 6)]
    assert [word.text for word in first.words[:2]] == ["Pemerintah", "nya"]
    assert sum(word.head == 0 for word in first.words) == 1
    assert [token.text for token in second.tokens] == ["Dia", "pergi", "."]
