"""The rules: how a trigger gets its source and its target. Each docstring is what `--why` prints."""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from graphkit.extract import beside, deeds
from graphkit.extract.frames import Filler, Frame, Steps
from graphkit.extract.triggers import NOMINAL, VERBAL, Trigger

Pair = tuple[Filler | None, Filler | None]
OBJECTS = frozenset({"obj", "iobj", "nsubj", "nsubj:pass"})
Rule = Callable[[Frame, Trigger], Iterator[Pair]]


def active(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take the subject of the verb as source and its object as target: "Iran attacked Israel"."""
    if frame.passive(trigger.head):
        return
    yield from _pairs(frame.fills(frame.subjects(trigger.head)), frame.fills(_targets(frame, trigger)))


def passive(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take the agent of a passive verb as source, its subject as target: "Iran was sanctioned by the EU"."""
    if not frame.passive(trigger.head):
        return
    agents = frame.fills(frame.agents(trigger.head)) or frame.fills(deeds.agents(frame, trigger.head))
    if not agents and trigger.pattern.adpositions:  # "Italian troops were withdrawn from Iraq"
        agents = [f for f in frame.fills(frame.subjects(trigger.head)) if f.mention.how == "organ"]
    targets = frame.fills(_targets(frame, trigger))
    above = frame.tree.heads[trigger.head] if frame.tree.deprels[trigger.head] == "conj" else 0
    if not targets and above and not trigger.pattern.adpositions and frame.passive(above):  # "and others"
        targets = [Filler(f.mention, (*f.steps, "last")) for f in frame.fills(frame.subjects(above))]
    yield from _pairs(agents, targets)


def reversed_(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take the subject as target and the marked object as source: "Ukraine received aid from Japan"."""
    passive = frame.passive(trigger.head) and not trigger.pattern.adpositions
    doers = frame.agents(trigger.head) if passive else frame.subjects(trigger.head)  # "was angered by Iran"
    yield from _pairs(frame.fills(_targets(frame, trigger)), frame.fills(doers))


def within(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take the state where the object stands as target: "Israel bombed a bridge in Syria"."""
    if frame.fills(frame.objects(trigger.head, frozenset())):
        return
    passive = frame.passive(trigger.head)
    doers = frame.agents(trigger.head) if passive else frame.subjects(trigger.head)
    if passive and not doers:
        doers = deeds.agents(frame, trigger.head)
    places = frame.fills(frame.place(trigger.head))
    if places:
        yield from _pairs(frame.fills(doers), places)


def together(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Pair the conjuncts of a plural subject or agent: "Iran and Iraq signed a treaty"."""
    passive = frame.passive(trigger.head)
    doers = frame.agents(trigger.head) if passive else frame.subjects(trigger.head)
    yield from _each(frame.fills(doers))


def nominal(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take the owner of a noun as source and the marked noun as target: "Russia's war against Ukraine"."""
    owners = frame.fills(deeds.owners(frame, trigger.head))
    targets = frame.fills(_marked(frame, trigger))
    if owners and not targets:
        targets = frame.fills(deeds.stood(frame, trigger.head))
    elif targets and not owners:
        owners = frame.fills(deeds.doers(frame, trigger.head))
    yield from _pairs(owners, targets)


def between(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Pair the conjuncts after "between": "talks between Iran and the EU"."""
    yield from _each(frame.fills(frame.marked(trigger.head, frame.language.markers.between)))


def compound(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Pair the names joined before or behind a noun: "US-Iran talks", "perang Rusia-Ukraina"."""
    for one, other in combinations(frame.fills(frame.owners(trigger.head)), 2):
        if not one.steps == other.steps == ("nmod:poss",):  # "their partner and their rival"
            yield one, other


def light(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take the subject of a light verb as source of its noun: "Israel carried out a strike on Syria"."""
    tree = frame.tree
    verb, top = deeds.carrier(frame, trigger.head)
    if not verb:
        return
    way: Steps = (f"light:{tree.deprels[top]}",)
    if frame.passive(verb):
        sources = frame.agents(verb)
    elif tree.deprels[top] == "obl" and tree.has(verb, "obj"):
        return  # "imposed a tariff in retaliation": the object says what is done
    elif tree.deprels[top] in ("obj", "obl", "xcomp", "nmod", "ccomp"):
        sources = frame.subjects(verb)
    elif tree.deprels[top] == "nsubj":
        sources = frame.objects(verb, frame.language.markers.origin)
    else:
        return
    targets = [
        *_marked(frame, trigger),
        *frame.objects(verb, trigger.pattern.adpositions or frame.language.markers.toward),
    ]
    if frame.passive(verb) and tree.deprels[top] in ("obj", "xcomp"):  # "Iran was given aid by India"
        targets += frame.subjects(verb)
    targets = [t for t in targets if t[0] != top]
    sources = [(token, (*way, *steps)) for token, steps in sources]
    yield from _pairs(frame.fills(sources), frame.fills(targets))


def predicate(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take the subject of a noun predicate as source, its owner as target: "Kenya is a member of the AU"."""
    tree = frame.tree
    subjects: list[tuple[int, Steps]] = [(c, ("nsubj",)) for c in tree.children(trigger.head, "nsubj")]
    appos: list[tuple[int, Steps]] = [(c, ("appos",)) for c in tree.children(trigger.head, "appos")]
    if tree.deprels[trigger.head] in ("appos", "acl", "acl:relcl"):
        appos.append((tree.heads[trigger.head], ("of appos",)))
    if tree.deprels[trigger.head] == "xcomp" or (
        tree.deprels[trigger.head] == "obl" and tree.cases(trigger.head) & frame.language.markers.role
    ):
        appos.extend(frame.subjects(trigger.head))
    marks = trigger.pattern.adpositions or frame.language.markers.toward
    targets = [*deeds.owners(frame, trigger.head), *frame.marked(trigger.head, marks)]
    targets = [t for t in targets if t[0] not in {a for a, _ in appos}]
    yield from _pairs(frame.fills([*subjects, *appos]), frame.fills(targets))
    named, whose = map(frame.fills, deeds.backers(frame, trigger))
    if named and whose:
        yield from _pairs(named, whose)


def itself(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take who a noun means as source, whom it is marked with as target: "protesters against the junta".

    Where it is marked with nobody, the target is the state where they act, or else the nearest one.
    """
    tree, head, words = frame.tree, trigger.head, frame.language.anaphora
    crowds = [words.collectives[name] | done for name, done in words.deeds.items()]
    if not any({tree.words[head], tree.lemmas[head]} & crowd for crowd in crowds):
        return
    means = [f for f in frame.fills([(head, ("itself",))]) if f.mention.head == head]
    verb = tree.heads[tree.top(head)]
    places = [*frame.place(head), *(frame.place(verb) if verb else ())]
    targets = frame.fills(_marked(frame, trigger)) or frame.fills(places)
    states = [m for m in frame.mentions if m.party.principal.kind == "State"]
    if means and not targets and states:
        nearest = min(states, key=lambda m: (abs(m.head - head), m.start))
        targets = [Filler(nearest, ("nearest",))]
    yield from _pairs(means, targets if means else [])


def participle(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take the name before a participle as source and the noun behind as target: "Iran-backed militias"."""
    tree = frame.tree
    head = tree.heads[trigger.head]
    if not head or tree.deprels[trigger.head] not in ("amod", "acl", "acl:relcl", "compound"):
        return
    before: list[tuple[int, Steps]] = [
        (c, (tree.deprels[c],))
        for c in tree.children(
            trigger.head, "obl", "obl:agent", "compound", "nsubj", "nmod", "advmod", "amod", "obj"
        )
        if c < trigger.head or tree.cases(c) & frame.language.markers.agent or tree.deprels[c] == "obl:agent"
    ]
    yield from _pairs(frame.fills(before), frame.fills([(head, (tree.deprels[trigger.head],))]))


def with_partner(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Pair the subject with whom the verb or its noun has "with" beside: "Iran agreed with Iraq to meet"."""
    marks = frame.language.markers.with_
    partners = frame.objects(trigger.head, marks)
    if trigger.noun:
        partners = [*partners, *frame.marked(trigger.noun, marks)]
    yield from _pairs(frame.fills(frame.subjects(trigger.head)), frame.fills(partners))


def answered(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take the owner of what is answered as source, who answers as target: "Iran rejected Iraq's demand"."""
    tree, verbs = frame.tree, frame.language.verbs
    words = {tree.words[trigger.head], tree.lemmas[trigger.head]}
    verb = tree.heads[trigger.head]
    if not words & verbs.told or not verb or _marked(frame, trigger):
        return
    if not {tree.words[verb], tree.lemmas[verb]} & verbs.answer:
        return
    answers = frame.agents(verb) if frame.passive(verb) else frame.subjects(verb)
    yield from _pairs(frame.fills(deeds.owners(frame, trigger.head)), frame.fills(answers))


def through(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take as target whom the deed below the verb would meet: "Iran threatened to attack Israel"."""
    tree = frame.tree
    if frame.passive(trigger.head) or frame.objects(trigger.head, frozenset()):
        return
    sources = frame.fills(frame.subjects(trigger.head))
    doers = {f.mention.party.principal.id for f in sources}
    for deed in tree.children(trigger.head, "xcomp", "ccomp", "advcl"):
        own = [*tree.children(deed, "nsubj")]
        theirs = {f.mention.party.principal.id for c in own for f in frame.fill(c, ())}
        if deed < trigger.head or frame.passive(deed) or (own and not doers & theirs):
            continue
        targets = frame.objects(deed, frozenset()) or frame.objects(deed, frame.language.markers.toward)
        reached = [(token, (tree.deprels[deed], *steps)) for token, steps in targets]
        yield from _pairs(sources, frame.fills(reached))


def said(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Take the speaker as source, whose deed it is as target: "Iran said Iraq must pay", "... is wrong"."""
    tree, head = frame.tree, trigger.head
    speakers = beside.speakers(frame, head)
    if tree.deprels[head] in ("aux", "advmod"):  # "must": what it bears on has the subject
        head = tree.heads[head]
    elif _unsaid(frame, head):
        return
    if frame.passive(head):
        doers = frame.agents(head)
    else:
        doers = frame.subjects(head)
        if tree.deprels[head] in ("amod", "compound"):  # "its reckless decision"
            doers = frame.owners(tree.heads[head])
        elif tree.token(head).upos in NOMINAL and not tree.has(head, "nsubj"):
            doers = frame.owners(head)
    if speakers:
        yield from _pairs(speakers, frame.fills(doers))


def seat(frame: Frame, trigger: Trigger) -> Iterator[Pair]:
    """Pair a capital with its state where a noun of the sentence says so: "Kabul ... the Afghan capital"."""
    for city in frame.mentions:
        if city.how != "capital" or city.party.actor == city.party.principal:
            continue
        for state in frame.mentions:
            if state.head != city.head and state.party.actor == city.party.principal:
                yield Filler(city, ("seat",)), Filler(state, ("seat",))


# By the section of the patterns that they read, those of one in their order.
BY_SECTION: Mapping[str, tuple[tuple[str, Rule], ...]] = {
    "verbs": (("active", active), ("passive", passive)),
    "reversed": (("reversed", reversed_),),
    "within": (("within", within),),
    "both": (("together", together), ("with_partner", with_partner)),
    "through": (("through", through),),
    "said": (("said", said),),
    "nouns": (
        ("nominal", nominal),
        ("between", between),
        ("compound", compound),
        ("itself", itself),
        ("light", light),
        ("answered", answered),
        ("predicate", predicate),
        ("seat", seat),
    ),
    "adjectives": (("participle", participle),),
}
RULES = tuple(rule for rules in BY_SECTION.values() for rule in rules)


def slots(frame: Frame, trigger: Trigger) -> tuple[int, int]:
    """Return the words where a trigger's source and target should stand, whoever they are; 0 for none."""
    head, section = trigger.head, trigger.pattern.section
    if section in ("nouns", "adjectives"):
        doers, targets = frame.owners(head), _marked(frame, trigger)
    elif section in BY_SECTION:
        doers = frame.agents(head) if frame.passive(head) else frame.subjects(head)
        targets = _targets(frame, trigger)
    else:
        return 0, 0
    if section == "reversed":
        doers, targets = targets, doers
    first = [next((token for token, _ in found), 0) for found in (doers, targets)]
    return first[0], first[1]


def _unsaid(frame: Frame, token: int) -> bool:
    """Tell whether a word is denied or supposed where it stands: "is not illegal", "if it attacks"."""
    tree, language = frame.tree, frame.language
    marks = language.status.negation | language.markers.conditional
    return any({tree.lemmas[c], tree.words[c]} & marks for c in tree.children(token))


def unnamed(frame: Frame, trigger: Trigger) -> bool:
    """Tell whether the words say that the source is not named: "several countries imposed sanctions"."""
    slot, tree = slots(frame, trigger)[0], frame.tree
    return bool(slot) and any(tree.lemmas[c] in frame.language.markers.unnamed for c in tree.children(slot))


def _targets(frame: Frame, trigger: Trigger) -> list[tuple[int, Steps]]:
    """Return the heads of what a verb pattern acts on."""
    pattern = trigger.pattern
    if not pattern.noun:
        marked = frame.objects(trigger.head, pattern.adpositions)
        if not pattern.adpositions or any(_partner(frame, t, pattern.adpositions) for t, _ in marked):
            return marked
        things = frame.objects(trigger.head, frozenset())
        if marked:  # "regards X as a threat", "bans X from entering"
            return [(token, ("moved", *steps)) for token, steps in things] or marked
        if any(frame.tree.lemmas[c] in pattern.adpositions for c in frame.tree.children(trigger.head)):
            return things  # a particle: "turned down the offer"
        # the adposition may hang on the thing that is moved
        return [pair for thing, _ in things for pair in frame.marked(thing, pattern.adpositions)]
    if not pattern.adpositions:
        if frame.tree.deprels[trigger.noun] in OBJECTS:
            return [(trigger.noun, ("noun",))]
        # a particle or a predicate: "turned down the offer", "took Iran to court"
        objects = [t for t in frame.objects(trigger.head, frozenset()) if t[0] != trigger.noun]
        return objects or [(trigger.noun, ("noun",))]
    if frame.tree.cases(trigger.noun) & pattern.adpositions:  # "put Iran on a list": the noun's own
        moved = [t for t in frame.objects(trigger.head, frozenset()) if t[0] != trigger.noun]
        if moved:
            return moved
    around = frame.objects(trigger.head, pattern.adpositions)
    found = [*frame.marked(trigger.noun, pattern.adpositions), *(t for t in around if t[0] != trigger.noun)]
    if found or frame.passive(trigger.head):
        return found
    given = frame.objects(trigger.head, frozenset())  # "gave Iran an ultimatum"
    return [(token, ("given", *steps)) for token, steps in given if token != trigger.noun]


def _partner(frame: Frame, token: int, adpositions: frozenset[str]) -> bool:
    """Tell whether what an adposition marks can be a party: no deed, and not as what another is seen."""
    tree, markers = frame.tree, frame.language.markers
    marks = tree.cases(token) & adpositions
    return not marks & markers.role and (tree.tags[token] not in VERBAL or bool(marks & markers.infinitive))


def _marked(frame: Frame, trigger: Trigger) -> list[tuple[int, Steps]]:
    """Return the heads of what a noun pattern is directed at."""
    pattern = trigger.pattern
    marks = pattern.adpositions or frame.language.markers.toward
    own = frame.marked(trigger.head, marks)
    return own or deeds.targets(frame, trigger.head, marks, pattern.adpositions)


def _pairs(sources: list[Filler], targets: list[Filler]) -> Iterator[Pair]:
    """Yield every source with every target; a missing side stays open for the context to fill."""
    for source in sources or (None,):
        for target in targets or (None,):
            if source is not None or target is not None:
                yield source, target


def _each(fillers: list[Filler]) -> Iterator[Pair]:
    yield from combinations(fillers, 2)
