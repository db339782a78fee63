"""What can be said of a proposal in words: the features that the scorer weighs and a reader can check.

They come in groups that hang on few words each, so that a group's weight is summed up once: a group is a
function with its arguments, and what the function yields are the features, each present or absent.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
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


def features(groups: Iterable[Group]) -> Iterator[str]:
    """Yield the features of groups."""
    for tell, *arguments in groups:
        yield from tell(*arguments)


class Setting:
    """A trigger in its sentence: what all proposals of it share is looked up once."""

    def __init__(self, frame: Frame, trigger: Trigger, between: paths.Paths) -> None:
        tree = frame.tree
        lemma = tree.lemmas[trigger.head]
        if lemma == tree.words[trigger.head]:  # perhaps a form that the lemmatizer left as it is
            lemma = trigger.pattern.head
        noun = tree.words[trigger.noun] if trigger.noun else ""
        self._section = trigger.pattern.section
        self._word = f"{lemma}+{noun}" if noun else f"{lemma}.{self._section[0]}"
        self._at = trigger.head
        self._marked = bool(trigger.pattern.adpositions)
        self._actors = min(len({m.party.principal.id for m in frame.mentions}), 6)
        self._deprel = tree.deprels[trigger.head]
        self._governor = tree.lemmas[tree.heads[trigger.head]]
        definite = frame.language.markers.definite
        self._definite = any(tree.lemmas[c] in definite for c in tree.children(trigger.head))
        self._sentence = tree.sentence.index
        self._slots = tuple(tree.lemmas[slot] for slot in slots(frame, trigger))
        self._ways = paths.Ways(frame, trigger, between)

    def groups(self, proposal: Proposal, status: str, *, said: bool, together: int) -> list[Group]:
        """Return the groups of features of a proposal.

        `together` counts the sentences of the article that mention both ends, 3 standing for more.
        """
        relation, rule, section = proposal.relation.name, proposal.rule, self._section
        suffix = _suffix(rule)
        one, other = proposal.source.mention, proposal.target.mention
        age = min(3, max(self._sentence - one.sentence, self._sentence - other.sentence, 0))
        found: list[Group] = [
            (_reading, relation, rule, self._word),
            (_role, "src", way(proposal.source.steps), section, rule, relation),
            (_role, "tgt", way(proposal.target.steps), section, rule, relation),
            (_kind, proposal.rival, self._marked, section, rule),
            (_mention, "src", *_told(proposal.source), relation),
            (_mention, "tgt", *_told(proposal.target), relation),
            (_kinds, one.party.principal.kind, other.party.principal.kind, relation),
            (_hows, one.how, other.how, rule),
            (_status, str(status), said, relation),
            (_distance, _far(one.head, self._at), _far(other.head, self._at), rule),
            (_company, self._actors, self._definite, section, suffix),
            (_above, self._deprel, self._governor, section, relation),
            (_times, age, together, relation, suffix),
        ]
        if suffix != "whole":
            for side, slot, filler in (
                ("src", self._slots[0], proposal.source),
                ("tgt", self._slots[1], proposal.target),
            ):
                if filler.steps[-1].startswith(GUESSED):
                    found.append((_slot, side, slot, relation, suffix, way(filler.steps)))
        found += self._ways.groups(relation, one, other)
        return found


def _reading(relation: str, rule: str, word: str) -> Iterator[str]:
    yield "bias"
    yield f"rel={relation}"
    yield f"rule={rule}"
    yield f"rule={rule}|rel={relation}"
    yield f"word={word}|rel={relation}"
    yield f"word={word}|rule={rule}|rel={relation}"


def _role(side: str, steps: str, section: str, rule: str, relation: str) -> Iterator[str]:
    yield f"{side}={steps}|{section}"
    yield f"{side}={steps}|rule={rule}"
    yield f"{side}={steps}|rel={relation}"


def _kind(rival: bool, marked: bool, section: str, rule: str) -> Iterator[str]:
    yield f"rival={rival}|{_suffix(rule)}"
    yield f"rival={rival}|{rule}"
    yield f"mark={marked}|{section}|{rule}"


def _mention(
    side: str, how: str, last: str, actor: str, principal: str, depth: int, relation: str
) -> Iterator[str]:
    yield f"{side}.how={how}"
    yield f"{side}.how={how}|last={last}"
    yield f"{side}.actor={actor}|rel={relation}"
    yield f"{side}.kind={principal}|rel={relation}"
    yield f"{side}.actor={actor}|last={last}"
    yield f"{side}.depth={depth}"


def _kinds(one: str, other: str, relation: str) -> Iterator[str]:
    yield f"kinds={one}>{other}|rel={relation}"


def _hows(one: str, other: str, rule: str) -> Iterator[str]:
    yield f"hows={one}>{other}"
    if one in ("name", "demonym", "metonym") and other == one:
        yield f"pair.{one}|{rule}"


def _status(status: str, said: bool, relation: str) -> Iterator[str]:
    yield f"status={status}|rel={relation}"
    yield f"said={said}|rel={relation}"


def _distance(source: int, target: int, rule: str) -> Iterator[str]:
    yield f"far.src={source}|{rule}"
    yield f"far.tgt={target}|{rule}"


def _company(actors: int, definite: bool, section: str, suffix: str) -> Iterator[str]:
    yield f"actors={actors}|{suffix}"
    yield f"definite={definite}|{suffix}|{section}"


def _above(deprel: str, governor: str, section: str, relation: str) -> Iterator[str]:
    yield f"dep={deprel}|{section}|rel={relation}"
    if governor:
        yield f"up={governor}|rel={relation}"
        yield f"up={governor}|{deprel}|{section}"


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


def _told(filler: Filler) -> tuple[str, str, str, str, int]:
    party = filler.mention.party
    return filler.mention.how, filler.steps[-1], party.actor.kind, party.principal.kind, len(filler.steps)


def _suffix(rule: str) -> str:
    return rule.partition("+")[2] or ("near" if rule == "near" else "whole")


def _far(one: int, other: int) -> int:
    return bisect_left(FAR, abs(one - other))
