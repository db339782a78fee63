"""Parquet, SQLite, Cypher, FollowTheMoney and RDF 1.2, each read back by the library that its users use."""

import asyncio
import json
import re
import sqlite3
import sys
from pathlib import Path

import pytest
from competency_world import COMPETENCY
from pyoxigraph import RdfFormat, Store, parse
from small_world import REPORTS
from test_export_formats import hostile
from typer.testing import CliRunner

from graphkit.cli.app import app
from graphkit.errors import UsageError
from graphkit.export import star
from graphkit.export.rows import COLUMNS, rows
from graphkit.export.save import save
from graphkit.store import names
from graphkit.store.store import GraphStore

WORLD = [*REPORTS, *COMPETENCY, *hostile()]


@pytest.fixture(scope="module")
def kg(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "kg"
    with GraphStore.open(path, write=True) as store:
        store.add(WORLD, run="test")
    return path


@pytest.fixture(scope="module")
def store(kg: Path) -> GraphStore:
    with GraphStore.open(kg) as store:
        yield store


@pytest.fixture(scope="module")
def owed(store: GraphStore) -> list[dict]:
    return list(rows(store))


def test_a_row_tells_everything_of_a_mention(store: GraphStore, owed: list[dict]) -> None:
    assert len(owed) == len(list(store.statements()))
    assert len({row["id"] for row in owed}) == len(owed)
    assert all(list(row) == list(COLUMNS) for row in owed)
    by = {(row["article"], row["source"], row["relation"], row["status"]): row for row in owed}
    row = by["a3", "Russia", "attacks", "actual"]
    assert (row["event_start"], row["event_end"], row["date"]) == ("2024-05-20", "2024-05-26", None)
    row = by["a2", "Ukraine", "attacks", "negated"]
    assert (row["said_by"], row["source_code"], row["target_name"]) == ("Ukraine", "UKR", "Russia")
    assert row["trigger_text"] in row["sentence"]
    row = by["a1", "Jens_Stoltenberg", "represents", "actual"]
    assert (row["office"], row["group"], row["symmetric"]) == ("Sekjen NATO", "structural", False)


def test_parquet_holds_every_row(store: GraphStore, owed: list[dict], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    save(store, tmp_path / "graph.parquet")
    table = parquet.read_table(tmp_path / "graph.parquet")
    assert table.column_names == list(COLUMNS)
    assert table.to_pylist() == owed
    assert str(table.schema.field("confidence").type) == "double"


def test_without_pyarrow_the_remedy_is_told(store: GraphStore, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="needs PyArrow") as caught:
        save(store, tmp_path / "graph.parquet")
    assert caught.value.hint == "pip install 'graphkit[parquet]'"
    assert list(tmp_path.iterdir()) == []


def test_sqlite_answers_in_sql(store: GraphStore, owed: list[dict], tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    save(store, path)
    base = sqlite3.connect(path)
    base.row_factory = sqlite3.Row
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    joined = base.execute(
        "SELECT m.id, m.sentence, a.code AS source_code, r.'group', t.url FROM mentions m"
        " JOIN actors a ON a.id = m.source JOIN relations r ON r.name = m.relation"
        " JOIN articles t ON t.id = m.article"
    ).fetchall()
    keys = ("id", "sentence", "source_code", "group", "url")
    assert {tuple(row) for row in joined} == {tuple(row[key] for key in keys) for row in owed}
    assert len(base.execute("SELECT * FROM articles").fetchall()) == len(WORLD)
    facts = {(r["source"], r["relation"], r["target"]) for r in base.execute("SELECT * FROM facts")}
    assert ("Russia", "attacks", "Ukraine") in facts
    assert ("NATO", "aids", "Ukraine") in facts
    assert ("NATO", "cooperates_with", "Indonesia") not in facts
    (count,) = base.execute("SELECT mentions FROM edges WHERE status = 'possible'").fetchone()
    assert count == 1
    found = base.execute("SELECT sentence FROM mentions_fts WHERE mentions_fts MATCH 'geothermal'").fetchall()
    assert [row[0] for row in found] == ["Japan cooperates with Indonesia on geothermal power."]
    base.close()


@pytest.mark.filterwarnings("ignore")
def test_datasette_serves_the_database(store: GraphStore, tmp_path: Path) -> None:
    datasette = pytest.importorskip("datasette.app")
    save(store, tmp_path / "graph.db")

    async def ask() -> tuple[dict, str]:
        served = datasette.Datasette([str(tmp_path / "graph.db")])
        await served.invoke_startup()
        found = await served.client.get("/graph/mentions.json?_search=whaling&_shape=objects&_labels=on")
        page = await served.client.get("/graph/edges")
        return found.json(), page.text

    found, page = asyncio.run(ask())
    (row,) = found["rows"]
    assert row["sentence"] == "The EU also criticized Norway over whaling."
    assert row["target"] == {"value": "Norway", "label": "Norway"}
    assert "criticizes" in page


def test_a_property_graph_runs_the_cypher(store: GraphStore, owed: list[dict], tmp_path: Path) -> None:
    kuzu = pytest.importorskip("kuzu")
    save(store, tmp_path / "graph.cypher")
    text = (tmp_path / "graph.cypher").read_bytes().decode("utf-8")
    assert text.startswith("CREATE CONSTRAINT actor_id IF NOT EXISTS FOR (a:Actor) REQUIRE a.id IS UNIQUE;\n")
    steps = [step for step in re.split(r"(?<=;)\n", text) if step]
    base = kuzu.Connection(kuzu.Database(":memory:"))
    # Kuzu wants its tables made first; it knows no constraints and one label a node.
    base.execute(
        "CREATE NODE TABLE Actor(id STRING PRIMARY KEY, iri STRING, name STRING, code STRING, kind STRING,"
        " names STRING[])"
    )
    kept = ("mention", "source_text", "trigger_text", "target_text", *COLUMNS)
    kinds = {str: "STRING", float: "DOUBLE", bool: "BOOLEAN", int: "INT64"}
    columns = ", ".join(f"`{name}` {kinds[COLUMNS.get(name, str)]}" for name in dict.fromkeys(kept))
    for kind in sorted(set(re.findall(r"\[r:(\w+) ", text))):
        base.execute(f"CREATE REL TABLE {kind}(FROM Actor TO Actor, {columns})")
    runnable = [step for step in steps if not step.startswith(("CREATE", "MATCH (a:Actor {kind"))]
    for step in [*runnable, *runnable]:
        base.execute(step)
    found = base.execute("MATCH (a)-[r]->(b) RETURN a.id, label(r), b.id, r.sentence, r.title").get_all()
    wanted = {
        (
            row["source"],
            (row["relation"] if row["status"] == "actual" else f"{row['status']}_{row['relation']}").upper(),
            row["target"],
            row["sentence"],
            row["title"],
        )
        for row in owed
    }
    assert {tuple(row) for row in found} == wanted
    assert len(found) == len(owed)
    labels = {step for step in steps if step.startswith("MATCH (a:Actor {kind")}
    assert 'MATCH (a:Actor {kind: "State"}) SET a:State;' in labels


# https://followthemoney.tech/explorer/: what each schema that we write may hold, as far as we use it.
FTM = {
    "Territory": {"name", "alias", "sourceUrl"},
    "Person": {"name", "alias", "sourceUrl"},
    "Organization": {"name", "alias", "abbreviation", "sourceUrl"},
    "Event": {"name", "alias", "sourceUrl"},
    "Article": {"title", "publishedAt", "publisher", "sourceUrl"},
    "UnknownLink": {
        "subject", "object", "role", "summary", "date", "startDate", "endDate", "description", "proof",
        "publisher", "sourceUrl",
    },
}  # fmt: skip


def entities(store: GraphStore, path: Path) -> list[dict]:
    save(store, path)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def test_follow_the_money_gets_links_that_are_proven_and_actual(
    store: GraphStore, owed: list[dict], tmp_path: Path
) -> None:
    found = entities(store, tmp_path / "graph.ftm")
    known = {one["id"]: one for one in found}
    assert len(known) == len(found)
    for one in found:
        assert one["properties"].keys() <= FTM[one["schema"]]
        assert all(
            value and isinstance(value, str) for values in one["properties"].values() for value in values
        )
    links = [one["properties"] for one in found if one["schema"] == "UnknownLink"]
    told = {
        (
            *(known[link[end][0]]["properties"]["sourceUrl"][0] for end in ("subject", "object")),
            link["role"][0],
        )
        for link in links
    }
    actual = [row for row in owed if row["status"] == "actual"]
    assert told == {
        (names.actor(row["source"]), names.actor(row["target"]), row["relation"]) for row in actual
    }
    assert len(links) == len(actual)
    assert {known[link["proof"][0]]["schema"] for link in links} == {"Article"}


def test_the_library_of_follow_the_money_takes_them(store: GraphStore, tmp_path: Path) -> None:
    model = pytest.importorskip("followthemoney").model
    for one in entities(store, tmp_path / "graph.ftm"):
        proxy = model.get_proxy(one)
        proxy.schema.validate(one)
        assert proxy.caption


@pytest.mark.parametrize("suffix", star.SUFFIXES)
def test_rdf_12_says_the_same_in_triple_terms(
    kg: Path, store: GraphStore, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"graph{suffix}"
    result = CliRunner().invoke(app, ["export", "--store", str(kg), "--rdf12", "-o", str(path)])
    assert result.exit_code == 0, result.output
    read = Store()
    read.load(path=str(path))
    asked = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT DISTINCT ?m ?s ?p ?o"
    pattern = "{ ?m rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
    there = read.query(f"{asked} {{ ?m rdf:reifies <<( ?s ?p ?o )>> }}", use_default_graph_as_union=True)
    here = store.query(f"{asked} {pattern}").rows
    assert {tuple(row[name] for name in "mspo") for row in there} == set(here)
    assert not list(read.query(f"{asked} {pattern}", use_default_graph_as_union=True))
    assert len(read) == len(list(parse(path=str(path), format=RdfFormat.from_extension(suffix[1:]))))


def test_a_format_without_triple_terms_is_refused(kg: Path, tmp_path: Path) -> None:
    words = ["export", "--store", str(kg), "--rdf12", "-o", str(tmp_path / "graph.rdf")]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "error: .rdf cannot hold RDF 1.2\nhint: these can: .ttl .trig .nt .nq" in result.stderr


@pytest.mark.parametrize("suffix", [".parquet", ".db", ".cypher", ".ftm"])
def test_a_part_can_be_written(kg: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"part{suffix}"
    words = ["export", "--store", str(kg), "-o", str(path), "--relation", "criticizes"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    content = path.read_bytes()
    assert b"whaling" in content or suffix == ".parquet"
    assert b"shelled" not in content
