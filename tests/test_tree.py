"""A tree reads dependency parses of both treebank habits the same way."""

from collections.abc import Callable

from graphkit.text import Document
from graphkit.tree import Tree

Parsed = Callable[[str], Document]

TALKS = """
    # text = Talks between Iran and the EU failed.
    1 Talks   talk    NOUN  _ _ 7 nsubj     _ _
    2 between between ADP   _ _ 3 case      _ _
    3 Iran    Iran    PROPN _ _ 1 nmod:lmod _ _
    4 and     and     CCONJ _ _ 6 cc        _ _
    5 the     the     DET   _ _ 6 det       _ _
    6 EU      EU      PROPN _ _ 3 conj      _ _
    7 failed  fail    VERB  _ _ 0 root      _ SpaceAfter=No
    8 .       .       PUNCT _ _ 7 punct     _ _
"""


def _tree(parsed: Parsed, text: str = TALKS) -> Tree:
    (sentence,) = parsed(text).sentences
    return Tree(sentence)


def test_subtypes_without_a_role_are_read_as_their_base(parsed: Parsed) -> None:
    tree = _tree(parsed)
    assert tree.deprels[3] == "nmod"
    assert list(tree.children(1, "nmod")) == [3]


def test_subtypes_with_a_role_are_kept(parsed: Parsed) -> None:
    tree = _tree(
        parsed,
        """
        # text = Kyiv was hit
        1 Kyiv Kyiv PROPN _ _ 3 nsubj:pass _ _
        2 was  be   AUX   _ _ 3 aux:pass   _ _
        3 hit  hit  VERB  _ _ 0 root       _ _
        """,
    )
    assert tree.deprels == ["", "nsubj:pass", "aux:pass", "root"]


def test_walks_up_and_down(parsed: Parsed) -> None:
    tree = _tree(parsed)
    assert len(tree) == 8
    assert list(tree.children(7)) == [1, 8]
    assert list(tree.subtree(3)) == [3, 2, 6, 4, 5]
    assert list(tree.ancestors(5)) == [6, 3, 1, 7]
    assert tree.token(6).form == "EU"
    assert tree.words[1] == "talks"
    assert tree.lemmas[1] == "talk"


def test_conjuncts_share_their_place_and_their_preposition(parsed: Parsed) -> None:
    tree = _tree(parsed)
    assert tree.conjuncts(3) == [3, 6]
    assert tree.conjuncts(6) == [6]
    assert tree.top(6) == 3
    assert tree.top(3) == 3
    assert tree.cases(3) == tree.cases(6) == {"between"}
    assert tree.cases(1) == frozenset()


def test_the_head_of_a_span_governs_the_rest(parsed: Parsed) -> None:
    tree = _tree(parsed)
    assert tree.head([3, 4, 5, 6]) == 3
    assert tree.head([5, 6]) == 6


def test_a_circle_ends_the_walk(parsed: Parsed) -> None:
    tree = _tree(
        parsed,
        """
        # text = a b
        1 a a NOUN _ _ 2 nmod _ _
        2 b b NOUN _ _ 1 conj _ _
        """,
    )
    assert list(tree.ancestors(1)) == [2]
    assert tree.conjuncts(1) == [1, 2]


def test_what_stands_above_is_found_with_the_words_themselves(parsed: Parsed) -> None:
    tree = _tree(parsed)
    assert tree.above([6, 3]) == {6, 3, 1, 7}
    assert tree.above([]) == set()
