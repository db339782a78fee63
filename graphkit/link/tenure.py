"""People in and out of office: titles whose owner only the context tells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graphkit.facts import Actor, Mention, Party
from graphkit.knowledge.actors import ActorIndex
from graphkit.link.candidates import Candidate
from graphkit.link.owners import ACTING
from graphkit.link.principals import Post
from graphkit.link.spans import Page, covered, head


def served(mentions: Iterable[Mention], index: ActorIndex, date: str | None) -> dict[str, Actor]:
    """Return the states that people served before and act for no more: with his title a text means him so."""
    found: dict[str, Actor] = {}
    for mention in mentions:
        person = mention.party.actor
        if person.kind != "Person" or person != mention.party.principal or index.by_id(person.id) is None:
            continue
        ended = [t for t in index.terms_of(person.id) if date and t.span.start and t.span.start <= date]
        states = dict.fromkeys(index.principal(term.of, date) for term in ended)
        if len(states) == 1:
            found[person.id] = next(iter(states))
    return found


def ownerless(
    page: Page, posts: Iterable[Post], found: Iterable[Candidate], mentions: Iterable[Mention]
) -> frozenset[tuple[int, int]]:
    """Return sentence and token of the titles of a state's servants that no phrase gives a state.

    Nothing else tells for whom they act. They stand alone ("Finance Minister Lee") or with a place in the
    state ("the mayor of Ghent").
    """
    places = [c for c in found if c.party is not None and c.party.actor.kind == "Place"]
    acting = {m.party.actor.id for m in mentions if m.party.actor != m.party.principal}
    alone = set()
    for post in posts:
        tree, office = page.tree(post.title.start, post.title.end), post.title.office
        if tree is None or office is None or not office.public or _decided(post):
            continue
        if post.holder is not None and post.holder.party and post.holder.party.actor.id in acting:
            continue
        title = head(tree, post.title.start, post.title.end)
        below = {i for c in tree.children(title, "nmod") for i in tree.subtree(c)}
        known = {i for c in places for i in covered(tree, c.start, c.end)}
        if not any(tree.token(i).upos == "PROPN" for i in below - known):
            alone.add((tree.sentence.index, title))
    return frozenset(alone)


def _decided(post: Post) -> bool:
    """Tell whether nothing is left to ask of a title: its owner is named, or nobody holds it now."""
    return post.principal is not None or post.former or post.holder is None


def settled(
    page: Page, posts: Iterable[Post], mentions: Sequence[Mention], before: Mapping[str, Actor]
) -> list[Mention]:
    """Return mentions, people with a title acting for whom the title's possessor or paragraph means.

    "Its leader, Lee" leads whom the pronoun refers to; "Finance Minister Lee" serves the state that he
    served `before`, or else the one spoken of.
    """
    at = {(m.sentence, m.head): m.party.principal for m in mentions if m.how in ("pronoun", "noun")}
    about = {(m.sentence, m.head): m.party.principal for m in mentions if m.how == "bare"}
    told: dict[str, Actor] = {}
    offices: dict[tuple[int, int], str] = {}
    for post in posts:
        tree = page.tree(post.title.start, post.title.end)
        holder, office = post.holder, post.title.office
        if tree is None or _decided(post) or holder is None or holder.party is None or office is None:
            continue
        if holder.party.actor != holder.party.principal:
            continue
        sentence, title = tree.sentence.index, head(tree, post.title.start, post.title.end)
        owners = (at.get((sentence, c)) for c in tree.children(title, "nmod:poss"))
        owner = next((o for o in owners if o is not None and o.kind in ACTING), None)
        if owner is None and office.public:
            owner = before.get(holder.party.actor.id, about.get((sentence, title)))
        if owner is not None and not (office.private and owner.kind == "State"):
            told.setdefault(holder.party.actor.id, owner)
            text = page.document.article.text[post.title.start : post.title.end]
            offices[sentence, head(tree, holder.start, holder.end)] = text
    return [_acting(m, told, offices) for m in mentions]


def _acting(mention: Mention, told: dict[str, Actor], offices: dict[tuple[int, int], str]) -> Mention:
    """Return a mention with the principal that was told of its actor, and its title where it stands."""
    party = mention.party
    if party.actor.id not in told or party.actor != party.principal:
        return mention
    office = offices.get((mention.sentence, mention.head), mention.office)
    how = "settled" if office is not None else mention.how
    return replace(mention, party=Party(party.actor, told[party.actor.id]), office=office, how=how)
