"""Words that refer back: pronouns, role nouns and shortened names, resolved in reading order."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graphkit.facts import Mention, Party, Speech
from graphkit.knowledge.language import Language
from graphkit.link.spans import Page
from graphkit.link.speech import innermost
from graphkit.text import Token
from graphkit.tree import Tree

REACH = 3  # sentences back that a pronoun may look
OWNERS = frozenset({"State", "InternationalOrganization", "ArmedGroup", "Organization", "Person"})


@dataclass(slots=True)
class Memory:
    """The parties met so far, latest last, each with its sentence and whether it was a subject."""

    entries: list[tuple[int, int, bool, Party]] = field(default_factory=list)

    def add(self, mention: Mention, tree: Tree) -> None:
        """Remember a mention; a subject outranks what stands beside it."""
        subject = tree.deprels[tree.top(mention.head)] in ("nsubj", "nsubj:pass")
        self.entries.append((mention.sentence, mention.start, subject, mention.party))

    def latest(
        self, kinds: frozenset[str], sentence: int, *, reach: int = REACH, bar: Party | None = None
    ) -> Party | None:
        """Return the nearest earlier party of a kind: subjects of the nearest sentence first."""
        near = [
            (at, subject, start, party)
            for at, start, subject, party in self.entries
            if sentence - reach <= at <= sentence and party.actor.kind in kinds
            if bar is None or party.principal != bar.principal
        ]
        return max(near, key=lambda e: e[:3])[3] if near else None


def resolve(
    page: Page, mentions: Sequence[Mention], bare: frozenset[tuple[int, int]], language: Language
) -> list[Mention]:
    """Return mentions for third-person pronouns and role nouns, given those of names, in text order.

    `bare` holds sentence and token of the organs of a state that the text names without the state.
    """
    memory = Memory()
    words = language.anaphora
    back = words.person.union(words.own, words.thing, words.plural, *words.nouns.values())
    found: list[Mention] = []
    taken: dict[int, list[Mention]] = {}
    for mention in mentions:
        taken.setdefault(mention.sentence, []).append(mention)
    for tree in page.trees:
        sentence = tree.sentence.index
        heads = {m.head: m for m in taken.get(sentence, ())}
        covered = {i for m in taken.get(sentence, ()) for i in _tokens(tree, m)}
        due = {*heads, *tree.among(back), *(index for at, index in bare if at == sentence)}
        for token in map(tree.token, sorted(due)):
            if token.index in heads:
                memory.add(heads[token.index], tree)
            if token.index in covered:
                continue
            index = token.index
            may = tree.words[index] in back or tree.lemmas[index] in back
            new = _refer(tree, index, heads, memory, language) if may else None
            if new is None and (sentence, token.index) in bare:
                state = _state(token, taken.get(sentence, ()), memory, sentence, page.opening(token.start))
                new = _mention(tree, token.index, state, 0.5, "bare")
            if new is not None:
                found.append(new)
                heads[token.index] = new
    return found


def _state(
    token: Token, here: Sequence[Mention], memory: Memory, sentence: int, opening: int
) -> Party | None:
    """Return the state of an organ that stands alone, `opening` the first sentence of its paragraph.

    The paragraph comes first, then what its own sentence names behind it ("police killed two in Chad"): a
    digest tells of another state in each paragraph.
    """
    states = frozenset({"State"})
    told = memory.latest(states, sentence, reach=min(REACH, sentence - opening))
    ahead = (m.party.principal for m in here if m.start >= token.end and m.party.principal.kind in states)
    behind = next((Party(state, state) for state in ahead), None)
    return told or behind or memory.latest(states, sentence)


def _refer(
    tree: Tree, index: int, heads: dict[int, Mention], memory: Memory, language: Language
) -> Mention | None:
    word, words = tree.words[index], language.anaphora
    sentence = tree.sentence.index
    bar = _subject(tree, index, heads)
    if word in words.person:
        who = memory.latest(frozenset({"Person"}), sentence, bar=bar)
        return _mention(tree, index, who, 0.7, "pronoun")
    if word in words.own and any(tree.token(c).upos == "PRON" for c in tree.children(index)):
        return _mention(tree, index, memory.latest(OWNERS, sentence, reach=1), 0.6, "pronoun")
    if word in words.thing and tree.deprels[index] in ("nsubj", "nmod:poss", "nsubj:pass", "obj"):
        kinds = frozenset({"State", "InternationalOrganization", "ArmedGroup", "Organization"})
        return _mention(tree, index, memory.latest(kinds, sentence, reach=1, bar=bar), 0.4, "pronoun")
    if word in words.plural and tree.deprels[index] in ("nsubj", "nmod:poss", "nsubj:pass", "obj", "nmod"):
        kinds = frozenset({"State", "InternationalOrganization", "ArmedGroup", "Organization", "Group"})
        return _mention(tree, index, memory.latest(kinds, sentence, reach=1, bar=bar), 0.35, "pronoun")
    for kind, nouns in words.nouns.items():
        if (word in nouns or tree.lemmas[index] in nouns) and tree.token(index).upos in ("NOUN", "PROPN"):
            if not _definite(tree, index, language) or any(i in heads for i in tree.subtree(index)):
                continue
            party = memory.latest(frozenset({kind}), sentence, bar=bar)
            if party is not None:
                return _mention(tree, index, party, 0.6, "noun")
    return None


def _subject(tree: Tree, index: int, heads: dict[int, Mention]) -> Party | None:
    """Return who does what the word is the object of: it means somebody else ("it attacked it")."""
    if tree.deprels[index] not in ("obj", "iobj", "obl"):
        return None
    verb = tree.heads[index]
    while tree.deprels[verb] == "conj" and not tree.has(verb, "nsubj", "nsubj:pass"):
        verb = tree.heads[verb]  # "Iran met Iraq and left it": one subject
    found = (heads.get(c) for c in tree.children(verb, "nsubj"))
    return next((m.party for m in found if m is not None), None)


def _definite(tree: Tree, index: int, language: Language) -> bool:
    """Tell whether a bare noun is marked as known: "the alliance", "aliansi tersebut"."""
    return any(
        tree.lemmas[c] in language.markers.definite or tree.words[c] in language.markers.definite
        for c in tree.children(index)
    )


def first_person(
    trees: Sequence[Tree], mentions: Iterable[Mention], speeches: Sequence[Speech], language: Language
) -> list[Mention]:
    """Return mentions for "I" and "we": the speaker, and the speaker's principal."""
    covered = {(m.sentence, m.head) for m in mentions}
    found = []
    spoken = language.anaphora.speaker | language.anaphora.speakers
    for tree in trees:
        for token in tree.tokens if not spoken.isdisjoint(tree.words) else ():
            word = tree.words[token.index]
            single, plural = word in language.anaphora.speaker, word in language.anaphora.speakers
            if not (single or plural) or (tree.sentence.index, token.index) in covered:
                continue
            direct = [s for s in speeches if s.direct]
            speech = innermost(direct, token.start) or innermost(speeches, token.start)
            if speech is not None:
                who = speech.speaker if single else Party(speech.speaker.principal, speech.speaker.principal)
                found.append(_mention(tree, token.index, who, 0.8, "speaker"))
    return [m for m in found if m is not None]


def _mention(tree: Tree, index: int, party: Party | None, score: float, how: str) -> Mention | None:
    if party is None:
        return None
    token = tree.token(index)
    return Mention(tree.sentence.index, token.start, token.end, index, party, score, how)


def _tokens(tree: Tree, mention: Mention) -> list[int]:
    last = bisect_left(tree.starts, mention.end)
    return [at for at, stop in enumerate(tree.ends[:last], 1) if stop > mention.start]
