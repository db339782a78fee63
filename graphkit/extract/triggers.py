"""Words that name a relation, where they stand in a sentence."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from graphkit.knowledge.language import Language, Pattern
from graphkit.tree import FLAT, Tree

VERBAL = frozenset({"VERB", "ADJ", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
CLAUSES = frozenset({"acl", "acl:relcl"})  # whose verb may have the noun above it for object


class Trigger(NamedTuple):
    """A pattern found in a sentence: its head token, and the token of its object noun, 0 without one."""

    pattern: Pattern
    head: int
    noun: int


def triggers(tree: Tree, language: Language) -> Iterator[Trigger]:
    """Yield the triggers of a sentence from left to right, longer patterns of a head before shorter ones."""
    known = language.patterns
    found = tree.among(known.keys())
    if not found:
        return
    here = tree.vocabulary
    for index in found:
        marks: AbstractSet[str] | None = None
        word, lemma = tree.words[index], tree.lemmas[index]
        patterns = language.possible(lemma, here)
        if word != lemma and word in known:
            patterns = (*patterns, *language.possible(word, here))
        fitting: dict[tuple[str, str, int, bool], list[Pattern]] = {}
        for pattern in patterns:
            if pattern.noun and pattern.noun[0] not in here:
                continue
            noun = _matches(tree, index, pattern, language)
            if noun is None:
                continue
            # "attended the summit in July": what "in" marks may be no target, the object may be one
            key = (pattern.relation, pattern.section, noun, bool(pattern.adpositions))
            if pattern.adpositions and not pattern.noun and pattern.section != "nouns":
                if here.isdisjoint(pattern.adpositions):
                    continue
                marks = _marks(tree, index) if marks is None else marks
                if marks.isdisjoint(pattern.adpositions):
                    continue
            fitting.setdefault(key, []).append(pattern)
        for (_, _, noun, _), alike in fitting.items():
            yield Trigger(alike[0] if len(alike) == 1 else _joined(alike), index, noun)


def _joined(patterns: Sequence[Pattern]) -> Pattern:
    """Return the longest of patterns that mean the same, with the adpositions of all of them."""
    first = patterns[0]
    adpositions = first.adpositions.union(*(pattern.adpositions for pattern in patterns[1:]))
    return first if adpositions == first.adpositions else replace(first, adpositions=adpositions)


def _matches(tree: Tree, index: int, pattern: Pattern, language: Language) -> int | None:
    """Return the token of the pattern's noun, 0 where it has none, None where it does not fit."""
    upos = tree.tags[index]
    nominal = pattern.section == "nouns"
    if pattern.section == "said":
        return _object(tree, index, pattern.noun) if pattern.noun else 0
    if nominal and upos not in NOMINAL:
        return None
    if not nominal and upos not in VERBAL and not (upos in NOMINAL and pattern.section in ("adjectives",)):
        return None
    if not pattern.noun:
        return 0
    if nominal:
        return 0 if _phrase(tree, index, pattern.noun, language) else None
    return _object(tree, index, pattern.noun)


def _phrase(tree: Tree, index: int, words: tuple[str, ...], language: Language) -> bool:
    """Tell whether the other words of a compound stand beside its head, on the side of the language."""
    first = index - len(words) if language.head_final else index + 1
    beside = range(max(first, 1), min(first + len(words), len(tree) + 1))
    return len(beside) == len(words) and all(
        word in (tree.words[i], tree.lemmas[i]) for i, word in zip(beside, words, strict=True)
    )


def _object(tree: Tree, index: int, words: tuple[str, ...]) -> int | None:
    """Return the object, particle or subject of a passive that a verb pattern asks for."""
    wanted = words[0]
    for child in tree.children(
        index,
        "obj",
        "nsubj:pass",
        "compound",
        "xcomp",
        "obl",
        "nmod",
        "acl",
        "advcl",
        "advmod",
        "nsubj",
        "amod",
        *FLAT,
    ):
        if wanted in (tree.lemmas[child], tree.words[child]):
            return child
        for inner in tree.children(child, "compound", "amod", *FLAT):
            if wanted in (tree.lemmas[inner], tree.words[inner]):
                return child
    if index < len(tree) and wanted == tree.words[index + 1]:
        return index + 1
    if tree.deprels[index] in CLAUSES:  # "a truce agreed by", "the talks that Iran held with"
        head = tree.heads[index]
        beside = (head, *tree.children(head, "compound", "amod", *FLAT))
        if any(wanted in (tree.lemmas[token], tree.words[token]) for token in beside if token != index):
            return head
    return None


def _marks(tree: Tree, index: int) -> AbstractSet[str]:
    """Return what marks the dependents of a verb, and what it may mark: those of its objects."""
    found: set[str] = set()
    for node in (index, *tree.children(index, "obj", "nsubj:pass")):
        for child in tree.children(node):
            found |= tree.cases(child)
            found.add(tree.lemmas[child])
    return found
