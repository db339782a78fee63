"""Proposals: every reading of every trigger that the rules allow, before any is believed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphkit.extract.frames import Filler, Frame
from graphkit.extract.rules import RULES
from graphkit.extract.triggers import Trigger, triggers
from graphkit.facts import Actor, Mention, Party
from graphkit.knowledge.language import Language
from graphkit.knowledge.ontology import Ontology, Relation

NEAR = 12  # tokens between a trigger and an actor that no role ties to it


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reading of a trigger: relation, source and target, and the rule that found them."""

    frame: Frame
    trigger: Trigger
    relation: Relation
    source: Filler
    target: Filler
    rule: str


class Proposer:
    """Proposes over the sentences of one document in order, remembering what was told before."""

    def __init__(self, language: Language, ontology: Ontology) -> None:
        self.language = language
        self.ontology = ontology
        self._told: dict[str, tuple[Filler, Filler, int]] = {}

    def sentence(self, frame: Frame) -> Iterator[Proposal]:
        """Yield the proposals of a sentence."""
        if not frame.mentions:
            return
        for trigger in triggers(frame.tree, self.language):
            relation = self.ontology.relation(trigger.pattern.relation)
            whole = False
            partial: list[tuple[str, Filler | None, Filler | None]] = []
            for name, rule in RULES:
                for source, target in rule(frame, trigger):
                    if source is None or target is None:
                        partial.append((name, source, target))
                    elif self._fits(relation, source.mention, target.mention):
                        whole = True
                        yield self._told_now(Proposal(frame, trigger, relation, source, target, name))
            yield from self._completed(frame, trigger, relation, partial)
            if not whole:
                yield from self._near(frame, trigger, relation)

    def _told_now(self, proposal: Proposal) -> Proposal:
        self._told[proposal.relation.name] = (proposal.source, proposal.target, proposal.frame.tree.sentence.index)
        return proposal

    def _completed(
        self, frame: Frame, trigger: Trigger, relation: Relation, partial: Sequence[tuple[str, Filler | None, Filler | None]]
    ) -> Iterator[Proposal]:
        """Fill the open side: from what was told of this relation before, or with the nearest actor on its side."""
        told = self._told.get(relation.name)
        for name, source, target in partial:
            known = source or target
            assert known is not None
            if told is not None:
                old = told[1] if target is None else told[0]
                filler = Filler(old.mention, ("told",))
                yield from self._proposal(frame, trigger, relation, source or filler, target or filler, f"{name}+told")
            for mention, steps in self._beside(frame, trigger, known.mention, after=target is None):
                filler = Filler(mention, steps)
                yield from self._proposal(frame, trigger, relation, source or filler, target or filler, f"{name}+near")

    def _near(self, frame: Frame, trigger: Trigger, relation: Relation) -> Iterator[Proposal]:
        """Take the nearest actors before and behind the trigger, where no rule found a pair."""
        before = list(self._beside(frame, trigger, None, after=False))[:2]
        behind = list(self._beside(frame, trigger, None, after=True))[:2]
        for source, way in before:
            for target, path in behind:
                yield from self._proposal(frame, trigger, relation, Filler(source, way), Filler(target, path), "near")

    def _beside(
        self, frame: Frame, trigger: Trigger, known: Mention | None, *, after: bool
    ) -> Iterator[tuple[Mention, tuple[str, ...]]]:
        at = trigger.noun or trigger.head
        order = sorted(frame.mentions, key=lambda m: abs(m.head - at))
        rank = 0
        for mention in order:
            if (mention.head > at) is after and mention.head != at and abs(mention.head - at) <= NEAR:
                if known is not None and mention.party.principal == known.party.principal:
                    continue
                yield mention, (f"near{rank}",)
                rank += 1
                if rank == 2:
                    return

    def _proposal(
        self, frame: Frame, trigger: Trigger, relation: Relation, source: Filler, target: Filler, rule: str
    ) -> Iterator[Proposal]:
        if self._fits(relation, source.mention, target.mention):
            yield Proposal(frame, trigger, relation, source, target, rule)

    def _fits(self, relation: Relation, source: Mention, target: Mention) -> bool:
        """Tell whether two mentions can be the ends: different principals, kinds as the ontology asks."""
        one, other = end(source.party, relation.domain, self.ontology), end(target.party, relation.range, self.ontology)
        return one is not None and other is not None and one != other and source.party.principal != other


def end(party: Party, kind: str, ontology: Ontology) -> Actor | None:
    """Return who of a party is an end of a relation that asks for a kind: the principal, else the actor itself."""
    for actor in (party.principal, party.actor):
        if ontology.is_a(actor.kind, kind):
            return actor
    return None
