"""Who stands where around a trigger: subjects, objects, agents and owners, and the actors inside them."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from graphkit.extract import voice
from graphkit.extract.once import once
from graphkit.facts import Mention, Speech
from graphkit.knowledge.language import Language
from graphkit.tree import Tree

DEPTH = 3  # how far below an argument's head an actor may stand
INNER = ("nmod", "nmod:poss", "amod", "compound", "flat", "appos", "nummod", "obl", "flat:name", "dep")
SHARED = frozenset({"office", "organ"})  # what several states may have one word for
Steps = tuple[str, ...]
Voices = Sequence[tuple[Speech, Mention]]  # what is said, and the place in the text that names who says so


class Filler(NamedTuple):
    """An actor in a role; `steps` is the way from the trigger to its mention."""

    mention: Mention
    steps: Steps


class Frame:
    """A sentence with its mentions, asked for the roles around a word."""

    __slots__ = (
        "_exemplified",
        "_passive",
        "_reach",
        "by_head",
        "known",
        "language",
        "mentions",
        "principals",
        "tree",
        "voices",
    )

    def __init__(
        self, tree: Tree, mentions: Sequence[Mention], language: Language, voices: Voices = ()
    ) -> None:
        self.tree = tree
        self.language = language
        self.mentions = mentions
        self.principals = {mention.party.principal.id for mention in mentions}
        self.voices = voices
        self.by_head: dict[int, list[Mention]] = {}
        for mention in mentions:
            self.by_head.setdefault(mention.head, []).append(mention)
        self._exemplified = not language.markers.examples.isdisjoint(tree.lemmas)
        # Words that hold a mention or have one below them; every word where examples may stand apart.
        every = range(len(tree) + 1)
        self._reach: AbstractSet[int] = set(every) if self._exemplified else tree.above(self.by_head)
        self.known: dict[str, dict[Any, Any]] = {}  # what was asked of its words, by question
        self._passive: dict[int, bool] = {}

    def passive(self, verb: int) -> bool:
        """Tell whether a verb is passive, by its dependents, its features or its prefix."""
        if verb not in self._passive:
            self._passive[verb] = voice.is_passive(self.tree, verb, self.language)
        return self._passive[verb]

    @once
    def subjects(self, verb: int, seen: frozenset[int] = frozenset()) -> list[tuple[int, Steps]]:
        """Return the heads of a verb's subject, its own or the one it shares with the clause above.

        Source:
            Universal Dependencies v2 on control, coordination and relative clauses.
        """
        tree = self.tree
        doer = self._doer(verb)
        subjects = [c for c in tree.children(verb, "nsubj", "nsubj:pass", "csubj") if c != doer]
        if not subjects and tree.has(verb, "aux"):  # "Iran, we hear, has left"
            subjects = [c for c in tree.children(verb, "vocative") if c < verb]
        own = [(c, (tree.deprels[c],)) for c in subjects]
        if own:
            before = [pair for pair in own if pair[0] < verb]  # a second one behind is another clause's
            return [self._antecedent(c, verb, steps) for c, steps in before or own]
        head, deprel = tree.heads[verb], tree.deprels[verb]
        raised: list[tuple[int, Steps]] = [(c, ("nsubj",)) for c in voice.raised(tree, verb, self.language)]
        if raised:
            return raised
        if not head or verb in seen:
            return []
        seen = seen | {verb}
        if deprel in voice.RELATIVE_CLAUSES:
            return self._modified(verb, seen)
        if deprel == "conj":
            return [(t, (*steps, "conj")) for t, steps in self.subjects(head, seen)]
        if deprel in ("xcomp", "ccomp", "advcl", "parataxis", "obl", "nmod"):
            when = tree.cases(verb) & self.language.markers.circumstance
            if (
                voice.controls(tree, head, self.language)
                and verb > head
                and not when
                and deprel != "parataxis"
            ):
                return [(t, (*steps, "control", deprel)) for t, steps in self.addressees(head)]
            if deprel in ("xcomp", "advcl", "ccomp"):
                return [(t, (*steps, deprel)) for t, steps in self.subjects(head, seen)]
        if deprel in ("aux", "cop"):
            return [(t, (*steps, deprel)) for t, steps in self.subjects(head, seen)]
        if deprel == "amod" and verb < head:  # a bare verb before its object, taken for an adjective
            helpers = [head, *tree.children(head, "aux")]
            return [(c, ("nsubj",)) for helper in helpers for c in tree.children(helper, "nsubj") if c < verb]
        return []

    def _modified(self, verb: int, seen: frozenset[int]) -> list[tuple[int, Steps]]:
        """Return the noun that a clause modifies, or whose deed it is: "Iran issued a note accusing X"."""
        tree, deprel, noun = self.tree, self.tree.deprels[verb], self.tree.heads[verb]
        own: list[tuple[int, Steps]] = [(noun, (deprel,))]
        toward = self.language.markers.toward
        acting = [f for f in self.fills(own) if f.steps[-1].partition(":")[2] not in toward]
        if acting or self.passive(verb):
            return own
        above = tree.heads[noun]
        if deprel != "acl" or tree.deprels[noun] != "obj" or tree.tags[above] != "VERB":
            return own
        return [(t, (*steps, "gov")) for t, steps in self.subjects(above, seen)] or own

    def _doer(self, verb: int) -> int:
        """Return the agent of a passive that parsers hang below the next verb ("didesak X menutup"), else 0.

        An agent without adposition stands right behind its verb.
        """
        tree, head = self.tree, self.tree.heads[verb]
        if (
            tree.deprels[verb] not in ("xcomp", "ccomp")
            or not head
            or not voice.controls(tree, head, self.language)
        ):
            return 0
        prefixed = tree.words[head].startswith(self.language.markers.passive_prefixes)
        if not prefixed or not self.passive(head):
            return 0
        return next((c for c in tree.children(verb, "nsubj", "obj") if c == head + 1), 0)

    def addressees(self, verb: int) -> list[tuple[int, Steps]]:
        """Return whom a verb moves to act or blames: its object, or whom "to" marks: "appealed to X"."""
        own = self.objects(verb, frozenset())
        if own or self.passive(verb):
            return own
        toward = self.language.markers.toward
        beside = self.objects(verb, toward)
        if not beside:
            inner = self.tree.children(verb, "obj", "xcomp", "compound")
            beside = [pair for c in inner for pair in self.marked(c, toward)]
        return [(t, steps) for t, steps in beside if self.tree.deprels[t] not in ("advcl", "xcomp")]

    def _antecedent(self, token: int, verb: int, steps: Steps) -> tuple[int, Steps]:
        """Follow a relative pronoun to the noun that its clause modifies."""
        tree = self.tree
        noun = voice.antecedent(tree, token, verb, self.language)
        return (
            (noun, (*steps, "relative" if tree.heads[verb] == noun else "behind")) if noun else (token, steps)
        )

    @once
    def objects(self, verb: int, adpositions: frozenset[str]) -> list[tuple[int, Steps]]:
        """Return the heads of a verb's objects: direct ones, or those marked by an adposition."""
        tree = self.tree
        if adpositions:
            beside: list[tuple[int, Steps]] = [
                (c, (f"{tree.deprels[c]}:{min(tree.cases(c) & adpositions)}",))
                for c in tree.children(verb, "obl", "nmod", "obl:agent", "iobj", "advcl", "xcomp")
                if tree.cases(c) & adpositions
            ]
            beside += [  # a verb in the place of an adposition: "bertempur melawan X"
                (c, (f"obl:{tree.words[serial]}",))
                for serial in tree.children(verb, "xcomp", "advcl")
                if {tree.words[serial], tree.lemmas[serial]} & adpositions
                for c in tree.children(serial, "obj")
            ]
            return beside
        if self.passive(verb):
            if tree.deprels[verb] in ("acl", "acl:relcl", "amod") and not tree.has(
                verb, "nsubj:pass", "nsubj"
            ):
                return [(tree.heads[verb], (tree.deprels[verb],))]
            return self.subjects(verb)
        raised = voice.raised(tree, verb, self.language)
        own: list[tuple[int, Steps]] = [
            (c, (tree.deprels[c],)) for c in tree.children(verb, "obj", "iobj") if c not in raised
        ]
        if not own and voice.controls(tree, verb, self.language):
            own = [(c, ("obj",)) for c in voice.below(tree, verb, self.language)]
        if own:
            return [self._antecedent(c, verb, steps) for c, steps in own]
        if tree.deprels[verb] == "acl:relcl" and tree.has(verb, "nsubj"):
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

    def place(self, verb: int) -> list[tuple[int, Steps]]:
        """Return the heads of the places where a verb happens, or where its object stands."""
        tree, marks = self.tree, self.language.markers.place
        stands = [verb, *(t for t, _ in self.objects(verb, frozenset()))]
        return [
            (c, (f"{tree.deprels[c]}:{min(tree.cases(c) & marks)}",))
            for node in stands
            for c in tree.children(node, "obl", "nmod")
            if tree.cases(c) & marks
        ]

    @once
    def agents(self, verb: int) -> list[tuple[int, Steps]]:
        """Return the heads of a passive verb's agent."""
        tree, marks = self.tree, self.language.markers.agent
        found: list[tuple[int, Steps]] = [
            (c, (f"agent:{tree.deprels[c]}",))
            for c in tree.children(verb, "obl:agent", "obl", "nmod", "obj")
            if tree.deprels[c] == "obl:agent"
            or tree.cases(c) & marks
            or (tree.deprels[c] == "obj" and self.passive(verb))
            or (tree.deprels[c] == "obl" and c == verb + 1 and self.passive(verb))
        ]
        if not found:
            below = tree.children(verb, "xcomp", "ccomp")
            found = [(doer, ("agent:obj",)) for clause in below if (doer := self._doer(clause))]
        if not found:  # "by" goes astray: "was given a grant by Qatar"
            parts = tree.children(verb, "obj", "xcomp", "obl")
            inside = (c for part in parts for c in tree.children(part, "nmod"))
            found = [(c, ("agent:nmod",)) for c in inside if tree.cases(c) & marks and self.passive(verb)]
        if not found and tree.deprels[verb] == "conj":
            return [(t, (*steps, "conj")) for t, steps in self.agents(tree.heads[verb])]
        return found

    @once
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
                if not cases and deprel == "acl" and tree.tags[child] == "VERB":
                    continue  # whose deed a clause says is told by its agent
                deprel += ":" + (min(cases & origin) if cases else "")
            found.append((child, (deprel,)))
        verb = tree.heads[noun]
        # "rejected a demand by Iran": no active verb has an agent
        if not found and tree.deprels[noun] == "obj":
            beside = (c for c in tree.children(verb, "obl", "obl:agent") if c > noun)
            marks = self.language.markers.agent
            found = [(c, (f"obl:{min(tree.cases(c) & marks)}",)) for c in beside if tree.cases(c) & marks]
        return found or self._makers(noun)

    def _makers(self, noun: int) -> list[tuple[int, Steps]]:
        """Return who does a deed as a clause about it says: "sanctions imposed by X", "the war X wages"."""
        tree, verbs, found = self.tree, self.language.verbs, list[tuple[int, Steps]]()
        for clause in tree.children(noun, "acl", "acl:relcl"):
            if not {tree.words[clause], tree.lemmas[clause]} & (verbs.light | verbs.claim):
                continue
            doers = self.agents(clause) if self.passive(clause) else self.subjects(clause)
            found += [(c, (tree.deprels[clause], *steps)) for c, steps in doers if c != noun]
        return found

    @once
    def marked(self, noun: int, adpositions: frozenset[str]) -> list[tuple[int, Steps]]:
        """Return the dependents of a noun that one of the adpositions marks."""
        tree = self.tree
        return [
            (c, (f"{tree.deprels[c]}:{min(tree.cases(c) & adpositions)}",))
            for c in tree.children(noun, "nmod", "obl", "acl", "advcl", "nmod:poss")
            if tree.cases(c) & adpositions
        ]

    @once
    def fill(self, token: int, steps: Steps) -> list[Filler]:
        """Return the actors that a noun phrase means: its head or the nearest inside it, and conjuncts.

        Where one office is named for several states ("Kenyan and Haitian police"), each of them is meant.
        """
        tree = self.tree
        found: list[Filler] = []
        level = [(token, steps)]
        for _ in range(DEPTH + 1):
            deeper: list[tuple[int, Steps]] = []
            hit = False
            acting = any(node in self.by_head and not self._placed(way) for node, way in level)
            for node, way in level:
                for mention in self.by_head.get(node, ()) if not acting or not self._placed(way) else ():
                    found.append(Filler(mention, way))
                    hit = True
                for child in (*tree.children(node, "conj"), *self._examples(node)):
                    if child in self._reach:
                        deeper.append((child, (*way, "conj")))
                if node in self.by_head:
                    if self.by_head[node][0].how in SHARED:
                        deeper.extend(self._sharers(node, way))
                    continue
                for child in tree.children(node, *INNER):
                    if child not in self._reach:
                        continue
                    if tree.deprels[child] == "obl" and tree.token(node).upos == "VERB":
                        continue  # beside another deed: "refused to hold talks with Iran"
                    mark = min(tree.cases(child), default="")
                    deeper.append((child, (*way, f"{tree.deprels[child]}:{mark}")))
            level = [(n, w) for n, w in deeper if w[-1] == "conj"] if hit else deeper
            if not level:
                break
        return found

    def _examples(self, node: int) -> list[int]:
        """Return the heads of a noun phrase's examples, which parsers hang below it or behind its clause."""
        if not self._exemplified:
            return []
        tree, marks = self.tree, self.language.markers.examples
        verb, deprel = tree.heads[node], tree.deprels[node]
        below = [*tree.children(node, "nmod", "obl", "appos", "acl", "advcl")]
        if deprel in ("obj", "nsubj:pass") or (deprel == "nsubj" and not tree.has(verb, "obj")):
            below += [c for c in tree.children(verb, "obl", "nmod") if c > node]
        return [c for c in below if tree.cases(c) & marks]

    def _placed(self, way: Steps) -> bool:
        """Tell whether the last step only says where: of "Iraqi troops in Syria" the place is no party."""
        return bool(way) and way[-1].partition(":")[2] in self.language.markers.place

    def _sharers(self, node: int, way: Steps) -> Iterator[tuple[int, Steps]]:
        """Yield coordinated owners of an office or force: all but the one that it was resolved to."""
        tree = self.tree
        known = {m.party.principal.id for m in self.by_head[node]}
        for child in tree.children(node, *INNER):
            owners = [c for c in tree.conjuncts(child) if c in self.by_head]
            if len(owners) > 1:
                for owner in owners:
                    if all(m.party.principal.id not in known for m in self.by_head[owner]):
                        yield owner, (*way, "conj")

    def fills(self, heads: list[tuple[int, Steps]]) -> list[Filler]:
        """Return the actors in several noun phrases."""
        return [
            filler for token, steps in heads if token in self._reach for filler in self.fill(token, steps)
        ]
