"""A store is read again without parsing, goes on where it was stopped, and other commands load no torch."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphkit.building import build
from graphkit.errors import UsageError
from graphkit.parse.shelf import FILE
from graphkit.settings import Settings
from graphkit.store.store import GraphStore

TEXTS = (
    ("en", "North Korea threatened South Korea. The United States imposed sanctions on Iran."),
    ("id", "Korea Utara mengancam Korea Selatan. Amerika Serikat menjatuhkan sanksi kepada Iran."),
)


def corpus(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            language, text = TEXTS[number % 2]
            row = {"id": f"a{number}", "lang": language, "text": f"{text}\nThis is number {number}."}
            file.write(json.dumps(row) + "\n")
    return path


def content(store: Path) -> list[str]:
    with GraphStore.open(store) as opened:
        return sorted(map(str, opened.quads()))


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the versions be the same all through a test."""
    monkeypatch.setattr("graphkit.versions.run", lambda _: "these versions")


@pytest.mark.model
def test_what_is_kept_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(store=tmp_path / "kg")
    monkeypatch.setattr("graphkit.versions.run", lambda _: "this knowledge")
    first = build([corpus(tmp_path / "a.jsonl", 4)], settings)
    assert (first.read, first.cache > 0) == (4, True)
    before = content(tmp_path / "kg")
    monkeypatch.setattr("graphkit.parse.parser.Parser.__init__", lambda *_, **__: pytest.fail("parsed"))
    # Nothing has changed: nothing is read.
    assert build([], settings, refresh=True).skipped == 4
    # What is known has changed: every article is read again from its parse.
    monkeypatch.setattr("graphkit.versions.run", lambda _: "other knowledge")
    again = build([], settings, refresh=True)
    assert (again.read, again.skipped, again.failures, again.statements) == (4, 0, [], first.statements)
    after = content(tmp_path / "kg")
    assert len(after) == len(before)
    assert after != before


@pytest.mark.model
@pytest.mark.usefixtures("steady")
def test_a_planted_parse_is_not_believed(tmp_path: Path) -> None:
    import sqlite3

    path, settings = corpus(tmp_path / "a.jsonl", 2), Settings(store=tmp_path / "kg")
    build([path], settings)
    file = sqlite3.connect(tmp_path / "kg" / FILE)
    keys = [row[0] for row in file.execute("SELECT key FROM parses ORDER BY key")]
    (other,) = file.execute("SELECT parse FROM parses WHERE key = ?", (keys[0],)).fetchone()
    file.execute("UPDATE parses SET parse = ? WHERE key = ?", (other[:-4] + b"abcd", keys[0]))
    file.execute("UPDATE parses SET parse = ? WHERE key = ?", (other[: len(other) // 2], keys[1]))
    file.commit()
    file.close()
    for shard in (tmp_path / "kg" / "shards").iterdir():
        shard.unlink()
    report = build([path], settings)
    assert (report.read, report.failures) == (2, [])
    build([path], Settings(store=tmp_path / "other", cache=0))
    assert content(tmp_path / "kg") == content(tmp_path / "other")
    assert not (tmp_path / "other" / FILE).exists()


def test_an_empty_store_has_nothing_to_read_again(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no articles to be read again"):
        build([], Settings(store=tmp_path / "kg"), refresh=True)


@pytest.mark.model
@pytest.mark.usefixtures("steady")
def test_a_killed_build_continues(tmp_path: Path) -> None:
    path = corpus(tmp_path / "a.jsonl", 400)
    code = (
        "import sys\nfrom pathlib import Path\nfrom graphkit import building\n"
        "from graphkit import versions\nfrom graphkit.settings import Settings\n"
        "versions.run = lambda _: 'these versions'\n"
        "building.build([sys.argv[1]], Settings(store=Path(sys.argv[2])))"
    )
    run = subprocess.Popen([sys.executable, "-c", code, str(path), str(tmp_path / "kg")])
    parses = tmp_path / "kg" / FILE
    until = time.monotonic() + 120
    while time.monotonic() < until and not (parses.exists() and parses.stat().st_size > 40_000):
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    assert run.wait(20) == -signal.SIGKILL
    report = build([path], Settings(store=tmp_path / "kg"))
    assert report.cache > 0
    assert (report.read + report.skipped, report.failures) == (400, [])
    build([path], Settings(store=tmp_path / "whole", cache=0))
    assert content(tmp_path / "kg") == content(tmp_path / "whole")


def test_commands_that_read_no_articles_load_no_torch(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "kg", write=True):
        pass
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom graphkit.cli.app import app\n"
        "from graphkit.errors import GraphkitError\n"
        "for line in (['view', '-o', 'g.html'], ['export', '-o', 'g.ttl'], ['query', 'ASK {}'], ['stats'],\n"
        "             ['check'], ['--help']):\n"
        "    more = [] if line[0] in ('check', '--help') else ['--store', 'kg']\n"
        "    CliRunner().invoke(app, [*line, *more])\n"
        "    print(line[0], sorted({'torch', 'stanza'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        f"{name} []" for name in ("view", "export", "query", "stats", "check", "--help")
    ]
