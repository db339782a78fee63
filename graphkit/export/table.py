"""Tables for spreadsheets and Gephi: a row for each mention of an edge, and a table of actors beside it."""

import csv as tables
from collections.abc import Iterable, Sequence
from pathlib import Path

from graphkit.export.files import target
from graphkit.network.build import build, evidence
from graphkit.store.reading import Graph, origins

# What makes a spreadsheet read a cell as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_EDGES = (
    "Source", "Target", "Type", "Label", "status", "date", "sentence", "source_text", "target_text",
    "trigger", "said_by", "confidence", "outlet", "url", "title", "article", "language", "group", "valence",
    "rule",
)  # fmt: skip
_NODES = ("Id", "Label", "kind", "code", "mentions")


def write(store: Graph, path: Path) -> None:
    """Write `edges.csv` and, for a path of that name, `edges-nodes.csv` beside it.

    Raises:
        ExportError: A file cannot be written.
    """
    graph = build(store.reports(), store.ontology, origin=origins(store))
    mentions = dict.fromkeys(graph, 0)
    rows: list[Sequence[object]] = []
    for source, target_, edge, row in evidence(graph):
        mentions[source] += 1
        mentions[target_] += 1
        kind = "Undirected" if edge["symmetric"] else "Directed"
        spans = (_slice(row, row[name]) for name in ("source", "target", "trigger"))
        rows.append(
            (
                source, target_, kind, edge["relation"], edge["status"], row["date"], row["sentence"], *spans,
                row["said_by"], row["confidence"], row["outlet"], row["url"], row["title"], row["article"],
                row["language"], edge["group"], edge["valence"], row["rule"],
            )
        )  # fmt: skip
    _write(path, _EDGES, rows)
    languages = sorted({language for _, labels in graph.nodes(data="labels") for language in labels})
    nodes = (
        (name, data["label"], data["kind"], data["code"], n, *map(data["labels"].get, languages))
        for (name, data), n in zip(graph.nodes(data=True), mentions.values(), strict=True)
    )
    head = (*_NODES, *(f"label_{language}" for language in languages))
    _write(path.with_name(f"{path.stem}-nodes{path.suffix}"), head, nodes)


def guard(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: text that looks like one gets a quote mark."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _slice(row: dict[str, object], span: object) -> str:
    """Return the words of a span in the article, cut from its sentence; "" where they lie outside it."""
    start, sentence = row["start"], row["sentence"]
    if not (isinstance(span, tuple) and isinstance(start, int) and isinstance(sentence, str)):
        return ""
    return sentence[span[0] - start : span[1] - start] if start <= span[0] <= span[1] else ""


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with target(path) as file:
        writer = tables.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([guard(cell) for cell in row] for row in rows)
