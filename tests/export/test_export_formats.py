"""Each format is read back by the library that its users use, and says the same as the store."""

import csv
import json
import os
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from pyoxigraph import DefaultGraph, RdfFormat, Store
from rdflib.compare import isomorphic
from small_world import FIRST, JAPAN, REPORTS, RUSSIA, SECOND, UKRAINE, party, say

from graphkit.errors import ExportError, UsageError
from graphkit.export import FORMATS, records, table
from graphkit.export.save import save
from graphkit.facts import Actor
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names
from graphkit.store.store import GraphStore
from graphkit.text import Article

GK = rdflib.Namespace(names.GK)
ACTOR = rdflib.Namespace(names.PREFIXES["actor"])
# rdflib 7 uses what it deprecates.
RDFLIB = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
RDF_SUFFIXES = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".rdf": "xml"}

# What breaks writers: markup, quotes, formulas, odd spaces, control characters, directions, emoji.
HOSTILE = "=1+1 <b>&\"'\\ \t\r\n \u2028\u0085\u200f\x01\ufffe {{7*7}} ]]> 😀 é"


def hostile() -> list:
    odd = Actor("x-</script>", HOSTILE, "Organization", (("en", HOSTILE), ("id", "@SUM(A1)")))
    text = f"{HOSTILE} attacked Japan"
    article = Article(HOSTILE, "en", HOSTILE, text, "someday", "javascript:alert(1)", HOSTILE)
    found = say(article, text, (HOSTILE, party(odd)), ("attacked", "attacks"), ("Japan", party(JAPAN)))
    return [(article, [replace(found, office=HOSTILE)])]


@pytest.fixture(scope="module", params=["small", "hostile", "empty"])
def world(request, tmp_path_factory) -> GraphStore:
    reports = {"small": REPORTS, "hostile": hostile(), "empty": []}[request.param]
    path = tmp_path_factory.mktemp("world") / "kg"
    with GraphStore.open(path, write=True) as store:
        store.add(reports, run="test")
    with GraphStore.open(path) as store:
        yield store


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> GraphStore:
    path = tmp_path_factory.mktemp("small") / "kg"
    with GraphStore.open(path, write=True) as store:
        store.add(REPORTS, run="test")
    with GraphStore.open(path) as store:
        yield store


def triples_of(store: GraphStore) -> set[tuple]:
    """Return the triples of a store but the texts of articles, as rdflib terms."""
    graph = rdflib.Graph()
    lines = Store()
    lines.extend(quad for quad in store.quads() if quad.predicate.value != str(GK.text))
    for one in lines.named_graphs():
        graph.parse(data=lines.dump(format=RdfFormat.N_TRIPLES, from_graph=one).decode(), format="nt")
    return set(graph)


@RDFLIB
@pytest.mark.parametrize("suffix", RDF_SUFFIXES)
def test_rdflib_reads_the_same_triples(world: GraphStore, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"graph{suffix}"
    save(world, path)
    read = set(rdflib.Graph().parse(path, format=RDF_SUFFIXES[suffix]))
    owed = triples_of(world)
    if suffix == ".rdf":
        # XML 1.0 cannot hold these two characters.
        odd = str.maketrans("\x01\ufffe", "\ufffd\ufffd")
        owed = {
            tuple(
                rdflib.Literal(t.translate(odd), t.language, t.datatype)
                if isinstance(t, rdflib.Literal)
                else t
                for t in row
            )
            for row in owed
        }
    assert read == owed


@RDFLIB
@pytest.mark.parametrize("suffix", [".trig", ".nq"])
def test_named_graphs_survive(world: GraphStore, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"graph{suffix}"
    save(world, path)
    read = Store()
    read.load(path=str(path))
    owed = {quad for quad in world.quads() if suffix == ".nq" or quad.predicate.value != str(GK.text)}
    assert set(read) == owed
    if suffix == ".trig":
        dataset = rdflib.Dataset()
        dataset.parse(data=path.read_text(encoding="utf-8"), format="trig")
        assert len({q[:3] for q in dataset.quads()}) == len(owed)


def test_oxigraph_and_rdflib_agree_on_the_turtle(small: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    save(small, path)
    store = Store()
    store.load(path=str(path))
    again = rdflib.Graph().parse(
        data=store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()), format="nt"
    )
    assert isomorphic(again, rdflib.Graph().parse(path))


def test_the_turtle_says_it_plainly(small: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    save(small, path)
    text = path.read_text(encoding="utf-8")
    assert "actor:NATO a gk:InternationalOrganization ;\n" in text
    assert "    gk:cooperates_with actor:Japan" in text
    assert FIRST.text not in text
    graph = rdflib.Graph().parse(path)
    assert (ACTOR.NATO, GK.cooperates_with, ACTOR.Japan) in graph
    assert (ACTOR.NATO, GK.aids, ACTOR.Ukraine) not in graph
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_the_same_bytes_whatever_the_order_of_adding(tmp_path: Path, suffix: str) -> None:
    contents = []
    for number, reports in enumerate((REPORTS, REPORTS[::-1])):
        folder = tmp_path / str(number)
        with GraphStore.open(folder, write=True) as store:
            for report in reports:
                store.add([report], run="test")
            save(store, folder.with_suffix(suffix))
        contents.append(sorted((p.name[1:], p.read_bytes()) for p in tmp_path.glob(f"{number}*{suffix}")))
    assert contents[0] == contents[1]
    assert all(content for _, content in contents[0])


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_the_hostile_and_the_empty_are_written(world: GraphStore, tmp_path: Path, suffix: str) -> None:
    save(world, tmp_path / f"graph{suffix}")
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_an_unwritable_path_is_one_line(small: GraphStore, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "missing" / f"graph{suffix}"
    with pytest.raises(ExportError, match=r"missing.*: cannot be written: No such file or directory"):
        save(small, path)


def test_a_failed_export_leaves_the_old_file(small: GraphStore, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("old")

    def full(self, target) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ExportError, match="No space left on device"):
        save(small, path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["graph.ttl"]


def test_an_unknown_suffix_names_the_known_ones(small: GraphStore, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no format is called '\.docx'") as caught:
        save(small, tmp_path / "graph.docx")
    assert ".ttl" in str(caught.value.hint)


@pytest.mark.parametrize("suffix", [".gexf", ".graphml"])
def test_networkx_reads_the_network(world: GraphStore, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"graph{suffix}"
    save(world, path)
    read = nx.read_gexf(path) if suffix == ".gexf" else nx.read_graphml(path, force_multigraph=True)
    owed = {
        (s.source.principal.id, s.relation, s.target.principal.id, s.status.value) for s in world.statements()
    }
    found = {(a, edge["relation"], b, edge["status"]) for a, b, edge in read.edges(data=True)}
    assert found == owed
    for _, _, edge in read.edges(data=True):
        assert edge["mentions"] >= 1
        assert edge["sentence"]


def test_gexf_has_dates_and_no_clock(small: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "graph.gexf"
    save(small, path)
    edges = nx.read_gexf(path).edges(data=True)
    periods = {(edge["relation"], edge["status"]): (edge.get("start"), edge.get("end")) for *_, edge in edges}
    assert periods["cooperates_with", "intended"] == ("2024-05-30", "2024-06-30")
    assert periods["accuses", "actual"] == ("2024-06-01", "2024-06-30")
    assert "lastmodified" not in path.read_text()
    assert 'mode="dynamic" timeformat="date"' in path.read_text()


def test_csv_has_a_row_a_mention_and_no_formula(world: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    save(world, path)
    with path.open(newline="", encoding="utf-8") as file:
        edges = list(csv.DictReader(file))
    with (tmp_path / "edges-nodes.csv").open(newline="", encoding="utf-8") as file:
        nodes = list(csv.DictReader(file))
    assert len(edges) == len(list(world.statements()))
    ends = {s.source.principal.id for s in world.statements()} | {
        s.target.principal.id for s in world.statements()
    }
    assert {row["Id"] for row in nodes} == ends
    for row in [*edges, *nodes]:
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] or {
            "valence"
        } >= {name for name, cell in row.items() if cell.startswith("-")}
    for row in edges:
        assert row["trigger"] in row["sentence"]


def test_formulas_are_guarded_and_numbers_are_not() -> None:
    assert [table.guard(cell) for cell in ("=1", "+1", "-1", "@a", "\tx", "a=1", "", -2.0, None)] == [
        "'=1", "'+1", "'-1", "'@a", "'\tx", "a=1", "", -2.0, None,
    ]  # fmt: skip


def test_json_lines_have_the_shape_of_gold(small: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "graph.jsonl"
    save(small, path)
    rows = {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").split("\n")[:-1])}
    assert set(rows) == {article.id for article, _ in REPORTS}
    row = rows["a1"]
    assert (row["lang"], row["date"], row["source"], row["text"]) == (
        "id",
        "2024-05-30",
        "ANTARA",
        FIRST.text,
    )
    for row in rows.values():
        for found in row["statements"]:
            assert found["evidence"] in row["text"]
            for end in ("source_mention", "target_mention", "trigger"):
                assert row["text"][found[end]["start"] : found[end]["end"]] == found[end]["text"]
    claim = next(
        s for s in rows["a2"]["statements"] if s["relation"] == "attacks" and s["status"] == "actual"
    )
    assert {key: claim[key] for key in ("source", "source_type", "target", "said_by", "event_type")} == {
        "source": "UKR", "source_type": "State", "target": "RUS", "said_by": "RUS", "event_type": "ASSAULT",
    }  # fmt: skip
    intended = next(s for s in rows["a1"]["statements"] if s["status"] == "intended")
    assert intended["event_type"] == "AGREE"
    assert intended["source_mention"]["principal"] == names.actor("Japan")


def test_a_record_needs_no_store() -> None:
    found = say(
        SECOND, SECOND.text, ("Russia", party(RUSSIA)), ("accused", "accuses"), ("Ukraine", party(UKRAINE))
    )
    row = json.loads(records.line(SECOND, [found], Ontology.load()))
    assert row["statements"][0]["relation_iri"] == names.GK + "accuses"
