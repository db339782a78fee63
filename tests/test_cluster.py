"""A real scheduler and two real workers, one of which is killed in the middle."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask is an extra")

from graphkit import building
from graphkit.building import build
from graphkit.cluster import Cluster
from graphkit.errors import GraphkitError
from graphkit.settings import Settings
from graphkit.store.store import GraphStore

SENTENCES = {
    "en": "North Korea threatened South Korea. The United States imposed sanctions on Iran.",
    "id": "Korea Utara mengancam Korea Selatan. Amerika Serikat menjatuhkan sanksi kepada Iran.",
}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    folder = tmp_path_factory.mktemp("cluster")
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    dask = [sys.executable, "-m", "distributed.cli"]
    host = ["--host", "127.0.0.1", "--no-dashboard"]
    started = [
        subprocess.Popen(
            [*dask[:2], "distributed.cli.dask_scheduler", *host, "--port", str(port)],
            **quiet,  # type: ignore[call-overload]
        )
    ]
    started += [
        subprocess.Popen(
            [*dask[:2], "distributed.cli.dask_worker", address, *host, "--nthreads", "1", "--no-nanny"],
            **quiet,  # type: ignore[call-overload]
        )
        for _ in range(2)
    ]
    yield address, started
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(12):
        text = SENTENCES["en" if number % 2 else "id"]
        (folder / f"{number:02}.txt").write_text(f"{text}\nThis is article {number}." * (1 + number % 3))
    return folder


def content(store: Path) -> list[str]:
    with GraphStore.open(store) as opened:
        return sorted(map(str, opened.quads()))


def shards(store: Path) -> dict[str, bytes]:
    with GraphStore.open(store, write=True) as opened:
        opened.compact()
    # A file's name counts the additions that there were, then tells its content.
    return {path.name.partition("-")[2]: path.read_bytes() for path in (store / "shards").iterdir()}


@pytest.mark.model
@pytest.mark.timeout(600)
def test_a_lost_worker_costs_only_its_shard(
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, processes = cluster
    monkeypatch.setattr(building, "_SHARD", 2)
    local, spread = Settings(store=tmp_path / "local"), Settings(store=tmp_path / "spread")
    whole = build([corpus], local)
    seen: list[str] = []

    def read(article: object) -> None:
        seen.append(article.id)  # type: ignore[attr-defined]
        if len(seen) == 2:  # the first shard is there: both workers are at others
            processes[2].send_signal(signal.SIGKILL)

    report = build([corpus], spread, cluster=address, on_article=read)
    assert processes[2].wait(10) == -signal.SIGKILL
    assert (report.read, report.failures, report.statements) == (12, [], whole.statements)
    assert content(tmp_path / "spread") == content(tmp_path / "local")
    assert shards(tmp_path / "spread") == shards(tmp_path / "local")
    assert len(list((tmp_path / "spread.shards").glob("*.nq.gz"))) == 6

    # Finished shards are not read again, damaged ones are, and the cluster is asked for no other.
    shutil.rmtree(tmp_path / "spread")
    damaged = sorted((tmp_path / "spread.shards").glob("*.nq.gz"))[3]
    damaged.write_bytes(damaged.read_bytes()[:-20])
    given: list[int] = []
    give = Cluster.give
    monkeypatch.setattr(Cluster, "give", lambda self, item: (given.append(item.number), give(self, item)))
    again = build([corpus], spread, cluster=address)
    assert (again.read, again.statements, given) == (12, whole.statements, [3])
    assert content(tmp_path / "spread") == content(tmp_path / "local")

    # What is in the store is not given away at all.
    assert build([corpus], spread, cluster=address).skipped == 12
    assert given == [3]


def fall(number: int) -> int:
    os._exit(number)


def test_nobody_there_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphkit.cluster._PATIENCE", 1)
    began = time.monotonic()
    with pytest.raises(GraphkitError, match="no Dask scheduler answers") as caught:
        Cluster(fall, f"tcp://127.0.0.1:{free_port()}")
    assert "dask scheduler" in (caught.value.hint or "")
    with pytest.raises(GraphkitError, match="no Dask scheduler answers"):
        Cluster(fall, "nonsense://x")
    assert time.monotonic() - began < 20
