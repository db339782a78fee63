"""What people decided about statements and actors: a text file, replayed whenever the index is built.

The shards keep what was extracted, so that taking a decision out of the file takes it back.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graphkit.errors import StoreError
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names, shards
from graphkit.store.triples import Row, node

_HEAD = re.compile(r"^\[\[\s*decision\s*\]\]", re.MULTILINE)
_VERDICTS = ("accept", "reject", "same", "different")
_ACTORS = (
    "rdf:subject", "rdf:object", "gk:mentionedSource", "gk:mentionedTarget", "gk:saidBy", "gk:speaker",
)  # fmt: skip
_SIDES = (("rdf:subject", "rdf:object"), ("gk:mentionedSource", "gk:mentionedTarget"))
_SPANS = tuple((f"gk:source{end}", f"gk:target{end}") for end in ("Start", "End", "Text"))


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: who made it, when (ISO date) and why.

    "accept" and "reject" are about statements: source, relation, target and status, of one article
    or, without `article`, of all; a part left out fits everything. "same" and "different" are about
    two actors by id: `actor` is, or is not, `other`.
    """

    verdict: str
    by: str
    when: str
    why: str
    article: str | None = None
    source: str | None = None
    relation: str | None = None
    target: str | None = None
    status: str | None = None
    actor: str | None = None
    other: str | None = None


def load(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a file in the order written; none where there is no file.

    Raises:
        StoreError: It is no TOML, or a decision in it is incomplete; the message names file and number.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("decision", [])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read: {error}") from error
    return tuple(_decision(row, f"{path}: decision {number}") for number, row in enumerate(rows, 1))


def add(path: Path, decision: Decision) -> None:
    """Write a decision at the end of a file, which is made where there is none.

    Raises:
        StoreError: The decision is incomplete, or the file cannot be written.
    """
    given = {field.name: getattr(decision, field.name) for field in fields(Decision)}
    row = {name: value for name, value in given.items() if value is not None}
    _decision(row, f"{path}: new decision")
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in row.items()]
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(["[[decision]]", *lines, "", ""]))
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error


def remove(path: Path, number: int) -> Decision:
    """Take a decision out of a file, counted from 1, and return it; the rest stays as it is written.

    Raises:
        StoreError: There is no such decision, or the file cannot be read or written.
    """
    decisions = load(path)
    if not 1 <= number <= len(decisions):
        raise StoreError(f"{path}: there is no decision {number}", hint=f"it holds {len(decisions)}")
    try:
        parts = _HEAD.split(path.read_text(encoding="utf-8"))
        if len(parts) != len(decisions) + 1:
            raise StoreError(f"{path}: is written in another way; take decision {number} out by hand")
        del parts[number]
        content = "[[decision]]".join(parts)
        # Through a link to where the file lies in somebody's version control.
        shards.save(path.resolve(), content.encode("utf-8"))
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error
    return decisions[number - 1]


class Review:
    """Decisions, ready to be applied to mentions."""

    def __init__(self, decisions: Sequence[Decision], ontology: Ontology) -> None:
        self._ontology = ontology
        self._about = [d for d in decisions if d.verdict in ("accept", "reject")]
        self._same = _renamed(decisions)

    def apply(self, record: str, mention: NamedNode, quads: Iterable[Quad]) -> list[Quad]:
        """Return the quads of a mention as decided: as they are, renamed, marked, or none at all."""
        kept = list(quads)
        if not self._about and not self._same:
            return kept
        graph = kept[0].graph_name
        row: Row = {q.predicate: q.object for q in kept if isinstance(q.object, NamedNode | Literal)}
        row = self._rename(row)
        if row[node("rdf:subject")] == row[node("rdf:object")]:
            return []
        verdict = self._verdict(record, row)
        if verdict is not None and verdict.verdict == "reject":
            return []
        if verdict is not None:
            row[node("gk:acceptedBy")] = Literal(verdict.by)
        return [Quad(mention, predicate, value, graph) for predicate, value in row.items()]

    def _verdict(self, record: str, row: Row) -> Decision | None:
        """Return the last decision that is about a mention."""
        source, target, relation, status = (
            row[node(name)].value for name in ("rdf:subject", "rdf:object", "rdf:predicate", "gk:status")
        )
        ends = [(names.actor_id(source), names.actor_id(target))]
        name = relation.removeprefix(names.GK)
        if self._ontology.relation(name).symmetric:
            ends.append(ends[0][::-1])
        found = None
        for decision in self._about:
            parts = (
                (decision.article, record),
                (decision.relation, name),
                (decision.status, status[len(names.GK) :]),
            )
            fits = all(wanted in (None, given) for wanted, given in parts)
            if fits and any(decision.source in (None, a) and decision.target in (None, b) for a, b in ends):
                found = decision
        return found

    def _rename(self, row: Row) -> Row:
        """Put one actor for another where both are the same, and the relation's ends in order again."""
        changed = dict(row)
        for name in _ACTORS:
            held = row.get(node(name))
            if held is not None and held.value in self._same:
                changed[node(name)] = NamedNode(self._same[held.value])
        if changed == row:
            return row
        name = changed[node("rdf:predicate")].value.removeprefix(names.GK)
        ids = [names.actor_id(changed[node(end)].value) for end in ("rdf:subject", "rdf:object")]
        if self._ontology.relation(name).symmetric and ids[0] > ids[1]:
            for one, other in (*_SIDES, *_SPANS):
                changed[node(one)], changed[node(other)] = changed[node(other)], changed[node(one)]
            ids.reverse()
        changed[node("gk:mentionOf")] = NamedNode(names.relation(ids[0], name, ids[1]))
        return changed


def _renamed(decisions: Iterable[Decision]) -> Mapping[str, str]:
    """Return whose IRI stands for whose, chains followed; a later decision about a pair counts."""
    same: dict[str, str] = {}
    for decision in decisions:
        if decision.actor is not None and decision.other is not None:
            actor, other = names.actor(decision.actor), names.actor(decision.other)
            if decision.verdict == "same":
                same[actor] = other
            elif decision.verdict == "different" and same.get(actor) == other:
                del same[actor]
    for actor in list(same):
        seen = {actor}
        while same[actor] in same and same[actor] not in seen:
            seen.add(same[actor])
            same[actor] = same[same[actor]]
    return {actor: other for actor, other in same.items() if actor != other}


def _decision(row: object, where: str) -> Decision:
    known = {field.name for field in fields(Decision)}
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        raise StoreError(f"{where}: must be a table of texts")
    if unknown := sorted(row.keys() - known):
        raise StoreError(f"{where}: unknown key {unknown[0]!r}", hint=f"known: {', '.join(sorted(known))}")
    missing = [name for name in ("verdict", "by", "when", "why") if not row.get(name)]
    if row.get("verdict") in ("same", "different"):
        missing += [name for name in ("actor", "other") if not row.get(name)]
    elif row.get("verdict") in _VERDICTS and not (row.keys() & {"article", "source", "target"}):
        missing.append("article, source or target")
    elif row.get("verdict") not in _VERDICTS:
        raise StoreError(f"{where}: verdict must be one of {', '.join(_VERDICTS)}")
    if missing:
        raise StoreError(f"{where}: needs {missing[0]}")
    return Decision(**row)
