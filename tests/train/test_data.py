"""The files a trainer reads: characters and their marks, trees, and what is added to them."""

import json
import lzma

import pytest

from graphkit.train import data

TREES = """\
# newdoc
1 One _ NUM _ _ 2 nummod _ _
2 map map NOUN _ _ 0 root _ SpaceAfter=No
3 . . PUNCT _ _ 2 punct _ _
4-5 Its _ _ _ _ _ _ _ _
4 It it PRON _ _ 6 nsubj _ _
5 s be AUX _ _ 6 cop _ _
6 old old ADJ _ _ 2 parataxis _ SpaceAfter=No
7 ! ! PUNCT _ _ 6 punct _ _

1 Old old ADJ _ _ 2 amod _ _
2 map map NOUN _ _ 0 root _ _
2.1 gone _ _ _ _ _ _ _ _

"""


@pytest.fixture
def trees(tmp_path):
    path = tmp_path / "trees.conllu.xz"
    with lzma.open(path, "wt", encoding="utf-8") as out:
        out.write(TREES.replace(" ", "\t").replace("#\t", "# "))
    return data.read_trees(path)


def test_reads_multi_word_tokens_and_leaves_out_empty_nodes(trees):
    assert [span.form for span in trees[0].spans] == ["One", "map", ".", "Its", "old", "!"]
    assert [word.form for word in trees[0].words] == ["One", "map", ".", "It", "s", "old", "!"]
    assert [len(tree.words) for tree in trees] == [7, 2]
    assert [tree.opens for tree in trees] == [True, False]


def test_trees_survive_writing(trees, tmp_path):
    path = tmp_path / "again.conllu"
    data.write_trees(trees, path)
    again = data.read_trees(path)
    assert [tree.spans for tree in again] == [tree.spans for tree in trees]


def test_every_character_has_a_mark(trees):
    for tree in trees:
        assert len(data.marks_of(tree)) == len(data.text_of(tree))
    assert data.text_of(trees[0]) == "One map. Its old! "
    assert data.marks_of(trees[0]) == "001000110003000120"


def test_two_sentences_in_one_tree_are_cut(trees):
    assert [data.text_of(tree).strip() for tree in data.halve(trees)] == ["One map.", "Its old!", "Old map"]


def test_text_and_marks_have_the_same_paragraphs(trees, tmp_path):
    data.write_text(trees, tmp_path / "train", seed=1)
    text = (tmp_path / "train.txt").read_text(encoding="utf-8")
    marks = (tmp_path / "train.toklabels").read_text(encoding="utf-8")
    assert [len(line) for line in text.split("\n")] == [len(line) for line in marks.split("\n")]


def test_a_lexicon_keeps_the_commonest_lemma(trees):
    lemmas = {tree.words[0].form: tree.words[0].columns[2] for tree in data.lexicon(trees)}
    assert lemmas["map"] == "map"
    assert len(data.lexicon(trees)) == 8


def test_capitals_are_added_not_put_in_place(trees):
    loud = data.shout(trees, share=1.0, seed=1)
    assert loud[:2] == trees
    assert data.text_of(loud[2]) == "ONE MAP. ITS OLD! "
    assert data.shout(trees, share=0.0, seed=1) == trees


def test_expansions_are_counted(trees, tmp_path):
    data.write_expansions([*trees, *trees], tmp_path / "expansions.json")
    assert json.loads((tmp_path / "expansions.json").read_text()) == [[["Its", ["it", "s"]], 2]]


def test_names_become_json(tmp_path):
    (tmp_path / "names.bio").write_text("Jakarta\tB-LOC\n.\tO\n\n", encoding="utf-8")
    names = data.read_names(tmp_path / "names.bio")
    data.write_names(names, tmp_path / "names.json")
    assert json.loads((tmp_path / "names.json").read_text()) == [
        [{"text": "Jakarta", "ner": "B-LOC"}, {"text": ".", "ner": "O"}]
    ]
