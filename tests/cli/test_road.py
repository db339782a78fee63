"""The main road on the command line, with the real models."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from graphkit.cli.app import app
from graphkit.export import FORMATS

pytestmark = pytest.mark.model
Run = Callable[..., Result]

ARTICLES = [
    {
        "id": "id-1",
        "lang": "id",
        "date": "2024-03-04",
        "title": "Korea Utara ancam Korea Selatan",
        "source": "Harian Contoh",
        "url": "https://example.org/1",
        "text": "Seoul (ANTARA) - Korea Utara mengancam Korea Selatan.\n"
        "Amerika Serikat menjatuhkan sanksi kepada Iran.\nBaca juga: Rusia mengancam Ukraina",
    },
    {
        "id": "en-1",
        "lang": "en",
        "date": "2024-03-05",
        "source": "The Sample",
        "text": "SEOUL (Reuters) - North Korea threatened South Korea.\n"
        "The United States imposed sanctions on Iran.\nAlso read: Russia threatens Ukraine",
    },
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a corpus of two articles and the store that was built from it."""
    folder = tmp_path_factory.mktemp("road")
    lines = "".join(json.dumps(article) + "\n" for article in ARTICLES)
    (folder / "news.jsonl").write_text(lines, encoding="utf-8")
    result = CliRunner().invoke(
        app, ["build", str(folder / "news.jsonl"), "--store", str(folder / "kg"), "--json"]
    )
    assert result.exit_code == 0, result.output
    (folder / "built.json").write_text(result.stdout)
    return folder


@pytest.fixture(autouse=True)
def _inside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)


def statements(result: Result) -> list[dict[str, Any]]:
    return [row for line in result.stdout.splitlines() for row in json.loads(line)["statements"]]


def test_build_tells_what_it_did() -> None:
    told = json.loads(Path("built.json").read_text())
    assert told["articles"] == {"read": 2, "skipped": 0, "failed": 0}
    assert told["actors"] == 4
    assert told["statements"] >= 4
    assert told["errors"] == []


def test_the_same_articles_again_add_nothing(run: Run) -> None:
    before = run("export", "--store", "kg", "-o", "-", "--format", "nq").stdout
    result = run("build", "news.jsonl", "--store", "kg", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["articles"] == {"read": 0, "skipped": 2, "failed": 0}
    assert run("export", "--store", "kg", "-o", "-", "--format", "nq").stdout == before


def test_extract_gives_the_shape_of_gold_files_with_more_keys(run: Run) -> None:
    result = run("extract", "news.jsonl")
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["id-1", "en-1"]
    for row, article in zip(rows, ARTICLES, strict=True):
        for key in ("id", "lang", "date", "text", "source"):
            assert row[key] == article[key]
        claims = {(s["source"], s["relation"], s["target"], s["status"]) for s in row["statements"]}
        assert ("PRK", "threatens", "KOR", "actual") in claims
        assert ("USA", "sanctions", "IRN", "actual") in claims
        for statement in row["statements"]:
            assert statement["evidence"] in row["text"]
            assert row["text"][statement["start"] : statement["end"]] == statement["evidence"]
            assert 0 <= statement["confidence"] <= 1
            assert statement["rule"]
            assert statement["relation_iri"].endswith(statement["relation"])
            for part in ("source_mention", "target_mention", "trigger"):
                place = statement[part]
                assert row["text"][place["start"] : place["end"]] == place["text"]


def test_links_and_datelines_leave_nothing(run: Run) -> None:
    found = statements(run("extract", "news.jsonl"))
    named = {statement[end] for statement in found for end in ("source", "target")}
    assert named == {"PRK", "KOR", "USA", "IRN"}


def test_extract_reads_standard_input_and_prints_a_table(run: Run) -> None:
    result = run("extract", "-", "--format", "table", stdin="Amerika Serikat menjatuhkan sanksi kepada Iran.")
    assert result.exit_code == 0, result.output
    head, rule, *rows = result.stdout.splitlines()
    assert head.split()[:4] == ["article", "source", "relation", "target"]
    assert set(rule) == {"-", " "}
    assert any(row.split()[1:4] == ["USA", "sanctions", "IRN"] for row in rows)


def test_extract_prints_turtle(run: Run) -> None:
    result = run("extract", "news.jsonl", "--format", "turtle")
    assert result.exit_code == 0, result.output
    assert "actor:Iran" in result.stdout
    assert result.stdout.startswith("@prefix")


def test_a_bad_article_among_good_ones(run: Run) -> None:
    Path("mixed.jsonl").write_text(
        "broken\n" + json.dumps({"text": "The United States imposed sanctions on Iran.", "lang": "en"}) + "\n"
    )
    result = run("extract", "mixed.jsonl")
    assert result.exit_code == 1
    assert len(statements(result)) >= 1
    assert result.stderr.splitlines()[-1].startswith("error: mixed.jsonl:1: broken JSON")


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_format_is_written_and_printed_the_same(run: Run, suffix: str) -> None:
    result = run("export", "--store", "kg", "-o", f"graph{suffix}")
    assert result.exit_code == 0, result.output
    assert f"wrote graph{suffix}" in result.stderr
    assert result.stdout == ""
    printed = run("export", "--store", "kg", "-o", "-", "--format", suffix)
    assert printed.exit_code == 0, printed.output
    assert Path(f"graph{suffix}").read_bytes() == printed.stdout_bytes
    assert Path(f"graph{suffix}").stat().st_size > 0


def test_what_happened_stands_in_the_turtle_as_a_plain_triple(run: Run) -> None:
    from rdflib import Graph

    assert run("export", "--store", "kg", "-o", "graph.ttl").exit_code == 0
    graph = Graph().parse("graph.ttl")
    asked = "ASK { ?a gk:sanctions ?b . ?a gk:code 'USA' . ?b gk:code 'IRN' }"
    assert bool(graph.query(f"PREFIX gk: <https://w3id.org/graphkit/ontology#> {asked}"))


def test_view_draws_one_page(run: Run) -> None:
    result = run("view", "--store", "kg", "-o", "graph.html", "--title", "Two articles", "--actor", "Iran")
    assert result.exit_code == 0, result.output
    page = Path("graph.html").read_text(encoding="utf-8")
    assert "Two articles" in page
    assert "North Korea threatened South Korea." in page
    assert "next: open graph.html" in result.stderr


@pytest.mark.parametrize(
    ("form", "start"),
    [("png", b"\x89PNG"), ("svg", b"<svg"), ("gexf", b"<?xml"), ("html", b"<!doctype html>")],
)
def test_view_draws_what_the_format_says(run: Run, form: str, start: bytes) -> None:
    result = run("view", "--store", "kg", "--format", form)
    assert result.exit_code == 0, result.output
    assert Path(f"graph.{form}").read_bytes().startswith(start)


def test_view_draws_no_tables(run: Run) -> None:
    result = run("view", "--store", "kg", "-o", "table.csv")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: .csv is neither a page nor a picture\nhint: choose one of .html")
    assert not Path("table.csv").exists()


def test_query_answers_in_three_forms(run: Run) -> None:
    asked = "SELECT ?a ?b { ?a gk:sanctions ?b } ORDER BY ?a ?b"
    result = run("query", asked, "--store", "kg")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[2].split() == ["actor:United_States", "actor:Iran"]
    rows = list(csv.reader(run("query", asked, "--store", "kg", "--format", "csv").stdout.splitlines()))
    assert rows[0] == ["a", "b"]
    assert rows[1][0].endswith("/actor/United_States")
    answer = json.loads(run("query", asked, "--store", "kg", "--format", "json").stdout)
    assert len(answer["results"]["bindings"]) == len(rows) - 1
    Path("q.rq").write_text(asked)
    assert run("query", "@q.rq", "--store", "kg").stdout == result.stdout
    assert run("query", "-", "--store", "kg", stdin=asked).stdout == result.stdout


def test_a_wrong_query_is_told_by_its_place(run: Run) -> None:
    result = run("query", "SELECT ?a { ?a gk:sanctions }", "--store", "kg")
    assert result.exit_code == 1
    assert "error: query, line 1, column" in result.stderr


def test_stats_counts(run: Run) -> None:
    result = run("stats", "--store", "kg")
    assert result.exit_code == 0
    assert result.stdout.startswith("articles             2  1 en, 1 id")
    told = json.loads(run("stats", "--store", "kg", "--json").stdout)
    assert (told["articles"], told["first"], told["last"]) == (2, "2024-03-04", "2024-03-05")


def test_explain_shows_the_steps(run: Run) -> None:
    result = run("explain", "Amerika Serikat menjatuhkan sanksi kepada Iran.")
    assert result.exit_code == 0, result.output
    for part in (
        "sentence 0:",
        "mentions:",
        "IRN",
        "proposal by rule",
        "kept",
        "statements:",
        "USA sanctions IRN",
    ):
        assert part in result.stdout


def test_doctor_finds_the_models(run: Run) -> None:
    result = run("doctor", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["missing"] == []
    assert told["versions"]["stanza"]


def test_evaluate_scores_what_is_found_against_itself(run: Run) -> None:
    gold = [{**json.loads(line), "url": None} for line in run("extract", "news.jsonl").stdout.splitlines()]
    Path("gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in gold), encoding="utf-8")
    result = run("evaluate", "gold.jsonl", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["root"]["f1"] == told["status"]["f1"] == 1.0
    assert run("evaluate", "gold.jsonl", "--errors").stdout.splitlines()[2].split()[:2] == ["root", "1.000"]
