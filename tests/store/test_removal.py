"""An article goes with exactly its evidence, a corrected one replaces the old; quotes are slices."""

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad
from small_world import FIRST, REPORTS, SECOND

from graphkit.errors import StoreError
from graphkit.network.changes import changes
from graphkit.store import quotes
from graphkit.store.check import validate
from graphkit.store.corrections import Earlier
from graphkit.store.store import GraphStore
from graphkit.store.triples import node


def built(path: Path, *reports: object) -> Path:
    with GraphStore.open(path, write=True) as store:
        store.add(reports or REPORTS, run="test")  # type: ignore[arg-type]
    return path


def content(path: Path) -> list[str]:
    with GraphStore.open(path) as store:
        return sorted(map(str, store.quads()))


@pytest.mark.parametrize("erase", [False, True])
def test_what_is_removed_leaves_the_store_as_if_it_had_never_been_there(tmp_path: Path, erase: bool) -> None:
    others = [report for report in REPORTS if report[0] is not SECOND]
    built(tmp_path / "kg")
    with GraphStore.open(tmp_path / "kg", write=True) as store:
        assert store.remove([SECOND.id, "nobody"]) == 1
        assert not store.has(SECOND)
        assert store.remove([SECOND.id]) == 0
        if erase:
            store.compact()
    assert content(tmp_path / "kg") == content(built(tmp_path / "without", *others))
    with GraphStore.open(tmp_path / "kg") as store:
        assert validate(store) == []
    texts = b"".join(path.read_bytes() for path in (tmp_path / "kg" / "shards").iterdir())
    assert len(texts) > 0
    # Taken back, it is there as before.
    built(tmp_path / "kg")
    assert content(tmp_path / "kg") == content(built(tmp_path / "all"))


def test_a_store_open_for_reading_removes_nothing(tmp_path: Path) -> None:
    with (
        GraphStore.open(built(tmp_path / "kg")) as store,
        pytest.raises(StoreError, match="for reading only"),
    ):
        store.remove([FIRST.id])


def test_a_text_much_alike_at_the_same_address_is_a_correction(tmp_path: Path) -> None:
    text = " ".join(f"word{n}" for n in range(60))
    old = replace(FIRST, id="old", text=f"NATO met Japan. {text}", url="https://news.example/x")
    site = replace(FIRST, id="site", text="Quite another text that says something else.", url=old.url)
    with GraphStore.open(built(tmp_path / "kg", (old, []), (site, []))) as store:
        earlier = Earlier(store)
        assert earlier.versions(replace(old, id="new", text=f"NATO did not meet Japan. {text}")) == ("old",)
        assert earlier.versions(replace(old, text=f"Corrected. {text}")) == ()
        assert earlier.versions(replace(old, id="new", url=None)) == ()
        assert earlier.versions(replace(old, id="new", text="Nothing alike at all, in any word.")) == ()


def test_every_quote_is_the_text_it_claims_to_be(tmp_path: Path) -> None:
    with GraphStore.open(built(tmp_path / "kg")) as store:
        found = list(quotes.check(store))
        assert len(found) == sum(len(statements) for _, statements in REPORTS)
        assert {one.wrong for one in found} == {()}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("oa:exact", "something else", "the quote is not the text from"),
        ("oa:start", "999999", "the quote is not the text from 999999"),
        ("gk:sourceEnd", "x", "the source is not the text from"),
        ("gk:triggerText", "", "the trigger is not the text from"),
        ("gk:text", "All of it was changed.", "the text is not the one it was read from"),
    ],
)
def test_a_quote_that_was_tampered_with_is_found(tmp_path: Path, name: str, value: str, message: str) -> None:
    with GraphStore.open(built(tmp_path / "kg"), write=True) as store:
        handle = store._handle()
        quad = sorted(handle.quads_for_pattern(None, node(name), None, None), key=str)[0]
        handle.remove(quad)
        handle.add(Quad(quad.subject, quad.predicate, Literal(value), quad.graph_name))
        wrong = [what for one in quotes.check(store) for what in one.wrong]
    assert any(what.startswith(message) for what in wrong)


def test_changes_are_told_whatever_the_order() -> None:
    corrected = (replace(FIRST, text=FIRST.text + " Corrected."), REPORTS[0][1])
    found = changes(REPORTS, [corrected, *reversed(REPORTS[2:])])
    assert (list(found.added), list(found.removed), list(found.corrected)) == ([], ["a2"], ["a1"])
    gone = {(c.edge.source, c.edge.relation, c.edge.status) for c in found.edges if not c.after}
    assert ("Russia", "accuses", "actual") in gone
    assert all(change.before for change in found.edges)
    back = changes([corrected, *REPORTS[2:]], REPORTS)
    assert list(back.added) == ["a2"]
    assert {c.edge for c in back.edges} == {c.edge for c in found.edges}
    assert not changes(REPORTS, list(reversed(REPORTS)))
