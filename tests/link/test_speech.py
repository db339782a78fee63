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


DENIED = """
    # newdoc id = denied
    # lang = en
    # text = Iran denied NATO's claim that it armed Hamas.
    1 Iran   Iran  PROPN _ _ 2 nsubj     _ _
    2 denied deny  VERB  _ _ 0 root      _ _
    3 NATO   NATO  PROPN _ _ 5 nmod:poss _ SpaceAfter=No
    4 's     's    PART  _ _ 3 case      _ _
    5 claim  claim NOUN  _ _ 2 obj       _ _
    6 that   that  SCONJ _ _ 8 mark      _ _
    7 it     it    PRON  _ _ 8 nsubj     _ _
    8 armed  arm   VERB  _ _ 5 acl       _ _
    9 Hamas  Hamas PROPN _ _ 8 obj       _ SpaceAfter=No
    10 .     .     PUNCT _ _ 2 punct     _ _
"""

REPORTED = """
    # newdoc id = reported
    # lang = id
    # text = Rusia menyerang Ukraina, demikian laporan NATO.
    1 Rusia     Rusia    PROPN _ _         2 nsubj     _ _
    2 menyerang serang   VERB  _ Voice=Act 0 root      _ _
    3 Ukraina   Ukraina  PROPN _ _         2 obj       _ SpaceAfter=No
    4 ,         ,        PUNCT _ _         6 punct     _ _
    5 demikian  demikian PRON  _ _         6 obl       _ _
    6 laporan   lapor    NOUN  _ _         2 parataxis _ _
    7 NATO      NATO     PROPN _ _         6 nmod      _ SpaceAfter=No
    8 .         .        PUNCT _ _         2 punct     _ _
"""

WHILE = """
    # newdoc id = while
    # lang = id
    # text = NATO berjanji membalas setelah Rusia menyerang Ukraina.
    1 NATO      NATO    PROPN _ _         2 nsubj _ _
    2 mengatakan kata   VERB  _ Voice=Act 0 root  _ _
    3 begitu    begitu  ADV   _ _         2 advmod _ _
    4 setelah   setelah SCONJ _ _         6 mark  _ _
    5 Rusia     Rusia   PROPN _ _         6 nsubj _ _
    6 menyerang serang  VERB  _ Voice=Act 2 advcl _ _
    7 Ukraina   Ukraina PROPN _ _         6 obj   _ SpaceAfter=No
    8 .         .       PUNCT _ _         2 punct _ _
"""


def _said(document: Document) -> list[tuple[str, str]]:
    links, _ = link(document)
    text = document.article.text
    return [(speech.speaker.principal.code, text[speech.start : speech.end]) for speech in links.speeches]


def test_a_denied_claim_is_told_by_who_denies_it(parsed: Parsed) -> None:
    assert ("IRN", "that it armed Hamas") in _said(parsed(DENIED))
    reported = DENIED.replace("denied", "quoted").replace("deny ", "quote")
    assert ("NATO", "that it armed Hamas") in _said(parsed(reported))


def test_a_closing_report_tells_what_stands_before_it(parsed: Parsed) -> None:
    said = _said(parsed(REPORTED))
    assert [code for code, part in said if "menyerang" in part] == ["NATO"]


def test_when_something_was_said_is_not_said(parsed: Parsed) -> None:
    text = WHILE.replace("berjanji membalas", "mengatakan begitu")
    assert _said(parsed(text)) == []


BLAMED = """
    # newdoc id = blamed
    # lang = en
    # text = NATO blamed Iran for the attack.
    1 NATO   NATO   PROPN _ _ 2 nsubj _ _
    2 blamed blame  VERB  _ _ 0 root  _ _
    3 Iran   Iran   PROPN _ _ 2 obj   _ _
    4 for    for    ADP   _ _ 6 case  _ _
    5 the    the    DET   _ _ 6 det   _ _
    6 attack attack NOUN  _ _ 2 obl   _ SpaceAfter=No
    7 .      .      PUNCT _ _ 2 punct _ _
"""


def test_what_one_is_blamed_for_is_told_by_who_blames(parsed: Parsed) -> None:
    assert _said(parsed(BLAMED)) == [("NATO", "for the attack")]
    met = BLAMED.replace("blamed blame ", "met    meet  ").replace("NATO blamed", "NATO met")
    assert _said(parsed(met)) == []


CLAIMED = """
    # newdoc id = claimed
    # lang = en
    # text = Hamas claimed the attack.
    1 Hamas   Hamas  PROPN _ _ 2 nsubj _ _
    2 claimed claim  VERB  _ _ 0 root  _ _
    3 the     the    DET   _ _ 4 det   _ _
    4 attack  attack NOUN  _ _ 2 obj   _ SpaceAfter=No
    5 .       .      PUNCT _ _ 2 punct _ _
"""


def test_a_deed_is_claimed_and_a_demand_that_is_denied_is_its_owners(parsed: Parsed) -> None:
    assert _said(parsed(CLAIMED)) == [("HAMAS", "the attack")]
    assert _said(parsed(CLAIMED.replace("attack", "demand").replace("claim ", "deny  "))) == []
