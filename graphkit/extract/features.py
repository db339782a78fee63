"""What can be said of a proposal in words: the features that the scorer weighs and a reader can check."""

from collections.abc import Iterator

from graphkit.extract.frames import Filler, Steps
from graphkit.extract.paths import ways
from graphkit.extract.propose import Proposal

FAR = (2, 4, 8, 14, 24)  # tokens, upper ends of the distance classes


def features(proposal: Proposal, status: str, *, said: bool, together: int) -> Iterator[str]:
    """Yield the features of a proposal; a feature is present or absent.

    `together` counts the sentences of the article that mention both ends, 3 standing for more.
    """
    tree, trigger = proposal.frame.tree, proposal.trigger
    relation, rule = proposal.relation.name, proposal.rule
    lemma = tree.lemmas[trigger.head]
    if lemma == tree.words[trigger.head]:  # perhaps a form that the lemmatizer left as it is
        lemma = trigger.pattern.head
    noun = tree.words[trigger.noun] if trigger.noun else ""
    section = trigger.pattern.section
    word = f"{lemma}+{noun}" if noun else f"{lemma}.{section[0]}"
    source, target = way(proposal.source.steps), way(proposal.target.steps)
    yield "bias"
    yield f"rel={relation}"
    yield f"rule={rule}"
    yield f"rule={rule}|rel={relation}"
    yield f"word={word}|rel={relation}"
    yield f"word={word}|rule={rule}|rel={relation}"
    yield f"src={source}|{section}"
    yield f"tgt={target}|{section}"
    yield f"src={source}|rule={rule}"
    yield f"tgt={target}|rule={rule}"
    yield f"tgt={target}|rel={relation}"
    yield f"src={source}|rel={relation}"
    suffix = rule.partition("+")[2] or ("near" if rule == "near" else "whole")
    yield f"rival={proposal.rival}|{suffix}"
    yield f"rival={proposal.rival}|{rule}"
    yield f"mark={bool(trigger.pattern.adpositions)}|{section}|{rule}"
    yield from _mention("src", proposal.source, relation)
    yield from _mention("tgt", proposal.target, relation)
    one, other = proposal.source.mention, proposal.target.mention
    yield f"kinds={one.party.principal.kind}>{other.party.principal.kind}|rel={relation}"
    yield f"hows={one.how}>{other.how}"
    yield f"status={status}|rel={relation}"
    yield f"said={said}|rel={relation}"
    yield f"far.src={_far(one.head, trigger.head)}|{rule}"
    yield f"far.tgt={_far(other.head, trigger.head)}|{rule}"
    actors = {m.party.principal.id for m in proposal.frame.mentions}
    yield f"actors={min(len(actors), 6)}|{suffix}"
    governor = tree.heads[trigger.head]
    yield f"dep={tree.deprels[trigger.head]}|{section}|rel={relation}"
    if governor:
        yield f"up={tree.lemmas[governor]}|rel={relation}"
        yield f"up={tree.lemmas[governor]}|{tree.deprels[trigger.head]}|{section}"
    sentence = tree.sentence.index
    age = min(3, max(sentence - one.sentence, sentence - other.sentence, 0))
    yield f"age={age}|{suffix}"
    definite = any(
        tree.lemmas[c] in proposal.frame.language.markers.definite for c in tree.children(trigger.head)
    )
    yield f"definite={definite}|{suffix}|{section}"
    yield f"together={together}|{suffix}"
    yield f"together={together}|rel={relation}"
    if one.how in ("name", "demonym", "metonym") and other.how == one.how:
        yield f"pair.{one.how}|{rule}"
    yield from ways(proposal)


def way(steps: Steps) -> str:
    """Return the steps from trigger to actor as one word, repeated conjuncts folded.

    >>> way(("nsubj", "conj", "conj", "amod:"))
    'nsubj/conj/amod:'
    """
    folded = [step for at, step in enumerate(steps) if at == 0 or step != "conj" or steps[at - 1] != "conj"]
    return "/".join(folded)


def _mention(side: str, filler: Filler, relation: str) -> Iterator[str]:
    mention = filler.mention
    yield f"{side}.how={mention.how}"
    yield f"{side}.how={mention.how}|last={filler.steps[-1]}"
    yield f"{side}.actor={mention.party.actor.kind}|rel={relation}"
    yield f"{side}.kind={mention.party.principal.kind}|rel={relation}"
    yield f"{side}.actor={mention.party.actor.kind}|last={filler.steps[-1]}"
    yield f"{side}.depth={len(filler.steps)}"


def _far(one: int, other: int) -> int:
    gap = abs(one - other)
    return next((at for at, limit in enumerate(FAR) if gap <= limit), len(FAR))
