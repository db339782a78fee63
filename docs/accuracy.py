"""Write the tables of docs/accuracy.md: run `python docs/accuracy.py [GOLD ...]` in the checkout.

Without arguments the golden files are measured. One command a file keeps the languages apart.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
MARKS = re.compile(r"(<!-- tables: begin .*? -->\n).*?(<!-- tables: end -->)", re.DOTALL)
GROUPS = ("articles", "sentences", "pairs")


def tables(files: list[Path]) -> str:
    """Return what `graphkit evaluate --markdown` prints for some files."""
    start = "from graphkit.cli.app import main; main()"
    command = [sys.executable, "-c", start, "evaluate", *map(str, files), "--markdown"]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.strip()


def main() -> None:
    """Replace the tables of the page."""
    given = [Path(name) for name in sys.argv[1:]]
    groups = (
        {"given gold": given}
        if given
        else {name: sorted((ROOT / "tests" / "golden").glob(f"{name}_*.jsonl")) for name in GROUPS}
    )
    parts = []
    for name, files in groups.items():
        for file in files:
            parts.append(f"### {name.capitalize()}: `{file.name}`\n\n{tables([file])}\n")
    told = "\n".join(parts)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(MARKS.sub(lambda found: f"{found[1]}\n{told}\n{found[2]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
