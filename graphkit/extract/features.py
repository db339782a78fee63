"""What can be said of a proposal in words: the features that the scorer weighs and a reader can check.

They come in groups that hang on few words each, so that a group's weight is summed up once: a group is a
function with its arguments, and what the function yields are the features, each present or absent.
"""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from graphkit.extract import paths
from graphkit.extract.frames import Filler, Frame, Steps
from graphkit.extract.propose import CONTEXT, Proposal
from graphkit.extract.rules import slots
from graphkit.extract.triggers import Trigger

FAR = (2, 4, 8, 14, 24)  # tokens, upper ends of the distance classes
GUESSED = ("near", "back", "above", *sorted(CONTEXT))  # how an end was found that no role ties

# A function that yields features, and its arguments, all of them hashable.
Group = tuple[Any, ...]
_RULES = 256  # names of rules that are remembered, with those of guesses
Weigh = Callable[[Iterable[Group]], float]


def features(groups: Iterable[Group]) -> Iterator[str]:
    """Yield the features of groups."""
    for tell, *arguments in groups:
        yield from tell(*arguments)


class Setting:
    """A trigger in its sentence: what several proposals of it share is looked up and weighed once."""

    def __init__(self, frame: Frame, trigger: Trigger, between: paths.Paths) -> None:
        tree = frame.tree
        lemma = tree.lemmas[trigger.head]
        if lemma == tree.words[trigger.head]:  # perhaps a form that the lemmatizer left as it is
            lemma = trigger.pattern.head
        noun = tree.words[trigger.noun] if trigger.noun else ""
        self._relation = trigger.pattern.relation
        self._section = trigger.pattern.section
        self._word = f"{lemma}+{noun}" if noun else f"{lemma}.{self._section[0]}"
        self._at = trigger.head
        self._marked = bool(trigger.pattern.adpositions)
        self._actors = min(len(frame.principals), 6)
        self._above = (tree.deprels[trigger.head], tree.lemmas[tree.heads[trigger.head]])
        definite = frame.language.markers.definite
        self._definite = any(tree.lemmas[c] in definite for c in tree.children(trigger.head))
        self._sentence = tree.sentence.index
        source, target = slots(frame, trigger)
        self._slots = {"src": tree.lemmas[source], "tgt": tree.lemmas[target]}
        self._ways = paths.Ways(frame, trigger, between)
        self._weights: dict[Hashable, float] = {}

    def groups(self, proposal: Proposal, status: str, *, said: bool, together: int) -> list[Group]:
        """Return the groups of features of a proposal.

        `together` counts the sentences of the article that mention both ends, 3 standing for more.
        """
        return [
            *self._read(proposal.rule, proposal.rival),
            *self._end("src", proposal.source),
            *self._end("tgt", proposal.target),
            *self._pair(proposal, together),
            *self._between(proposal.source, proposal.target),
            *statuses(self._relation, [status], [said]),
        ]

    def weight(self, proposal: Proposal, weigh: Weigh, *, together: int, least: float) -> float:
        """Return what the groups of a proposal weigh, but for that of its status.

        Where they weigh less than `least` without the ways between both ends, these are left out.
        """
        _, _, _, source, target, rule, rival = proposal
        known = self._weights
        total = weigh(self._pair(proposal, together))
        read = rule, rival
        weight = known.get(read)
        if weight is None:
            weight = known[read] = weigh(self._read(rule, rival))
        total += weight
        for side, filler in (("src", source), ("tgt", target)):
            end = side, id(filler.mention), filler.steps  # the mentions of an article stay
            weight = known.get(end)
            if weight is None:
                weight = known[end] = weigh(self._end(side, filler))
            total += weight
        return total if total < least else total + weigh(self._between(source, target))

    def _read(self, rule: str, rival: bool) -> list[Group]:
        """Return what is told of the trigger and the rule, whatever its ends are."""
        relation, section = self._relation, self._section
        return [
            (_trigger, relation, section, self._word, *self._above),
            (_word, self._word, rule, relation),
            (_rule, relation, section, rule, rival, self._marked, self._actors, self._definite),
        ]

    def _end(self, side: str, filler: Filler) -> list[Group]:
        """Return what is told of an end, whatever rule found it."""
        party = filler.mention.party
        kinds = (party.actor.kind, party.principal.kind)
        steps = filler.steps
        return [
            (_mention, side, filler.mention.how, steps[-1], *kinds, len(steps), self._relation),
            *self._ways.end(side, self._relation, filler.mention),
        ]

    def _pair(self, proposal: Proposal, together: int) -> list[Group]:
        """Return what is told of both ends beside each other, and of how the rule found each of them."""
        relation, section, at = self._relation, self._section, self._at
        _, _, _, (one, steps), (other, path), rule, _ = proposal
        suffix = _suffix(rule)
        here = one.sentence == other.sentence == self._sentence
        age = 0 if here else min(3, max(self._sentence - one.sentence, self._sentence - other.sentence, 0))
        kinds = one.party.principal.kind, other.party.principal.kind
        found: list[Group] = [
            (_role, "src", way(steps), section, rule, relation, _far(one.head, at)),
            (_role, "tgt", way(path), section, rule, relation, _far(other.head, at)),
            (_kinds, *kinds, one.how, other.how, rule, relation),
            (_times, age, together, relation, suffix),
        ]
        if suffix != "whole":
            for side, passed in (("src", steps), ("tgt", path)):
                if passed[-1].startswith(GUESSED):
                    found.append((_slot, side, self._slots[side], relation, suffix, way(passed)))
        return found

    def _between(self, source: Filler, target: Filler) -> list[Group]:
        """Return what is told of the ways between the trigger and both ends."""
        return self._ways.both(self._relation, source.mention, target.mention)


def statuses(relation: str, told: Iterable[str], said: Iterable[bool]) -> list[Group]:
    """Return the groups that tell a status, said by somebody or not: what a proposal has one of."""
    return [(_status, str(one), spoken, relation) for one in told for spoken in said]


def _trigger(relation: str, section: str, word: str, deprel: str, governor: str) -> Iterator[str]:
    yield "bias"
    yield f"rel={relation}"
    yield f"word={word}|rel={relation}"
    yield f"dep={deprel}|{section}|rel={relation}"
    if governor:
        yield f"up={governor}|rel={relation}"
        yield f"up={governor}|{deprel}|{section}"


def _word(word: str, rule: str, relation: str) -> Iterator[str]:
    yield f"word={word}|rule={rule}|rel={relation}"


def _rule(
    relation: str, section: str, rule: str, rival: bool, marked: bool, actors: int, definite: bool
) -> Iterator[str]:
    suffix = _suffix(rule)
    yield f"rule={rule}"
    yield f"rule={rule}|rel={relation}"
    yield f"rival={rival}|{suffix}"
    yield f"rival={rival}|{rule}"
    yield f"mark={marked}|{section}|{rule}"
    yield f"actors={actors}|{suffix}"
    yield f"definite={definite}|{suffix}|{section}"


def _role(side: str, steps: str, section: str, rule: str, relation: str, far: int) -> Iterator[str]:
    yield f"{side}={steps}|{section}"
    yield f"{side}={steps}|rule={rule}"
    yield f"{side}={steps}|rel={relation}"
    yield f"far.{side}={far}|{rule}"


def _mention(
    side: str, how: str, last: str, actor: str, principal: str, depth: int, relation: str
) -> Iterator[str]:
    yield f"{side}.how={how}"
    yield f"{side}.how={how}|last={last}"
    yield f"{side}.actor={actor}|rel={relation}"
    yield f"{side}.kind={principal}|rel={relation}"
    yield f"{side}.actor={actor}|last={last}"
    yield f"{side}.depth={depth}"


def _kinds(one: str, other: str, how: str, also: str, rule: str, relation: str) -> Iterator[str]:
    yield f"kinds={one}>{other}|rel={relation}"
    yield f"hows={how}>{also}"
    if how in ("name", "demonym", "metonym") and also == how:
        yield f"pair.{how}|{rule}"


def _status(status: str, said: bool, relation: str) -> Iterator[str]:
    yield f"status={status}|rel={relation}"
    yield f"said={said}|rel={relation}"


def _slot(side: str, slot: str, relation: str, suffix: str, steps: str) -> Iterator[str]:
    yield f"{side}.slot={bool(slot)}|{suffix}"
    yield f"{side}.slot={bool(slot)}|{steps}"
    yield f"{side}.slot={bool(slot)}|rel={relation}"
    if slot:
        yield f"{side}.slot={slot}"
        yield f"{side}.slot={slot}|rel={relation}"


def _times(age: int, together: int, relation: str, suffix: str) -> Iterator[str]:
    yield f"age={age}|{suffix}"
    yield f"together={together}|{suffix}"
    yield f"together={together}|rel={relation}"


def way(steps: Steps) -> str:
    """Return the steps from trigger to actor as one word, repeated conjuncts folded.

    >>> way(("nsubj", "conj", "conj", "amod:"))
    'nsubj/conj/amod:'
    """
    if len(steps) == 1:
        return steps[0]
    folded = [step for at, step in enumerate(steps) if at == 0 or step != "conj" or steps[at - 1] != "conj"]
    return "/".join(folded)


@lru_cache(_RULES)
def _suffix(rule: str) -> str:
    return rule.partition("+")[2] or ("near" if rule == "near" else "whole")


def _far(one: int, other: int) -> int:
    return bisect_left(FAR, abs(one - other))
