"""Fuzz graphkit, guided by coverage: `python tests/fuzz.py TARGET [RUNS] [-option=value of libFuzzer...]`.

Without a target it lists them; "all" gives each its share of a million inputs, one process after the
other. What fails is written as a file that tests/test_fuzz_cases.py runs again once it lies in
tests/fuzz_cases/TARGET. Needs atheris (`pip install 'graphkit[fuzz]'`).
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CASES = HERE / "fuzz_cases"
# More than a million inputs in total: quick targets get more, whole roads fewer.
SHARES = {
    "jsonl": 150_000, "json": 80_000, "csv": 100_000, "tsv": 40_000, "txt": 60_000, "md": 60_000,
    "html": 60_000, "rss": 60_000, "warc": 60_000, "pdf": 60_000, "parquet": 40_000, "zip": 50_000,
    "tar": 50_000, "gz": 30_000, "xz": 20_000, "bz2": 20_000, "conllu": 60_000, "text": 40_000,
    "extract": 25_000, "turtle": 15_000, "page": 500, "page_data": 100_000, "drawing": 30_000,
    "rdf_data": 60_000,
}  # fmt: skip


def main() -> None:
    """Run one target in this process, or all of them in processes of their own."""
    sys.path[:0] = [str(HERE), str(HERE / "sources")]
    words = sys.argv[1:]
    if not words:
        print(__doc__, *SHARES, sep="\n")
    elif words[0] == "all":
        _all(words[1:])
    else:
        _one(words[0], words[1:])


def _all(options: list[str]) -> None:
    failed = []
    for name, runs in SHARES.items():
        ended = subprocess.run([sys.executable, __file__, name, str(runs), *options], check=False)
        print(f"{name}: {runs:,} inputs, {'good' if ended.returncode == 0 else 'FAILED'}", flush=True)
        failed += [name] if ended.returncode else []
    print(f"{sum(SHARES.values()):,} inputs; failed: {', '.join(failed) or 'none'}")
    raise SystemExit(bool(failed))


def _one(name: str, words: list[str]) -> None:
    import atheris

    runs = words.pop(0) if words and words[0].isdigit() else str(SHARES[name])
    with atheris.instrument_imports(include=["graphkit"]):
        from fuzz_targets import TARGETS
    with tempfile.TemporaryDirectory() as folder:
        seeds = [str(path) for path in (CASES / name, _seeds(name, Path(folder))) if path.is_dir()]
        fixed = [f"-runs={runs}", "-timeout=20", "-rss_limit_mb=4096", "-verbosity=0", "-max_len=4096"]
        atheris.Setup([sys.argv[0], *fixed, *words, f"{folder}/new", *seeds], TARGETS[name])
        Path(folder, "new").mkdir()
        atheris.Fuzz()


def _seeds(name: str, folder: Path) -> Path:
    """Write a small good file of the kind, from which the search goes on."""
    import gzip

    import made

    plan = "Russia announced on Thursday, 30 May 2024, that it will leave Ukraine, Reuters reported."
    row = f'{{"text": "{plan}", "date": "2024-05-30", "title": "T", "url": "https://a.example/2024/05/30"}}'
    page = made.html(plan)
    seeds = {
        "jsonl": row.encode(),
        "json": f"[{row}]".encode(),
        "csv": f"title,text\nT,{plan}\n".encode(),
        "tsv": f"title\ttext\nT\t{plan}\n".encode(),
        "txt": f"T\n\n{plan}".encode(),
        "md": f"---\ndate: 2024\n---\n# T\n\n**{plan}** [a](b)\n".encode(),
        "html": page.encode(),
        "rss": made.RSS.format(items=made.item(plan)).encode(),
        "warc": made.warc({"https://a.example": page}),
        "pdf": made.pdf([[plan]]),
        "parquet": made.parquet([{"text": plan}]),
        "zip": made.zipped({"a.txt": plan.encode()}),
        "tar": made.tarred({"a.txt": plan.encode()}, "w"),
        "gz": gzip.compress(row.encode()),
        "text": plan.encode(),
    }
    place = folder / "seeds"
    place.mkdir()
    (place / "good").write_bytes(seeds.get(name, bytes(range(200))))
    return place


if __name__ == "__main__":
    main()
