"""Whether what a trigger says happened: negation, modality, plans and conditions, read from the tree."""

from collections.abc import Iterator

from graphkit.extract.triggers import Trigger
from graphkit.facts import Status
from graphkit.knowledge.language import Cues, Language
from graphkit.tree import Tree

ABOVE = 4  # clauses to climb
CLAUSAL = frozenset(
    {
        "xcomp",
        "ccomp",
        "advcl",
        "acl",
        "acl:relcl",
        "csubj",
        "obl",
        "obj",
        "nsubj",
        "nsubj:pass",
        "nmod",
        "conj",
        "parataxis",
    }
)
COMPLEMENT = frozenset({"xcomp", "ccomp", "advcl", "acl", "obl", "obj", "csubj", "nmod"})


def cues(tree: Tree, trigger: Trigger, language: Language) -> frozenset[str]:
    """Return tags for what bears on a trigger's status: a word class and where it stands.

    "neg:self" is a negation beside the trigger, "intend:up1" a verb of planning one clause above.
    """
    found = set(_beside(tree, trigger.head, language, "self"))
    if trigger.noun:
        found.update(_beside(tree, trigger.noun, language, "noun"))
    node = trigger.head
    step = 1
    for _ in range(ABOVE):
        head, deprel = tree.heads[node], tree.deprels[node]
        if not head or deprel not in CLAUSAL:
            break
        place = f"up{step}" if deprel != "conj" else f"conj{step}"
        if deprel in COMPLEMENT and (deprel != "advcl" or head < node):
            told = deprel == "ccomp" and any(True for _ in tree.children(node, "nsubj", "nsubj:pass"))
            kinds = _kinds(tree, head, language.status)
            # "announced that Togo has come" tells, "announced to come" plans
            found.update(f"{kind}:{place}:{deprel}" for kind in kinds if kind != "intend" or not told)
        light = bool({tree.lemmas[head], tree.words[head]} & language.verbs.light)
        if light:
            place = f"light{step}"
        found.update(_beside(tree, head, language, place))
        if deprel == "xcomp" and _deepens(tree, head, language):
            found.add(f"deepen:{place}")
        if tree.lemmas[head] in language.verbs.speech:
            found.add(f"speech:up{step}")
        node = head
        # a light verb is part of what its noun says: what governs it stands one clause above the noun
        nominal = not trigger.noun and trigger.pattern.section == "nouns"
        step += not (light and step == 1 and nominal and place == "light1")
    return frozenset(found)


def decide(found: frozenset[str]) -> Status:
    """Return the status that tags lead to, the nearest and strongest first."""
    near = {tag.split(":")[0] for tag in found if tag.split(":")[1] in ("self", "noun", "light1")}
    above = {(tag.split(":")[0], tag.split(":")[1]) for tag in found}
    if "neg" in near or ("deny", "up1") in above or {("neg", "up1"), ("intend", "up1")} <= above:
        return Status.NEGATED
    if "cond" in near or ("cond", "up1") in above:
        return Status.POSSIBLE
    if "future" in near or "intend_mod" in near:
        return Status.INTENDED
    if "possible" in near:
        return Status.POSSIBLE
    if ("intend", "up1") in above or "future:up1:xcomp" in found:
        return Status.INTENDED
    if ("suppose", "up1") in above:
        return Status.POSSIBLE
    return Status.ACTUAL


def _beside(tree: Tree, node: int, language: Language, place: str) -> Iterator[str]:
    words = language.status
    for child in tree.children(
        node,
        "advmod",
        "aux",
        "det",
        "mark",
        "amod",
        "cop",
        "case",
        "aux:pass",
        "acl",
        "discourse",
        "cc",
        "nummod",
    ):
        lemma, word = tree.lemmas[child], tree.words[child]
        if lemma in words.negation or word in words.negation or "Polarity=Neg" in tree.token(child).feats:
            yield f"neg:{place}"
        before = {tree.words[child - 1], *(tree.lemmas[c] for c in tree.children(child, "advmod", "det"))}
        if tree.deprels[child] == "advmod" and before & (language.markers.negative_subjects | words.negation):
            yield f"neg:{place}"  # "no longer"
        if lemma in words.future or word in words.future:
            yield f"future:{place}"
        if lemma in words.possible or word in words.possible:
            yield f"possible:{place}:{lemma}"
        if tree.deprels[child] in ("amod", "acl") and (lemma in words.intend or word in words.intend):
            yield f"intend_mod:{place}"
        if lemma in language.markers.conditional or word in language.markers.conditional:
            yield f"cond:{place}"
        if lemma in language.verbs.deepening or word in language.verbs.deepening:
            yield f"deepen:{place}"
    beside = [c for c in tree.children(node, "xcomp", "advcl", "obl") if tree.token(c).upos in ("ADJ", "ADV")]
    if not place.startswith(("up", "conj")) and any(_deepens(tree, i, language) for i in (node, *beside)):
        yield f"deepen:{place}"  # the verb deepens, or an adverb does: "work more closely"
    feats = tree.token(node).feats
    if "VerbForm=Inf" in feats:
        yield f"inf:{place}"
    for child in tree.children(node, "nsubj", "nsubj:pass"):
        about = (child, *tree.children(child, "det", "cc", "advmod", "nummod"))
        if {tree.lemmas[i] for i in about} & language.markers.negative_subjects:
            yield f"neg:{place}"


def _deepens(tree: Tree, node: int, language: Language) -> bool:
    """Tell whether a word presupposes what it speaks of: "strengthen", "continue"."""
    return bool({tree.lemmas[node], tree.words[node]} & language.verbs.deepening)


def _kinds(tree: Tree, node: int, words: Cues) -> Iterator[str]:
    lemma, word = tree.lemmas[node], tree.words[node]
    for kind, group in (
        ("deny", words.deny),
        ("intend", words.intend),
        ("suppose", words.suppose),
        ("neg", words.negation),
        ("possible", words.possible),
        ("future", words.future),
    ):
        if lemma in group or word in group:
            yield kind
