"""Cypher for Neo4j and its kin: actors as nodes, every mention as a relationship with its sentence.

A mention that is not actual has a type of its own (NEGATED_ATTACKS), so that nobody who follows
ATTACKS meets a denial. The statements merge: running the file again changes nothing.
"""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from graphkit.export.files import target
from graphkit.export.rows import row
from graphkit.facts import Actor, Status
from graphkit.network.build import label
from graphkit.store import names, triples
from graphkit.store.reading import Graph

# Articles a lot: its statements are short enough for one transaction.
_LOT = 200
_KEPT = (
    "relation", "status", "date", "event_start", "event_end", "sentence", "said_by", "confidence", "rule",
    "event_type", "group", "valence", "symmetric", "source_text", "trigger_text", "target_text", "office",
    "article", "title", "outlet", "url", "language",
)  # fmt: skip
_COLUMNS = ("id", "source", "target", *_KEPT)


def write(store: Graph, path: Path) -> None:
    """Write statements for `cypher-shell --file`, some hundred rows in each.

    Raises:
        ExportError: The file cannot be written.
    """
    with target(path) as file:
        file.write("CREATE CONSTRAINT actor_id IF NOT EXISTS FOR (a:Actor) REQUIRE a.id IS UNIQUE;\n")
        seen: set[str] = set()
        kinds: set[str] = set()
        reports = store.reports()
        while lot := list(islice(reports, _LOT)):
            found = [(article, statement) for article, statements in lot for statement in statements]
            actors = {
                a.id: a for _, statement in found for a in triples.parties(statement) if a.id not in seen
            }
            seen |= actors.keys()
            kinds |= {actor.kind for actor in actors.values()}
            file.writelines(_nodes([actors[key] for key in sorted(actors)]))
            edges: dict[str, list[dict[str, object]]] = {}
            for article, statement in found:
                flat = row(article, statement, store.ontology)
                actual = statement.status is Status.ACTUAL
                kind = flat["relation"] if actual else f"{statement.status}_{flat['relation']}"
                edges.setdefault(kind.upper(), []).append(flat)
            for kind in sorted(edges):
                file.writelines(_edges(kind, edges[kind]))
        for kind in sorted(kinds):
            file.write(f"MATCH (a:Actor {{kind: {_value(kind)}}}) SET a:{kind};\n")


def _nodes(actors: list[Actor]) -> Iterator[str]:
    if actors:
        told: list[dict[str, object]] = [
            {
                "id": actor.id,
                "iri": names.actor(actor.id),
                "name": label(actor),
                "code": actor.code,
                "kind": actor.kind,
                "names": sorted({name for _, name in actor.names} or {actor.code}),
            }
            for actor in actors
        ]
        yield _unwind(told)
        yield "MERGE (a:Actor {id: row.id})\n"
        _, *rest = told[0]  # the key comes first
        yield f"SET {', '.join(f'a.{name} = row.{name}' for name in rest)};\n"


def _edges(kind: str, found: list[dict[str, object]]) -> Iterator[str]:
    yield _unwind([{name: flat[name] for name in _COLUMNS} for flat in found])
    yield "MATCH (a:Actor {id: row.source}), (b:Actor {id: row.target})\n"
    yield f"MERGE (a)-[r:{kind} {{mention: row.id}}]->(b)\n"
    yield f"SET {', '.join(f'r.`{name}` = row.`{name}`' for name in _KEPT)};\n"


def _unwind(told: list[dict[str, object]]) -> str:
    each = (
        "{" + ", ".join(f"`{name}`: {_value(value)}" for name, value in one.items()) + "}" for one in told
    )
    return "UNWIND [\n  " + ",\n  ".join(each) + "\n] AS row\n"


def _value(value: object) -> str:
    """Return a value as Cypher writes it: two characters are escaped in every dialect, the others in some."""
    if isinstance(value, str):
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value)
