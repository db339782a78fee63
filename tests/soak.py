"""Build from ten thousand articles, one in twenty broken on purpose: `python tests/soak.py [COUNT]`.

All good ones must be read, all broken ones listed, and memory stay flat. Linux only: it reads /proc.
"""

import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ENDS = ("United States", "Iran", "Japan", "Russia", "Ukraine", "China", "France", "Germany", "Indonesia",
        "Turkey", "North Korea", "South Korea", "Israel", "Poland", "Vietnam", "India")  # fmt: skip
DEEDS = (
    "imposed sanctions on",
    "attacked",
    "praised",
    "criticized",
    "threatened",
    "will cooperate with",
    "accused",
)
# One in so many is broken.
BROKEN = 20
# Memory may grow by so much from the second quarter to the third: ids, failures, what is kept of words;
# and by so much until the end, when the index is made.
_GROWTH, _INDEX = 0.1, 0.3


def corpus(folder: Path, count: int) -> tuple[int, int]:
    """Write a corpus of all kinds of files, and return how many articles in it are good and broken."""
    chance = random.Random(20)
    lines: list[bytes] = []
    rows = ["title,text,lang"]
    broken = 0
    for number in range(count):
        one, other = chance.sample(ENDS, 2)
        text = f"{one} {chance.choice(DEEDS)} {other} on Monday. Report number {number} said so."
        row = json.dumps({"id": f"s{number}", "text": text, "lang": "en", "date": "2024-05-30"}).encode()
        if number % BROKEN == BROKEN - 1:
            broken += 1
            lines_or_file = broken % 10
            if lines_or_file == 0:
                (folder / f"{number}.txt").write_bytes(b"\x00\x01\x02 binary")
            elif lines_or_file == 1:
                (folder / f"{number}.pdf").write_bytes(b"%PDF-1.4 cut")
            elif lines_or_file == 2:
                (folder / f"{number}.jsonl.gz").write_bytes(gzip.compress(row)[:-9])
            elif lines_or_file == 3:
                (folder / f"{number}.html").write_text("<html><body><p></p></body></html>")
            elif lines_or_file == 4:
                (folder / f"{number}.zip").write_bytes(b"PK\x03\x04 cut")
            elif lines_or_file == 5:
                rows.append("only one cell")
            else:
                lines.append(
                    [b'{"text": "cut', b'{"text": 5}', b"[]", b'{"text": "x", "lang": "tlh"}'][broken % 4]
                )
        elif number % 40 == 0:
            (folder / f"{number}.txt").write_text(text)
        elif number % 4 == 1:
            rows.append(f'T,"{text}",en')
        else:
            lines.append(row)
    (folder / "wire.jsonl").write_bytes(b"\n".join(lines))
    (folder / "wire.csv").write_text("\n".join(rows))
    return count - broken, broken


def resident(pid: int) -> int:
    """Return the resident memory of a process in MB, 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(found[0]) // 1024 if found else 0


def main(count: int) -> int:
    """Build, watch, and say what came of it; 0 where all went well."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "articles"
        folder.mkdir()
        good, broken = corpus(folder, count)
        command = [sys.executable, "-c", "from graphkit.cli.app import main; main()", "--quiet", "build"]
        command += [str(folder), "--store", f"{place}/kg", "--json"]
        began = time.monotonic()
        used: list[int] = []
        with (Path(place) / "out").open("w") as out, (Path(place) / "err").open("w") as err:
            process = subprocess.Popen(command, stdout=out, stderr=err)
            while process.poll() is None:
                time.sleep(1)
                used.append(resident(process.pid))
        told = json.loads((Path(place) / "out").read_text())
        seconds = time.monotonic() - began
    used = [amount for amount in used if amount]
    quarters = [max(used[: max(1, len(used) * part // 4)]) for part in (1, 2, 3, 4)]
    read, failed = told["articles"]["read"], told["articles"]["failed"]
    # The last quarter holds the making of the index: it takes the room that the models leave, and some more.
    flat = quarters[2] <= quarters[1] * (1 + _GROWTH) and quarters[3] <= quarters[1] * (1 + _INDEX)
    print(
        f"{count:,} articles, {broken:,} broken: {read:,} of {good:,} read, {failed:,} of {broken:,} listed, "
        f"{told['statements']:,} statements, {seconds:.0f} s; most memory by quarters of the time: "
        f"{', '.join(f'{amount:,}' for amount in quarters)} MB"
    )
    return int(not (read == good and failed == broken and flat))


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
