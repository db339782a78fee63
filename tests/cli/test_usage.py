"""Help, exit codes and two-line failures; nothing here needs a model."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from graphkit.cli.app import app, models
from graphkit.cli.talk import table, thousands

Run = Callable[..., Result]
COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]
HEAVY = {"torch", "stanza", "rdflib", "pyoxigraph", "networkx", "pyvis", "trafilatura", "py3langid", "numpy"}


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_help_names_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert len(COMMANDS) == 16
    for name in [*COMMANDS, "models", "review"]:
        assert f" {name} " in result.stdout


@pytest.mark.parametrize(
    "words", [*([name] for name in COMMANDS), ["models"], ["models", "fetch"], ["review"], ["review", "undo"]]
)
def test_every_command_has_help(run: Run, words: list[str]) -> None:
    result = run(*words, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout
    assert models.registered_commands


def test_help_loads_nothing_heavy_and_is_quick() -> None:
    code = "import sys; from graphkit.cli.app import app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert not HEAVY & set(loaded.split())
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-c", "from graphkit.cli.app import main; main()", "--help"]
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    # Processor time: what else the machine does must not count.
    assert min(times) < 0.5


def test_importing_the_package_loads_nothing() -> None:
    code = "import sys, graphkit, graphkit.text, graphkit.facts; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert not {*HEAVY, "typer", "rich", "graphkit.api", "graphkit.pipeline"} & set(loaded.split())


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").stdout.startswith("graphkit 0.")


@pytest.mark.parametrize("words", [["build"], ["extract"], ["query"], ["explain"], ["models"], []])
def test_a_command_without_its_arguments_prints_help_and_does_not_wait(run: Run, words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code in (0, 2)
    assert "Usage:" in result.output


MISUSE = [
    ["nonsense"],
    ["build", "x", "--nonsense"],
    ["extract", "x", "--format", "nonsense"],
    ["extract", "x", "--language", "jv"],
    ["build", "x", "--threads", "0"],
    ["export", "-o", "graph.docx"],
    ["export", "-o", "graph"],
    ["export", "-o", "-"],
    ["export", "-o", "-", "--format", "docx"],
    ["query", "ASK {}", "--format", "xml"],
    ["evaluate", "none.jsonl"],
    ["train", "id", "--data", "none"],
    ["stats", "--config", "none.toml"],
]
FAILURES = [
    (["build", "none", "--store", "kg"], "none: no such file"),
    (["extract", "none.txt"], "none.txt: no such file"),
    (["extract", "."], ".: no articles in this folder"),
    (["stats", "--store", "none"], "none: is no graphkit store"),
    (["query", "ASK {}", "--store", "none"], "none: is no graphkit store"),
    (["query", "@none.rq", "--store", "none"], "none.rq: No such file or directory"),
    (["export", "--store", "none", "-o", "x.ttl"], "none: is no graphkit store"),
    (["view", "--store", "none"], "none: is no graphkit store"),
    (["explain", "NATO", "--models", "none"], "no Stanza models for"),
    (["doctor", "--models", "none"], "no Stanza models for 'en' at none"),
    (["check", "--actors", "none"], "none"),
]


@pytest.mark.parametrize("words", MISUSE, ids=" ".join)
def test_wrong_usage_ends_with_two(run: Run, words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("words", "message"), FAILURES, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_failure_ends_with_one_and_tells_what_and_where(run: Run, words: list[str], message: str) -> None:
    result = run(*words)
    assert result.exit_code == 1, result.output
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("error: ") and message in line]
    assert line
    assert "Traceback" not in result.stderr


def test_an_unknown_setting_is_wrong_usage(run: Run) -> None:
    Path("graphkit.toml").write_text("stores = 1\n")
    result = run("stats")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "error: graphkit.toml: unknown setting 'stores'",
        "hint: did you mean store?",
    ]


def test_failures_come_last_one_line_each_and_a_remedy_once(run: Run) -> None:
    Path("a.jsonl").write_text('{"text":"x","lang":"jv"}\nbroken\n{"text":"y","lang":"jv"}\n')
    Path("b.txt").write_text("")
    result = run("extract", "a.jsonl", "b.txt", "c.pdf")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert [line.split(": ")[:2] for line in result.stderr.splitlines()] == [
        ["error", "a.jsonl:1"],
        ["error", "a.jsonl:2"],
        ["error", "a.jsonl:3"],
        ["error", "b.txt"],
        ["error", "c.pdf"],
        ["hint", "en, id have one; --language en reads it as that"],
    ]


def test_a_build_of_nothing_good_says_so_as_json(run: Run) -> None:
    Path("a.jsonl").write_text("broken\n")
    result = run("build", "a.jsonl", "--store", "kg", "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["articles"] == {"read": 0, "skipped": 0, "failed": 1}
    (error,) = told["errors"]
    assert (error["file"], error["line"]) == ("a.jsonl", 1)
    assert "articles: 0 read, 0 skipped, 1 failed" in result.stderr


def test_fail_fast_stops_at_the_first_failure(run: Run) -> None:
    result = run("build", "none", "also-none", "--store", "kg", "--fail-fast")
    assert result.exit_code == 1
    assert "also-none" not in result.stderr


def test_quiet_leaves_only_errors(run: Run) -> None:
    result = run("--quiet", "build", "none", "--store", "kg")
    assert result.stderr == "error: none: no such file\n"


def test_an_output_that_cannot_be_written_is_told(run: Run) -> None:
    Path("a.jsonl").write_text("broken\n")
    result = run("extract", "a.jsonl", "-o", "no/such/folder/x.jsonl")
    assert result.exit_code == 1
    assert "no/such/folder/x.jsonl: cannot be written" in result.stderr
    Path("file").write_text("")
    result = run("build", "a.jsonl", "--store", "file/kg")
    assert result.exit_code == 1
    assert "error: file/kg: no store can be made here: Not a directory" in result.stderr
    assert "Traceback" not in result.stderr


def test_debug_shows_where(run: Run) -> None:
    result = run("--debug", "stats", "--store", "none")
    assert result.exit_code == 1
    assert type(result.exception).__name__ == "StoreError"


def test_a_mistake_of_ours_is_told_in_two_lines() -> None:
    code = (
        "import sys; sys.argv = ['graphkit', 'stats']\n"
        "from graphkit.cli import app\n"
        "app.app = lambda: 1 / 0\n"
        "app.main()"
    )
    result = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "error: unexpected ZeroDivisionError: division by zero",
        "hint: graphkit --debug shows where; please report it",
    ]


def test_check_passes_on_what_is_shipped(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "language id  good" in result.stdout


def test_a_table_has_columns_and_whole_last_cells() -> None:
    rows = [("a\nb", "x" * 9, "y" * 90), ("é", "", "z")]
    lines = table(("one", "two", "three"), rows, widest=5).splitlines()
    assert lines == [
        "one  two    three",
        f"---  -----  {'-' * 90}",
        f"a b  xxxx…  {'y' * 90}",
        "é           z",
    ]
    assert thousands(1, "actors") == "1 actor"
    assert thousands(1204, "actors") == "1,204 actors"
