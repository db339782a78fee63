"""Copies in a store: one origin, counted once in the graph, whatever order articles came in."""

from dataclasses import replace
from pathlib import Path

import pytest
from copied import AGENCY, COPIES, EARLIER, copied
from pyoxigraph import NamedNode

from graphkit.export import page_model
from graphkit.export.save import save
from graphkit.network.build import build
from graphkit.store import check, copying, names, reading, sample
from graphkit.store.copying import Ledger
from graphkit.store.store import GraphStore

RELATION = names.relation("Iran", "supports", "Japan")


def counts(store: GraphStore) -> dict[str, str]:
    """Return what the relation of these articles counts."""
    rows = store.query(f"SELECT ?p ?o {{ <{RELATION}> ?p ?o }}").cells()
    return {p.removeprefix("gk:"): o for p, o in rows if p.endswith("Count") or p.endswith("Confidence")}


def everything(store: GraphStore) -> set[str]:
    return {str(quad) for quad in store.quads()}


def filled(folder: Path, *rounds: list) -> Path:
    for reports in rounds:
        with GraphStore.open(folder, write=True) as store:
            store.add(reports, run="test")
    return folder


def test_evidence_counts_origins_beside_articles(tmp_path: Path) -> None:
    with GraphStore.open(filled(tmp_path / "kg", COPIES)) as store:
        found = counts(store)
        assert (found["articleCount"], found["originCount"], found["actualOriginCount"]) == ("4", "2", "2")
        assert (found["maxConfidence"], found["actualConfidence"]) == ("0.9", "0.99")
        assert reading.origins(store) == {"copy": "wire", "late": "wire"}
        assert check.validate(store) == []


def test_the_graph_counts_what_network_and_page_count(tmp_path: Path) -> None:
    with GraphStore.open(filled(tmp_path / "kg", COPIES)) as store:
        reports, origin, found = list(store.reports()), reading.origins(store), counts(store)
    for known in (origin, None):
        ((_, _, edge),) = build(reports, store.ontology, origin=known).edges(data=True)
        assert str(edge["origins"]) == found["actualOriginCount"]
        assert str(edge["confidence"]) == found["actualConfidence"]
    drawn = page_model.build(reports, store.ontology, origin=origin).graph
    shown = {drawn["articles"]["origin"][article] for article in drawn["mentions"]["article"]}
    assert str(len(shown)) == found["originCount"]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_order_of_articles_and_writes_changes_nothing(tmp_path: Path, size: int) -> None:
    every = [*COPIES, EARLIER]
    turned = [every[at : at + size] for at in range(0, len(every), size)][::-1]
    one, other = filled(tmp_path / "one", every), filled(tmp_path / "other", *turned)
    with GraphStore.open(one) as first, GraphStore.open(other) as second:
        assert everything(first) == everything(second)
        assert set(reading.origins(first).values()) == {"earlier"}


def test_what_comes_and_goes_moves_the_origin(tmp_path: Path) -> None:
    folder = filled(tmp_path / "kg", COPIES)
    with GraphStore.open(folder) as store:
        before = everything(store)
    filled(folder, [EARLIER])
    with GraphStore.open(folder, write=True) as store:
        assert reading.origins(store) == dict.fromkeys(("copy", "late", "wire"), "earlier")
        assert counts(store)["originCount"] == "2"
        assert check.validate(store) == []
        store.remove(["earlier"])
        assert everything(store) == before
        store.remove(["wire", "own"])
        assert reading.origins(store) == {"late": "copy"}
        assert (counts(store)["articleCount"], counts(store)["originCount"]) == ("2", "1")


def test_only_what_changed_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = filled(tmp_path / "kg", COPIES)
    sketched: list[str] = []
    made = copying.shingles
    monkeypatch.setattr(copying, "shingles", lambda text: sketched.append(text) or made(text))
    filled(folder, [EARLIER])
    assert sketched == [EARLIER[0].text]
    with GraphStore.open(folder, write=True) as store:
        store.remove(["late"])
    ledger = Ledger(folder / copying.FILE)
    assert len(ledger.sketches) == len(COPIES)
    assert all(key in ledger.sketches for pair in ledger.verdicts for key in pair)


@pytest.mark.parametrize("planted", [b"", b"no database at all, but text of somebody else", None])
def test_a_file_that_is_damaged_or_missing_changes_nothing(
    tmp_path: Path, planted: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    folder = filled(tmp_path / "kg", COPIES[:1])
    if planted is None:
        (folder / copying.FILE).unlink()
    else:
        (folder / copying.FILE).write_bytes(planted)
    filled(folder, COPIES[1:])
    with GraphStore.open(folder) as store:
        assert reading.origins(store) == {"copy": "wire", "late": "wire"}
    assert ("it is done without" in caplog.text) == bool(planted)


def test_a_reader_beside_a_writer_finds_the_same(tmp_path: Path) -> None:
    folder = filled(tmp_path / "kg", COPIES)
    with GraphStore.open(folder, write=True) as writer:
        writer.stats()
        with GraphStore.open(folder) as reader:
            assert everything(reader) == everything(writer)


def test_turtle_tells_copies_and_their_counts(tmp_path: Path) -> None:
    with GraphStore.open(filled(tmp_path / "kg", COPIES)) as store:
        save(store, tmp_path / "graph.ttl")
    written = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert "gk:originCount 2 ;" in written
    copy, wire = (names.shorten(names.article(one)) for one in (COPIES[1][0], AGENCY))
    assert f"{copy} gk:copyOf {wire} ." in written


def test_pyshacl_passes_a_copy_without_its_origin_in_the_sample(tmp_path: Path) -> None:
    """The origin is an article of its own, and comes along even where no mention of it does."""
    pytest.importorskip("pyshacl")
    silent = (AGENCY, ())
    with GraphStore.open(filled(tmp_path / "kg", [silent, *COPIES[1:]])) as store:
        assert counts(store)["originCount"] == "2"
        found = sample.validate(store)
    assert (found.mentions, found.problems) == (3, [])


def test_a_copy_that_nobody_dated_comes_after_those_with_a_date(tmp_path: Path) -> None:
    undated = copied("a-copy", day=None)
    with GraphStore.open(filled(tmp_path / "kg", [undated, COPIES[0]])) as store:
        assert reading.origins(store) == {"a-copy": "wire"}
        graph = NamedNode(names.RELATIONS)
        assert {quad.graph_name for quad in store.quads() if "copyOf" in str(quad.predicate)} == {graph}
        assert replace(undated[0], published="2024-01-01") not in store.articles()
