"""remove, diff and verify as an editor meets them."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad
from small_world import FIRST, REPORTS, SECOND
from typer.testing import Result

from graphkit.store.store import GraphStore
from graphkit.store.triples import node

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, reports in (("kg", REPORTS), ("less", [r for r in REPORTS if r[0] is not SECOND])):
        with GraphStore.open(name, write=True) as store:
            store.add(reports, run="test")


def test_articles_are_removed_by_id_or_address(run: Run) -> None:
    result = run("remove", SECOND.id, FIRST.url, "--store", "kg", "--erase")
    assert result.exit_code == 0, result.output
    assert "2 articles removed with 9 statements; 2 articles and 1 statement are left" in result.stderr
    shards = list(Path("kg/shards").iterdir())
    assert not any(b"Stoltenberg" in gzip.decompress(path.read_bytes()) for path in shards)


def test_an_unknown_article_is_told_and_nothing_is_removed(run: Run) -> None:
    result = run("remove", SECOND.id, "nobody", "--store", "kg")
    assert result.exit_code == 2
    assert "error: kg: there is no article 'nobody'" in result.stderr
    with GraphStore.open("kg") as store:
        assert store.has(SECOND)


def test_a_difference_is_told_in_sentences(run: Run) -> None:
    result = run("diff", "kg", "less")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[:3] == ["1 article was removed:", "  a2, 'Accusations fly'", "No longer said:"]
    quote = "“Russia accused Ukraine of attacking a border village.”"
    assert f"  Russia accuses Ukraine (actual), in 1 article: {quote}" in lines
    assert run("diff", "kg", "kg").stdout == "Nothing changed.\n"
    told = json.loads(run("diff", "less", "kg", "--json").stdout)
    assert list(told["articles"]["added"]) == ["a2"]
    assert {row["after"][0] for row in told["relations"]} >= {"a2"}


def test_what_more_articles_say_is_told_with_the_number_before(run: Run) -> None:
    copy = replace(FIRST, id="a9")
    said = [replace(s, evidence=replace(s.evidence, article="a9")) for s in REPORTS[0][1]]
    with GraphStore.open("more", write=True) as store:
        store.add([*REPORTS, (copy, said)], run="test")
    lines = run("diff", "kg", "more", "--most", "1").stdout.splitlines()
    assert "Said by others now:" in lines
    assert any("in 2 articles (before: 1): “" in line for line in lines)
    assert lines[-1].startswith("  and ")


def _tamper() -> None:
    """Change a quote in the index, which nothing of ours would do; the handle must be gone afterwards."""
    with GraphStore.open("kg", write=True) as store:
        handle = store._handle()
        quad = sorted(handle.quads_for_pattern(None, node("oa:exact"), None, None), key=str)[0]
        handle.remove(quad)
        handle.add(Quad(quad.subject, quad.predicate, Literal("false"), quad.graph_name))


def test_quotes_are_verified(run: Run) -> None:
    result = run("verify", "--store", "kg", "--sample", "0")
    assert result.exit_code == 0, result.output
    assert result.stderr == "quotes: 10 of 10 are the text they claim to be\n"
    _tamper()
    result = run("verify", "--store", "kg", "--sample", "0")
    assert result.exit_code == 1
    assert "quotes: 9 of 10" in result.stderr
    assert "the quote is not the text from" in result.stderr


def test_articles_of_other_versions_are_not_compared(run: Run) -> None:
    result = run("verify", "--store", "kg")
    assert result.exit_code == 0, result.output
    assert "sample: 0 of 0 articles read again give the same; 4 were read by other versions" in result.stderr


@pytest.mark.model
def test_a_sample_read_again_gives_the_same(run: Run) -> None:
    rows = [
        {
            "id": "1",
            "lang": "en",
            "date": "2024-05-30",
            "text": "The United States imposed sanctions on Iran.",
        },
        {"id": "2", "lang": "en", "text": "North Korea threatened South Korea on Monday."},
    ]
    Path("news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert run("build", "news.jsonl", "--store", "new").exit_code == 0
    result = run("verify", "--store", "new")
    assert result.exit_code == 0, result.output
    assert "sample: 2 of 2 articles read again give the same\n" in result.stderr


@pytest.mark.model
def test_a_corrected_article_replaces_its_old_version(run: Run) -> None:
    tail = " ".join(f"It was said on day {n} that grain was shipped from the harbour." for n in range(8))
    for name, said in (("old", "imposed sanctions on"), ("new", "praised")):
        row = {
            "lang": "en",
            "url": "https://news.example/1",
            "text": f"The United States {said} Iran. {tail}",
        }
        Path(f"{name}.jsonl").write_text(json.dumps(row))
        assert run("build", f"{name}.jsonl", "--store", "news").exit_code == 0
    with GraphStore.open("news") as store:
        (article,) = store.articles()
        assert "praised" in article.text
        assert {s.relation for s in store.statements()} == {"supports"}
