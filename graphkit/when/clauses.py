"""The time of an event: the expression of time that belongs to the clause of its trigger."""

from collections.abc import Collection, Iterator, Sequence

from graphkit.tree import Tree
from graphkit.when.expressions import Expression, expressions
from graphkit.when.times import Times

_VERBAL = frozenset({"VERB", "AUX"})
# A verb under one of these tells the same event as the word above it.
_OPEN = frozenset({"xcomp", "aux", "cop", "aux:pass"})
# A phrase of time that hangs on a name ("in Brussels on Monday") belongs to what the name hangs on.
_NAMES = frozenset({"PROPN", "NUM", "PRON", "SYM", "X"})


def when(
    tree: Tree,
    text: str,
    times: Times,
    published: str | None,
    trigger: Sequence[int],
    *,
    ahead: bool,
    light: Collection[str] = (),
) -> str | None:
    """Return the time of an event as ISO 8601, None where its clause tells none.

    `trigger` are the tokens that name the event, the head first. `ahead` says that it is planned, so
    that a bare weekday is the coming one. `light` are verbs that a noun tells its event with
    ("launched an attack on Monday"), as lemmas or forms.
    """
    found = [
        (rank, one.start, one)
        for one in expressions(text, (tree.sentence.start, tree.sentence.end), times, published)
        if (rank := _distance(tree, one, trigger, light)) is not None
    ]
    if not found:
        return None
    told = min(found, key=lambda row: row[:2])[2].told(ahead)
    return None if told is None else told.told


def _distance(tree: Tree, one: Expression, trigger: Sequence[int], light: Collection[str]) -> int | None:
    """Return how far above the trigger an expression hangs; None where it is of another event."""
    inside = {t.index for t in tree.tokens if one.start < t.end and t.start < one.end}
    if not inside or inside & set(trigger):
        return None
    head = tree.head(sorted(inside))
    reach = {node: rank for rank, node in enumerate(_reach(tree, trigger, light, before=head))}
    for node in tree.ancestors(head):
        if node in reach:
            return reach[node]
        if node not in inside and tree.token(node).upos not in _NAMES:
            return None
    return None


def _reach(tree: Tree, trigger: Sequence[int], light: Collection[str], *, before: int) -> Iterator[int]:
    """Yield the tokens whose time is that of a trigger: itself, then up to the verb of its clause.

    A verb shares the time that stands before it with those that it is coordinated with.
    """
    yield from trigger
    seen = {0, *trigger}
    node = trigger[0]
    while (head := tree.heads[node]) not in seen:
        deprel = tree.deprels[node]
        if deprel == "conj":
            if before > node or _verbal(tree, node) != _verbal(tree, head):
                return
        elif not _verbal(tree, node):
            if not {tree.lemmas[head], tree.words[head]} & set(light):
                return
        elif deprel not in _OPEN:
            return
        node = head
        seen.add(node)
        yield node


def _verbal(tree: Tree, node: int) -> bool:
    """Tell whether a token heads a clause."""
    return tree.token(node).upos in _VERBAL or tree.has(node, "nsubj", "nsubj:pass", "cop")
