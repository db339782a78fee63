"""Whether what a trigger says happened: negation, modality, plans and conditions, read from the tree."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from graphkit.extract.triggers import Trigger
from graphkit.facts import Status
from graphkit.knowledge.language import Cues, Language
from graphkit.tree import Tree

Phrases = tuple[tuple[str, int], ...]
# Cues of several words by the first of them.
Several = Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]

_MOST = 4096  # sets of tags whose status is remembered
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
CARRIED = frozenset({"obj", "obl", "nsubj", "nsubj:pass", "xcomp", "nmod", "conj"})  # by a light verb
PHASES = frozenset({"xcomp", "advcl"})
SHARED = ("future:", "possible:")
TENSED = ("Tense=Past", "VerbForm=Part", "VerbForm=Ger")
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
NEAR = frozenset({"self", "noun", "light1", "with1"})


def cues(tree: Tree, trigger: Trigger, language: Language, phrases: Phrases) -> frozenset[str]:
    """Return tags for what bears on a trigger's status: a word class and where it stands.

    "neg:self" is a negation beside the trigger, "intend:up1" a verb of planning one clause above. A verb
    that only phases what stands below it ("began to attack", "will go there to sign") is "with" it.
    `phrases` are those of the sentence.
    """
    if trigger.pattern.section == "titles":
        return frozenset()  # who holds an office holds it, whatever else will be
    found = set(_beside(tree, trigger.head, language, "self", phrases))
    if trigger.noun:
        found.update(_beside(tree, trigger.noun, language, "noun", phrases))
        if _any(tree, trigger.head, language.status.offer):
            found.add("intend:self")  # "offered aid"
    if tree.deprels[trigger.head] in SUBJECTS and _any(tree, tree.heads[trigger.head], language.status.lapse):
        found.add("neg:self")  # "talks collapsed"
    found.update(f"{kind}:up1:acl" for kind in _purposed(tree, trigger.head, language))
    node = trigger.head
    step = 1
    for _ in range(ABOVE):
        head, deprel = tree.heads[node], tree.deprels[node]
        if not head or deprel not in CLAUSAL:
            break
        place = f"up{step}" if deprel != "conj" else f"conj{step}"
        below = deprel in COMPLEMENT and not _circumstance(tree, node, deprel, language)
        kinds = list(_governing(tree, node, head, deprel, language)) if below else []
        if node == trigger.head and deprel in ("obj", "nsubj:pass") and _any(tree, node, language.verbs.told):
            kinds = [kind for kind in kinds if kind != "deny"]  # a demand that is rejected was made
        if below:
            found.update(f"{kind}:{place}:{deprel}" for kind in kinds)
        light = deprel in CARRIED and _any(tree, head, language.verbs.light)
        phase = not kinds and deprel in PHASES and below and not _says(tree, head, language)
        if light or (phase and step == 1):
            place = f"light{step}" if light else f"with{step}"
        if below or light or deprel == "conj":
            beside = set(_beside(tree, head, language, place, phrases))
            found |= beside
            if deprel == "conj" and _bare(tree, node):  # "will meet X and sign a treaty"
                found.update(f"{tag.split(':')[0]}:with1:and" for tag in beside if tag.startswith(SHARED))
        if deprel == "xcomp" and _deepens(tree, head, language):
            found.add(f"deepen:{place}")
        if _says(tree, head, language):
            found.add(f"speech:up{step}")
        content = deprel in ("acl", "acl:relcl", "ccomp", "advcl") and _any(tree, head, language.verbs.told)
        node = head
        # a light verb is part of what its noun says: what governs it stands one clause above the noun
        nominal = not trigger.noun and trigger.pattern.section == "nouns"
        step += not (step == 1 and (phase or content or (light and nominal)))
    return frozenset(found)


@lru_cache(_MOST)
def decide(found: frozenset[str]) -> Status:
    """Return the status that tags lead to, the nearest and strongest first."""
    near = {tag.split(":")[0] for tag in found if tag.split(":")[1] in NEAR}
    above = {(tag.split(":")[0], tag.split(":")[1]) for tag in found}
    if "neg" in near and ("ask", "up1") in above:
        return Status.POSSIBLE  # "asked X not to": only who asks rules it out
    if "neg" in near or {("neg", "up1"), ("intend", "up1")} <= above:
        return Status.NEGATED
    if "cond" in near or ("cond", "up1") in above:
        return Status.POSSIBLE
    if ("deny", "up1") in above:
        return Status.NEGATED
    if ("cease", "up1") in above:  # what shall stop goes on
        hoped = {("suppose", "up2"), ("intend", "up2"), ("future", "up1"), ("possible", "up1")} & above
        return Status.ACTUAL if hoped else Status.NEGATED
    if (near & {"if", "possible"} and near & {"future", "intend"}) or {"if", "possible"} <= near:
        return Status.POSSIBLE
    if "future" in near or "intend_mod" in near or "intend" in near:
        return Status.INTENDED
    would = any(f"possible:{place}:would" in found for place in NEAR)
    if would and "speech:up1" in found:  # "said it would"
        return Status.INTENDED
    if "possible" in near or "possible:up1:xcomp" in found:
        return Status.POSSIBLE
    if ("intend", "up1") in above or "future:up1:xcomp" in found:
        return Status.POSSIBLE if ("possible", "up1") in above else Status.INTENDED
    if ("suppose", "up1") in above:
        return Status.POSSIBLE
    return Status.ACTUAL


def _circumstance(tree: Tree, node: int, deprel: str, language: Language) -> bool:
    """Tell whether a clause says when something was so, and is no plan or wish of the clause above."""
    marks = {
        i for c in tree.children(node, "mark", "case", "advmod") for i in (tree.lemmas[c], tree.words[c])
    }
    if deprel != "advcl" or marks & (language.markers.purpose | language.markers.complement):
        return bool(marks & language.markers.circumstance)
    return True


def _purposed(tree: Tree, node: int, language: Language) -> Iterator[str]:
    """Yield what a noun makes of the clause behind it, wherever that hangs: "the decision to withdraw"."""
    marks = [c for c in tree.children(node, "mark") if tree.words[c] in language.markers.purpose]
    before = min(marks, default=1) - 1
    while before > 1 and tree.tags[before] in ("PRON", "DET"):
        before -= 1
    if before and tree.tags[before] == "NOUN" and before != tree.heads[node]:
        yield from (k for k in _kinds(tree, before, language.status) if k in ("intend", "suppose"))


def _bare(tree: Tree, verb: int) -> bool:
    """Tell whether a verb has neither tense nor subject nor helper of its own."""
    own = tree.has(verb, "aux", "cop", "nsubj", "nsubj:pass", "aux:pass")
    feats = tree.token(verb).feats
    return tree.tags[verb] == "VERB" and not own and not any(f in feats for f in TENSED)


def _any(tree: Tree, node: int, words: frozenset[str]) -> bool:
    return tree.lemmas[node] in words or tree.words[node] in words


def _governing(tree: Tree, node: int, head: int, deprel: str, language: Language) -> Iterator[str]:
    """Yield what a governor makes of the clause or noun below it."""
    words = language.status
    told = deprel in ("ccomp", "advcl") and tree.has(node, "nsubj", "nsubj:pass")
    asks = _any(tree, head, language.verbs.object_control)
    decreed = _any(tree, head, words.decree)
    for kind in _kinds(tree, head, words):
        if kind == "intend" and (told or (decreed and deprel in ("obj", "nsubj:pass", "ccomp"))):
            continue  # "announced that Togo has come" tells, "announced to come" plans
        if kind == "suppose" and deprel == "advcl" and not asks:
            continue
        if kind == "suppose" and asks:
            yield "ask"
        if kind == "cease" and deprel not in PHASES:
            continue  # a war that was ended was fought
        yield kind


def _says(tree: Tree, node: int, language: Language) -> bool:
    return _any(tree, node, language.verbs.speech) or _any(tree, node, language.verbs.told)


def several(language: Language) -> Several:
    """Return the cues of a language that are several words: "at no time", "have yet to"."""
    words = language.status
    groups = (
        ("neg", words.negation),
        ("future", words.future),
        ("possible", words.possible),
        ("cond", language.markers.conditional),
    )
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind, group in groups:
        for parts in (tuple(cue.split()) for cue in group if " " in cue):
            found.setdefault(parts[0], []).append((kind, parts))
    return found


def phrases(tree: Tree, cues: Several) -> Phrases:
    """Return cues of several words, each with the word that it bears on."""
    found = []
    here = tree.vocabulary
    for kind, parts in (cue for first in cues.keys() & here for cue in cues[first]):
        if not here.issuperset(parts):
            continue
        for at in tree.among({parts[0]}):
            if at + len(parts) - 1 > len(tree):
                continue
            span = range(at, at + len(parts))
            if all(part in (tree.words[i], tree.lemmas[i]) for part, i in zip(parts, span, strict=True)):
                behind, after = tree.heads[span[-1]], span[-1] + 1
                if after <= len(tree) and tree.tags[after] == "VERB":
                    behind = after  # "has at no time urged", wherever the phrase hangs
                found.append((kind, behind if behind > span[-1] else tree.heads[tree.head(span)]))
    return tuple(sorted(found))


def _beside(tree: Tree, node: int, language: Language, place: str, phrases: Phrases) -> Iterator[str]:
    words = language.status
    yield from (f"{kind}:{place}" for kind, at in phrases if at == node)
    for clause in tree.children(node, "advcl"):
        if any(_any(tree, c, language.markers.hypothetical) for c in tree.children(clause, "mark", "advmod")):
            yield f"if:{place}"
    for clause in tree.children(node, "acl"):  # "talks to be held"
        coming = any(tree.words[c] in language.markers.infinitive for c in tree.children(clause, "mark"))
        if coming and tree.has(clause, "aux:pass"):
            yield f"future:{place}"
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
        if _any(tree, child, words.negation) or "Polarity=Neg" in tree.token(child).feats:
            only = child < len(tree) and tree.words[child + 1] in words.merely  # "not only"
            if not only:
                yield f"neg:{place}"
        if tree.deprels[child] == "advmod":
            before = {tree.words[child - 1], *(tree.lemmas[c] for c in tree.children(child, "advmod", "det"))}
            if before & language.markers.negative_subjects or before & words.negation:
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
    beside = [c for c in tree.children(node, "xcomp", "advcl", "obl") if tree.tags[c] in ("ADJ", "ADV")]
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
    return _any(tree, node, language.verbs.deepening)


def _kinds(tree: Tree, node: int, words: Cues) -> Iterator[str]:
    lemma, word = tree.lemmas[node], tree.words[node]
    for kind, group in (
        ("deny", words.deny),
        ("cease", words.cease),
        ("intend", words.intend),
        ("suppose", words.suppose),
        ("neg", words.negation),
        ("possible", words.possible),
        ("future", words.future),
    ):
        if lemma in group or word in group:
            yield kind
