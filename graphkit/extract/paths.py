"""The way through the tree from a trigger to an actor: what a scorer can learn that no rule says."""

from collections.abc import Iterator

from graphkit.extract.propose import Proposal
from graphkit.facts import Mention
from graphkit.tree import Tree

LONGEST = 5  # steps; longer ways are all alike


def path(tree: Tree, start: int, end: int) -> str:
    """Return the relations on the shortest way between two tokens, up (^) and down (v).

    From "attacked" to "Ukraine" in "Russia attacked Ukraine" it is "vobj". Repeated conjuncts are one step.
    """
    rising = [start, *tree.ancestors(start)]
    depth = {node: at for at, node in enumerate(rising)}
    falling: list[int] = []
    node = end
    while node not in depth and node not in falling:
        falling.append(node)
        node = tree.heads[node]
    steps: list[str] = []
    up = [f"^{tree.deprels[node]}" for node in rising[: depth.get(node, 0)]]
    for step in (*up, *(f"v{tree.deprels[node]}" for node in reversed(falling))):
        if not (steps and step == steps[-1] and step.endswith("conj")):
            steps.append(step)
    return "/".join(steps) if len(steps) <= LONGEST else "long"


def ways(proposal: Proposal) -> Iterator[str]:
    """Yield the features of the ways from the trigger to both ends, their adpositions and their order."""
    tree, trigger = proposal.frame.tree, proposal.trigger
    relation, section = proposal.relation.name, trigger.pattern.section
    at, word = trigger.noun or trigger.head, tree.lemmas[trigger.head]
    found: list[tuple[str, str, int]] = []
    for side, mention in (("src", proposal.source.mention), ("tgt", proposal.target.mention)):
        if mention.sentence != tree.sentence.index:
            yield f"{side}.elsewhere|{section}"
            continue
        way, case = path(tree, at, mention.head), _case(tree, mention)
        found.append((way, case, mention.head))
        for context in (section, relation, word):
            yield f"{side}.path={way}|{context}"
            yield f"{side}.case={case}|{context}"
        yield f"{side}.dep={tree.deprels[mention.head]}|{case}"
        yield f"{side}.how={mention.how}|path={way}"
        yield f"{side}.how={mention.how}|case={case}|rel={relation}"
    if len(found) < 2:
        return
    (one, mark, source), (other, case, target) = found
    order = "".join(name for _, name in sorted(((at, "v"), (source, "s"), (target, "t"))))
    voice = "passive" if proposal.frame.passive(trigger.head) else "active"
    yield f"order={order}|{section}|{voice}"
    yield f"order={order}|rel={relation}|{voice}"
    yield f"paths={one}>{other}|{section}"
    yield f"cases={mark}>{case}|{section}|{order}"
    yield f"between={path(tree, source, target)}|{section}"


def _case(tree: Tree, mention: Mention) -> str:
    return min(tree.cases(mention.head), default="")
