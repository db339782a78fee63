"""Commands that look after a graph: validate, review and serve, and any command on a server."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from served import free_port, oxigraph
from small_world import FIRST, JENS, NATO, REPORTS, party, say
from typer.testing import Result

from graphkit.facts import Actor
from graphkit.store import names
from graphkit.store.place import open_store
from graphkit.store.store import GraphStore
from graphkit.store.triples import node

Run = Callable[..., Result]
SHORT = Actor("x-77", "Stoltenberg", "Person", (("en", "Stoltenberg"),))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a store of the small world, in which Stoltenberg is met by half his name, too."""
    monkeypatch.chdir(tmp_path)
    words = ("Stoltenberg", party(SHORT)), ("Sekjen", "represents"), ("NATO", party(NATO))
    again = replace(say(FIRST, FIRST.text, *words), said_by=party(SHORT, NATO))
    with GraphStore.open("kg", write=True) as store:
        store.add([(FIRST, [*REPORTS[0][1], again]), *REPORTS[1:]], run="test")
    return Path("kg")


def listed(run: Run, *words: str) -> dict:
    result = run("review", "--store", "kg", "--json", *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_sound_graph_is_called_sound(run: Run, path: Path) -> None:
    result = run("validate", "--store", path)
    assert result.exit_code == 0, result.output
    first, second = result.stdout.splitlines()
    assert re.fullmatch(r"\d\d+ checks over [\d,]+ triples: sound", first)
    # Eleven mentions, less those of relations that the sample leaves out: here none.
    assert second == "pySHACL over 11 mentions: sound"


def test_what_is_wrong_is_listed_by_both_and_the_exit_code_is_1(run: Run, path: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix gk: <https://w3id.org/graphkit/ontology#> .\n"
        "gk:OurShape a sh:NodeShape ; sh:targetClass gk:Mention ; sh:property [ sh:path gk:rule ; "
        'sh:pattern "^verb$" ; sh:message "only verbs"@en ] .\n'
    )
    result = run("validate", "--store", path, "--shapes", shapes, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    (ours,) = told["problems"]
    assert (ours["shape"], ours["message"], ours["value"]) == ("gk:OurShape", "only verbs (gk:rule)", "title")
    (theirs,) = told["pyshacl"]["problems"]
    assert (theirs["shape"], theirs["message"], theirs["node"]) == ("gk:OurShape", "only verbs", ours["node"])
    plain = run("validate", "--store", path, "--shapes", shapes)
    assert "1 problem\n" in plain.stdout
    assert ours["node"] in plain.stdout
    broken = tmp_path / "broken.ttl"
    broken.write_text("gk:a a gk:b")
    result = run("validate", "--store", path, "--shapes", broken)
    assert (result.exit_code, "broken.ttl: line 1: not valid Turtle" in result.stderr) == (1, True)


def test_doubtful_statements_are_rejected_by_key_and_taken_back(run: Run, path: Path) -> None:
    found = listed(run, "--sure", "0.8")
    unsure = next(one for one in found["statements"] if one["confidence"] == 0.7)
    assert unsure["sentence"] in REPORTS[1][0].text
    assert "confidence below 0.8" in unsure["reason"]
    asked = ("query", "--store", "kg", "-f", "csv", "ASK { actor:Ukraine gk:attacks actor:Russia }")
    assert "true" in run(*asked).stdout
    result = run("review", "reject", unsure["key"], "--why", "a claim", "--by", "Mari", "--store", path)
    assert result.exit_code == 0, result.output
    assert "false" in run(*asked).stdout
    assert unsure["key"] not in {one["key"] for one in listed(run, "--sure", "0.8")["statements"]}
    log = run("review", "log", "--store", path).stdout
    assert re.search(
        r"^1 +reject +Ukraine attacks Russia actual a2 +Mari +\d{4}-\d\d-\d\d +a claim$", log, re.M
    )
    assert run("review", "undo", 1, "--store", path).exit_code == 0
    assert "true" in run(*asked).stdout
    assert run("validate", "--store", path).exit_code == 0


def test_accepted_statements_are_no_longer_listed(run: Run, path: Path) -> None:
    keys = [one["key"] for one in listed(run)["statements"]]
    assert keys
    assert run("review", "accept", *keys, "--why", "read", "--store", path).exit_code == 0
    assert listed(run)["statements"] == []
    assert len(json.loads(run("review", "log", "--store", path, "--json").stdout)) == len(keys)


def test_statements_are_rejected_by_their_ends_named_as_people_do(run: Run, path: Path) -> None:
    words = ("--source", "rus", "--relation", "attacks", "--target", "Ukraina", "--why", "no")
    assert run("review", "reject", *words, "--store", path).exit_code == 0
    with GraphStore.open(path) as store:
        assert not store.query("SELECT * { ?m rdf:subject actor:Russia ; rdf:predicate gk:attacks }").rows


def test_actors_are_joined_and_kept_apart(run: Run, path: Path) -> None:
    (merge,) = listed(run)["merges"]
    assert (merge["actor"], merge["other"], merge["reason"]) == (
        "x-77",
        JENS.id,
        "its name is part of the other's",
    )
    assert "Stoltenberg" in merge["sentence"]
    assert run("review", "different", "x-77", JENS.id, "--why", "a namesake", "--store", path).exit_code == 0
    assert listed(run)["merges"] == []
    run("review", "undo", 1, "--store", path)
    assert (
        run("review", "same", "stoltenberg", "Jens Stoltenberg", "--why", "him", "--store", path).exit_code
        == 0
    )
    with GraphStore.open(path) as store:
        assert "x-77" not in store.actors()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["accept", "--why", "x"], "name statements by their keys, or by --source"),
        (["accept", "12345678", "--source", "RUS", "--why", "x"], "by their keys, or by --source"),
        (["reject", "12345678", "--why", "x"], "no statement has the key '12345678'"),
        (["reject", "--source", "Ukrain", "--why", "x"], "did you mean Ukraine?"),
        (["reject", "--relation", "attack", "--source", "RUS", "--why", "x"], "did you mean 'attacks'"),
        (["reject", "--status", "done", "--source", "RUS", "--why", "x"], "there is no status 'done'"),
        (["same", "RUS", "Russia", "--why", "x"], "both are Russia"),
        (["undo", "1"], "there is no decision 1"),
        (["accept", "12345678"], "Missing option '--why'"),
        (["log", "--store", "http://mari:secret@h/"], "http://h/: graphkit review works on the folder"),
    ],
)
def test_decisions_about_nothing_are_refused(run: Run, path: Path, words: list[str], told: str) -> None:
    result = run("review", *words, *(() if "--store" in words else ("--store", path)))
    assert result.exit_code in (1, 2)
    assert told in " ".join(result.stderr.replace("│", " ").split())
    assert "secret" not in result.stderr
    assert not (path / "review.toml").exists()


def test_decisions_that_were_kept_elsewhere_come_before_the_graph(run: Run, path: Path) -> None:
    words = ("--source", "RUS", "--relation", "attacks", "--why", "no")
    run("review", "reject", *words, "--store", path)
    again = Path("again")
    again.mkdir()
    (again / "review.toml").symlink_to((path / "review.toml").resolve())
    with GraphStore.open(again, write=True) as store:
        store.add(REPORTS, run="test")
        assert not store.query("SELECT * { ?m rdf:subject actor:Russia ; rdf:predicate gk:attacks }").rows
    assert run("review", "undo", 1, "--store", again).exit_code == 0
    assert (again / "review.toml").is_symlink()
    assert "[[decision]]" not in (path / "review.toml").read_text()


def test_serve_answers_until_it_is_told_to_end(path: Path) -> None:
    code = "from graphkit.cli.app import main; main()"
    command = [sys.executable, "-c", code, "serve", "--store", str(path), "--port", "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # tests that run in the background of a script are deaf to Ctrl-C, and so would be their children
    with subprocess.Popen(command, text=True, preexec_fn=_hears, **pipes) as child:
        try:
            url = child.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url), child.stderr.read()
            query = "query?query=ASK%20%7B%20actor%3ARussia%20gk%3Aattacks%20actor%3AUkraine%20%7D"
            with urllib.request.urlopen(url + query, timeout=30) as answer:
                assert json.load(answer)["boolean"] is True
            os.kill(child.pid, signal.SIGINT)
            assert child.wait(20) == 0
            assert "ended" in child.stderr.read()
        finally:
            child.kill()


def _hears() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_serve_wants_a_folder_that_is_a_store(run: Run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "kg: is no graphkit store" in run("serve").stderr
    assert "works on the folder of a store" in run("serve", "--store", "http://h/").stderr


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with oxigraph(tmp_path / "server") as url:
        yield url


def test_every_command_does_on_a_server_what_it_does_on_a_folder(run: Run, path: Path, server: str) -> None:
    with open_store(server, write=True) as remote, GraphStore.open(path) as local:
        remote.add(list(local.reports()), run="test")
    ask = "SELECT ?who ?whom { ?who gk:attacks ?whom } ORDER BY ?who ?whom"
    for words in (["stats"], ["query", ask, "-f", "csv"], ["validate"]):
        there, here = run(*words, "--store", server), run(*words, "--store", path)
        assert (there.exit_code, here.exit_code) == (0, 0), there.output
        if words != ["validate"]:
            assert there.stdout == here.stdout
    for suffix in ("ttl", "nq", "csv"):
        for name, place in (("there", server), ("here", path)):
            assert run("export", "--store", place, "-o", f"{name}.{suffix}").exit_code == 0
        assert Path(f"there.{suffix}").read_bytes() == Path(f"here.{suffix}").read_bytes()
    assert run("view", "--store", server, "-o", "page.html").exit_code == 0
    assert "Stoltenberg" in Path("page.html").read_text(encoding="utf-8")
    refused = run("query", "--store", server, "SELECT * { SERVICE <http://h/> { ?s ?p ?o } }")
    assert (refused.exit_code, "SERVICE is refused" in refused.stderr) == (1, True)


def test_a_server_that_is_not_there_is_one_line_in_every_command(run: Run, path: Path, monkeypatch) -> None:
    monkeypatch.setattr("graphkit.store.server._PAUSES", (0.01,))
    url = f"http://mari:secret@127.0.0.1:{free_port()}"
    commands = (
        ["stats"],
        ["query", "ASK {}"],
        ["export", "-o", "x.ttl"],
        ["view", "-o", "x.html"],
        ["validate"],
    )
    for words in commands:
        result = run(*words, "--store", url)
        assert result.exit_code == 1
        first, second = result.stderr.splitlines()
        assert first.startswith(f"error: {url.replace('mari:secret@', '')}: the server does not answer")
        assert second == "hint: is it running, and is the address right?"


def test_only_who_allows_it_lets_a_question_fetch(run: Run, path: Path) -> None:
    closed = f"SELECT * {{ SERVICE <http://127.0.0.1:{free_port()}/> {{ ?s ?p ?o }} }}"
    assert "is refused" in run("query", "--store", path, closed).stderr
    tried = run("query", "--store", path, "--allow-network", closed)
    assert tried.exit_code == 1
    assert "is refused" not in tried.stderr
    assert "the query failed" in tried.stderr


def test_the_wrong_is_found_in_the_sample_where_the_store_holds_it(path: Path) -> None:
    from pyoxigraph import Literal, NamedNode, Quad

    from graphkit.store import sample

    with GraphStore.open(path, write=True) as store:
        handle = store._handle()
        (quad, *_) = handle.quads_for_pattern(None, node("oa:exact"), None, None)
        handle.remove(quad)
        handle.add(Quad(quad.subject, quad.predicate, Literal("Made up."), quad.graph_name))
        found = sample.validate(store)
    (problem,) = found.problems
    assert problem.message.startswith("a quote is word for word")
    assert problem.node == names.shorten(str(NamedNode(quad.subject.value))[1:-1])
