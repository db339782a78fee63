"""Words that refer back: pronouns, role nouns and shortened names, resolved in reading order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graphkit.facts import Actor, Mention, Party, Speech
from graphkit.knowledge.language import Language, Words
from graphkit.link.spans import Page, touched
from graphkit.link.speech import innermost
from graphkit.text import Token
from graphkit.tree import Tree

NOBODY: Words = frozenset()
REACH = 3  # sentences back that a pronoun may look
PLURAL = frozenset({"nsubj", "nmod:poss", "nsubj:pass", "obj", "nmod"})  # places of "they" and "their"
PERSON = frozenset({"Person"})
OWNERS = frozenset({"State", "InternationalOrganization", "ArmedGroup", "Organization", "Person"})


class Met(NamedTuple):
    """A party in its place: sentence, offset, whether it is a subject, and its first conjunct's token.

    `several` says that the word for it is plural: "Israeli forces", "the rebels".
    """

    sentence: int
    start: int
    subject: bool
    several: bool
    top: int
    party: Party


@dataclass(slots=True)
class Memory:
    """The parties met so far, latest last; `opening` is the sentence that the story of now begins with."""

    entries: list[Met] = field(default_factory=list)
    opening: int = 0

    def add(self, mention: Mention, tree: Tree) -> None:
        """Remember a mention; a subject outranks what stands beside it."""
        top = tree.top(mention.head)
        subject = tree.deprels[top] in ("nsubj", "nsubj:pass")
        several = "Number=Plur" in tree.token(mention.head).feats
        self.entries.append(Met(mention.sentence, mention.start, subject, several, top, mention.party))

    def latest(
        self,
        kinds: frozenset[str],
        sentence: int,
        *,
        reach: int = REACH,
        bar: Party | None = None,
        others: Words = NOBODY,
        several: bool = False,
    ) -> Party | None:
        """Return the nearest earlier party of a kind: subjects of the nearest sentence first.

        It has another principal than `bar`, and none of the given names of `others`; what `several`
        stand for comes first, if that is asked.
        """
        near = [
            met
            for met in self._near(sentence, reach)
            if met.party.actor.kind in kinds
            and (bar is None or met.party.principal != bar.principal)
            and not _called(met.party, others)
        ]
        near = [met for met in near if met.several] or near if several else near
        return max(near, key=lambda met: (met.sentence, met.subject, met.start)).party if near else None

    def together(self, kinds: frozenset[str], sentence: int, *, reach: int) -> list[Party]:
        """Return the parties of the latest subject that names two or more: "Iran and Iraq"."""
        groups: dict[tuple[int, int], dict[Actor, Party]] = {}
        for met in self._near(sentence, reach):
            if met.subject and met.party.actor.kind in kinds:
                groups.setdefault((met.sentence, met.top), {}).setdefault(met.party.principal, met.party)
        several = [at for at, parties in groups.items() if len(parties) > 1]
        return list(groups[max(several)].values()) if several else []

    def two(self, kinds: frozenset[str], sentence: int, *, reach: int) -> list[Party]:
        """Return the only two parties of a kind that the latest sentences tell of, none if they tell of more.

        Those of one phrase come first: "Iran and Iraq met in Oman. Both countries ...".
        """
        joined = self.together(kinds, sentence, reach=reach)
        if len(joined) == 2:
            return joined
        found: dict[Actor, Party] = {}
        for at in range(sentence, max(sentence - reach, self.opening) - 1, -1):
            for met in self.entries:
                if met.sentence == at and met.party.actor.kind in kinds:
                    found.setdefault(met.party.principal, met.party)
            if len(found) > 1:
                break
        return list(found.values()) if len(found) == 2 else []

    def _near(self, sentence: int, reach: int) -> list[Met]:
        first = max(sentence - reach, self.opening)
        return [met for met in self.entries if first <= met.sentence <= sentence]


def resolve(
    page: Page,
    mentions: Sequence[Mention],
    bare: frozenset[tuple[int, int]],
    openings: Sequence[int],
    language: Language,
) -> list[Mention]:
    """Return mentions for third-person pronouns and role nouns, given those of names, in text order.

    `bare` holds sentence and token of the organs of a state that the text names without the state;
    `openings` the sentence that the story of each sentence begins with.
    """
    memory = Memory()
    words = language.anaphora
    back = words.person.union(
        words.she, words.he, words.own, words.thing, words.plural, *words.nouns.values()
    )
    pairs = {noun: kind for kind, nouns in words.pairs.items() for noun in nouns}
    found: list[Mention] = []
    taken: dict[int, list[Mention]] = {}
    for mention in mentions:
        taken.setdefault(mention.sentence, []).append(mention)
    for tree, opening in zip(page.trees, openings, strict=True):
        sentence, memory.opening = tree.sentence.index, opening
        heads = {m.head: m for m in taken.get(sentence, ())}
        covered = {i for m in taken.get(sentence, ()) for i in _tokens(tree, m)}
        due = {*heads, *tree.among(back), *(index for at, index in bare if at == sentence)}
        due.update(tree.among(pairs.keys()))
        for token in map(tree.token, sorted(due)):
            if token.index in heads:
                memory.add(heads[token.index], tree)
            if token.index in covered and (sentence, token.index) not in bare:
                continue
            index = token.index
            may = index not in covered and (tree.words[index] in back or tree.lemmas[index] in back)
            new = _refer(tree, index, heads, memory, language) if may else None
            if may and tree.words[index] in words.plural and tree.deprels[index] in PLURAL:
                several = memory.together(OWNERS, sentence, reach=1)
                found += [m for who in several if (m := _mention(tree, index, who, 0.5, "pronoun"))]
                new = found.pop() if several else new
            if index not in covered and _paired(tree, index, language):
                kind = pairs.get(tree.words[index]) or pairs.get(tree.lemmas[index]) or ""
                two = memory.two(frozenset({kind}), sentence, reach=REACH)
                if (
                    not two and kind in PERSON and _means(tree, index, words.nouns[kind])
                ):  # "the two leaders" of two states
                    two = memory.two(frozenset({"State"}), sentence, reach=REACH)
                found += [m for who in two if (m := _mention(tree, index, who, 0.5, "noun"))]
                new = found.pop() if two else new
            if new is None and (sentence, token.index) in bare:
                here = taken.get(sentence, ())
                state = _state(tree, token, here, memory, page.opening(token.start), language)
                new = _mention(tree, token.index, state, 0.5, "bare")
            if new is not None:
                found.append(new)
                heads.setdefault(token.index, new)
    return found


def _state(
    tree: Tree, token: Token, here: Sequence[Mention], memory: Memory, opening: int, language: Language
) -> Party | None:
    """Return the state of an organ that stands alone, `opening` the first sentence of its paragraph.

    The paragraph comes first, then what its own sentence names behind it ("police killed two in Chad"): a
    digest tells of another state in each paragraph.
    """
    states, sentence = frozenset({"State"}), tree.sentence.index
    told = memory.latest(states, sentence, reach=min(REACH, sentence - opening))
    if told is not None:
        return told
    ahead = [m for m in here if m.start >= token.end and m.party.principal.kind in states]
    if not ahead:
        return memory.latest(states, sentence)
    state = min(ahead, key=lambda m: (not _located(tree, m, language), m.start)).party.principal
    return Party(state, state)


def _located(tree: Tree, mention: Mention, language: Language) -> bool:
    """Tell whether an adposition says that something is or happens where a mention is."""
    return bool(tree.cases(tree.top(mention.head)) & language.markers.place)


def _refer(
    tree: Tree, index: int, heads: dict[int, Mention], memory: Memory, language: Language
) -> Mention | None:
    word, words = tree.words[index], language.anaphora
    sentence = tree.sentence.index
    bar = _subject(tree, index, heads)
    if word in words.person or word in words.she or word in words.he:
        he, she, given = word in words.he, word in words.she, language.given
        others = given.women if he else given.men if she else frozenset()
        who = _clause(tree, index, heads, PERSON, others)
        who = who or memory.latest(PERSON, sentence, bar=bar, others=others)
        return _mention(tree, index, who, 0.7, "pronoun")
    if word in words.own and any(tree.token(c).upos == "PRON" for c in tree.children(index)):
        return _mention(tree, index, memory.latest(OWNERS, sentence, reach=1), 0.6, "pronoun")
    if word in words.thing and tree.deprels[index] in ("nsubj", "nmod:poss", "nsubj:pass", "obj"):
        kinds = frozenset({"State", "InternationalOrganization", "ArmedGroup", "Organization"})
        party = _clause(tree, index, heads, kinds) or memory.latest(kinds, sentence, reach=1, bar=bar)
        return _mention(tree, index, party, 0.4, "pronoun")
    if word in words.plural and tree.deprels[index] in PLURAL:
        kinds = frozenset({"State", "InternationalOrganization", "ArmedGroup", "Organization", "Group"})
        return _mention(
            tree, index, memory.latest(kinds, sentence, reach=1, bar=bar, several=True), 0.35, "pronoun"
        )
    for kind, nouns in words.nouns.items():
        if (word in nouns or tree.lemmas[index] in nouns) and tree.token(index).upos in ("NOUN", "PROPN"):
            if not _definite(tree, index, language) or any(i in heads for i in tree.subtree(index)):
                continue
            party = memory.latest(frozenset({kind}), sentence, bar=bar)
            if party is not None:
                return _mention(tree, index, party, 0.6, "noun")
    return None


def _paired(tree: Tree, index: int, language: Language) -> bool:
    """Tell whether a noun is one for two that are known, or has a word with it that says so: "both sides"."""
    around = {tree.words[index], *(tree.words[c] for c in tree.children(index))}
    words = language.anaphora
    return bool(around & words.both) or (bool(around & words.two) and _definite(tree, index, language))


def _means(tree: Tree, index: int, words: Words) -> bool:
    return tree.words[index] in words or tree.lemmas[index] in words


def _called(party: Party, given: Words) -> bool:
    """Tell whether a party's name begins with one of some given names."""
    return bool(given) and party.actor.code.casefold().partition(" ")[0] in given


def _clause(
    tree: Tree, index: int, heads: dict[int, Mention], kinds: frozenset[str], others: Words = NOBODY
) -> Party | None:
    """Return the subject of the clause that a possessive stands in: "Iran recalled its envoy"."""
    if tree.deprels[index] != "nmod:poss":
        return None
    below, at = index, tree.heads[index]
    while at:
        subjects = list(tree.children(at, "nsubj", "nsubj:pass"))
        if subjects:
            found = heads.get(subjects[0]) if below not in subjects else None
            fits = found and found.party.actor.kind in kinds and not _called(found.party, others)
            return found.party if found and fits else None
        below, at = at, tree.heads[at]
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


def _tokens(tree: Tree, mention: Mention) -> range:
    return touched(tree, mention.start, mention.end)
