"""Fill a store with about a million quads, ask it, export it, and print what each step took.

Run it as `python tests/store/bench_store.py [ARTICLES] [FOLDER]`. The texts are generated; actors follow
Zipf's law, as in news, so that hubs are as heavy as they are there.
"""

import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphkit.export.save import save
from graphkit.facts import Evidence, Party, Statement, Status
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.files import path as shipped
from graphkit.knowledge.ontology import Ontology
from graphkit.store import check
from graphkit.store.store import GraphStore
from graphkit.text import Article

_QUESTIONS = sorted(shipped("ontology", "competency").glob("*.rq"))
_WEIGHTS = {Status.ACTUAL: 70, Status.INTENDED: 15, Status.POSSIBLE: 8, Status.NEGATED: 7}


@contextmanager
def step(name: str) -> Iterator[list[str]]:
    """Print wall and processor seconds of a step, and the peak of memory so far."""
    told: list[str] = []
    wall, processor = time.perf_counter(), time.process_time()
    yield told
    took, worked = time.perf_counter() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = ", ".join([name, *told])
    print(f"| {name:<34} | {took:8.2f} | {worked:8.2f} | {peak:6.0f} |", flush=True)


def world(articles: int) -> Iterator[tuple[Article, list[Statement]]]:
    """Yield articles of some sentences, each with about two statements."""
    dice = random.Random(4)
    wanted = ("State", "InternationalOrganization", "ArmedGroup")
    known = ActorIndex.load().actors
    asked = {
        name for file in _QUESTIONS for name in re.findall(r"actor:(\w+)", file.read_text(encoding="utf-8"))
    }
    # Those that the questions are about are hubs, so that the questions are as hard as they can be.
    actors = [known[name] for name in sorted(asked)]
    actors += [one for one in known.values() if one.kind in wanted and one.id not in asked]
    shares = [1 / (rank + 1) for rank in range(len(actors))]
    relations = [r.name for r in Ontology.load().relations.values() if r.domain == r.range == "Actor"]
    for number in range(articles):
        day = f"{2015 + number % 10}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        sentences, statements, start = [], [], 0
        for index in range(dice.randint(2, 6)):
            source, target = dice.choices(actors, shares, k=2)
            relation = dice.choice(relations)
            names = [f"{actor.code} of case {number}" for actor in (source, target)]
            sentence = f"{names[0]} {relation} {names[1]}, officials said on {day} in report {index}."
            end = start + len(sentence)
            if source != target and dice.random() < 0.6:
                first = (start, start + len(names[0]))
                trigger = (first[1] + 1, first[1] + 1 + len(relation))
                second = (trigger[1] + 1, trigger[1] + 1 + len(names[1]))
                evidence = Evidence(str(number), index, start, end, "verb", first, second, trigger)
                (status,) = dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
                speaker = Party(*[dice.choices(actors, shares)[0]] * 2) if dice.random() < 0.3 else None
                parties = (Party(source, source), Party(target, target))
                confidence = round(dice.uniform(0.5, 1), 2)
                statements.append(
                    Statement(parties[0], relation, parties[1], status, speaker, confidence, evidence)
                )
            sentences.append(sentence)
            start = end + 1
        text = " ".join(sentences)
        yield (
            Article(str(number), "en", f"Report {number}", text, day, None, f"Outlet {number % 40}"),
            statements,
        )


def main(articles: int, folder: Path) -> None:
    """Print the table."""
    print(f"| {'step':<34} | {'wall s':>8} | {'cpu s':>8} | {'MB':>6} |")
    print(f"|{'-' * 36}|{'-' * 10}|{'-' * 10}|{'-' * 8}|")
    with GraphStore.open(folder, write=True) as store:
        with step(f"add {articles} articles"):
            store.add(world(articles), run="bench")
        with step("build the index"):
            size = store.stats()
    with step("open again"), GraphStore.open(folder) as store:
        store.query("ASK { ?s ?p ?o }")
    with GraphStore.open(folder) as store:
        for file in _QUESTIONS:
            query = file.read_text(encoding="utf-8")
            with step(file.stem) as told:
                told.append(f"{len(store.query(query).rows):,} rows")
        with step("read every statement back"):
            assert sum(1 for _ in store.statements()) == size.statements
        with step("validate"):
            problems = check.validate(store)
        for suffix in (
            ".nq", ".nt", ".ttl", ".trig", ".jsonld", ".rdf", ".jsonl", ".csv", ".gexf", ".graphml",
            ".parquet", ".db", ".cypher", ".ftm",
        ):  # fmt: skip
            with step(f"export {suffix}"):
                save(store, folder / f"graph{suffix}")
    with step("add one article more"), GraphStore.open(folder, write=True) as store:
        store.add([(Article("more", "en", "", "More."), [])])
    disk = {
        name: sum(f.stat().st_size for f in (folder / name).iterdir()) / 1e6 for name in ("shards", "index")
    }
    print(f"\n{size}\nproblems: {len(problems)} {problems[:3]}\nMB on disk: {disk}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(
            int(sys.argv[1]) if len(sys.argv) > 1 else 8_800,
            Path(sys.argv[2] if len(sys.argv) > 2 else temporary),
        )
