"""From mentions to statements: rules propose, the scorer keeps, the tree tells status and speaker."""

import math
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from graphkit.extract import deeds, status
from graphkit.extract.credit import Cited
from graphkit.extract.features import Setting, statuses
from graphkit.extract.frames import Frame, Voices
from graphkit.extract.judged import Around, Judged
from graphkit.extract.keep import Scorer, least, share
from graphkit.extract.paths import Paths, Ways
from graphkit.extract.propose import Proposal, Proposer, end
from graphkit.extract.triggers import Trigger
from graphkit.facts import Evidence, Links, Mention, Party, Span, Statement, Status
from graphkit.knowledge import credits
from graphkit.knowledge.language import Language
from graphkit.knowledge.ontology import Ontology, Relation
from graphkit.text import Document
from graphkit.tree import Tree
from graphkit.when.clauses import when
from graphkit.when.times import load

LIGHT = "light"  # the rule of deeds that a light verb carries


class Extractor:
    """Extract the statements of documents in one language."""

    def __init__(self, language: Language, ontology: Ontology, *, scorer: Scorer | None = None) -> None:
        self.language = language
        self.ontology = ontology
        self.scorer: Final = scorer if scorer is not None else Scorer.shipped(language.code)
        self._several = status.several(language)
        # What is enough for guesses by relation, and what the ways between both ends add to a weight at most.
        self._needed: dict[tuple[str, bool], float] = {}
        self._ways = self.scorer.most(Ways.BOTH)

    def extract(
        self, document: Document, links: Links, trees: Sequence[Tree] | None = None
    ) -> tuple[Statement, ...]:
        """Return what the document states, in text order, one statement a reading and sentence."""
        trees = trees if trees is not None else [Tree(s) for s in document.sentences]
        cited = Cited(document, credits.load(self.language.code))
        links = cited.without(links)
        scored = self.scored(links, trees, every=False)
        kept = [pair for pair in scored if pair[0] >= self.bar(pair[1].proposal)]
        told = [s for score, judged in _best(kept) for s in self._statements(document, judged, score)]
        found = [
            replace(s, evidence=replace(s.evidence, cited=cited.of(s.evidence.start, s.evidence.end)))
            for s in told
        ]
        return tuple(sorted(found, key=_order))

    def scored(
        self, links: Links, trees: Sequence[Tree], *, every: bool = True
    ) -> list[tuple[float, Judged]]:
        """Return every proposal with its score; conjuncts that a rule found share their mean.

        Without `every` those guesses are left out that no status would lift over their bar: what is said
        around most of them need not be read.
        """
        found: list[tuple[float, Hashable, Judged]] = []
        alike: dict[Hashable, list[float]] = {}
        weigh = self.scorer.weigh
        for judged in self.judge(links, trees):
            proposal = judged.proposal
            whole = proposal.whole
            enough = -math.inf if every or whole else self._enough(proposal)
            weight = judged.setting.weight(
                proposal, weigh, together=judged.together, least=enough - self._ways
            )
            if weight < enough:
                continue
            read, said = judged.told
            score = share(weight + weigh(statuses(proposal.relation.name, [read], [said])))
            key = _coordination(proposal) if whole else None
            if whole:
                alike.setdefault(key, []).append(score)
            found.append((score, key, judged))
        means = {key: sum(scores) / len(scores) for key, scores in alike.items()}
        return [(score if key is None else means[key], judged) for score, key, judged in found]

    def _enough(self, proposal: Proposal) -> float:
        """Return a weight below which no status would lift a proposal over its bar."""
        key = proposal.relation.name, proposal.context
        if key not in self._needed:
            groups = statuses(proposal.relation.name, Status, (False, True))
            most = max(self.scorer.weigh([group]) for group in groups)
            self._needed[key] = least(self.bar(proposal)) - most
        return self._needed[key]

    def bar(self, proposal: Proposal) -> float:
        """Return the score from which a proposal is kept."""
        if not proposal.whole:
            return self.scorer.bar(whole=False, context=proposal.context)
        return self.scorer.bar(
            whole=True, marked=proposal.marked, plain=proposal.plain, context=proposal.context
        )

    def judge(self, links: Links, trees: Sequence[Tree]) -> Iterator[Judged]:
        """Yield every proposal with its status, speaker and features."""
        by_sentence: dict[int, list[Mention]] = {}
        met: dict[str, set[int]] = {}  # the sentences that mention a principal
        for mention in links.mentions:
            by_sentence.setdefault(mention.sentence, []).append(mention)
            met.setdefault(mention.party.principal.id, set()).add(mention.sentence)
        proposer = Proposer(self.language, self.ontology)
        voices = _voices(links)
        joint: dict[tuple[str, str], int] = {}
        for tree in trees:
            if tree.sentence.index not in by_sentence:
                continue
            frame = Frame(tree, by_sentence[tree.sentence.index], self.language, voices)
            paths = Paths(tree)
            trigger: Trigger | None = None
            opening = links.openings[tree.sentence.index] if links.openings else 0
            for proposal in proposer.sentence(frame, opening):
                if proposal.trigger is not trigger:  # those of one trigger come one after the other
                    trigger = proposal.trigger
                    setting = Setting(frame, trigger, paths)
                    around = Around(frame, trigger, links.speeches, self._several)
                one, other = proposal.source.mention.party, proposal.target.mention.party
                ends = one.principal.id, other.principal.id
                if ends not in joint:
                    joint[ends] = min(3, len(met[ends[0]] & met[ends[1]]))
                yield Judged(proposal, setting, around, joint[ends])

    def _statements(self, document: Document, judged: Judged, score: float) -> Iterator[Statement]:
        """Yield the statement of a proposal, and the present one that deepening presupposes."""
        yield self._statement(document, judged, score, judged.status)
        deepens = any(tag.startswith("deepen") for tag in judged.cues)
        if deepens and judged.status is Status.INTENDED:
            yield self._statement(document, judged, score, Status.ACTUAL)

    def _statement(self, document: Document, judged: Judged, score: float, value: Status) -> Statement:
        proposal = judged.proposal
        relation, tree = proposal.relation, proposal.frame.tree
        trigger = tree.token(proposal.trigger.head)
        source, target = proposal.source.mention, proposal.target.mention
        return Statement(
            source=side(source.party, relation, relation.domain, self.ontology),
            relation=relation.name,
            target=side(target.party, relation, relation.range, self.ontology, personal=False),
            status=value,
            said_by=judged.said_by,
            confidence=round(self.scorer.confidence(score, proposal.trust), 3),
            office=source.office if proposal.relation.personal and proposal.relation.structural else None,
            evidence=Evidence(
                article=document.article.id,
                sentence=tree.sentence.index,
                start=tree.sentence.start,
                end=tree.sentence.end,
                rule=proposal.rule,
                source=_span(source, tree),
                target=_span(target, tree),
                trigger=(trigger.start, trigger.end),
                when=self._when(document, judged, value),
            ),
        )

    def _when(self, document: Document, judged: Judged, value: Status) -> str | None:
        """Return the time of the event; what deepening presupposes has none, nor has an office."""
        trigger, tree = judged.proposal.trigger, judged.proposal.frame.tree
        times = load(self.language.code)
        if times is None or value is not judged.status or trigger.pattern.section == "titles":
            return None
        words = (trigger.head, trigger.noun) if trigger.noun else (trigger.head,)
        article, light = document.article, self.language.verbs.light
        ahead = value in (Status.INTENDED, Status.POSSIBLE)
        return when(tree, article.text, times, article.published, words, ahead=ahead, light=light)


def side(party: Party, relation: Relation, kind: str, ontology: Ontology, *, personal: bool = True) -> Party:
    """Return the party as an end of a relation: its principal is who the graph shows."""
    if personal and _personal(party, relation):
        return Party(party.actor, party.actor)
    actor = end(party, kind, ontology)
    return Party(party.actor, party.principal if actor is None else actor)


def _personal(party: Party, relation: Relation) -> bool:
    """Tell whether a party is the end of a relation in person, not for its principal."""
    return relation.personal and party.actor.kind == "Person"


def _coordination(proposal: Proposal) -> Hashable:
    """Return what the readings of one trigger share whose ends are conjuncts of each other."""
    ends = (tuple(step for step in f.steps if step != "conj") for f in (proposal.source, proposal.target))
    trigger = proposal.trigger
    sentence = proposal.frame.tree.sentence.index
    return sentence, trigger.head, trigger.noun, proposal.relation.name, proposal.rule, *ends


def _rank(scored: tuple[float, Judged]) -> tuple[bool, bool, int, float]:
    """Sort what a rule found whole first, verbs that say all, longer triggers ("military aid"), the surer."""
    score, judged = scored
    proposal = judged.proposal
    pattern = proposal.trigger.pattern
    return not proposal.whole, pattern.section == "said", -len(pattern.noun), -score


def _best(scored: Iterable[tuple[float, Judged]]) -> list[tuple[float, Judged]]:
    """Return one reading for each trigger and pair, one for each relation, pair and status of a sentence."""
    taken: dict[tuple[object, ...], str] = {}
    settled: set[tuple[object, ...]] = set()  # what rules found whole: no guess adds an end or a status
    best = []
    for score, judged in sorted(scored, key=_rank):
        p = judged.proposal
        party, target = p.source.mention.party, p.target.mention.party.principal.id
        source = (party.actor if _personal(party, p.relation) else party.principal).id
        pair = (source, target) if not p.relation.symmetric else tuple(sorted((source, target)))
        at = p.frame.tree.sentence.index
        ends = frozenset((source, target))
        said = (at, p.relation.name, pair, judged.status)
        keys = {(at, p.trigger.head, ends, p.trigger.pattern.section == "said")}
        words, told = p.frame.tree.words, p.frame.language.verbs.told
        if p.trigger.noun and words[p.trigger.noun] not in told:  # "suspended aid": read with its verb
            keys.add((at, p.trigger.noun, ends, False))
        here = (at, p.trigger.head)
        same = (at, p.relation.name, pair)
        above = (at, _modified(p.frame.tree, p.trigger.head), ends, False)
        guess = not p.whole and (above in taken or {here, same} & settled)
        other = {taken[key] for key in keys if key in taken} - ({p.relation.name} if p.mutual else set())
        if said not in taken and not other and not guess:
            taken |= dict.fromkeys((*keys, said), p.relation.name)
            if p.whole:
                # "was given a grant": what the light verb carries is all that it says
                carrier = deeds.carrier(p.frame, p.trigger.head)[0] if p.rule == LIGHT else 0
                settled |= {here, same, (at, carrier)}
            best.append((score, judged))
    return best


def _modified(tree: Tree, token: int) -> int:
    """Return the word that a token modifies, as in "retaliatory tariff"; 0 where it stands by itself."""
    return tree.heads[token] if tree.deprels[token] in ("amod", "nmod", "compound") else 0


def _voices(links: Links) -> Voices:
    """Return each speech with the mention of its speaker that stands nearest."""
    named: dict[str, list[Mention]] = {}
    for mention in links.mentions:
        named.setdefault(mention.party.actor.id, []).append(mention)
    return [
        (speech, min(known, key=lambda m: (abs(m.start - speech.start), m.start)))
        for speech in links.speeches
        if (known := named.get(speech.speaker.actor.id))
    ]


def _span(mention: Mention, tree: Tree) -> Span:
    """Return where a party stands in the sentence; one told before stands at the sentence's start."""
    if mention.sentence == tree.sentence.index:
        return (mention.start, mention.end)
    return (tree.sentence.start, tree.sentence.start)


def _order(statement: Statement) -> tuple[object, ...]:
    evidence = statement.evidence
    return (
        evidence.sentence,
        evidence.trigger,
        statement.relation,
        statement.source.principal.id,
        statement.target.principal.id,
        statement.status.value,
    )
