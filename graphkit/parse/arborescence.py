"""The best tree over a sentence, with one word at its root."""

import numpy as np
from stanza.models.common.chuliu_edmonds import expand_contracted_tree, process_cycle


def tree(scores: np.ndarray) -> list[int]:
    """Return the head of each word in the best tree; word 0 stands above the root, which is one word.

    `scores[word, head]` is `[words, words] float32`, higher for better; a sum over a row's constants
    changes nothing. What Stanza finds is found, but where each word's best head makes a tree, no more
    is looked at, and else a root is tried only while it can still be better than the best one.
    """
    table = scores.astype(np.float64)
    size = len(table)
    np.fill_diagonal(table, -np.inf)
    table[0] = -np.inf
    table[0, 0] = 0.0
    heads = table.argmax(1)
    found: list[int] = heads.tolist()
    if found[1:].count(0) == 1 and not _cycle(found):
        return found
    inner = table.copy()
    inner[1:, 0] = -np.inf
    if size == 2:
        return [0, 0]
    best = inner.argmax(1)
    tops = inner[np.arange(size), best]
    # What a root costs over hanging on its best head: no tree with that root is better than this.
    bounds = table[1:, 0] - tops[1:]
    rest = tops[1:].sum()
    chosen: list[int] = []
    total = -np.inf
    for root in (np.argsort(-bounds, kind="stable") + 1).tolist():
        if rest + bounds[root - 1] <= total:
            break
        tried = _rooted(inner, table, root)
        value = table[np.arange(1, size), tried[1:]].sum()
        if value > total:
            chosen, total = tried, value
    return chosen


def _rooted(inner: np.ndarray, table: np.ndarray, root: int) -> list[int]:
    """Return the best tree whose root is one word, by Chu, Liu and Edmonds."""
    scores = inner.copy()
    scores[root] = -np.inf
    scores[root, 0] = table[root, 0]
    undone = []
    heads = scores.argmax(1)
    while cycle := _cycle(heads.tolist()):
        inside = np.zeros(len(scores), dtype=bool)
        inside[cycle] = True
        smaller, *places = process_cycle(heads, inside, scores)
        undone.append((heads, places))
        scores = smaller
        np.fill_diagonal(scores, -np.inf)
        scores[0] = -np.inf
        scores[0, 0] = 0.0
        heads = scores.argmax(1)
    for whole, places in reversed(undone):
        heads = expand_contracted_tree(whole, heads, *places)
    found: list[int] = heads.tolist()
    return found


def _cycle(heads: list[int]) -> list[int]:
    """Return the words of a cycle, none where all hang on word 0."""
    state = [0] * len(heads)
    state[0] = -1
    for start in range(1, len(heads)):
        node = start
        while state[node] == 0:
            state[node] = start
            node = heads[node]
        if state[node] == start:
            cycle = [node]
            while (node := heads[node]) != cycle[0]:
                cycle.append(node)
            return cycle
    return []
