"""Files that other tools open: a writer for each suffix, as `write(store, path)`."""

from collections.abc import Callable
from pathlib import Path

from graphkit.export import (
    cypher,
    ftm,
    gexf,
    lines,
    linked,
    page,
    page_still,
    parquet,
    records,
    sqlite,
    table,
    turtle,
)
from graphkit.store.reading import Graph

FORMATS: dict[str, Callable[[Graph, Path], object]] = {
    ".ttl": turtle.write,
    ".trig": turtle.write_trig,
    ".nq": lines.write_quads,
    ".nt": lines.write_triples,
    ".jsonld": linked.write_json,
    ".rdf": linked.write_xml,
    ".jsonl": records.write,
    ".csv": table.write,
    ".parquet": parquet.write,
    ".db": sqlite.write,
    ".sqlite": sqlite.write,
    ".cypher": cypher.write,
    ".ftm": ftm.write,
    ".gexf": gexf.write,
    ".graphml": gexf.write_graphml,
    ".html": page.write,
    ".svg": page_still.write,
    ".png": page_still.write,
    ".pdf": page_still.write,
}
