"""How fast articles become statements: ratios side by side, the median of several rounds.

    python tests/bench_build.py [--rounds 5] [--articles 40] [--only parse,jobs,refresh,coding,growth]
    python tests/bench_build.py --only whole

With GRAPHKIT_SHARED it takes the developers' corpora, else the samples. Seconds are those of the
processor where one process is measured, and of the clock where several are. `whole` builds the whole
of the corpora in one run of two processes, the better part of an hour.
"""

import argparse
import json
import lzma
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import stanza
import torch

from graphkit.parse import models
from graphkit.parse.packing import HEAD, pack
from graphkit.parse.parser import Parser
from graphkit.pipeline import Pipeline, Task
from graphkit.settings import Settings
from graphkit.sources import clean
from graphkit.text import Article, Document

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("id", "en")
# Threads that Stanza takes as it comes, one for each core, and articles it is given so: on a busy machine
# they wait for each other, and take several times longer than one thread.
CORES = torch.get_num_threads()
FEW = 4
# Articles that are read first: in a build of thousands most words were met before.
FIRST = 300


def corpus(language: str, count: int) -> list[Article]:
    """Return articles of a language, the same at every run."""
    shared = os.environ.get("GRAPHKIT_SHARED")
    if shared:
        with lzma.open(
            Path(shared) / "corpora" / f"news_{language}.jsonl.xz", "rt", encoding="utf-8"
        ) as file:
            lines = random.Random(7).sample(file.readlines(), count)
    else:
        lines = (ROOT / "data" / "samples" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
        lines = (lines * (1 + count // len(lines)))[:count]
    rows = [json.loads(line) for line in lines]
    return [
        Article(f"{at}", language, row.get("title", ""), row["text"], row.get("date") or None)
        for at, row in enumerate(rows)
    ]


def write(articles: list[Article], path: Path) -> None:
    """Write articles as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for article in articles:
            row = {"id": f"{article.language}-{article.id}", "lang": article.language, "text": article.text}
            file.write(json.dumps({**row, "date": article.published, "title": article.title}) + "\n")


def letters(articles: list[Article]) -> int:
    """Return the characters of articles."""
    return sum(len(article.text) for article in articles)


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Return seconds of this process's processor and of the clock."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def median(values: list[float]) -> str:
    """Return the median with the least and the most."""
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def parse(rounds: int, count: int) -> None:
    """Compare with a plain Stanza pipeline of the same weights over the same texts, one by one.

    Each round has articles of its own, and each row a parser of its own: new words are new to all.
    """
    for language in LANGUAGES:
        _parse(language, rounds, count)


def _parse(language: str, rounds: int, count: int) -> None:
    first, *articles = _parts(corpus(language, FIRST + count * rounds), FIRST, count)
    found = models.find(language)
    plain = stanza.Pipeline(
        language,
        dir=str(found.folder),
        processors=",".join(found.processors),
        download_method=None,
        use_gpu=False,
        logging_level="ERROR",
    )
    road = Pipeline(Settings(language=language))
    cleaner, focus = clean.load(language), road._for(language).focus
    # a parser for each row: what one of them has read would be known to the next
    whole, chosen = Parser(language), Parser(language)
    names = (
        "all sentences",
        "where needed",
        "to statements",
        "to statements, clock",
        "as it comes, clock",
        "from stored parses",
        "to statements : from stored parses",
    )
    ratios: dict[str, list[float]] = {name: [] for name in names}
    each: list[float] = []
    sentences = 0

    def one_by_one(part: list[Article], threads: int) -> tuple[float, float]:
        torch.set_num_threads(threads)
        took = measured(lambda: [plain(article.text) for article in part])
        torch.set_num_threads(1)
        return took

    one_by_one(first[:FEW], 1)
    needed = partial(chosen.parse, spans=cleaner, needs=focus)
    for work in (partial(road.readings, on_failure=print), whole.parse, needed):
        for part in _parts(first, count, count):
            list(work(part))
    for part in articles:
        slow, slow_wall = one_by_one(part, 1)
        to_end, to_end_wall = measured(lambda part=part: list(road.readings(part, on_failure=print)))
        every, _ = measured(lambda part=part: list(whole.parse(part)))
        some, _ = measured(lambda part=part: list(needed(part)))
        few = part[:FEW]
        as_it_comes = one_by_one(few, CORES)[1] * letters(part) / letters(few)
        documents = list(needed(part))
        tasks = [Task(document.article, b"", pack(document)) for document in documents]
        again, _ = measured(lambda tasks=tasks: road.look(tasks))
        met = sum(len(document.sentences) for document in documents)
        sentences += met
        each.append(1000 * to_end / met)
        values = (
            slow / every,
            slow / some,
            slow / to_end,
            slow_wall / to_end_wall,
            as_it_comes / to_end_wall,
            slow / again,
            to_end / again,
        )
        for name, value in zip(names, values, strict=True):
            ratios[name].append(value)
    print(f"{language}: {rounds} times {count} articles, {sentences} sentences; plain Stanza : graphkit")
    for name, numbers in ((name, numbers) for name, numbers in ratios.items() if numbers):
        print(f"  {name:34} {median(numbers)} times")
    print(f"  milliseconds of processor a sentence, text to statements: {median(each)}")


def _parts(articles: list[Article], first: int, count: int) -> list[list[Article]]:
    """Part articles: so many first, then the others by a number."""
    rest = range(first, len(articles), count)
    return [articles[:first], *(articles[at : at + count] for at in rest)]


def road_documents(road: Pipeline, articles: list[Article]) -> list[Document]:
    """Return the documents of articles."""
    return [reading.document for reading in road.readings(articles, on_failure=print)]


def jobs(rounds: int, count: int) -> None:
    """Compare two processes with one, by the clock, the start of processes left out."""
    for language in LANGUAGES:
        articles = corpus(language, 12 * count)
        ratios = []
        for _ in range(rounds):
            # what a run of two articles takes is start: processes, models, tables
            one, two = (_clock(articles, number) - _clock(articles[:2], number) for number in (1, 2))
            ratios.append(one / two)
        print(f"{language}: two processes : one, articles a second {median(ratios)} times")


def _clock(articles: list[Article], number: int) -> float:
    """Return the seconds of the clock that a number of processes take for articles."""
    began = time.perf_counter()
    for _ in Pipeline(Settings(jobs=number)).readings(articles, on_failure=print, whole=False):
        pass
    return time.perf_counter() - began


def refresh(rounds: int, count: int) -> None:
    """Compare re-extraction from stored parses with parsing, the whole command each time."""
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "news.jsonl"
            write(corpus(language, 5 * count), path)
            ratios = []
            for at in range(rounds):
                first = Settings(store=Path(folder) / f"a{at}")
                parsed = command("build", str(path), "--store", str(first.store))
                for part in (first.store / "shards").iterdir():
                    part.unlink()
                again = command("build", str(path), "--store", str(first.store))
                ratios.append(parsed / again)
        print(f"{language}: {5 * count} articles, parsing : stored parses, commands {median(ratios)} times")


def command(*arguments: str) -> float:
    """Run a command of graphkit, and return its seconds of processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", "from graphkit.cli.app import main; main()", *arguments],
        check=True,
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def coding(rounds: int, count: int) -> None:
    """Count sentences a second from parse to statements on one core."""
    for language in LANGUAGES:
        road = Pipeline(Settings(language=language))
        documents = road_documents(road, corpus(language, 2 * count))
        sentences = sum(len(document.sentences) for document in documents)
        work = partial(_interpret, road, documents)
        rates = [sentences / measured(work)[0] for _ in range(rounds)]
        print(f"{language}: coding alone, {sentences} sentences: {median(rates)} sentences a second")


def _interpret(road: Pipeline, documents: list[Document]) -> None:
    for document in documents:
        road.interpret(document)


def growth(rounds: int, count: int) -> None:
    """Compare ten times the articles: seconds and memory."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few.jsonl", Path(folder) / "many.jsonl"
        articles = corpus("id", 10 * count)
        write(articles[::10], few)
        write(articles, many)
        empty = Path(folder) / "empty.jsonl"
        write(articles[:1], empty)
        rows = []
        for path in (empty, few, many):
            code = (
                "import resource, sys, time\nfrom pathlib import Path\n"
                "from graphkit.building import build\nfrom graphkit.settings import Settings\n"
                "began = time.process_time()\n"
                "build([sys.argv[1]], Settings(store=Path(sys.argv[2]), cache=0))\n"
                "print(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
            )
            run = [sys.executable, "-c", code, str(path), f"{folder}/{path.stem}"]
            took, memory = subprocess.run(run, check=True, capture_output=True, text=True).stdout.split()
            rows.append((float(took), int(memory) / 1000))
        start = rows[0][0]
        print(
            f"id: {10 * count} articles : {count} articles, seconds beyond the start "
            f"{(rows[2][0] - start) / (rows[1][0] - start):.2f}; "
            f"peak memory {rows[1][1]:.0f} and {rows[2][1]:.0f} MB"
        )


_BUILD = """
import json, resource, sys, time
from pathlib import Path
from graphkit.building import build
from graphkit.settings import Settings
began = time.perf_counter()
if __name__ == "__main__":
    report = build(sys.argv[2:], Settings(store=Path(sys.argv[1]), jobs=2))
    took = time.perf_counter() - began
    who = [resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    spent = sum(one.ru_utime + one.ru_stime for one in who)
    mine, theirs = (one.ru_maxrss for one in who)
    print(json.dumps([report.read, len(report.failures), report.statements, took, spent, mine, theirs]))
"""


def whole(rounds: int, count: int) -> None:
    """Build the whole of the corpora in one run of two processes."""
    shared = os.environ.get("GRAPHKIT_SHARED")
    folder = Path(shared) / "corpora" if shared else ROOT / "data" / "samples"
    paths = [str(path) for path in sorted(folder.glob("*.jsonl.xz" if shared else "*.jsonl"))]
    with tempfile.TemporaryDirectory() as made:
        script, store = Path(made) / "run.py", Path(made) / "store"
        script.write_text(_BUILD, encoding="utf-8")
        run = [sys.executable, str(script), str(store), *paths]
        told = subprocess.run(run, check=True, capture_output=True, text=True).stdout
        read, failed, statements, took, spent, mine, theirs = json.loads(told.splitlines()[-1])
        with sqlite3.connect(store / "parses.sqlite") as parses:
            rows = parses.execute("SELECT parse FROM parses")
            sentences = sum(HEAD.unpack_from(zlib.decompress(row))[3] for (row,) in rows)
            kept = (store / "parses.sqlite").stat().st_size
        every = {path: path.stat().st_size for path in store.rglob("*") if path.is_file()}
        size = sum(every.values()) - kept
        files = sum(size for path, size in every.items() if path.parent.name == "shards")
    print(
        f"{read} articles ({failed} failed), {sentences} sentences, {statements} statements in {took:.0f} s, "
        f"{spent:.0f} s of processor"
    )
    print(f"  a second: {read / took:.1f}, {sentences / took:.0f}, {statements / took:.1f}")
    print(f"  peak memory {mine / 1000:.0f} MB, of a worker {theirs / 1000:.0f} MB")
    print(f"  bytes a statement: {files / statements:.0f} in files, {size / statements:.0f} with the index")
    print(f"  stored parses {kept / 1e6:.0f} MB")


BENCHES = {"parse": parse, "jobs": jobs, "refresh": refresh, "coding": coding, "growth": growth}
LONG = {"whole": whole}


def main() -> None:
    """Run the benches that are asked for."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--articles", type=int, default=40)
    arguments.add_argument("--only", default=",".join(BENCHES))
    given = arguments.parse_args()
    for name in given.only.split(","):
        print(f"-- {name}: load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
        (BENCHES | LONG)[name](given.rounds, given.articles)


if __name__ == "__main__":
    main()
