"""Kill whole builds at random moments: `python tests/kill_build.py [TIMES] [--seed N] [CORPUS...]`.

`graphkit build` reads the sample corpus (or another), is killed (SIGKILL) at a random moment between taking
its store and its end, TIMES times, 200 by default; some stores begin with all parses kept, some with half of
them, some with none. What it leaves is looked at in a copy: it must open, pass validation, hold every
article that lay on the disk before the kill, each quote a slice of its text. Then the same command goes
on with what is there, as it is; it may be killed again, and in the end the graph must have the bytes of
one that nobody killed.

The command is the real one but for its haste: it writes what a second brought, not a minute, and reads
eight articles at once, not 64, so that few articles make many moments.
"""

import argparse
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "data" / "samples"
# How much of the parses a store begins with, and how often: with parses a build is quick.
SEEDS = {"all": 0.8, "half": 0.1, "none": 0.1}
# How often a store that was killed is killed once more before it may end.
_AGAIN = 0.8


def child(words: list[str]) -> None:
    """Run the command line in haste."""
    from graphkit import pipeline
    from graphkit.cli.app import main
    from graphkit.store import store

    store._PATIENCE, pipeline._WINDOW = 1.0, 8
    sys.argv = ["graphkit", *words]
    main()


def begin(folder: Path, corpus: list[str]) -> subprocess.Popen[bytes]:
    """Start a build, and return it once the store is its own, or where there is none, once it begins one."""
    fresh = not folder.exists()
    command = [sys.executable, __file__, "--child", "--quiet", "build", *corpus, "--store", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    lock = folder / "store.lock"
    while process.poll() is None:
        if folder.exists() if fresh else lock.exists() and lock.read_text() == str(process.pid):
            break
        time.sleep(0.002)
    return process


def finish(process: subprocess.Popen[bytes]) -> float:
    """Let a build end, and return the seconds that it still took."""
    began = time.monotonic()
    _, told = process.communicate()
    assert process.returncode == 0, told.decode()
    return time.monotonic() - began


def records(folder: Path) -> set[str]:
    """Return the articles that lie on the disk, by their ids."""
    from graphkit.store import shards

    return {entry.record for path in shards.paths(folder / "shards") for entry in shards.entries(path)}


def graph(folder: Path) -> bytes:
    """Return all that a store holds, as N-Quads."""
    from graphkit.export.save import save
    from graphkit.store.store import GraphStore

    with GraphStore.open(folder) as store:
        save(store, folder.with_suffix(".nq"))
    return folder.with_suffix(".nq").read_bytes()


def moment(folder: Path, known: set[str], every: int) -> str:
    """Return what a killed build was doing, as far as its files tell."""
    if (folder / "parses.sqlite-journal").exists():
        return "keeping parses"
    if list(folder.rglob("*.part")):
        return "writing a file"
    if len(known) < every:
        return "reading, nothing written" if not known else "reading, some written"
    return "all read, index being made" if not (folder / "index.json").exists() else "all done but its end"


def look(folder: Path, known: set[str], copy: Path) -> list[str]:
    """Return what is wrong with a store in which those articles must be; a copy of it is opened.

    A process that was killed before there was a store leaves none; the next build makes it.
    """
    from graphkit.store import quotes
    from graphkit.store.check import validate
    from graphkit.store.store import GraphStore

    if not (folder / "store.json").exists():
        return [f"{key} was written, and there is no store" for key in sorted(known)]
    shutil.copytree(folder, copy)
    with GraphStore.open(copy) as store:
        lost = known - {article.id for article in store.articles()}
        wrong = [f"{key} was written, and is lost" for key in sorted(lost)]
        wrong += [str(problem) for problem in validate(store)]
        wrong += [f"{one.article}: {what}" for one in quotes.check(store) for what in one.wrong]
    shutil.rmtree(copy)
    return wrong


def difference(wanted: bytes, made: bytes) -> list[str]:
    """Return the first lines that only one of two graphs has."""
    one, other = (set(content.decode().splitlines()) for content in (wanted, made))
    lacking, odd = sorted(one - other), sorted(other - one)
    return [f"  lacks {line[:300]}" for line in lacking[:5]] + [f"  has {line[:300]}" for line in odd[:5]]


def seeded(folder: Path, parses: Path, kind: str, chance: random.Random) -> None:
    """Make an empty store that keeps all parses, or half of them."""
    from graphkit.store.store import GraphStore

    GraphStore.open(folder, write=True).close()
    shutil.copy(parses, folder / parses.name)
    if kind == "half":
        with closing(sqlite3.connect(folder / parses.name)) as file, file:
            keys = [key for (key,) in file.execute("SELECT key FROM parses ORDER BY key")]
            gone = chance.sample(keys, len(keys) // 2)
            file.executemany("DELETE FROM parses WHERE key = ?", [(key,) for key in gone])


def run(times: int, *, seed: int = 0, corpus: list[str] | None = None) -> int:
    """Kill builds so many times, and return how many faults they left; each is printed."""
    chance = random.Random(seed)
    corpus = corpus or [str(SAMPLES)]
    faults = kills = ended = 0
    met: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "whole"
        lasts = {"none": finish(begin(whole, corpus))}
        wanted, every = graph(whole), len(records(whole))
        shutil.rmtree(whole / "shards")
        lasts["all"] = finish(begin(whole, corpus))
        lasts["half"] = (lasts["all"] + lasts["none"]) / 2
        assert graph(whole) == wanted
        took = " and ".join(f"{lasts[kind]:.1f} s" for kind in ("none", "all"))
        print(f"{every} articles; a whole build takes {took} without and with their parses", flush=True)
        while kills < times:
            folder = Path(place) / f"kg{ended}"
            kind = chance.choices(list(SEEDS), list(SEEDS.values()))[0]
            if kind != "none":  # else it makes its folder itself, and may be killed at that
                seeded(folder, whole / "parses.sqlite", kind, chance)
            fresh = True
            while True:
                process = begin(folder, corpus)
                began = time.monotonic()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(chance.random() * lasts[kind])
                    lasts[kind] = 1.1 * (time.monotonic() - began) if fresh else lasts[kind]
                known = records(folder)
                process.send_signal(signal.SIGKILL)
                _, told = process.communicate()
                assert process.returncode in (0, -signal.SIGKILL), told.decode()
                if process.returncode == 0:
                    break
                kills += 1
                fresh = False
                doing = moment(folder, known, every)
                met[doing] += 1
                wrong = look(folder, known, Path(place) / "copy")
                faults += bool(wrong)
                for line in wrong:
                    print(f"kill {kills} ({doing}): {line}", flush=True)
                if kills >= times or chance.random() > _AGAIN:
                    finish(begin(folder, corpus))
                    break
            if (made := graph(folder)) != wanted:
                faults += 1
                print(f"kill {kills}: the graph differs in the end, begun with {kind} parses:", flush=True)
                print(*difference(wanted, made), sep="\n", flush=True)
            shutil.rmtree(folder)
            folder.with_suffix(".nq").unlink()
            ended += 1
            if ended % 10 == 0:
                print(f"... {kills} kills, {ended} builds ended, {faults} faults", flush=True)
    told = ", ".join(f"{doing} {count}" for doing, count in met.most_common())
    print(f"{kills} kills ({told}); {ended} builds went on to their end; {faults} faults")
    return faults


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("times", nargs="?", type=int, default=200)
    parser.add_argument("corpus", nargs="*")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    raise SystemExit(bool(run(asked.times, seed=asked.seed, corpus=asked.corpus)))
