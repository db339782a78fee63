"""Deeds that a noun names beside a verb ("hit in an Israeli raid"): whose they are, whom they meet."""

from graphkit.extract.frames import Frame, Steps
from graphkit.extract.triggers import NOMINAL, Trigger
from graphkit.knowledge.language import Words
from graphkit.tree import Tree

Heads = list[tuple[int, Steps]]
RISES = ("nmod", "conj", "compound")


def agents(frame: Frame, verb: int) -> Heads:
    """Return whose deed a passive verb tells of: "hit in an Israeli raid", "... in clashes with Iran"."""
    tree, with_ = frame.tree, frame.language.markers.with_
    above = tree.heads[verb] if tree.deprels[verb] == "conj" else 0
    found: Heads = []
    for place in (verb, *tree.children(verb, "conj"), above):  # "killed and wounded in ..."
        for noun in tree.children(place, "obl", "nmod") if place and not found else ():
            if noun > verb and is_deed(frame, noun):
                owners = [*frame.owners(noun), *frame.marked(noun, with_)]
                found += [(token, ("deed", *steps)) for token, steps in owners]
    return found


def is_deed(frame: Frame, noun: int) -> bool:
    """Tell whether a noun by itself names what one does to another."""
    tree, known = frame.tree, frame.language.patterns
    if tree.tags[noun] not in NOMINAL:
        return False
    patterns = (*known.get(tree.lemmas[noun], ()), *known.get(tree.words[noun], ()))
    return any(p.section == "nouns" and not p.noun for p in patterns)


def bearer(tree: Tree, noun: int) -> int:
    """Return the noun that a noun modifies without adposition: "tariff rates"; 0 where there is none."""
    above = tree.heads[noun] if tree.deprels[noun] in ("compound", "flat") else 0
    return above if above and tree.tags[above] in NOMINAL else 0


def carrier(frame: Frame, noun: int) -> tuple[int, int]:
    """Return the light verb of a deed and the head of its noun phrase: "carried out a strike"; 0 for none."""
    tree = frame.tree
    top = tree.top(bearer(tree, noun) or noun)
    while tree.deprels[top] == "nmod" and tree.has(tree.heads[top], "nummod"):
        top = tree.heads[top]  # "99 per cent of the aid" does what the aid does
    verb = tree.heads[top]
    light = verb and {tree.lemmas[verb], tree.words[verb]} & frame.language.verbs.light
    return (verb, top) if light else (0, top)


def owners(frame: Frame, noun: int) -> Heads:
    """Return who can act in what a noun names; what modifies a noun shares its: "new US tariff rates"."""
    own = frame.owners(noun)
    above = bearer(frame.tree, noun)
    if own or not above:
        return own
    return [(c, ("whole", *steps)) for c, steps in frame.owners(above) if c != noun]


def targets(frame: Frame, noun: int, marks: Words, adpositions: Words) -> Heads:
    """Return whom a deed is directed at where its noun does not say: what is above, in or astray."""
    tree = frame.tree
    above = bearer(tree, noun)
    found = [(c, ("whole", *steps)) for c, steps in frame.marked(above, marks)] if above else []
    if not found and tree.has(noun, "nmod"):  # "a withdrawal of troops from Iraq"
        moved = frame.marked(noun, frame.language.markers.origin - marks)
        found = [(c, ("inner", *steps)) for thing, _ in moved for c, steps in frame.marked(thing, marks)]
    if not found and tree.has(noun, "acl"):
        found = [(c, ("aimed", *steps)) for c, steps in aimed(frame, noun, marks)]
    return found or astray(frame, noun, adpositions)


def aimed(frame: Frame, noun: int, marks: Words) -> Heads:
    """Return whom a participle of a noun is directed at: "an offensive aimed at X"."""
    tree, found = frame.tree, Heads()
    for clause in tree.children(noun, "acl"):
        if tree.tags[clause] == "VERB" and frame.passive(clause):
            found += frame.objects(clause, marks | frame.language.markers.toward)
    return found


def astray(frame: Frame, noun: int, adpositions: Words) -> Heads:
    """Return what stands right behind a noun and parsers hang above it: "hit in a strike on X"."""
    tree = frame.tree
    above = [
        c for c in tree.children(tree.heads[noun], "obl", "nmod") if c > noun and tree.cases(c) & adpositions
    ]
    end = max(tree.subtree(noun)) if above else 0
    return [
        (c, (f"astray:{min(tree.cases(c) & adpositions)}",))
        for c in above
        if c > end and min(tree.subtree(c)) == end + 1
    ]


def doers(frame: Frame, noun: int) -> Heads:
    """Return who acts in the clause that an ownerless deed stands in: "Iran met Iraq after talks with X"."""
    tree, top = frame.tree, noun
    while tree.deprels[top] in RISES and tree.tags[tree.heads[top]] in NOMINAL:
        top = tree.heads[top]
    verb = tree.heads[top]
    if tree.tags[verb] != "VERB" or tree.deprels[top] not in ("obj", "obl", "xcomp"):
        return []
    if {tree.words[verb], tree.lemmas[verb]} & frame.language.verbs.light:
        return []  # its subject does what the noun names: "launched a strike on X"
    found = frame.agents(verb) if frame.passive(verb) else frame.subjects(verb)
    return [(token, (f"clause:{tree.deprels[top]}", *steps)) for token, steps in found]


def stood(frame: Frame, noun: int) -> Heads:
    """Return the place of a deed, whose state it may meet: "Israeli strikes across Lebanon"."""
    return [(c, ("stood", *steps)) for c, steps in frame.marked(noun, frame.language.markers.place)]


def backers(frame: Frame, trigger: Trigger) -> tuple[Heads, Heads]:
    """Return who they are whom a noun calls somebody's, and whose: "Assad's Russian backers"."""
    tree, naming = frame.tree, frame.language.markers.naming
    if not trigger.pattern.adpositions & naming:
        return [], []
    named: Heads = [
        (c, ("agentive", tree.deprels[c])) for c in tree.children(trigger.head, "amod", "compound")
    ]
    whose: Heads = [(c, ("agentive", "nmod:poss")) for c in tree.children(trigger.head, "nmod:poss")]
    return (named, whose) if named and whose else ([], [])
