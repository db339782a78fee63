"""What a speaker does by his words: to whom, in whose words, and what is no deed because it is denied."""

from collections.abc import Callable

import pytest
from golden_parses import judged

from graphkit.facts import Status
from graphkit.text import Document

Parsed = Callable[[str], Document]
Found = set[tuple[str, str, str, Status, str | None]]

CALLED = """
    # newdoc id = called
    # lang = en
    # text = Kenya said Tanzania was {words}.
    1 Kenya    Kenya    PROPN _ _ 2 nsubj _ _
    2 said     say      VERB  _ Mood=Ind|Tense=Past|VerbForm=Fin 0 root _ _
    3 Tanzania Tanzania PROPN _ _ {head} nsubj _ _
    4 was      be       AUX   _ _ {head} cop _ _
"""
PLAIN = "    5 irresponsible irresponsible ADJ _ _ 2 ccomp _ SpaceAfter=No\n    6 . . PUNCT _ _ 2 punct _ _\n"
DENIED = (
    "    5 not not PART _ _ 6 advmod _ _\n"
    "    6 irresponsible irresponsible ADJ _ _ 2 ccomp _ SpaceAfter=No\n    7 . . PUNCT _ _ 2 punct _ _\n"
)
QUOTED = """
    # newdoc id = quoted
    # lang = en
    # text = "Tanzania must leave now. Time is short," Kenya said.
    1 "        "        PUNCT _ _ 4 punct  _ SpaceAfter=No
    2 Tanzania Tanzania PROPN _ _ 4 nsubj  _ _
    3 must     must     AUX   _ _ 4 aux    _ _
    4 leave    leave    VERB  _ VerbForm=Inf 0 root _ _
    5 now      now      ADV   _ _ 4 advmod _ SpaceAfter=No
    6 .        .        PUNCT _ _ 4 punct  _ _

    1 Time  time  NOUN  _ _ 3 nsubj _ _
    2 is    be    AUX   _ _ 3 cop   _ _
    3 short short ADJ   _ _ 7 ccomp _ SpaceAfter=No
    4 ,     ,     PUNCT _ _ 3 punct _ SpaceAfter=No
    5 "     "     PUNCT _ _ 3 punct _ _
    6 Kenya Kenya PROPN _ _ 7 nsubj _ _
    7 said  say   VERB  _ Mood=Ind|Tense=Past|VerbForm=Fin 0 root _ SpaceAfter=No
    8 .     .     PUNCT _ _ 7 punct _ _
"""


def _said(document: Document) -> Found:
    return {
        (
            j.proposal.source.mention.party.principal.code,
            j.proposal.relation.name,
            j.proposal.target.mention.party.principal.code,
            j.status,
            j.said_by.principal.code if j.said_by else None,
        )
        for j in judged(document)
        if j.proposal.rule == "said"
    }


@pytest.mark.parametrize(
    ("words", "head", "rest", "owed"),
    [
        ("irresponsible", 5, PLAIN, {("KEN", "criticizes", "TZA", Status.ACTUAL, "KEN")}),
        ("not irresponsible", 6, DENIED, set()),
    ],
)
def test_whom_a_speaker_calls_something_is_told_so_unless_it_is_denied(
    words: str, head: int, rest: str, owed: Found, parsed: Parsed
) -> None:
    assert _said(parsed(CALLED.format(words=words, head=head) + rest)) == owed


def test_a_demand_in_a_quotation_is_made_by_whom_the_next_sentence_names(parsed: Parsed) -> None:
    assert _said(parsed(QUOTED)) == {("KEN", "urges", "TZA", Status.ACTUAL, "KEN")}
