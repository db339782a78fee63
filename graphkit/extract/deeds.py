"""Deeds that a noun names beside a verb ("hit in an Israeli raid"): whose they are and whom they meet."""

from graphkit.extract.frames import Frame, Steps
from graphkit.extract.triggers import NOMINAL

Heads = list[tuple[int, Steps]]


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


def met(frame: Frame, noun: int) -> Heads:
    """Return whom a deed meets that is the subject of a verb or the means of a passive one."""
    tree = frame.tree
    top = tree.top(noun)
    verb, deprel = tree.heads[top], tree.deprels[top]
    if not verb or tree.tags[verb] != "VERB":
        return []
    if deprel == "nsubj" and not frame.passive(verb):
        found = frame.objects(verb, frozenset())
    elif deprel in ("obl", "obl:agent") and frame.passive(verb):
        found = frame.subjects(verb)
        if tree.deprels[verb] == "conj" and not frame.fills(found):
            found = frame.subjects(tree.heads[verb])
    else:
        return []
    return [(token, ("met", *steps)) for token, steps in found]
