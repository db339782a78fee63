"""Trees told again in the present: forms learned from a treebank, heads untouched."""

from graphkit.train import data
from graphkit.train.narrate import Paradigm, narrate

PAST = "Mood=Ind|Tense=Past|VerbForm=Fin"
ONE = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
MANY = "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin"


def tree(*rows: str) -> data.Sentence:
    """Build a tree from rows "form lemma UPOS XPOS feats head deprel"."""
    spans = []
    for number, row in enumerate(rows, 1):
        form, lemma, upos, xpos, feats, head, deprel = row.split()
        word = data.Word(form, (str(number), form, lemma, upos, xpos, feats, head, deprel, "_", "_"))
        spans.append(data.Span(form, (word,), True))
    return data.Sentence(tuple(spans), False)


SHOWN = [
    tree("Ana Ana PROPN NNP Number=Sing 2 nsubj", f"orders order VERB VBZ {ONE} 0 root"),
    tree("They they PRON PRP Number=Plur|Person=3 2 nsubj", f"clash clash VERB VBP {MANY} 0 root"),
    tree("It it PRON PRP Number=Sing|Person=3 2 nsubj", f"crashes crash VERB VBZ {ONE} 0 root"),
    tree("It it PRON PRP Number=Sing|Person=3 2 nsubj", f"tries try VERB VBZ {ONE} 0 root"),
]
COURT = tree(
    "The the DET DT _ 2 det",
    "court court NOUN NN Number=Sing 3 nsubj",
    f"fined fine VERB VBD {PAST} 0 root",
    "it it PRON PRP Number=Sing|Person=3 3 obj",
    "and and CCONJ CC _ 6 cc",
    f"defied defy VERB VBD {PAST} 3 conj",
)


def texts(trees: list[data.Sentence]) -> list[str]:
    return [data.text_of(one).rstrip() for one in trees]


class TestNarrate:
    def test_every_verb_of_a_subject_changes_and_nothing_else(self):
        told = narrate([*SHOWN, COURT], share=1.0, seed=1)
        assert texts(told)[-1] == "The court fines it and defies"
        assert [w.columns[6:8] for w in told[-1].words] == [w.columns[6:8] for w in COURT.words]
        assert told[-1].words[2].columns[3:6] == ("VERB", "VBZ", ONE)

    def test_two_subjects_take_the_plural(self):
        pair = tree(
            "Police police NOUN NNS Number=Plur 4 nsubj",
            "and and CCONJ CC _ 3 cc",
            "crowds crowd NOUN NNS Number=Plur 1 conj",
            f"clashed clash VERB VBD {PAST} 0 root",
        )
        assert texts(narrate([*SHOWN, pair], share=1.0, seed=1))[-1] == "Police and crowds clash"

    def test_what_has_no_past_or_another_person_is_not_told_again(self):
        mine = tree("I I PRON PRP Number=Sing|Person=1 2 nsubj", f"ordered order VERB VBD {PAST} 0 root")
        assert len(narrate([*SHOWN, mine], share=1.0, seed=1)) == len(SHOWN) + 1

    def test_the_share_is_drawn_with_the_seed(self):
        trees = [*SHOWN, *[COURT] * 40]
        half = narrate(trees, share=0.5, seed=3)
        assert len(trees) < len(half) < len(trees) + 40
        assert half == narrate(trees, share=0.5, seed=3)
        assert narrate(trees, share=0.0, seed=3) == trees


class TestParadigm:
    def test_unknown_lemmas_follow_the_longest_known_end(self):
        paradigm = Paradigm.of(SHOWN)
        assert paradigm.inflect("smash", "Sing") == ("smashes", "VBZ", ONE)
        assert paradigm.inflect("deny", "Sing") == ("denies", "VBZ", ONE)
        assert paradigm.inflect("murder", "Sing") == ("murders", "VBZ", ONE)

    def test_a_treebank_without_the_present_gives_none(self):
        assert Paradigm.of([COURT]).inflect("fine", "Sing") is None
