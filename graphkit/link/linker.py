"""From a document to mentions of resolved actors, and to who says what."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graphkit.facts import Actor, Links, Mention, Party
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.language import Language
from graphkit.link import anaphora, principals, speech, tenure
from graphkit.link.candidates import Candidate, candidates, unknown
from graphkit.link.collectives import collectives, localized
from graphkit.link.principals import Post
from graphkit.link.spans import Page, Taken, head
from graphkit.link.stories import openings
from graphkit.text import Document
from graphkit.tree import Tree

ABBREVIATION = re.compile(r"\s?[(\[]([A-Z][A-Za-z0-9-]{1,11})[)\]]")
INSIDE = ("amod", "compound", "nmod:poss")  # what a noun phrase holds beside its head
SHORTEST = 3  # letters of a surname


class Linker:
    """Resolve what the words of a document refer to; holds the registry and one language pack."""

    def __init__(self, language: Language, actors: ActorIndex) -> None:
        self.language = language
        self.actors = actors

    def link(self, document: Document, trees: Sequence[Tree] | None = None) -> Links:
        """Return the mentions of actors in text order, and the speeches."""
        page = Page(document, trees if trees is not None else [Tree(s) for s in document.sentences])
        found = localized(page, candidates(page, self.actors, self.language), self.actors)
        found += collectives(page, found, self.actors, self.language)
        again = _again(page, found)
        spans = {(c.start, c.end) for c in again}
        found = [c for c in found if (c.start, c.end) not in spans]
        found = sorted([*found, *again], key=lambda c: (c.start, c.end))
        posts = principals.posts(page, found, self.language)
        found, posts = _people(found, posts)
        told = principals.principals(posts, self.actors, document.article.published)
        joined = list(principals.affiliations(page, found, self.language))
        for candidate, actor in joined:
            if candidate.party is not None:
                self._join(candidate.party.actor, actor, told, document.article.published)
        offices = {id(p.holder): p for p in posts if p.holder is not None and not p.former}
        mentions = [m for c in found if (m := _mention(page, c, told, offices.get(id(c)))) is not None]
        mentions += self._posts(page, posts, told)
        mentions += self._second(page, posts, joined, told)
        mentions = _distinct(mentions)
        before = tenure.served(mentions, self.actors, document.article.published)
        bare = _bare(page, posts, found) | tenure.ownerless(page, posts, found, mentions)
        told_in = openings(page, mentions)
        mentions = _distinct([*mentions, *anaphora.resolve(page, mentions, bare, told_in, self.language)])
        mentions = _distinct(tenure.settled(page, posts, mentions, before))
        speeches = speech.speeches(document, page.trees, self.language, _refer(mentions))
        own = anaphora.first_person(page.trees, mentions, speeches, self.language)
        return Links(tuple(_distinct([*mentions, *own])), speeches, told_in)

    def _join(self, person: Actor, other: Actor, told: dict[str, Actor], date: str | None) -> None:
        """Note for whom a person acts that is named with an organization, the registry first."""
        if not principals.serves(person, other, self.actors, date):
            told.setdefault(person.id, other)

    def _second(
        self,
        page: Page,
        posts: Iterable[Post],
        joined: Iterable[tuple[Candidate, Actor]],
        told: dict[str, Actor],
    ) -> Iterator[Mention]:
        """Yield mentions of people for whom they act beside their state: "Erdogan, leader of his party"."""
        text = page.document.article.text
        named = [
            (p.holder, p.principal, text[p.title.start : p.title.end])
            for p in posts
            if p.holder is not None and p.principal is not None and not p.former
        ]
        for who, other, office in (*named, *((c, actor, None) for c, actor in joined)):
            tree = page.tree(who.start, who.end)
            if tree is None or who.party is None or other.kind == "State":
                continue  # of two states the registry's is right
            person = who.party.actor
            known = principals.serves(person, other, self.actors, page.document.article.published)
            if known or told.get(person.id, other) != other:
                at, party = head(tree, who.start, who.end), Party(person, other)
                yield Mention(tree.sentence.index, who.start, who.end, at, party, who.score, "titled", office)

    def _posts(self, page: Page, posts: Iterable[Post], told: dict[str, Actor]) -> list[Mention]:
        mentions = []
        for post in posts:
            party = principals.office_party(post, self.actors, page.document.article.published)
            tree = page.tree(post.title.start, post.title.end)
            if party is None or tree is None:
                continue
            how = "organ" if post.title.office is not None and post.title.office.organ else "office"
            at = head(tree, post.title.start, post.title.end)
            mentions.append(
                Mention(
                    tree.sentence.index, post.title.start, post.title.end, at, _told(party, told), 0.85, how
                )
            )
        return mentions


def _bare(page: Page, posts: Iterable[Post], found: Iterable[Candidate]) -> frozenset[tuple[int, int]]:
    """Return sentence and token of the organs that stand without their state: "the army", "polisi".

    An organ with another actor in its noun phrase is that one's: "Kurdish forces", "US-backed troops".
    """
    heads = {
        (tree.sentence.index, head(tree, c.start, c.end))
        for c in found
        if c.party is not None and (tree := page.tree(c.start, c.end)) is not None
    }
    bare = set()
    for post in posts:
        tree = page.tree(post.title.start, post.title.end)
        organ = post.title.office is not None and post.title.office.organ
        if tree is not None and organ and post.principal is None:
            sentence, at = tree.sentence.index, head(tree, post.title.start, post.title.end)
            if not any((sentence, i) in heads for c in tree.children(at, *INSIDE) for i in tree.subtree(c)):
                bare.add((sentence, at))
    return frozenset(bare)


def _people(found: Iterable[Candidate], posts: Iterable[Post]) -> tuple[list[Candidate], list[Post]]:
    """Return candidates and titles, the recognizer's places and organizations that hold a title as people."""
    people: dict[int, Candidate] = {}
    for post in posts:
        holder = post.holder
        if holder is not None and holder.party is not None and holder.party.actor.kind != "Person":
            actor = unknown(holder.party.actor.code, "Person")
            people[id(holder)] = replace(holder, form="person", party=Party(actor, actor))
    mended = [replace(p, holder=people.get(id(p.holder), p.holder)) for p in posts]
    return [people.get(id(c), c) for c in found], mended


def _told(party: Party, told: dict[str, Actor]) -> Party:
    """Return the party with the principal that the article's own titles give."""
    principal = told.get(party.actor.id)
    return party if principal is None else Party(party.actor, principal)


def _mention(page: Page, candidate: Candidate, told: dict[str, Actor], post: Post | None) -> Mention | None:
    tree = page.tree(candidate.start, candidate.end)
    if tree is None or candidate.party is None:
        return None
    at = head(tree, candidate.start, candidate.end)
    office, how = None, candidate.form
    if post is not None:
        office = page.document.article.text[post.title.start : post.title.end]
        how = "titled" if post.principal is not None else how
    party = _told(candidate.party, told)
    if post is not None and post.principal is not None and party.principal != post.principal:
        office, how = None, candidate.form
    return Mention(
        tree.sentence.index, candidate.start, candidate.end, at, party, candidate.score, how, office
    )


def _distinct(mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions in text order, one a head: names before what only refers to them."""
    best: dict[tuple[int, int, str], Mention] = {}
    for mention in mentions:
        key = (mention.sentence, mention.head, mention.party.principal.id)
        held = best.get(key)
        if held is None or (mention.office is not None, mention.score) > (
            held.office is not None,
            held.score,
        ):
            best[key] = mention
    return sorted(best.values(), key=lambda m: (m.start, m.end, m.party.actor.id))


def _refer(mentions: Iterable[Mention]) -> speech.Refer:
    """Return a resolver from the head of a noun phrase to its party, through the phrase's modifiers."""
    by_head: dict[tuple[int, int], Party] = {}
    for mention in mentions:
        by_head.setdefault((mention.sentence, mention.head), mention.party)
    inner = ("flat", "appos", "nmod", "nmod:poss", "amod", "compound", "flat:name", "nummod", "conj")

    def refer(tree: Tree, index: int) -> Party | None:
        sentence = tree.sentence.index
        level = [index]
        for _ in range(4):
            for node in level:
                if (sentence, node) in by_head:
                    return by_head[sentence, node]
            level = [c for node in level for c in tree.children(node, *inner)]
        return None

    return refer


def _again(page: Page, found: Sequence[Candidate]) -> list[Candidate]:
    """Return later mentions of people by a part of their name, and of anyone by a defined abbreviation."""
    text = page.document.article.text
    parties: dict[str, Party] = {}
    starts = {candidate.start for candidate in found}
    for candidate in found:
        if candidate.party is None:
            continue
        defined = ABBREVIATION.match(text, candidate.end)
        if defined is not None and defined.start(1) not in starts:
            parties.setdefault(defined.group(1), candidate.party)
        if candidate.party.actor.kind == "Person":
            name = text[candidate.start : candidate.end].split()
            for part in (*name[1:], " ".join(name[-2:])) if len(name) > 1 else ():
                if len(part) >= SHORTEST and part[0].isupper():
                    parties.setdefault(part, candidate.party)
    if not parties:
        return []
    words = "|".join(re.escape(w) for w in sorted(parties, key=lambda w: (-len(w), w)))
    taken = Taken(
        (c.start, c.end) for c in found if c.form != "recognized" or text[c.start : c.end] not in parties
    )
    again = []
    for match in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text):
        if page.tree(*match.span()) is not None and not taken.overlap(*match.span()):
            again.append(Candidate(*match.span(), "person", parties[match.group()], None, 0.9))
    return again
