"""How a verb stands in its sentence: active or passive, or moving another to act; what a pronoun takes up."""

from graphkit.knowledge.language import Language
from graphkit.tree import Tree

RELATIVE_CLAUSES = frozenset({"acl", "acl:relcl"})
NAMELIKE = frozenset({"flat", "flat:name", "compound", "fixed"})


def is_passive(tree: Tree, verb: int, language: Language) -> bool:
    """Tell whether a verb is passive, by its dependents, its features or its prefix."""
    if tree.has(verb, "nsubj:pass", "aux:pass", "obl:agent", "csubj:pass"):
        return True
    feats = tree.token(verb).feats
    prefixed = tree.words[verb].startswith(language.markers.passive_prefixes)
    # taggers take "have left" and "travelled" for passives; a direct object or a subject that acts
    # says that they are none
    if not prefixed and (tree.has(verb, "obj") or _acts(tree, verb, language)):
        return False
    return "Voice=Pass" in feats or (
        tree.deprels[verb] in ("acl", "amod") and "VerbForm=Part" in feats and "Tense=Past" in feats
    )


def _acts(tree: Tree, verb: int, language: Language) -> bool:
    """Tell whether the form of a clause says that its subject acts: "Iran travelled", "who have called"."""
    if tree.has(verb, "cop") or not tree.has(verb, "nsubj"):
        return False
    if tree.has(verb, "aux"):  # that of a passive is another: aux:pass
        return True
    return any(tree.words[c] not in language.markers.relative for c in tree.children(verb, "nsubj"))


def controls(tree: Tree, verb: int, language: Language) -> bool:
    """Tell whether the object of a verb acts in the clause below: "accuse", "urge"."""
    words = {tree.lemmas[verb], tree.words[verb]}
    return bool(words & language.verbs.object_control)


def raised(tree: Tree, verb: int, language: Language) -> list[int]:
    """Return what parsers hang below a verb as object though it is its subject: "urged X to leave"."""
    head = tree.heads[verb]
    if tree.deprels[verb] not in ("xcomp", "ccomp") or not head or not controls(tree, head, language):
        return []
    return [c for c in tree.children(verb, "obj") if head < c < verb]


def below(tree: Tree, verb: int, language: Language) -> list[int]:
    """Return the subjects of the clauses below a verb that are its objects: "tells X to leave"."""
    modal = language.status.future | language.status.possible
    return [
        c
        for clause in tree.children(verb, "xcomp", "ccomp")
        if clause > verb and not tree.cases(clause) & language.markers.complement
        if not any({tree.lemmas[a], tree.words[a]} & modal for a in tree.children(clause, "aux"))
        for c in tree.children(clause, "nsubj", "obj")
        if verb < c < clause
    ]


def antecedent(tree: Tree, token: int, verb: int, language: Language) -> int:
    """Return the noun that a relative pronoun in a clause takes up, 0 where it is none."""
    if tree.words[token] not in language.markers.relative:
        return 0
    if tree.deprels[verb] in RELATIVE_CLAUSES:
        return tree.heads[verb]
    before = token - 1
    while before > 1 and tree.tags[before] in ("PUNCT", "ADP"):
        before -= 1
    while tree.deprels[before] in NAMELIKE and tree.heads[before]:
        before = tree.heads[before]
    # "accused Iran, which backs Iraq": parsers hang the clause on the verb
    if tree.deprels[verb] == "advcl" and tree.tags[before] in ("NOUN", "PROPN") and before < token:
        return before
    return 0
