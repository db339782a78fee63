"""Names in a text: those of the registry, and those that only the recognizer knows."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graphkit.facts import Actor, Party
from graphkit.knowledge.actor_entries import Entry, Hit, Office, Reading
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.language import Language
from graphkit.link.spans import Page, Taken, covered, head
from graphkit.text import Name
from graphkit.tree import Tree

KINDS = {"PER": "Person", "ORG": "Organization", "LOC": "Place", "NORP": "Group", "EVT": "Event"}
SURE = {
    "name": 1.0,
    "person": 1.0,
    "collective": 0.95,
    "body": 0.95,
    "event": 0.9,
    "demonym": 0.9,
    "metonym": 0.85,
}
UNSURE = 0.6  # a spelling with another meaning, kept because its word class or the recognizer speaks for it
MODIFIERS = ("amod", "compound")
ADVERBIAL = ("obl", "nmod", "advmod", "obl:tmod")
BRACKET = re.compile(r"\s?\(")
NOUNS = ("NOUN", "PROPN")
# What may be part of a longer name, and the words that no organization's name goes over.
PARTIAL = frozenset({"name", "demonym", "place", "metonym", "capital", "organ"})
CLAUSAL = frozenset({"VERB", "AUX", "CCONJ", "SCONJ", "PRON", "PART"})
PLACED = 0.8  # a place, which leads to its state


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may refer to a party, or hold an office or organ that needs a principal beside it."""

    start: int
    end: int
    form: str
    party: Party | None
    office: Office | None
    score: float


def unknown(name: str, kind: str) -> Actor:
    """Return an actor for a name that the registry does not know; its id is a digest of name and kind."""
    digest = hashlib.sha256(f"{kind}\n{name}".encode()).hexdigest()[:12]
    return Actor(f"x-{digest}", name, kind, (("", name),))


def candidates(page: Page, index: ActorIndex, language: Language) -> list[Candidate]:
    """Return what the names of an article may refer to, from left to right, none overlapping."""
    text = page.document.article.text
    hits = [hit for hit in index.find(text, language.code) if page.tree(hit.start, hit.end) is not None]
    names = _untitled([name for sentence in page.document.sentences for name in sentence.names], hits, text)
    full = {entry.actor.id for hit in hits for entry in _persons(hit, "person")}
    found = [c for hit in hits if (c := _choose(hit, page, index, language, full, names)) is not None]
    found = [c for c in found if not _swallowed(c, names, text, language)]
    taken = Taken((c.start, c.end) for c in found)
    inner: set[int] = set()
    for name in (_bare(name, page) for name in names):
        within = []
        if taken.overlap(name.start, name.end):
            within = [c for c in found if c.start < name.end and name.start < c.end]
            if not _longer(name, within, page):
                continue
        new = _recognized(name, text)
        if new is not None:
            found.append(new)
            inner.update(id(c) for c in within if c.office is not None)
    found = sorted((c for c in found if id(c) not in inner), key=lambda c: (c.start, c.end))
    return _defined(found, text)


def _untitled(names: Sequence[Name], hits: Iterable[Hit], text: str) -> list[Name]:
    """Return names, those of people without the title before: "Obama" for "President Obama"."""
    titles = {hit.start: hit.end for hit in hits if any(r.office is not None for r in hit.readings)}
    mended = []
    for name in names:
        end = titles.get(name.start, name.end)
        start = end + len(text[end : name.end]) - len(text[end : name.end].lstrip())
        titled = name.kind == "PER" and end < start < name.end
        mended.append(replace(name, start=start) if titled else name)
    return mended


def _defined(found: Sequence[Candidate], text: str) -> list[Candidate]:
    """Return candidates, an unknown name as whom the known abbreviation behind it means."""
    mended = list(found)
    for at, (one, other) in enumerate(pairwise(found)):
        if one.form != "recognized" or other.form not in ("name", "body") or other.party is None:
            continue
        if BRACKET.fullmatch(text, one.end, other.start) and text[other.end : other.end + 1] == ")":
            mended[at] = replace(one, form=other.form, party=other.party, score=other.score)
    return mended


def _bare(name: Name, page: Page) -> Name:
    """Return a name without the clitics at its end, nor the possessor before: "Brazil's Liberal Party"."""
    tree = page.tree(name.start, name.end)
    inside = covered(tree, name.start, name.end) if tree is not None else []
    if tree is None or not inside:
        return name
    clitics = [i for i in inside if tree.token(i).upos == "PART" and _clings(tree, i)]
    start, end = name.start, name.end
    if clitics and clitics[-1] == inside[-1]:
        token = tree.token(clitics.pop())
        end = max(token.start, token.end - len(token.form))
    if clitics and name.kind == "ORG":
        start = tree.token(clitics[-1] + 1).start
    return name if (start, end) == (name.start, name.end) else replace(name, start=start, end=end)


def _clings(tree: Tree, index: int) -> bool:
    """Tell whether a word is written together with the one before it, which may have the same offsets."""
    return index > 1 and tree.token(index - 1).end >= tree.token(index).start


def _longer(name: Name, within: Sequence[Candidate], page: Page) -> bool:
    """Tell whether known names are only parts of an organization's: "Georgian Orthodox Church".

    They stand before its last word, and none of them acts itself.
    """
    tree = page.tree(name.start, name.end)
    if tree is None or name.kind != "ORG":
        return False
    if any(c.start < name.start or c.end >= name.end or c.form not in PARTIAL for c in within):
        return False
    inside = covered(tree, name.start, name.end)
    return all(_named(tree, i, last=i == inside[-1]) for i in inside)


def _named(tree: Tree, index: int, *, last: bool) -> bool:
    """Tell whether a word may stand in an organization's name: capitals, prepositions, at its end any."""
    token = tree.token(index)
    if token.upos in CLAUSAL or any(c.isdigit() for c in token.form):
        return False
    return last or token.form[0].isupper() or token.upos in ("ADP", "DET", "PUNCT")


def _persons(hit: Hit, form: str) -> list[Entry]:
    return [r.entry for r in hit.readings if r.entry is not None and r.form == form]


def _choose(
    hit: Hit, page: Page, index: ActorIndex, language: Language, full: set[str], names: Sequence[Name]
) -> Candidate | None:
    """Choose among the readings of a name; None where none is sure enough."""
    tree, date = page.tree(hit.start, hit.end), page.document.article.published
    assert tree is not None
    placed = hit.place is not None and _located(hit, tree)
    for reading in sorted(hit.readings, key=lambda r: (r.ambiguous is not None, placed and r.place is None)):
        if reading.office is not None:
            loose = reading.ambiguous is not None and reading.office.organ
            if loose and tree.token(head(tree, hit.start, hit.end)).upos not in NOUNS:
                continue  # "national security"
            return Candidate(hit.start, hit.end, reading.form, None, reading.office, 0.9)
        entry = reading.entry
        if entry is None or reading.form == "short":
            continue
        score = SURE.get(reading.form, PLACED)
        if reading.ambiguous is not None:
            if not _plausible(reading, hit, tree, names, language):
                continue
            score = min(score, UNSURE)
        return Candidate(hit.start, hit.end, reading.form, _party(reading, hit, index, date), None, score)
    return _short(hit, tree, index, date, full, names)


def _located(hit: Hit, tree: Tree) -> bool:
    """Tell whether a seat of government is a place here: in an adverbial or an apposition, no actor."""
    return tree.deprels[head(tree, hit.start, hit.end)] in ("obl", "appos", "nmod")


def _party(reading: Reading, hit: Hit, index: ActorIndex, date: str | None) -> Party:
    """Return the actor that a reading names and the one it acts for."""
    entry = reading.entry
    assert entry is not None
    if reading.place is not None:
        return Party(reading.place.actor, entry.actor)
    if entry.state is not None:
        return Party(entry.actor, index.actors[entry.state])
    kind = index.kind_of(entry.actor.id, date)
    actor = entry.actor
    if kind != actor.kind:
        actor = Actor(actor.id, actor.code, kind, actor.names)
    principal = index.principal(actor.id, date)
    return Party(actor, actor if principal.id == actor.id else principal)


def _plausible(reading: Reading, hit: Hit, tree: Tree, names: Iterable[Name], language: Language) -> bool:
    """Tell whether an ambiguous spelling is this name here: by word class, recognizer and neighbours."""
    if reading.ambiguous == "direction":
        return _acting(hit, tree, language)
    inside = covered(tree, hit.start, hit.end)
    proper = any(tree.token(i).upos == "PROPN" for i in inside)
    around = [n for n in names if n.start <= hit.start and hit.end <= n.end]
    person = any(n.kind == "PER" for n in around)
    if reading.ambiguous in ("name", "place"):
        return not person and (proper or bool(around))
    if reading.ambiguous == "word":
        return not person and (proper or bool(around)) and hit.start > tree.sentence.start - 1
    return any(n.kind != "PER" for n in around) and proper


def _acting(hit: Hit, tree: Tree, language: Language) -> bool:
    """Tell whether a word of the compass means those who live there: "the west fears", "western powers"."""
    at = head(tree, hit.start, hit.end)
    governor = tree.heads[at]
    first = covered(tree, hit.start, hit.end)[0]
    if first > 1 and tree.words[first - 1] == "-":
        return False
    if tree.deprels[at] in MODIFIERS:
        return tree.token(governor).upos != "PROPN" and tree.lemmas[governor] not in language.markers.areas
    if any(tree.deprels[child].startswith("nmod") for child in tree.children(at)):
        return False
    return tree.deprels[at] not in ADVERBIAL or not tree.cases(at) & set(language.markers.place)


def _short(
    hit: Hit, tree: Tree, index: ActorIndex, date: str | None, full: set[str], names: Sequence[Name]
) -> Candidate | None:
    """Read a surname: of someone named in full here, else of the one known holder of an office then."""
    entries = _persons(hit, "short")
    known = [e for e in entries if e.actor.id in full]
    if not known:
        longer = [n for n in names if n.kind == "PER" and n.start < hit.start and n.end >= hit.end]
        if longer:  # another first name: "Ivanka" before "Trump"
            return None
        known = [e for e in entries if index.terms_of(e.actor.id, date)] or (entries if date is None else [])
    if len(known) != 1:
        return None
    actor = known[0].actor
    party = Party(actor, index.principal(actor.id, date))
    return Candidate(hit.start, hit.end, "person", party, None, 0.9 if actor.id in full else 0.75)


def _swallowed(candidate: Candidate, names: Iterable[Name], text: str, language: Language) -> bool:
    """Tell whether a state's or place's name is only part of a longer unknown name ("Bank of China")."""
    if (
        candidate.office is not None
        or candidate.party is None
        or candidate.party.actor.kind not in ("State", "Place")
    ):
        return False
    if candidate.form == "demonym":
        return False
    around = [n for n in names if n.kind == "ORG" and n.start <= candidate.start and candidate.end <= n.end]
    before = [set(text[n.start : candidate.start].split()) for n in around if n.start < candidate.start]
    return any(words & language.markers.naming for words in before)


def _recognized(name: Name, text: str) -> Candidate | None:
    """Return a candidate for a name that only the recognizer knows."""
    kind = KINDS.get(name.kind)
    words = text[name.start : name.end].strip()
    if kind is None or len(words) < 3 or not words[0].isupper() or not any(c.isalpha() for c in words):
        return None
    actor = unknown(words, kind)
    return Candidate(name.start, name.end, "recognized", Party(actor, actor), None, 0.6)
