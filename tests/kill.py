"""Kill a build at random points and look at what it leaves: `python tests/kill.py [TIMES] [--seed N]`.

A process writes articles to a store, takes some out again and now and then writes its files anew, and
says what it has done as soon as it is done. It is killed (SIGKILL) at a random moment, TIMES times on the
same store, 200 by default. After each, the store must open, pass validation, hold every article
reported as added and none reported as removed, each quote a slice of its text.
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphkit.facts import Statement
    from graphkit.knowledge.ontology import Ontology

sys.path.insert(0, str(Path(__file__).parent))

# Seconds after its first word in which a process is killed.
_WINDOW = 0.8


def write(folder: Path, seed: int) -> None:
    """Add and remove articles until somebody kills this process; print each deed when it is done."""
    from generated_graph import reports

    from graphkit.knowledge.ontology import Ontology
    from graphkit.store.store import GraphStore

    ontology = Ontology.load()
    chance = random.Random(seed)
    known = [
        (article, [one for one in statements if _fits(one, ontology)])
        for article, statements in reports(40, 400, ontology)
    ]
    print("ready", flush=True)
    while True:
        with GraphStore.open(folder, write=True, ontology=ontology) as store:
            for _ in range(chance.randrange(1, 6)):
                article, statements = chance.choice(known)
                if chance.random() < 0.25:
                    print("removing", article.id, flush=True)
                    store.remove([article.id])
                    print("removed", article.id, flush=True)
                else:
                    print("adding", article.id, flush=True)
                    store.add([(article, statements)], run=f"run {chance.randrange(3)}")
                    print("added", article.id, flush=True)
                if chance.random() < 0.05:
                    store.compact()
                if chance.random() < 0.3:
                    store.stats()


def _fits(statement: "Statement", ontology: "Ontology") -> bool:
    """Tell whether the kinds of actors are those that the relation allows: invented ones may not be."""
    relation = ontology.relation(statement.relation)
    source, target = statement.source.principal.kind, statement.target.principal.kind
    return ontology.is_a(source, relation.domain) and ontology.is_a(target, relation.range)


def killed(folder: Path, seed: int, chance: random.Random) -> list[list[str]]:
    """Run a writer, kill it at a random moment, and return what it said."""
    command = [sys.executable, __file__, "--child", str(folder), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.random() * _WINDOW)
        process.send_signal(signal.SIGKILL)
        return [line.split() for line in process.stdout.read().splitlines()]


def look(folder: Path, present: dict[str, bool]) -> list[str]:
    """Return what is wrong with a store, given which articles must be there or must not."""
    from graphkit.store import quotes
    from graphkit.store.check import validate
    from graphkit.store.store import GraphStore

    with GraphStore.open(folder) as store:
        held = {article.id for article in store.articles()}
        wrong = [
            f"{key} was reported as {'added, and is lost' if here else 'removed, and is there'}"
            for key, here in present.items()
            if here != (key in held)
        ]
        wrong += [str(problem) for problem in validate(store)]
        wrong += [f"{one.article}: {what}" for one in quotes.check(store) for what in one.wrong]
    return wrong


def run(times: int, *, seed: int = 0) -> int:
    """Kill a writer so many times, and return how many faults the store showed; each is printed."""
    chance = random.Random(seed)
    faults = deeds = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "kg"
        present: dict[str, bool] = {}
        for number in range(times):
            for word, key in killed(folder, seed + number, chance):
                # What was begun and not reported may be so or not.
                if word in ("adding", "removing"):
                    present.pop(key, None)
                else:
                    deeds += 1
                    present[key] = word == "added"
            if folder.exists() and any(folder.iterdir()):
                wrong = look(folder, present)
                faults += bool(wrong)
                print(*(f"kill {number}: {line}" for line in wrong), sep="\n", end="\n" if wrong else "")
    print(f"{times} kills, {deeds} deeds reported as done, {faults} faults")
    return faults


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("times", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    raise SystemExit(bool(run(asked.times, seed=asked.seed)))
