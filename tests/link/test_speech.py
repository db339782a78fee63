"""Quotations are found by their marks, and each has one speaker."""

from collections.abc import Callable

import pytest
from golden_parses import link

from graphkit.facts import Actor, Party, Speech
from graphkit.link.speech import innermost, quotations
from graphkit.text import Document

Parsed = Callable[[str], Document]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said “yes” and „no”.", ["“yes”", "„no”"]),
        ("«Oui», he said.", ["«Oui»"]),
        ("No quotation at all.", []),
        (
            '"The first paragraph goes on\n"and on in the second," he said.',
            ['"The first paragraph goes on', '"and on in the second,"'],
        ),
        ('An inch (") is short', []),
    ],
)
def test_quotations_stand_between_marks(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == quoted


def test_the_innermost_speech_counts() -> None:
    nato = Party(*(Actor("NATO", "NATO", "InternationalOrganization"),) * 2)
    iran = Party(*(Actor("Iran", "IRN", "State"),) * 2)
    whole, part = Speech(0, 50, nato, False), Speech(10, 20, iran, False)
    assert innermost([whole, part], 12) == part
    assert innermost([whole, part], 30) == whole
    assert innermost([whole, part], 50) is None


QUOTED = """
    # newdoc id = quoted
    # lang = en
    # text = “Russia attacked Ukraine,” NATO said.
    1 “        “       PUNCT _ _ 3 punct _ SpaceAfter=No
    2 Russia   Russia  PROPN _ _ 3 nsubj _ _
    3 attacked attack  VERB  _ _ 8 ccomp _ _
    4 Ukraine  Ukraine PROPN _ _ 3 obj   _ SpaceAfter=No
    5 ,        ,       PUNCT _ _ 3 punct _ SpaceAfter=No
    6 ”        ”       PUNCT _ _ 3 punct _ _
    7 NATO     NATO    PROPN _ _ 8 nsubj _ _
    8 said     say     VERB  _ _ 0 root  _ SpaceAfter=No
    9 .        .       PUNCT _ _ 8 punct _ _
"""


def test_a_quotation_has_the_speaker_beside_it(parsed: Parsed) -> None:
    document = parsed(QUOTED)
    links, _ = link(document)
    direct = [speech for speech in links.speeches if speech.direct]
    assert [speech.speaker.principal.code for speech in direct] == ["NATO"]
    assert document.article.text[direct[0].start : direct[0].end] == "“Russia attacked Ukraine,”"


def test_scare_quotes_are_no_speech(parsed: Parsed) -> None:
    text = QUOTED.replace("“Russia attacked Ukraine,” NATO said.", "“Russia” attacked Ukraine")
    links, _ = link(parsed(text.replace(" ,        ,       PUNCT", " ;        ;       PUNCT")))
    assert all(speech.end - speech.start >= 12 for speech in links.speeches if speech.direct)
