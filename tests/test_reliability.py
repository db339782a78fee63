"""Nothing lost: kills, full disks, folders that cannot be written, and builds that differ in nothing."""

import gc
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import kill
import pytest
from small_world import REPORTS

from graphkit.building import build
from graphkit.errors import StoreError
from graphkit.export.save import save
from graphkit.settings import Settings
from graphkit.store.check import validate
from graphkit.store.store import GraphStore
from graphkit.text import Article

# Blocks of memory that an article may leave: ids, digests, new words (27 when this was written).
MOST_BLOCKS = 34
CLI = [sys.executable, "-c", "from graphkit.cli.app import main; main()"]
NEWS = [
    {
        "id": "1",
        "lang": "en",
        "date": "2024-05-30",
        "text": "The United States imposed sanctions on Iran yesterday.",
    },
    {
        "id": "2",
        "lang": "id",
        "date": "2024-05-31",
        "text": "Korea Utara mengancam Korea Selatan pada Kamis (30/5).",
    },
    {"id": "3", "lang": "en", "text": "NATO will cooperate with Japan, Reuters reported."},
]


def test_a_killed_writer_leaves_a_whole_store(capsys: pytest.CaptureFixture[str]) -> None:
    """Three kills here; tests/kill.py does two hundred."""
    assert kill.run(3, seed=7) == 0, capsys.readouterr().out


def test_what_a_killed_process_began_is_taken_up_and_away(tmp_path: Path) -> None:
    """A process killed while it makes a store leaves a file with half a name, and nothing else."""
    folder = tmp_path / "kg"
    folder.mkdir()
    (folder / "store.json.4711.part").write_bytes(b'{"for')
    with GraphStore.open(folder, write=True) as store:
        store.add(REPORTS[:1])
        (folder / "shards" / "000002-0123.nq.gz.4711.part").write_bytes(b"half")
        (folder / "index.json.4711.part").write_bytes(b"{")
    with GraphStore.open(folder, write=True) as store:
        store.add(REPORTS[1:])
        assert len(list(store.articles())) == len(REPORTS)
    assert not list(folder.rglob("*.part"))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("mine")
    with pytest.raises(StoreError, match="is no graphkit store"):
        GraphStore.open(tmp_path / "other", write=True)


def _limited() -> None:
    """Let no file grow beyond a few kilobytes, as on a disk that is nearly full."""
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))


def test_a_full_disk_is_told_in_one_line_and_the_store_stays_whole(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "kg", write=True) as store:
        store.add(REPORTS[:1])
    rows = [{"id": str(n), "language": "en", "text": f"{os.urandom(4000).hex()} attacked."} for n in range(3)]
    script = (
        "import json, sys; from graphkit.store.store import GraphStore; from graphkit.text import Article\n"
        "rows = [(Article(**row, title=''), ()) for row in json.load(sys.stdin)]\n"
        f"store = GraphStore.open({str(tmp_path / 'kg')!r}, write=True)\n"
        "try: store.add(rows)\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(rows),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_limited,
    )
    assert ended.stdout.startswith("StoreError"), ended.stderr
    assert "cannot be written: File too large" in ended.stdout
    with GraphStore.open(tmp_path / "kg") as store:
        assert [article.id for article in store.articles()] == [REPORTS[0][0].id]
        assert validate(store) == []
    assert not list((tmp_path / "kg").rglob("*.part"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "kg", write=True) as store:
        store.add(REPORTS)
    (tmp_path / "kg" / "shards").chmod(0o555)
    try:
        with (
            GraphStore.open(tmp_path / "kg", write=True) as store,
            pytest.raises(StoreError, match="Permission"),
        ):
            store.remove([REPORTS[0][0].id])
    finally:
        (tmp_path / "kg" / "shards").chmod(0o755)


def test_a_store_that_cannot_be_locked_blames_no_other_process(tmp_path: Path) -> None:
    """As on a disk that may only be read: the number in the file is that of a process long gone."""
    with GraphStore.open(tmp_path / "kg", write=True) as store:
        store.add(REPORTS)
    (tmp_path / "kg" / "store.lock").unlink()
    (tmp_path / "kg" / "store.lock").mkdir()
    with pytest.raises(StoreError, match="kg: cannot be written: Is a directory"):
        GraphStore.open(tmp_path / "kg", write=True)
    with GraphStore.open(tmp_path / "kg") as store:
        assert len(list(store.articles())) == len(REPORTS)


def test_a_place_where_nothing_can_be_made_is_told() -> None:
    with pytest.raises(StoreError, match="no store can be made here"):
        GraphStore.open("/proc/kg" if sys.platform == "linux" else "/dev/null/kg", write=True)


def test_a_second_build_is_told_who_is_writing(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "kg", write=True) as store:
        store.add(REPORTS)
        ended = subprocess.run(
            [*CLI, "remove", "a1", "--store", str(tmp_path / "kg")],
            capture_output=True,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    assert f"process {os.getpid()} is writing to this store" in ended.stderr
    assert "Traceback" not in ended.stderr
    with GraphStore.open(tmp_path / "kg") as store:
        assert len(list(store.articles())) == len(REPORTS)


@pytest.mark.model
def test_memory_does_not_grow_with_articles(tmp_path: Path) -> None:
    """What stays of an article is its id and the like. Its parse alone has hundreds of blocks.

    tests/soak.py measures the same in megabytes, with ten thousand articles.
    """
    rows = [
        {"id": str(n), "lang": "en", "text": f"Iran attacked Japan. Report {n} said so."} for n in range(640)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    blocks: list[int] = []

    def count(_: Article) -> None:
        if (seen := len(blocks)) in (255, 639):
            gc.collect()
        blocks.append(sys.getallocatedblocks() if seen in (255, 639) else 0)

    report = build([tmp_path / "a.jsonl"], Settings(store=tmp_path / "kg"), on_article=count)
    assert report.statements >= len(rows)
    assert (blocks[639] - blocks[255]) / 384 < MOST_BLOCKS
    assert sys.getallocatedblocks() < blocks[639]


@pytest.mark.model
def test_the_same_corpus_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the order of files, the number of jobs, the hash seed, the time zone and the locale."""
    for row in NEWS:
        (tmp_path / f"{row['id']}.jsonl").write_text(json.dumps(row))
    ways = {
        "one": (["1", "2", "3"], [], {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"}),
        "two": (
            ["3", "2", "1"],
            ["-j", "2"],
            {"PYTHONHASHSEED": "7", "TZ": "Asia/Jakarta", "LC_ALL": "C.UTF-8"},
        ),
        "three": (
            ["2", "3", "1"],
            [],
            {"PYTHONHASHSEED": "99", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
        ),
    }
    for name, (order, options, changed) in ways.items():
        files = [str(tmp_path / f"{key}.jsonl") for key in order]
        command = [*CLI, "build", *files, "--store", str(tmp_path / name), *options]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **changed})
        with GraphStore.open(tmp_path / name) as store:
            for suffix in (".ttl", ".nq", ".jsonl"):
                save(store, tmp_path / f"{name}{suffix}")
    for suffix in (".ttl", ".nq", ".jsonl"):
        contents = {(tmp_path / f"{name}{suffix}").read_bytes() for name in ways}
        assert len(contents) == 1, suffix
        assert b"2024-05-30" in contents.pop()
