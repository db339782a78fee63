"""Proposals: every reading of every trigger that the rules allow, before any is believed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from graphkit.extract import beside
from graphkit.extract.frames import Filler, Frame
from graphkit.extract.rules import BY_SECTION, RULES, unnamed
from graphkit.extract.triggers import VERBAL, Trigger, triggers
from graphkit.facts import Actor, Mention, Party
from graphkit.knowledge.language import Language, Pattern
from graphkit.knowledge.ontology import Ontology, Relation

WHOLE = frozenset({*(name for name, _ in RULES), "title", "title+known"})
MARKED = frozenset({"active", "passive", "nominal", "between", "with_partner", "reversed", "light"})
MUTUAL = frozenset({"together", "with_partner", "between"})
CLAUSES = frozenset({*MARKED, "together", "through", "predicate", "answered"})
# Words of a sentence that needs no context: of 54 readings of golden sentences that no other bar keeps, 38
# are owed; longer sentences of annotated news state more than annotators write down.
SHORT = 16
CROWD = 4  # actors in it
FACES = frozenset(
    {
        "name",
        "demonym",
        "metonym",
        "organ",
        "office",
        "titled",
        "capital",
        "body",
        "collective",
        "speaker",
        "place",
        "pronoun",
    }
)
CONTEXT = frozenset({"told", "topic", "counterpart"})
# Readings of a noun whose other end may stand on its other side: "in Iraq, after a strike by Iran".
NAMED = frozenset({"nominal", "light"})
_RULES = 256  # names of rules with guesses that are remembered
NEAR = 12  # tokens between a trigger and an actor that no role ties to it
# How an end was found that no role ties to the trigger: what stands behind "+" in the name of a rule.
GUESSES = {
    "near": "An end is an actor near the trigger, on the side where it should stand.",
    "back": 'An end is an actor near the trigger, on the other side: "in Iraq, after a strike by Iran".',
    "above": 'The source acts in the clause above: "Iran met Iraq after a deal with Oman".',
    "told": "An end is the one that the story told this relation of last.",
    "topic": "An end is the actor that the story names most.",
    "counterpart": "An end is the one that the story last told of together with the other.",
    "known": "The registry knows for whom the person acted at the article's date.",
    "title": 'A title names whom the person acts for: "the Iranian minister".',
}


class Proposal(NamedTuple):
    """A reading of a trigger: relation, source and target, and the rule that found them.

    `rival` says that a rule found both ends of the same trigger elsewhere in the sentence.
    """

    frame: Frame
    trigger: Trigger
    relation: Relation
    source: Filler
    target: Filler
    rule: str
    rival: bool = False

    @property
    def whole(self) -> bool:
        """Tell whether a rule found both ends in the tree, and nothing was taken from the context."""
        return self.rule in WHOLE

    @property
    def mutual(self) -> bool:
        """Tell whether each end does it to the other: "Iran and Iraq swapped prisoners"."""
        return self.rule in MUTUAL and not self.relation.symmetric

    @property
    def marked(self) -> bool:
        """Tell whether the trigger's own adposition marks the target: the strongest sign that it is meant."""
        return self.rule in MARKED and bool(self.trigger.pattern.adpositions)

    @property
    def plain(self) -> bool:
        """Tell whether a clause of a short sentence names both ends: a reader would not doubt it."""
        if self.rule not in CLAUSES or (self.rule == "predicate" and self.source.steps[0] != "nsubj"):
            return False
        if self.source.mention.how not in FACES or self.target.mention.how not in FACES:
            return False
        words = sum(token.upos != "PUNCT" for token in self.frame.tree.tokens)
        return words <= SHORT and len(self.frame.principals) <= CROWD

    @property
    def context(self) -> bool:
        """Tell whether an end was taken from what the article told before."""
        return self.rule.rpartition("+")[2] in CONTEXT

    @property
    def trust(self) -> str:
        """Return what kind of reading it is, the surest name that fits."""
        if self.plain:
            return "plain"
        if self.whole:
            return "marked" if self.marked else "whole"
        return "guess"


class Proposer:
    """Proposes over the sentences of one document in order, remembering what was told before."""

    def __init__(self, language: Language, ontology: Ontology) -> None:
        self.language = language
        self.ontology = ontology
        self._offices = [
            relation
            for relation in ontology.relations.values()
            if relation.personal and relation.structural and ontology.is_a("Person", relation.domain)
        ]
        self._kinds: dict[str, frozenset[str]] = {}
        self._opening = 0
        self._told: dict[str, tuple[Mention, Mention]] = {}
        # The other end of the latest pair that an actor was told of with; id and kind tell an actor.
        self._partners: dict[tuple[str, str], Mention] = {}
        self._met: dict[str, tuple[int, Mention]] = {}
        self._topics: list[str] = []  # the two that were named most

    def sentence(self, frame: Frame, opening: int = 0) -> Iterator[Proposal]:
        """Yield the proposals of a sentence of the story that begins with sentence number `opening`."""
        if not frame.mentions:
            return
        if opening != self._opening:
            self._opening = opening
            for memory in (self._told, self._partners, self._met):
                memory.clear()
        self._meet(frame)
        yield from self._titles(frame)
        for trigger in triggers(frame.tree, self.language):
            relation = self.ontology.relation(trigger.pattern.relation)
            if len(self._met) < 2 and not relation.structural and trigger.pattern.section != "said":
                continue  # nobody else was told of who could be the other end
            whole: list[Proposal] = []
            partial: list[tuple[str, Filler | None, Filler | None]] = []
            for name, rule in BY_SECTION[trigger.pattern.section]:
                for source, target in rule(frame, trigger):
                    if source is None or target is None:
                        partial.append((name, source, target))
                    elif self._fits(relation, source.mention, target.mention):
                        whole.append(Proposal(frame, trigger, relation, source, target, name))
                        if whole[-1].mutual and self._fits(relation, target.mention, source.mention):
                            whole.append(whole[-1]._replace(source=target, target=source))
            if trigger.pattern.section == "said":
                yield from whole  # every opinion would outweigh what happened
                continue
            yield from map(self._told_now, whole)
            if (trigger.noun or trigger.head) in frame.by_head:
                continue  # a named event or actor is what it is; who else it may mean would be guessed
            rival = bool(whole)
            apart = beside.apart(frame, trigger.head)
            yield from self._completed(frame, trigger, relation, partial, apart, rival=rival)
            if len(frame.principals) > 1:
                yield from self._near(frame, trigger, relation, apart, rival=rival)

    def _titles(self, frame: Frame) -> Iterator[Proposal]:
        """Propose that people represent their principals: by a title, with owner or bare, or the registry."""
        people = [m for m in frame.mentions if not same(m.party.actor, m.party.principal)]
        for relation in self._offices if people else ():
            for mention in people:
                party = mention.party
                if party.actor.kind != relation.domain:
                    continue
                rule = "title" if mention.how == "titled" else "title+known" if mention.office else "known"
                whole = replace(mention, party=Party(party.principal, party.principal))
                steps = (f"{mention.how}",)
                pattern = Pattern(relation.name, "titles", (mention.office or "").casefold(), (), frozenset())
                trigger = Trigger(pattern, mention.head, 0)
                yield Proposal(frame, trigger, relation, Filler(mention, steps), Filler(whole, steps), rule)

    def _told_now(self, proposal: Proposal) -> Proposal:
        source, target = proposal.source.mention, proposal.target.mention
        self._told[proposal.relation.name] = (source, target)
        for one, other in ((target, source), (source, target)):
            who = one.party.principal
            self._partners[who.id, who.kind] = other
        return proposal

    def _completed(
        self,
        frame: Frame,
        trigger: Trigger,
        relation: Relation,
        partial: Sequence[tuple[str, Filler | None, Filler | None]],
        apart: frozenset[str],
        *,
        rival: bool,
    ) -> Iterator[Proposal]:
        """Fill the open side from what the article told before, or with the nearest actor on its side."""
        several = len(frame.principals) > 1  # else nobody else stands near
        sourceless = any(source is None for _, source, _ in partial)
        silent = sourceless and unnamed(frame, trigger)
        above = self._above(frame, trigger) if sourceless and several else []
        for name, source, target in partial:
            known = source or target
            assert known is not None
            who = known.mention.party.principal
            hints: list[tuple[Mention, str]] = []
            if several:
                hints += self._beside(frame, trigger, known.mention, after=target is None)
                if name in NAMED:
                    rest = self._beside(frame, trigger, known.mention, after=target is not None)
                    hints += [(mention, f"back{step[-1]}") for mention, step in rest]
                if source is None:
                    hints += [(mention, "above") for mention, _ in above]
            if source is not None or not silent:
                hints += self._context(relation, who, 1 if target is None else 0)
            found: dict[str, tuple[Mention, list[str]]] = {}
            for mention, step in hints:
                found.setdefault(mention.party.principal.id, (mention, []))[1].append(step)
            for key, (mention, steps) in found.items():
                if key == who.id or key in apart:
                    continue
                filler = Filler(mention, tuple(steps))
                one, other = source or filler, target or filler
                if self._fits(relation, one.mention, other.mention):
                    yield Proposal(frame, trigger, relation, one, other, _guessed(name, steps[0]), rival)

    def _context(self, relation: Relation, known: Actor, side: int) -> list[tuple[Mention, str]]:
        """Return whom what was told before lets one think of, each with what speaks for him."""
        told = self._told.get(relation.name)
        hints = [(told[side], "told")] if told is not None else []
        counterpart, topic = self._partners.get((known.id, known.kind)), self._topic(known)
        if counterpart is not None:
            hints.append((counterpart, "counterpart"))
        if topic is not None:
            hints.append((topic, "topic"))
        return hints

    def _topic(self, known: Actor) -> Mention | None:
        """Return the actor that the article has named most so far, other than the known one."""
        if not self._topics:
            ranked = {key: (count, -m.sentence, m.start) for key, (count, m) in self._met.items()}
            while ranked and len(self._topics) < 2:
                self._topics.append(max(ranked, key=ranked.__getitem__))
                del ranked[self._topics[-1]]
        most = next((key for key in self._topics if key != known.id), None)
        return None if most is None else self._met[most][1]

    def _meet(self, frame: Frame) -> None:
        self._topics.clear()
        for mention in frame.mentions:
            key = mention.party.principal.id
            count, first = self._met.get(key, (0, mention))
            self._met[key] = (count + 1, first)

    def _near(
        self, frame: Frame, trigger: Trigger, relation: Relation, apart: frozenset[str], *, rival: bool
    ) -> Iterator[Proposal]:
        """Take the nearest actors before and behind the trigger; those of a passive verb change places."""
        sides = (self._beside(frame, trigger, None, after=after) for after in (False, True))
        before, behind = ([f for f in side if f[0].party.principal.id not in apart] for side in sides)
        if trigger.pattern.section == "verbs" and frame.passive(trigger.head):
            before, behind = behind, before
        for source, way in before:
            for target, path in behind:
                if self._fits(relation, source, target):
                    ends = (Filler(source, (way,)), Filler(target, (path,)))
                    yield Proposal(frame, trigger, relation, *ends, "near", rival)

    def _above(self, frame: Frame, trigger: Trigger) -> list[Filler]:
        """Return who acts in the clause around a trigger, and with whom: "Iran met Iraq after a deal"."""
        for verb in frame.tree.ancestors(trigger.head):
            if frame.tree.token(verb).upos in VERBAL:
                doers = frame.agents(verb) if frame.passive(verb) else frame.subjects(verb)
                found = frame.fills([*doers, *frame.objects(verb, frame.language.markers.with_)])
                if found:
                    return found
        return []

    def _beside(
        self, frame: Frame, trigger: Trigger, known: Mention | None, *, after: bool
    ) -> list[tuple[Mention, str]]:
        """Return the two nearest actors on one side of a trigger, other than the known one."""
        near = beside.near(frame, trigger.noun or trigger.head, NEAR, after)
        if known is not None:
            who = known.party.principal
            near = [mention for mention in near if not same(mention.party.principal, who)]
        return list(zip(near, ("near0", "near1"), strict=False))

    def _fits(self, relation: Relation, source: Mention, target: Mention) -> bool:
        """Tell whether two mentions can be the ends: different principals, kinds as the ontology asks."""
        if not relation.structural and same(source.party.principal, target.party.principal):
            return False
        one = self._end(source.party, relation.domain)
        other = self._end(target.party, relation.range)
        return one is not None and other is not None and not same(one, other)

    def _end(self, party: Party, kind: str) -> Actor | None:
        """Return what `end` does; the kinds below a kind are looked up once."""
        fit = self._kinds.get(kind)
        if fit is None:
            is_a = self.ontology.is_a
            fit = self._kinds[kind] = frozenset(one for one in self.ontology.kinds if is_a(one, kind))
        if party.principal.kind in fit:
            return party.principal
        return party.actor if party.actor.kind in fit else None


@lru_cache(_RULES)
def _guessed(name: str, step: str) -> str:
    """Return the name of a rule that needs a guess."""
    return f"{name}+{step.rstrip('0123456789')}"


def same(one: Actor, other: Actor) -> bool:
    """Tell whether two actors are one; most that differ do so in their ids."""
    return one is other or (one.id == other.id and one == other)


def end(party: Party, kind: str, ontology: Ontology) -> Actor | None:
    """Return who of a party can be an end that must be of a kind: the principal, else the actor itself."""
    for actor in (party.principal, party.actor):
        if ontology.is_a(actor.kind, kind):
            return actor
    return None
