"""Groups that a noun names only with a state: "Syrian rebels", "the protesters" in news of Iraq."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from graphkit.facts import Actor, Party
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.language import Language
from graphkit.link.candidates import Candidate, unknown
from graphkit.link.spans import Page, covered, head
from graphkit.tree import Tree

ENGLISH = "en"  # the language of codes
MODIFIERS = ("amod", "compound", "nmod", "nmod:poss", "flat")
GROUPS = ("Group", "ArmedGroup")
MAIN = 2  # states that an article is about as a whole
SURE, GUESSED = 0.8, 0.65


def collectives(
    page: Page, found: Sequence[Candidate], index: ActorIndex, language: Language
) -> Iterator[Candidate]:
    """Yield candidates for collective nouns: of the state beside them, else of the article's main one."""
    states = _states(found)
    named = {c.party.actor.code for c in found if c.party is not None and c.party.actor.kind in GROUPS}
    nouns = {word: name for name, words in language.anaphora.collectives.items() for word in words}
    deeds = {word: name for name, words in language.anaphora.deeds.items() for word in words}
    for tree in page.trees:
        at = tree.among({*nouns, *deeds})
        if not at:
            continue
        here = [
            c for c in found if tree.sentence.start <= c.start < tree.sentence.end and c.party is not None
        ]
        taken = {i for c in here for i in covered(tree, c.start, c.end)}
        for word, name in _named(tree, at, nouns, deeds, language):
            token = tree.token(word)
            if word in taken:
                continue
            deed = tree.words[word] not in nouns and tree.lemmas[word] not in nouns
            beside = [c for c in _beside(tree, word, here) if not _against(page, c)]
            kinds = [c.party.actor for c in beside if c.party is not None]
            state = next((a for a in kinds if a.kind == "State"), None)
            if state is None and any(a.kind in GROUPS for a in kinds):
                continue  # "Hezbollah fighters" are Hezbollah's
            group: Actor | None = None
            if state is not None:
                group = _group(state, name, index)
            elif name in language.anaphora.domestic:
                acts = name in language.anaphora.deeds
                where = _where(tree, word, here, language) if acts else None
                where = where or _near(page, token.start, found)
                group = _group(where, name, index) if where is not None else None
            if group is None and not deed:
                about = _about(page, token.start, found, states)
                met = [s for s in about if _group(s, name, index).code in named]
                group = _local([*met, *about], name, index)
            if group is not None:
                taken.add(word)
                named.add(group.code)
                score = SURE if state is not None else GUESSED
                yield Candidate(token.start, token.end, "collective", Party(group, group), None, score)


def _named(
    tree: Tree,
    found: Iterable[int],
    nouns: Mapping[str, str],
    deeds: Mapping[str, str],
    language: Language,
) -> Iterator[tuple[int, str]]:
    """Yield the words that mean a group: its noun, its deed as a noun, and the crowd that does it."""
    for at in found:
        form, lemma, upos = tree.words[at], tree.lemmas[at], tree.token(at).upos
        if form in nouns or lemma in nouns:
            if upos in ("NOUN", "PROPN", "ADJ"):
                yield at, nouns.get(form) or nouns[lemma]
            continue
        name = deeds.get(form) or deeds[lemma]
        if upos == "NOUN" and not tree.has(at, "nmod:poss"):
            yield at, name
        for subject in tree.children(at, "nsubj") if upos == "VERB" else ():
            if {tree.lemmas[subject], tree.words[subject]} & language.anaphora.crowd:
                yield subject, name


def _against(page: Page, candidate: Candidate) -> bool:
    """Tell whether a name is joined to a word that parts it from a group: "anti-Israel", "Iran-backed"."""
    text = page.document.article.text
    before, behind = text[candidate.start - 1 : candidate.start], text[candidate.end : candidate.end + 1]
    return "-" in (before, behind)


def _where(tree: Tree, at: int, here: Sequence[Candidate], language: Language) -> Actor | None:
    """Return the state where something happens, as the sentence says, the nearest to a word."""
    places = [
        (abs(place - at), c.party.principal)
        for c in here
        if c.party is not None
        and c.party.principal.kind == "State"
        and c.form not in ("demonym", "person")
        and (place := head(tree, c.start, c.end))
        and tree.cases(tree.top(place)) & language.markers.place
    ]
    return min(places, key=lambda pair: pair[0])[1] if places else None


def localized(page: Page, found: Sequence[Candidate], index: ActorIndex) -> list[Candidate]:
    """Return candidates, peoples read as those of the main state: "the Kurds" in news of Syria."""
    states = _states(found)
    mended = list(found)
    for at, candidate in enumerate(found):
        party = candidate.party
        if party is not None and party.actor.kind == "Group" and party.actor == party.principal:
            group = _local(_about(page, candidate.start, found, states), party.actor.code, index)
            if group is not None:
                mended[at] = replace(candidate, party=Party(group, group))
    return mended


def _states(found: Sequence[Candidate]) -> list[Actor]:
    """Return the states that an article names, the most named first."""
    named = [c.party.principal for c in found if c.party is not None and c.party.principal.kind == "State"]
    counts = Counter(named)
    return sorted(counts, key=lambda state: (-counts[state], state.id))


def _about(page: Page, at: int, found: Sequence[Candidate], states: Sequence[Actor]) -> list[Actor]:
    """Return the states that a paragraph is about: those it names, and the few the article names most.

    A digest tells of many states; a group of one of them is meant only where that one is spoken of. The
    states of the sentence come first: "Kurdish militias in Syria" are Syria's in news of Iraq too.
    """
    here = _states(_paragraph(page, at, found))
    about = [state for state in states if state in here or state in states[:MAIN]]
    tree = page.tree(at, at)
    if tree is None:
        return about
    span = tree.sentence
    beside = _states([c for c in found if span.start <= c.start and c.end <= span.end])
    return sorted(about, key=lambda state: state not in beside)


def _paragraph(page: Page, at: int, found: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates in the paragraph around an offset."""
    text = page.document.article.text
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return [c for c in found if c.start >= start and (end < 0 or c.end <= end)]


def _near(page: Page, at: int, found: Sequence[Candidate]) -> Actor | None:
    """Return the one state that a paragraph names; None if it names several, or a group that may be meant."""
    here = _paragraph(page, at, found)
    states = _states(here)
    armed = any(c.party is not None and c.party.actor.kind == "ArmedGroup" for c in here)
    return states[0] if len(states) == 1 and not armed else None


def _beside(tree: Tree, noun: int, here: Sequence[Candidate]) -> list[Candidate]:
    """Return the names that modify a noun."""
    heads = {head(tree, c.start, c.end): c for c in here}
    modifying = (heads.get(child) for child in tree.children(noun, *MODIFIERS))
    return [c for c in modifying if c is not None]


def _group(state: Actor, noun: str, index: ActorIndex) -> Actor:
    """Return the group of a state by its usual English name, from the registry or new."""
    names = dict(reversed(state.names))
    for first in (index.demonym(state.id, ENGLISH), names.get(ENGLISH)):
        if first is not None and (known := index.by_code(f"{first} {noun}")) is not None:
            return known
    return unknown(f"{index.demonym(state.id, ENGLISH) or names.get(ENGLISH, state.code)} {noun}", "Group")


def _local(states: Sequence[Actor], noun: str, index: ActorIndex) -> Actor | None:
    """Return the group of the most named state that the registry knows to have one."""
    for state in states:
        names = dict(reversed(state.names))
        for first in (index.demonym(state.id, ENGLISH), names.get(ENGLISH)):
            if first is not None and (known := index.by_code(f"{first} {noun}")) is not None:
                return known
    return None
