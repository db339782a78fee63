"""Who stands where around a trigger: subjects, objects, agents and owners, and the actors inside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphkit.facts import Mention
from graphkit.knowledge.language import Language
from graphkit.tree import Tree

DEPTH = 3  # how far below an argument's head an actor may stand
INNER = ("nmod", "nmod:poss", "amod", "compound", "flat", "appos", "nummod", "obl", "flat:name", "dep")

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filler:
    """An actor in a role; `steps` is the way from the trigger to its mention."""

    mention: Mention
    steps: Steps


class Frame:
    """A sentence with its mentions, asked for the roles around a word."""

    __slots__ = ("by_head", "language", "mentions", "tree")

    def __init__(self, tree: Tree, mentions: Sequence[Mention], language: Language) -> None:
        self.tree = tree
        self.language = language
        self.mentions = mentions
        self.by_head: dict[int, list[Mention]] = {}
        for mention in mentions:
            self.by_head.setdefault(mention.head, []).append(mention)

    def passive(self, verb: int) -> bool:
        """Tell whether a verb is passive, by its dependents, its features or its prefix."""
        tree = self.tree
        if any(True for _ in tree.children(verb, "nsubj:pass", "aux:pass", "obl:agent", "csubj:pass")):
            return True
        feats = tree.token(verb).feats
        prefixed = tree.words[verb].startswith(self.language.markers.passive_prefixes)
        if not prefixed and any(True for _ in tree.children(verb, "obj")):
            return False  # taggers take "have left" for a passive; a direct object says that it is none
        return "Voice=Pass" in feats or (
            tree.deprels[verb] in ("acl", "amod") and "VerbForm=Part" in feats and "Tense=Past" in feats
        )

    def subjects(self, verb: int, seen: frozenset[int] = frozenset()) -> list[tuple[int, Steps]]:
        """Return the heads of a verb's subject, its own or the one it shares with the clause above.

        Source:
            Universal Dependencies v2 on control, coordination and relative clauses.
        """
        tree = self.tree
        own = [(c, (tree.deprels[c],)) for c in tree.children(verb, "nsubj", "nsubj:pass", "csubj")]
        if own:
            before = [pair for pair in own if pair[0] < verb]  # a second one behind is another clause's
            return [self._antecedent(c, verb, steps) for c, steps in before or own]
        head, deprel = tree.heads[verb], tree.deprels[verb]
        if not head or verb in seen:
            return []
        seen = seen | {verb}
        if deprel in ("acl", "acl:relcl"):
            return [(head, (deprel,))]
        if deprel == "conj":
            return [(t, (*steps, "conj")) for t, steps in self.subjects(head, seen)]
        if deprel in ("xcomp", "ccomp", "advcl", "parataxis", "obl", "nmod"):
            controlled = {tree.lemmas[head], tree.words[head]} & self.language.verbs.object_control
            if controlled and deprel != "parataxis":
                return [(t, (*steps, "control", deprel)) for t, steps in self.objects(head, frozenset())]
            if deprel in ("xcomp", "advcl", "ccomp"):
                return [(t, (*steps, deprel)) for t, steps in self.subjects(head, seen)]
        if deprel in ("aux", "cop"):
            return [(t, (*steps, deprel)) for t, steps in self.subjects(head, seen)]
        return []

    def _antecedent(self, token: int, verb: int, steps: Steps) -> tuple[int, Steps]:
        """Follow a relative pronoun to the noun that its clause modifies."""
        tree = self.tree
        if tree.words[token] in self.language.markers.relative and tree.deprels[verb] in ("acl", "acl:relcl"):
            return tree.heads[verb], (*steps, "relative")
        return token, steps

    def objects(self, verb: int, adpositions: frozenset[str]) -> list[tuple[int, Steps]]:
        """Return the heads of a verb's objects: direct ones, or those marked by an adposition."""
        tree = self.tree
        if adpositions:
            return [
                (c, (f"{tree.deprels[c]}:{next(iter(sorted(tree.cases(c) & adpositions)))}",))
                for c in tree.children(verb, "obl", "nmod", "obl:agent", "iobj", "advcl", "xcomp")
                if tree.cases(c) & adpositions
            ]
        if self.passive(verb):
            if tree.deprels[verb] in ("acl", "acl:relcl", "amod") and not any(
                True for _ in tree.children(verb, "nsubj:pass", "nsubj")
            ):
                return [(tree.heads[verb], (tree.deprels[verb],))]
            return self.subjects(verb)
        own: list[tuple[int, Steps]] = [(c, (tree.deprels[c],)) for c in tree.children(verb, "obj", "iobj")]
        if own:
            return [self._antecedent(c, verb, steps) for c, steps in own]
        if tree.deprels[verb] == "acl:relcl" and any(True for _ in tree.children(verb, "nsubj")):
            subject = next(tree.children(verb, "nsubj"))
            if tree.words[subject] not in self.language.markers.relative:
                return [(tree.heads[verb], ("acl:relcl", "gap"))]
        if tree.deprels[verb] != "conj":
            return [
                (c, (tree.deprels[c],))
                for c in tree.children(verb, "ccomp")
                if tree.token(c).upos in ("NOUN", "PROPN")
            ]
        later = [c for c in tree.children(tree.heads[verb], "obj") if c > verb]
        return [(c, ("obj", "conj")) for c in later]

    def agents(self, verb: int) -> list[tuple[int, Steps]]:
        """Return the heads of a passive verb's agent."""
        tree, marks = self.tree, self.language.markers.agent
        found: list[tuple[int, Steps]] = [
            (c, (f"agent:{tree.deprels[c]}",))
            for c in tree.children(verb, "obl:agent", "obl", "nmod", "obj")
            if tree.deprels[c] == "obl:agent"
            or tree.cases(c) & marks
            or (tree.deprels[c] == "obj" and self.passive(verb))
        ]
        if not found and tree.deprels[verb] == "conj":
            return [(t, (*steps, "conj")) for t, steps in self.agents(tree.heads[verb])]
        return found

    def owners(self, noun: int) -> list[tuple[int, Steps]]:
        """Return the dependents of a noun that can be the ones who act: possessors, demonyms, by-phrases."""
        tree, origin = self.tree, self.language.markers.origin
        found: list[tuple[int, Steps]] = []
        for child in tree.children(
            noun, "nmod:poss", "amod", "compound", "nmod", "flat", "obl:agent", "obl", "acl"
        ):
            deprel, cases = tree.deprels[child], tree.cases(child)
            if deprel in ("nmod", "obl", "acl"):
                if cases and not cases & origin:
                    continue
                deprel += ":" + (min(cases & origin) if cases else "")
            found.append((child, (deprel,)))
        return found

    def marked(self, noun: int, adpositions: frozenset[str]) -> list[tuple[int, Steps]]:
        """Return the dependents of a noun that one of the adpositions marks."""
        tree = self.tree
        return [
            (c, (f"{tree.deprels[c]}:{min(tree.cases(c) & adpositions)}",))
            for c in tree.children(noun, "nmod", "obl", "acl", "advcl", "nmod:poss")
            if tree.cases(c) & adpositions
        ]

    def fill(self, token: int, steps: Steps) -> Iterator[Filler]:
        """Yield the actors that a noun phrase means: its head or the nearest inside it, and conjuncts."""
        tree = self.tree
        level = [(token, steps)]
        for _ in range(DEPTH + 1):
            deeper: list[tuple[int, Steps]] = []
            hit = False
            for node, way in level:
                for mention in self.by_head.get(node, ()):
                    yield Filler(mention, way)
                    hit = True
                for child in tree.children(node, "conj"):
                    deeper.append((child, (*way, "conj")))
                if node in self.by_head:
                    continue
                for child in tree.children(node, *INNER):
                    mark = min(tree.cases(child), default="")
                    deeper.append((child, (*way, f"{tree.deprels[child]}:{mark}")))
            if hit:
                level = [(n, w) for n, w in deeper if w[-1] == "conj"]
                if not level:
                    return
            else:
                level = deeper

    def fills(self, heads: list[tuple[int, Steps]]) -> list[Filler]:
        """Return the actors in several noun phrases."""
        return [filler for token, steps in heads for filler in self.fill(token, steps)]
