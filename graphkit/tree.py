"""A sentence as a tree: one reading of Universal Dependencies for treebanks of different habits.

Token indexes count from 1, as in `Token.index`; 0 stands above the root.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from graphkit.text import Sentence, Token

FLAT = frozenset({"flat", "flat:name", "flat:foreign", "fixed", "goeswith"})
_RELATIONS = 256  # names of relations that are remembered
# No dependents: an iterator that is at its end stays there, so one serves all.
_NONE: Iterator[int] = iter(())


class Tree:
    """Give the tokens of a sentence, their children and their paths.

    Relation subtypes that our treebanks do not share are read as their base ("nmod:lmod" as "nmod"),
    those that carry a role are kept ("nsubj:pass", "obl:agent", "nmod:poss", "acl:relcl").

    Source:
        Universal Dependencies v2, https://universaldependencies.org/u/dep/.
    """

    __slots__ = (
        "_below",
        "_cases",
        "_children",
        "deprels",
        "ends",
        "heads",
        "lemmas",
        "sentence",
        "starts",
        "tags",
        "tokens",
        "vocabulary",
        "words",
    )

    KEPT = frozenset({"nsubj:pass", "csubj:pass", "aux:pass", "obl:agent", "nmod:poss", "acl:relcl"})

    def __init__(self, sentence: Sentence) -> None:
        tokens = sentence.tokens
        self.sentence = sentence
        self.tokens = tokens
        _, forms, lemmas, tags, _, heads, deprels, starts, ends = zip(*tokens, strict=True)
        # Parts of speech and offsets as columns: reading one is twice as fast as from a token.
        self.tags: list[str] = ["", *tags]
        self.starts: tuple[int, ...] = starts
        self.ends: tuple[int, ...] = ends
        self.heads: list[int] = [0, *heads]
        self.deprels: list[str] = ["", *map(_plain, deprels)]
        self.lemmas: list[str] = ["", *map(str.casefold, lemmas)]
        self.words: list[str] = ["", *map(str.casefold, forms)]
        self.vocabulary = frozenset((*self.words, *self.lemmas))
        if "nsubj" in self.deprels:
            self._lift()
        self._children: list[list[int]] = [[] for _ in self.heads]
        for index, head in enumerate(self.heads):
            if index:
                self._children[head].append(index)
        # How the dependents of a token hang on it, looked up once: most are asked for what they do not have.
        self._below: list[AbstractSet[str] | None] = [None] * len(self.heads)
        self._cases: dict[int, frozenset[str]] = {}

    def _lift(self) -> None:
        """Put above its clause what is marked as its marker and has a subject: "is due to visit"."""
        for subject, deprel in enumerate(self.deprels):
            word = self.heads[subject] if deprel == "nsubj" else 0
            clause = self.heads[word]
            if clause and self.deprels[word] in ("mark", "case"):
                self.heads[word], self.deprels[word] = self.heads[clause], self.deprels[clause]
                self.heads[clause], self.deprels[clause] = word, "xcomp"

    def __len__(self) -> int:
        return len(self.tokens)

    def token(self, index: int) -> Token:
        """Return the token at `index`, counted from 1."""
        return self.tokens[index - 1]

    def children(self, index: int, *deprels: str) -> Iterator[int]:
        """Return the dependents of a token from left to right, only those of `deprels` where given."""
        if not deprels:
            return iter(self._children[index])
        if not self.has(index, *deprels):
            return _NONE
        names = self.deprels
        return iter([child for child in self._children[index] if names[child] in deprels])

    def has(self, index: int, *deprels: str) -> bool:
        """Tell whether a token has a dependent of one of `deprels`."""
        below = self._below[index]
        if below is None:
            names = self.deprels
            below = self._below[index] = {names[child] for child in self._children[index]}
        return not below.isdisjoint(deprels)

    def among(self, words: AbstractSet[str]) -> list[int]:
        """Return the tokens whose lemma or form is one of `words`, from left to right."""
        if words.isdisjoint(self.vocabulary):
            return []
        pairs = zip(self.lemmas, self.words, strict=True)
        return [at for at, (lemma, word) in enumerate(pairs) if at and (lemma in words or word in words)]

    def subtree(self, index: int) -> Iterator[int]:
        """Yield a token and all that depends on it, parents before children."""
        stack = [index]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(self._children[node]))

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield the governors of a token, nearest first, without 0; a cycle ends the walk."""
        seen = {index}
        node = self.heads[index]
        while node and node not in seen:
            seen.add(node)
            yield node
            node = self.heads[node]

    def above(self, indexes: Iterable[int]) -> set[int]:
        """Return tokens with all their governors, 0 among neither."""
        found: set[int] = set()
        for index in indexes:
            node = index
            while node and node not in found:
                found.add(node)
                node = self.heads[node]
        return found

    def conjuncts(self, index: int) -> list[int]:
        """Return a token and all that is coordinated with it below, left to right."""
        found = [index]
        for node in found:
            found.extend(self.children(node, "conj"))
        return sorted(found)

    def top(self, index: int) -> int:
        """Return the first conjunct of the coordination a token stands in."""
        while self.deprels[index] == "conj" and self.heads[index]:
            index = self.heads[index]
        return index

    def cases(self, index: int) -> frozenset[str]:
        """Return the lemmas of the adpositions that mark a token; conjuncts share those of the first."""
        if index not in self._cases:
            marks = [self.lemmas[c] for c in self.children(index, "case", "mark")]
            shared = not marks and self.deprels[index] == "conj"
            self._cases[index] = self.cases(self.heads[index]) if shared else frozenset(marks)
        return self._cases[index]

    def head(self, indexes: Iterable[int]) -> int:
        """Return the token of a span that governs the others: the one whose head lies outside it."""
        span = list(indexes)
        inside = set(span)
        return next((i for i in span if self.heads[i] not in inside), span[0])


@lru_cache(_RELATIONS)
def _plain(deprel: str) -> str:
    return deprel if deprel in Tree.KEPT else deprel.split(":")[0]
