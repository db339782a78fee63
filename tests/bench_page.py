"""Measure the page in a real Chromium: python tests/bench_page.py [actors or folder of a store ...].

Each line is one graph, generated or of a store, each figure with the bar it should hold; "!" marks a figure
above it. Without arguments: the four generated graphs, and the store that `make demo` builds. The first
drawing is the best of three, a filter the middle of five; the click is the first, which reads the sentences.
Building takes what a store knows, reports and copies, and gives the text of the page.
"""

import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median

from chromium import Chromium, missing
from generated_graph import reports as reports_of

from graphkit.export import page
from graphkit.knowledge.ontology import Ontology
from graphkit.store.reading import origins
from graphkit.store.store import GraphStore

# actors -> mentions, and the bars of the design: MB, seconds to build, seconds to the first drawing.
GRAPHS = {
    15: (32, 0.6, 1.0, 1.0),
    500: (4_000, 2.0, 2.0, 1.0),
    2_000: (15_000, 5.0, 3.0, 1.5),
    10_000: (80_000, 8.0, 12.0, 2.5),
}
DEMO = Path(__file__).resolve().parents[1] / "out" / "kg"
# Milliseconds, and megabytes of the script's heap.
FILTER, CLICK, SEARCH, HEAP = 250, 500, 30, 100
TIMED = """
const done = arguments[arguments.length - 1];
const start = performance.now();
%s
requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
"""
FILTERED = "document.querySelector(\"[data-key='statuses-intended']\").click();"
MOVED = """
const bar = document.getElementById('time-from');
if (bar) {
  bar.value = 5 + (Number(bar.value) % 5) + 1;
  bar.dispatchEvent(new Event('input'));
}
"""
OPENED = """
const done = arguments[arguments.length - 1];
const start = performance.now();
location.hash = `actor=${encodeURIComponent(%s)}`;
const look = () => {
  if (document.querySelector('.card')) done(performance.now() - start);
  else requestAnimationFrame(look);
};
look();
"""
TYPED = """
const field = document.getElementById('search');
field.focus();
const times = ['b', 'be', 'bel', 'x', 'or'].map((text) => {
  const start = performance.now();
  field.value = text;
  field.dispatchEvent(new Event('input'));
  return performance.now() - start;
});
return Math.max(...times.slice(1));
"""


def graph_of(name: str, ontology: Ontology) -> tuple[list, dict[str, str], int, int, str]:
    """Return the reports of a generated graph or of a store, its copies and size, and the actor to open."""
    if name.isdecimal():
        mentions = GRAPHS[int(name)][0]
        return reports_of(int(name), mentions, ontology), {}, int(name), mentions, "A1"
    with GraphStore.open(name) as store:
        reports, copies = list(store.reports()), origins(store)
    ends = Counter(
        e.principal.id for _, found in reports for said in found for e in (said.source, said.target)
    )
    return (
        reports,
        copies,
        len(ends),
        sum(len(found) for _, found in reports),
        max(ends, key=lambda one: (ends[one], one)),
    )


def measure(browser: Chromium, name: str, folder: Path, ontology: Ontology) -> str:
    """Return one line of figures for a graph."""
    reports, copies, count, mentions, actor = graph_of(name, ontology)
    _, size, build, draw = next((GRAPHS[most] for most in GRAPHS if count <= most), GRAPHS[max(GRAPHS)])
    start = time.process_time()
    text = page.render(reports, ontology, page.Look(title=f"{count} actors"), origin=copies)
    built = time.process_time() - start
    file = folder / f"{count}.html"
    file.write_text(text, encoding="utf-8", newline="\n")
    drawn = min(browser.open(file) for _ in range(3))
    run = browser.driver.execute_async_script
    opened = run(OPENED % json.dumps(actor))
    filtered = max(median(run(TIMED % act) for _ in range(5)) for act in (FILTERED, MOVED))
    typed = browser.run(TYPED)
    browser.driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
    heap = browser.run("return performance.memory.usedJSHeapSize") / 1e6
    figures = (
        f"{count:>6} actors {mentions:>6} mentions" + ("" if name.isdecimal() else f" of {name}"),
        against("MB", file.stat().st_size / 1e6, size),
        against("CPU s built", built, build),
        against("s drawn", drawn, draw),
        against("ms click", opened, CLICK if count <= 2000 else None),
        against("ms filter", filtered, FILTER if count <= 2000 else None),
        against("ms search", typed, SEARCH),
        against("MB heap", heap, HEAP),
    )
    asked = browser.requests() + browser.complaints()
    return "  ".join(figures) + (f"  COMPLAINTS {asked}" if asked else "")


def against(unit: str, figure: float, bar: float | None) -> str:
    """Return a figure beside its bar, where it has one."""
    digits = 2 if bar is not None and bar < 20 else 0
    if bar is None:
        return f"{figure:.{digits}f} {unit}"
    return f"{figure:.{digits}f}{'!' if figure > bar else ''} {unit} [{bar:g}]"


def main() -> int:
    """Measure the graphs named on the command line, or all."""
    if (reason := missing()) is not None:
        print(reason, file=sys.stderr)
        return 1
    ontology = Ontology.load()
    with tempfile.TemporaryDirectory() as folder:
        browser = Chromium(Path(folder) / "profile")
        for name in sys.argv[1:] or [*map(str, GRAPHS), *filter(Path.is_dir, [DEMO])]:
            print(measure(browser, str(name), Path(folder), ontology), flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
