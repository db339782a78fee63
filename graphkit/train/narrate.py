"""Trees told again in the present, as digests of events are: "strikes hit" beside "a strike hit"."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graphkit.train.data import Sentence, Span, Word

FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL = 1, 2, 3, 4, 5, 6, 7
SUFFIX = 3  # letters of a lemma that tell how it is inflected
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "expl")

Columns = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paradigm:
    """How finite present forms are made, by number: of known lemmas, and by the ends of lemmas."""

    forms: dict[tuple[str, str], Columns]
    ends: dict[tuple[str, str], tuple[int, str, Columns]]

    @classmethod
    def of(cls, trees: Iterable[Sentence]) -> "Paradigm":
        """Read the present forms of the third person that a treebank shows, the commonest of each."""
        seen: dict[tuple[str, str], Counter[Columns]] = {}
        for word in (word for tree in trees for word in tree.words):
            feats = _feats(word.columns)
            number = feats.get("Number", "")
            if feats.get("Tense") == "Pres" and feats.get("VerbForm") == "Fin" and feats.get("Person") == "3":
                columns = (word.form.lower(), word.columns[XPOS], word.columns[FEATS])
                seen.setdefault((word.columns[LEMMA], number), Counter())[columns] += 1
        forms = {key: counts.most_common(1)[0][0] for key, counts in seen.items()}
        edits: dict[tuple[str, str], Counter[tuple[int, str, Columns]]] = {}
        for (lemma, number), (form, *rest) in forms.items():
            kept = next(
                (at for at, pair in enumerate(zip(lemma, form, strict=False)) if pair[0] != pair[1]), None
            )
            kept = min(len(lemma), len(form)) if kept is None else kept
            for size in range(SUFFIX + 1):
                edit = (len(lemma) - kept, form[kept:], tuple(rest))
                edits.setdefault((lemma[len(lemma) - size :], number), Counter())[edit] += 1
        return cls(forms, {key: counts.most_common(1)[0][0] for key, counts in edits.items()})

    def inflect(self, lemma: str, number: str) -> Columns | None:
        """Return form, tag and features of a lemma's present, None where the treebank shows no such forms."""
        known = self.forms.get((lemma, number))
        if known is not None:
            return known
        for size in range(min(SUFFIX, len(lemma)), -1, -1):
            edit = self.ends.get((lemma[len(lemma) - size :], number))
            if edit is not None:
                cut, end, rest = edit
                return (lemma[: len(lemma) - cut] + end, *rest)
        return None


def narrate(trees: Iterable[Sentence], *, share: float, seed: int) -> list[Sentence]:
    """Return the sentences, and after them a share of those told in the past again in the present."""
    kept = list(trees)
    paradigm = Paradigm.of(kept)
    drawn = random.Random(seed)
    told = (_present(tree, paradigm) for tree in kept if drawn.random() < share)
    return kept + [tree for tree in told if tree is not None]


def _present(tree: Sentence, paradigm: Paradigm) -> Sentence | None:
    """Return the tree with its finite past verbs in the present; None where it has none with a subject."""
    words = tree.words
    changed: dict[int, Word] = {}
    for at, word in enumerate(words, 1):
        feats = _feats(word.columns)
        if feats.get("Tense") != "Past" or feats.get("VerbForm") != "Fin":
            continue
        number = _number(words, at)
        made = paradigm.inflect(word.columns[LEMMA], number) if number else None
        if made is None:
            continue
        form = made[0].capitalize() if word.form[:1].isupper() else made[0]
        kept = word.columns[LEMMA:XPOS]
        changed[at] = Word(form, (word.columns[0], form, *kept, *made[1:], *word.columns[HEAD:]))
    return _rebuilt(tree, changed) if changed else None


def _number(words: tuple[Word, ...], verb: int) -> str:
    """Return the number of a verb's subject, its own or a shared one; empty for other persons or none."""
    at, seen = verb, set()
    while at and at not in seen:
        seen.add(at)
        columns = words[at - 1].columns
        for place, word in enumerate(words, 1):
            if word.columns[HEAD] == str(at) and word.columns[DEPREL] in SUBJECTS:
                feats = _feats(word.columns)
                if feats.get("Person", "3") != "3":
                    return ""
                joined = any(w.columns[HEAD] == str(place) and w.columns[DEPREL] == "conj" for w in words)
                return "Plur" if joined else feats.get("Number", "")
        if columns[DEPREL] not in ("conj", "aux", "aux:pass", "cop"):
            return ""
        at = int(columns[HEAD])
    return ""


def _rebuilt(tree: Sentence, changed: dict[int, Word]) -> Sentence | None:
    """Return the tree with words replaced; None where one is part of a contraction."""
    spans: list[Span] = []
    at = 0
    for span in tree.spans:
        inside = range(at + 1, at + 1 + len(span.words))
        at += len(span.words)
        if not any(place in changed for place in inside):
            spans.append(span)
        elif len(span.words) > 1:
            return None
        else:
            word = changed[inside[0]]
            spans.append(Span(word.form, (word,), span.space))
    return replace(tree, spans=tuple(spans))


def _feats(columns: Columns) -> dict[str, str]:
    return dict(_pairs(columns[FEATS])) if columns[FEATS] != "_" else {}


def _pairs(feats: str) -> Iterator[tuple[str, str]]:
    for feat in feats.split("|"):
        name, _, value = feat.partition("=")
        yield name, value
