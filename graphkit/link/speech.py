"""Who says what: quotations and reported clauses with their speakers."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from graphkit.facts import Party, Span, Speech
from graphkit.knowledge.language import Language
from graphkit.link.spans import Page
from graphkit.text import Document
from graphkit.tree import Tree

Refer = Callable[[Tree, int], Party | None]

OPENING = {"“": "”", "«": "»", "„": "”"}
COMPLEMENTS = frozenset({"ccomp", "parataxis", "xcomp", "advcl", "csubj"})
ALLEGED = frozenset({"obl"})  # "blamed Iran for the attack"
CLAIMED = ALLEGED | {"obj", "nsubj:pass"}  # "claimed the attack", "the attack was claimed"
_MARK = re.compile(f'["{re.escape("".join((*OPENING, *OPENING.values())))}]')
_PARAGRAPH = re.compile(r"[^\n]+")
SHORTEST = 12  # characters: a shorter quotation is a word in inverted commas, not speech
ATTRIBUTION = 8  # words between a comma and a closing verb of speaking


def quotations(text: str) -> list[Span]:
    """Return the spans between quotation marks, marks included; one left open ends with its paragraph."""
    spans = []
    for paragraph in _PARAGRAPH.finditer(text):
        start, closing = -1, ""
        for mark in _MARK.finditer(text, paragraph.start(), paragraph.end()):
            at, char = mark.start(), mark.group()
            if start < 0 and (char in OPENING or char == '"'):
                start, closing = at, OPENING.get(char, '"')
            elif start >= 0 and (
                char == closing or (char == '"' and closing == "”") or (char == "”" and closing == '"')
            ):
                spans.append((start, at + 1))
                start = -1
        if start >= 0 and paragraph.end() - start > SHORTEST:
            spans.append((start, paragraph.end()))
    return spans


def speeches(
    document: Document, trees: Sequence[Tree], language: Language, refer: Refer
) -> tuple[Speech, ...]:
    """Return reported clauses and quotations with their speakers, in text order.

    `refer` resolves the token that heads a speaker's noun phrase to a party.
    """
    verbs = language.verbs
    tells = verbs.speech.union(verbs.told, language.status.deny, language.markers.attribution)
    indirect = [
        speech
        for tree in trees
        for at in tree.among(tells)
        for speech in _reported(tree, at, language, refer)
    ]
    direct = _quoted(Page(document, trees), language, refer)
    return tuple(sorted([*indirect, *direct], key=lambda s: (s.start, s.end, s.direct, s.speaker.actor.id)))


def innermost(found: Iterable[Speech], start: int) -> Speech | None:
    """Return the shortest speech around an offset."""
    around = [speech for speech in found if speech.start <= start < speech.end]
    return min(around, key=lambda s: (s.end - s.start, s.start), default=None)


def _reported(tree: Tree, index: int, language: Language, refer: Refer) -> Iterator[Speech]:
    """Yield what stands in the complement of a verb of speaking, or beside one set in parenthesis."""
    says, told_by, deny = language.verbs.speech, language.verbs.told, language.status.deny
    lemma, word = tree.lemmas[index], tree.words[index]
    if lemma in says or word in says:
        speaker = _speaker(tree, index, refer)
        told = [] if speaker is None else list(_complements(tree, index, language))
        if speaker is None or not told:
            speaker, told = _closing(tree, index, refer)
        if speaker is not None:
            for start, end in told:
                yield Speech(start, end, speaker, direct=False)
    elif tree.deprels[index] == "case" and {lemma, word} & language.markers.attribution:
        speaker = refer(tree, tree.heads[index])
        if speaker is not None:
            inside = set(tree.subtree(tree.heads[index]))
            for start, end in _runs(tree, [t.index for t in tree.tokens if t.index not in inside]):
                yield Speech(start, end, speaker, direct=False)
    if lemma in told_by or word in told_by or lemma in deny or word in deny:
        yield from _claimed(tree, index, language, refer)


def _claimed(tree: Tree, index: int, language: Language, refer: Refer) -> Iterator[Speech]:
    """Yield what a noun of speech holds: said by its owner, or by who denies it ("denied the claim that")."""
    words = {tree.lemmas[index], tree.words[index]}
    told: list[int] = []
    speaker: Party | None = None
    if words & language.verbs.told:
        speaker = refer(tree, index)
        told = [c for c in tree.children(index, "acl", "acl:relcl", "ccomp") if _content(tree, c, language)]
        above = tree.heads[index]
        if above and {tree.lemmas[above], tree.words[above]} & language.status.deny:
            speaker = _speaker(tree, above, refer) or speaker
        if tree.deprels[index] == "parataxis" and above:  # "..., so the report of the ministry"
            mine = set(tree.subtree(index))
            for start, end in _runs(tree, [n for n in tree.subtree(above) if n not in mine]):
                if speaker is not None:
                    yield Speech(start, end, speaker, direct=False)
    elif words & language.status.deny and not words & language.verbs.speech:
        speaker = _speaker(tree, index, refer)
        told = [c for c in tree.children(index, "ccomp", "advcl") if _content(tree, c, language)]
    for clause in told if speaker is not None else ():
        for start, end in _runs(tree, list(tree.subtree(clause))):
            assert speaker is not None
            yield Speech(start, end, speaker, direct=False)


def _content(tree: Tree, clause: int, language: Language) -> bool:
    """Tell whether a clause says what is said: the first of its words opens it."""
    return tree.words[min(tree.subtree(clause))] in language.markers.complement


def _speaker(tree: Tree, verb: int, refer: Refer) -> Party | None:
    """Return who says: the subject of the verb, or the agent of a passive, or the subject it shares."""
    for node in (verb, *([tree.top(verb)] if tree.deprels[verb] == "conj" else [])):
        for child in tree.children(node, "nsubj", "obl:agent"):
            party = refer(tree, child)
            if party is not None:
                return party
    if tree.deprels[verb] in ("acl", "acl:relcl"):
        return refer(tree, tree.heads[verb])
    if tree.deprels[verb] in ("xcomp", "advcl") and tree.heads[verb]:
        for child in tree.children(tree.heads[verb], "nsubj"):
            return refer(tree, child)
    if verb > 1 and tree.token(verb - 1).upos == "PUNCT":  # behind a quotation: "...," said the minister
        for child in tree.children(verb, "obj"):
            if child > verb:
                return refer(tree, child)
    return None


def _closing(tree: Tree, verb: int, refer: Refer) -> tuple[Party | None, list[Span]]:
    """Return who says what stands before a closing ", the ministry said", whatever the tree makes of it."""
    if tree.tags[verb] == "PUNCT" or any(tag != "PUNCT" for tag in tree.tags[verb + 1 :]):
        return None, []
    words = [t.index for t in tree.tokens if t.upos != "PUNCT"]
    comma = max((i for i in range(1, verb) if tree.words[i] == ","), default=0)
    between = [i for i in words if comma < i < verb]
    if comma < 2 or not between or len(between) > ATTRIBUTION:
        return None, []
    if any(tree.token(i).upos in ("VERB", "AUX") for i in between):
        return None, []
    span = (tree.token(1).start, tree.token(comma - 1).end)
    return next((p for i in between if (p := refer(tree, i)) is not None), None), [span]


def _complements(tree: Tree, verb: int, language: Language) -> Iterator[Span]:
    """Yield what a verb of speaking has below or around it; one's own promise is a deed, not speech."""
    words = {tree.lemmas[verb], tree.words[verb]}
    promise, asks = words & language.status.intend, words & language.verbs.object_control
    held, told = COMPLEMENTS, language.verbs.told
    if words & language.verbs.claim:
        held |= ALLEGED if asks else CLAIMED
    for child in tree.children(verb):
        if promise and not tree.has(child, "nsubj", "nsubj:pass"):
            continue
        before = tree.deprels[child] == "advcl" and child < verb  # circumstance of a request, or a quotation
        circumstance = language.markers.circumstance
        if tree.deprels[child] == "advcl" and any(
            tree.words[c] in circumstance for c in tree.children(child, "mark", "case", "advmod")
        ):
            continue  # when it was said, not what
        if tree.deprels[child] not in COMPLEMENTS and {tree.words[child], tree.lemmas[child]} & told:
            continue  # a claim or demand that is answered is its owner's
        if tree.deprels[child] in held and not (before and asks):
            yield from _runs(tree, list(tree.subtree(child)))
    if tree.deprels[verb] == "parataxis" and tree.heads[verb]:
        mine = set(tree.subtree(verb))
        yield from _runs(tree, [node for node in tree.subtree(tree.heads[verb]) if node not in mine])


def _runs(tree: Tree, indexes: list[int]) -> Iterator[Span]:
    """Yield the spans of neighbouring tokens."""
    first = last = 0
    for index in sorted(indexes):
        if first and index != last + 1:
            yield tree.token(first).start, tree.token(last).end
            first = 0
        first, last = first or index, index
    if first:
        yield tree.token(first).start, tree.token(last).end


def _quoted(page: Page, language: Language, refer: Refer) -> Iterator[Speech]:
    """Yield quotations: said by the subject of the nearest verb of speaking outside, or the last speaker."""
    spans = quotations(page.document.article.text)
    last: Party | None = None
    for start, end in spans:
        if end - start < SHORTEST:
            continue
        speaker = _attribution(page, spans, (start, end), language, refer) or last
        if speaker is not None:
            last = speaker
            yield Speech(start, end, speaker, direct=True)


def _attribution(
    page: Page, spans: Sequence[Span], span: Span, language: Language, refer: Refer
) -> Party | None:
    """Find a verb of speaking outside quotations in the sentences a quotation touches, then just before."""
    start, end = span
    for group in (page.touching(start, end), page.before(start)):
        found: list[tuple[int, Party]] = []
        for tree in group:
            for token in map(tree.token, tree.among(language.verbs.speech)):
                if not any(s <= token.start < e for s, e in spans):
                    party = _speaker(tree, token.index, refer)
                    if party is not None:
                        found.append((min(abs(token.start - end), abs(start - token.end)), party))
        if found:
            return min(found, key=lambda pair: pair[0])[1]
    return None
