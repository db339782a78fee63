"""Who acts for whom: titles and organs joined with the state beside them and the person they introduce."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graphkit.facts import Actor, Party
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.language import Language
from graphkit.link.candidates import Candidate
from graphkit.link.owners import ACTING, REACH, STOPS, appointer, gap
from graphkit.link.owners import owner as find_owner
from graphkit.link.spans import Page, covered, head
from graphkit.text import Token
from graphkit.tree import Tree

INTRODUCTION = 9  # tokens between a title and its holder
JOINED = 3  # words between a person and an organization: "of the campaign group"


@dataclass(frozen=True, slots=True)
class Post:
    """A title or organ in its place: whose it is, and who holds it here; either may be missing."""

    title: Candidate
    principal: Actor | None
    owner: Candidate | None
    holder: Candidate | None
    former: bool


def posts(page: Page, found: Sequence[Candidate], language: Language) -> list[Post]:
    """Return the titles and organs among the candidates with their owners and holders."""
    by_sentence: dict[int, list[Candidate]] = {}
    for candidate in found:
        tree = page.tree(candidate.start, candidate.end)
        if tree is not None:
            by_sentence.setdefault(tree.sentence.index, []).append(candidate)
    return [
        post
        for sentence, here in by_sentence.items()
        for title in here
        if title.office is not None
        for post in _posts(page.trees[sentence], title, here, language)
    ]


def _posts(tree: Tree, title: Candidate, here: Sequence[Candidate], language: Language) -> Iterator[Post]:
    """Yield a title with its holder, once for each of several: "the MPs Ann Lee, Tom Ray and Bo Li"."""
    post = _post(tree, title, here, language)
    yield post
    plural = "Number=Plur" in tree.token(head(tree, title.start, title.end)).feats
    last = post.holder
    for other in here if plural and last is not None and last.start >= title.end else ():
        between = gap(tree, last, other) if last is not None and _personal(other) else None
        if between and all(tree.token(i).form == "," or tree.token(i).upos == "CCONJ" for i in between):
            yield replace(post, holder=other)
            last = other


def _personal(candidate: Candidate) -> bool:
    return candidate.party is not None and candidate.party.actor.kind == "Person"


def _post(tree: Tree, title: Candidate, here: Sequence[Candidate], language: Language) -> Post:
    owner = find_owner(tree, title, here, language)
    holder = None
    if title.office is not None and not title.office.organ:
        holder = _holder(tree, title, owner, here) or _appointed(tree, title, here, language)
        if holder is not None and holder is owner:  # a person whom the recognizer takes for another actor
            owner = find_owner(tree, title, [c for c in here if c is not holder], language)
    if owner is None and holder is not None:
        owner = appointer(tree, title, here, language)
    inside = covered(tree, title.start, title.end)
    before = tree.words[max(1, inside[0] - 3) : inside[0] + 1]
    former = any(word in language.markers.former for word in before)
    principal = owner.party.principal if owner is not None and owner.party is not None else None
    return Post(title, principal, owner, holder, former)


def _holder(
    tree: Tree, title: Candidate, owner: Candidate | None, here: Iterable[Candidate]
) -> Candidate | None:
    """Return whom a title introduces ("Menlu AS, Mike Pompeo") or explains ("Zarif, Iran's minister,")."""
    best: tuple[int, Candidate] | None = None
    explained = _explains(tree, title, owner, here)
    for other in here:
        after = other.start >= title.end
        if not (_personal(other) or (after and _misread(other))):
            continue
        between = gap(tree, title, other) if after else gap(tree, other, title)
        if between is None or len(between) > INTRODUCTION:
            continue
        if not after and (not between or tree.token(between[0]).form != ","):
            continue
        if any(
            tree.token(i).upos in STOPS - {"CCONJ"} or tree.token(i).form in (";", ":", '"', "“", "”")
            for i in between
        ):
            continue
        inner = [c for c in here if c is not title and c is not owner and c is not other]
        start, end = min(title.end, other.end), max(title.start, other.start)
        if any(start <= c.start and c.end <= end and _personal(c) for c in inner):
            continue
        if after and _misread(other) and _governed(tree, between, here):
            continue  # whose title it is: "founder of the Zion Church"
        commas = sum(tree.token(i).form == "," for i in between)
        if after and (commas > 1 or (commas and tree.token(between[-1]).upos == "CCONJ")):
            continue
        rank = (
            len(between) + (0 if after else 3) + (INTRODUCTION if after and commas and explained else 0),
            other,
        )
        if best is None or rank[0] < best[0]:
            best = rank
    return best[1] if best is not None else None


def _appointed(
    tree: Tree, title: Candidate, here: Iterable[Candidate], language: Language
) -> Candidate | None:
    """Return who is or becomes what a title says: "Lee was elected president", "they named Lee as envoy"."""
    at = head(tree, title.start, title.end)
    verb = tree.heads[at]
    gives = bool(verb) and bool({tree.lemmas[verb], tree.words[verb]} & language.verbs.appoint)
    if tree.has(at, "cop") and (tree.has(at, "nsubj") or not gives):
        people = tree.children(at, "nsubj")
    elif not gives:
        return None
    elif tree.token(verb).upos == "NOUN":  # "the nomination of Lee as minister"
        people = tree.children(verb, "nmod", "nmod:poss")
    elif tree.deprels[at] in ("obl", "xcomp", "obj", "nmod", "advcl"):
        objects = [c for c in tree.children(verb, "obj") if c != at]
        people = iter(objects) if objects else tree.children(verb, "nsubj:pass", "nsubj")
    else:
        return None
    named = {head(tree, c.start, c.end): c for c in here if _personal(c)}
    return next((named[token] for token in people if token in named), None)


def affiliations(
    page: Page, found: Sequence[Candidate], language: Language
) -> Iterator[tuple[Candidate, Actor]]:
    """Yield people with the organization that the text joins them with: "Al-Assil of the Movement".

    A preposition joins them, or brackets, or the organization owns its man: "Assil (Movement)",
    "the Movement's Al-Assil".
    """
    for one, other in pairwise([c for c in found if c.party is not None and not _inside(c, found)]):
        tree = page.tree(one.start, other.end)
        if tree is None or one.party is None or other.party is None:
            continue
        between = [tree.token(i) for i in gap(tree, one, other) or ()]
        if _personal(one) and _joins(between, language):
            holder, owner = one, other
        elif _personal(other) and len(between) == 1 and between[0].upos == "PART":
            holder, owner = other, one
        else:
            continue
        if owner.party is not None and owner.party.principal.kind in ACTING - {"State"}:
            yield holder, owner.party.principal


def _joins(between: Sequence[Token], language: Language) -> bool:
    """Tell whether words between a person and an organization say that they belong together."""
    marks = language.markers.origin | language.markers.belonging
    words = [t for t in between if t.upos not in ("DET", "ADJ", "ADV") and t.form != ","]
    if not words or len(words) > JOINED:
        return False
    adposition = words[0].upos == "ADP" and words[0].lemma.lower() in marks
    return (adposition and all(t.upos == "NOUN" for t in words[1:])) or [t.form for t in words] == ["("]


def _inside(candidate: Candidate, found: Iterable[Candidate]) -> bool:
    """Tell whether a name is only a part of a longer one."""
    size = candidate.end - candidate.start
    return any(
        c.start <= candidate.start
        and candidate.end <= c.end
        and c.end - c.start > size
        and c.party is not None
        for c in found
    )


def _explains(tree: Tree, title: Candidate, owner: Candidate | None, here: Iterable[Candidate]) -> bool:
    """Tell whether a title between commas explains the person before it: "Zarif, Iran's minister, met"."""
    start = min(title.start, owner.start if owner is not None else title.start)
    for other in here:
        if not _personal(other) or other.end > start:
            continue
        opening = next((t for t in tree.tokens if t.start >= other.end), None)
        closing = [t for t in tree.tokens if t.start >= max(title.end, owner.end if owner is not None else 0)]
        between = [t for t in tree.tokens if t.start >= other.end and t.end <= start]
        if opening is None or opening.form != "," or not closing or closing[0].form != ",":
            continue
        if all(t.form == "," or t.upos in ("DET", "ADJ") for t in between) and len(between) <= REACH:
            return True
    return False


def _governed(tree: Tree, between: Sequence[int], here: Iterable[Candidate]) -> bool:
    """Tell whether the words before a name end in a preposition of its own."""
    at = max((n for n, i in enumerate(between) if tree.token(i).upos == "ADP"), default=None)
    if at is None or any(tree.token(i).form == "," for i in between[at:]):
        return False
    start, end = tree.token(between[at]).end, tree.token(between[-1]).end
    return not any(c.start < end and start < c.end for c in here)


def _misread(candidate: Candidate) -> bool:
    """Tell whether a name that only the recognizer knows may be a person's: it has two words or more."""
    party = candidate.party
    return candidate.form == "recognized" and party is not None and " " in party.actor.code


def principals(found: Iterable[Post], index: ActorIndex, date: str | None) -> dict[str, Actor]:
    """Return whom each person acts for, as the article's own titles say; the first title counts.

    Whoever is known to act for a state at the date goes on doing so, "Erdogan, leader of his party" too.
    """
    told: dict[str, Actor] = {}
    for post in found:
        if (
            post.holder is not None
            and post.holder.party is not None
            and post.principal is not None
            and not post.former
            and not serves(post.holder.party.actor, post.principal, index, date)
        ):
            told.setdefault(post.holder.party.actor.id, post.principal)
    return told


def serves(person: Actor, other: Actor, index: ActorIndex, date: str | None) -> bool:
    """Tell whether the registry knows a person to act for a state at the date, not for the other actor."""
    if index.by_id(person.id) is None or date is None:
        return False
    state = index.principal(person.id, date)
    return state.kind == "State" and state != other


def office_party(post: Post, index: ActorIndex, date: str | None) -> Party | None:
    """Return the party that a title means here: its holder, the holder at the date, or its principal."""
    if post.holder is not None:
        return post.holder.party
    if post.principal is None:
        return None
    office = post.title.office
    if office is not None and office.single and not post.former:
        person = index.term(office.id, post.principal.id, date)
        if person is not None:
            return Party(person, post.principal)
    return Party(post.principal, post.principal)
