"""A time belongs to the event in whose clause it stands, and to no other."""

from collections.abc import Callable

import pytest

from graphkit.text import Document
from graphkit.tree import Tree
from graphkit.when import times
from graphkit.when.clauses import when

Parsed = Callable[[str], Document]

SAID = """
    # newdoc id = said
    # lang = en
    # date = 2019-09-12
    # text = The minister said on Monday that Russia attacked Kyiv in 2014.
    1 The      the      DET   _ _ 2 det   _ _
    2 minister minister NOUN  _ _ 3 nsubj _ _
    3 said     say      VERB  _ _ 0 root  _ _
    4 on       on       ADP   _ _ 5 case  _ _
    5 Monday   Monday   PROPN _ _ 3 obl   _ _
    6 that     that     SCONJ _ _ 8 mark  _ _
    7 Russia   Russia   PROPN _ _ 8 nsubj _ _
    8 attacked attack   VERB  _ _ 3 ccomp _ _
    9 Kyiv     Kyiv     PROPN _ _ 8 obj   _ _
    10 in      in       ADP   _ _ 11 case _ _
    11 2014    2014     NUM   _ _ 8 obl   _ SpaceAfter=No
    12 .       .        PUNCT _ _ 3 punct _ _
"""
LAUNCHED = """
    # newdoc id = launched
    # lang = en
    # date = 2019-09-12
    # text = Yesterday Russia launched an attack and condemned the raid of last week.
    1 Yesterday yesterday NOUN  _ _ 3 obl   _ _
    2 Russia    Russia    PROPN _ _ 3 nsubj _ _
    3 launched  launch    VERB  _ _ 0 root  _ _
    4 an        a         DET   _ _ 5 det   _ _
    5 attack    attack    NOUN  _ _ 3 obj   _ _
    6 and       and       CCONJ _ _ 7 cc    _ _
    7 condemned condemn   VERB  _ _ 3 conj  _ _
    8 the       the       DET   _ _ 9 det   _ _
    9 raid      raid      NOUN  _ _ 7 obj   _ _
    10 of       of        ADP   _ _ 12 case _ _
    11 last     last      ADJ   _ _ 12 amod _ _
    12 week     week      NOUN  _ _ 9 nmod  _ SpaceAfter=No
    13 .        .         PUNCT _ _ 3 punct _ _
"""
PLANNED = """
    # newdoc id = planned
    # lang = en
    # date = 2019-09-12
    # text = Iran plans to meet Russia in Brussels on Monday.
    1 Iran     Iran     PROPN _ _ 2 nsubj _ _
    2 plans    plan     VERB  _ _ 0 root  _ _
    3 to       to       PART  _ _ 4 mark  _ _
    4 meet     meet     VERB  _ _ 2 xcomp _ _
    5 Russia   Russia   PROPN _ _ 4 obj   _ _
    6 in       in       ADP   _ _ 7 case  _ _
    7 Brussels Brussels PROPN _ _ 4 obl   _ _
    8 on       on       ADP   _ _ 9 case  _ _
    9 Monday   Monday   PROPN _ _ 7 nmod  _ SpaceAfter=No
    10 .       .        PUNCT _ _ 2 punct _ _
"""


@pytest.mark.parametrize(
    ("text", "trigger", "told"),
    [
        (SAID, (8,), "2014"),
        (SAID, (3,), "2019-09-09"),
        (LAUNCHED, (5,), "2019-09-11"),  # a noun has the time of the light verb that it is told with
        (LAUNCHED, (7,), "2019-09-11"),  # shared with the verb before
        (LAUNCHED, (9,), "2019-09-02/2019-09-08"),
        (LAUNCHED, (3,), "2019-09-11"),
        (PLANNED, (4,), "2019-09-16"),  # hung on a place, and meant of the verb
    ],
)
def test_the_clause_of_the_trigger_tells(
    parsed: Parsed, text: str, trigger: tuple[int, ...], told: str
) -> None:
    document = parsed(text)
    tree, known = Tree(document.sentences[0]), times.load("en")
    assert known is not None
    article = document.article
    ahead = text is PLANNED
    found = when(tree, article.text, known, article.published, trigger, ahead=ahead, light={"launch"})
    assert found == told


def test_a_noun_does_not_take_the_time_of_a_verb_that_acts_on_it(parsed: Parsed) -> None:
    document = parsed(
        LAUNCHED.replace("last week", "that city")
        .replace("last     last", "that     that")
        .replace("week      week", "city      city")
    )
    tree, known = Tree(document.sentences[0]), times.load("en")
    assert known is not None
    assert when(tree, document.article.text, known, "2019-09-12", (9,), ahead=False, light={"launch"}) is None


def test_without_an_expression_there_is_no_time(parsed: Parsed) -> None:
    document = parsed(SAID.replace("in 2014", "at dawn").replace("2014 ", "dawn "))
    tree, known = Tree(document.sentences[0]), times.load("en")
    assert known is not None
    assert when(tree, document.article.text, known, "2019-09-12", (8,), ahead=False) is None
