"""To whom a title or organ belongs: the state or organization that its noun phrase names."""

from collections.abc import Iterable, Iterator, Sequence

from graphkit.knowledge.language import Language
from graphkit.link.candidates import Candidate
from graphkit.link.spans import head
from graphkit.tree import Tree

REACH = 6  # tokens between a title and its state
ACTING = frozenset({"State", "InternationalOrganization", "ArmedGroup", "Organization"})
PLACED = frozenset({"State", "Place", "Group"})
STOPS = frozenset({"VERB", "AUX", "SCONJ", "CCONJ", "PRON"})
MARKS = frozenset({",", ";", ":", '"', "“", "”", "—", "–"})


def owner(tree: Tree, title: Candidate, here: Sequence[Candidate], language: Language) -> Candidate | None:
    """Return the nearest actor that the title belongs to.

    It stands right behind the title ("Menlu AS", "president of France") or right before it ("Iran's
    foreign minister"), with nothing between that starts another phrase; a possessor comes first.
    """
    best: tuple[bool, int, int, Candidate] | None = None
    for other in here:
        possessor = _possesses(tree, other, title)
        if not _owns(other, title, here, person=possessor):
            continue
        after = other.start >= title.end
        between = gap(tree, title, other) if after else gap(tree, other, title)
        if between is None or len(between) > REACH:
            continue
        if not possessor and not _open(tree, between, here, title, other, language, after=after):
            continue
        rank = (not possessor, len(between), 0 if after else 1, other)
        if best is None or rank[:3] < best[:3]:
            best = rank
    return best[3] if best is not None else _below(tree, title, here, language)


def appointer(
    tree: Tree, title: Candidate, here: Sequence[Candidate], language: Language
) -> Candidate | None:
    """Return who gives an office that names no owner: "the Kenyan president appointed Lee as minister"."""
    verb = tree.heads[head(tree, title.start, title.end)]
    while verb and not {tree.lemmas[verb], tree.words[verb]} & language.verbs.appoint:
        verb = tree.heads[verb]
    if not verb:
        return None
    passive = tree.has(verb, "nsubj:pass")
    for child in tree.children(verb, "obl:agent") if passive else tree.children(verb, "nsubj"):
        inside = set(tree.subtree(child))
        for other in here:
            fits = _owns(other, title, here, person=True) and not (_public(title) and not _state(other))
            if fits and head(tree, other.start, other.end) in inside:
                return other
    return None


def gap(tree: Tree, left: Candidate, right: Candidate) -> list[int] | None:
    """Return the tokens between two spans, None where they overlap or stand the other way round."""
    if left.end > right.start:
        return None
    return [t.index for t in tree.tokens if t.start >= left.end and t.end <= right.start]


def _owns(other: Candidate, title: Candidate, here: Iterable[Candidate], *, person: bool) -> bool:
    """Tell whether a candidate may have a title's holder act for it; a person only for a known state."""
    if other.party is None or other.form == "event":
        return False
    led = other.party.principal.kind == "Group" and other.form == "name"
    if other.party.principal.kind not in ACTING and not (led and title.office and not title.office.organ):
        return False  # a known group has leaders, but no ministries
    if other.form == "person" and not (person and _state(other)):
        return False
    if _state(other) and title.office is not None and title.office.private:
        return False
    return not any(c.start <= other.start and other.end < c.end for c in here)


def _state(candidate: Candidate) -> bool:
    return candidate.party is not None and candidate.party.principal.kind == "State"


def _public(title: Candidate) -> bool:
    return title.office is not None and title.office.public


def _possesses(tree: Tree, other: Candidate, title: Candidate) -> bool:
    """Tell whether a candidate is the possessor of a title's noun: "the UN's Syria envoy"."""
    if other.end > title.start:
        return False
    at = head(tree, other.start, other.end)
    return (
        tree.deprels[at] == "nmod:poss"
        and tree.heads[at] == head(tree, title.start, title.end)
        and any(tree.token(c).upos == "PART" for c in tree.children(at, "case"))
    )


def _below(tree: Tree, title: Candidate, here: Sequence[Candidate], language: Language) -> Candidate | None:
    """Return the organization in a phrase below the title: "coordinator for the region at Oxfam"."""
    marks = language.markers.origin | language.markers.belonging
    if _public(title):
        return None
    nodes = set(_phrases(tree, head(tree, title.start, title.end)))
    for other in here:
        at = head(tree, other.start, other.end)
        fits = at in nodes and tree.cases(at) & marks and _owns(other, title, here, person=False)
        if fits and not _state(other):
            return other
    return None


def _phrases(tree: Tree, index: int) -> Iterator[int]:
    for child in tree.children(index, "nmod", "conj"):
        yield child
        yield from _phrases(tree, child)


def _open(
    tree: Tree,
    between: Sequence[int],
    here: Iterable[Candidate],
    title: Candidate,
    other: Candidate,
    language: Language,
    *,
    after: bool,
) -> bool:
    """Tell whether the words between two spans can stand inside one noun phrase."""
    marks, place = language.markers.origin | language.markers.belonging, set(language.markers.place)
    for index in between:
        token = tree.token(index)
        if token.upos in STOPS or token.form in MARKS:
            return False
        if token.upos == "ADP" and (not after or tree.lemmas[index] not in marks):
            return False
        if tree.lemmas[index] in place and other.party is not None and other.party.actor.kind in PLACED:
            return False  # the president at Brussels is not Belgium's
    if not between:
        return True
    start, end = tree.token(between[0]).start, tree.token(between[-1]).end
    others = [c for c in here if c is not title and c.start < end and start < c.end]
    return all(c.office is not None for c in others)
