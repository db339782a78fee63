"""Who stands around a trigger though no role ties him to it, and who is no party to it."""

from graphkit.extract.frames import Filler, Frame
from graphkit.extract.once import once
from graphkit.facts import Mention


@once
def near(frame: Frame, token: int, reach: int, after: bool) -> list[Mention]:
    """Return the mentions on one side of a word, not beyond its reach, the nearest first."""
    low, high = (token + 1, token + reach) if after else (token - reach, token - 1)
    within = [mention for mention in frame.mentions if low <= mention.head <= high]
    return sorted(within, key=lambda mention: abs(mention.head - token))


@once
def apart(frame: Frame, verb: int) -> frozenset[str]:
    """Return who is no party to a verb: spoken of in what it denies or asks, or acting beside it."""
    tree, language = frame.tree, frame.language
    inside: set[int] = set()
    for clause in tree.children(verb, "xcomp", "ccomp", "advcl"):
        opening = {tree.words[c] for c in tree.children(clause, "mark", "advmod")}
        content = tree.deprels[clause] != "advcl" or opening & language.markers.complement
        refuses = {tree.lemmas[verb], tree.words[verb]} & (language.status.deny | language.status.decree)
        if clause > verb and ((refuses and content) or opening & language.markers.conditional):
            inside.update(tree.subtree(clause))
    beside = {who for above, top, who in _coordinate(frame) if above == verb and verb < top}
    if inside:
        beside.update(m.party.principal.id for m in frame.mentions if m.head in inside)
    return frozenset(beside)


@once
def _coordinate(frame: Frame) -> list[tuple[int, int, str]]:
    """Return the subjects of clauses that stand beside another: its verb, the subject's head, who it is."""
    tree = frame.tree
    found = []
    for mention in frame.mentions:
        top = tree.top(mention.head)
        verb = tree.heads[top]
        if tree.deprels[top] in ("nsubj", "nsubj:pass") and tree.deprels[verb] in ("conj", "parataxis"):
            found.append((tree.heads[verb], top, mention.party.principal.id))
    return found


def speakers(frame: Frame, token: int) -> list[Filler]:
    """Return who says a word, if anybody: the speaker of the innermost speech around it."""
    tree, start = frame.tree, frame.tree.token(token).start
    around = [(s.end - s.start, m) for s, m in frame.voices if s.start <= start < s.end]
    innermost = [mention for _, mention in sorted(around, key=lambda voice: voice[0])[:1]]
    return [Filler(m, ("said" if m.sentence == tree.sentence.index else "said before",)) for m in innermost]
