"""What an outsider can check: the page asks for nothing, runs nothing of its data, and all can use it."""

import os
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from generated_graph import reports as reports_of
from told import told

from graphkit.facts import Actor, Party
from graphkit.text import Article

pytestmark = pytest.mark.browser
VIEWS = ("graph", "table", "matrix", "timeline")
# Generous: only against hanging. `make bench-page` prints the figures that count.
CEILING = 20.0


def axe_file() -> Path | None:
    """Return axe-core as the package axe-playwright-python ships it, or the file that GRAPHKIT_AXE names.

    Of the package only this file is used: nothing of it is imported, and no network is asked.
    """
    if "GRAPHKIT_AXE" in os.environ:
        return Path(os.environ["GRAPHKIT_AXE"])
    spec = find_spec("axe_playwright_python")
    file = Path(spec.origin).with_name("axe.min.js") if spec and spec.origin else None
    return file if file and file.exists() else None


AXE = axe_file()
TYPE = """
const field = document.getElementById('search');
field.focus();
field.value = arguments[0];
field.dispatchEvent(new Event('input'));
"""
CHECK = """
const done = arguments[arguments.length - 1];
const parts = (node) => node.html.slice(0, 160);
axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then((result) => done(
  result.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map(parts).join(' | ')}`)));
"""


@pytest.mark.parametrize("size", [0, 2, 500])
def test_opening_every_view_asks_for_nothing_and_breaks_nothing(browser, drawn, ontology, size):
    reports = reports_of(size, 8 * size, ontology) if size else []
    file = drawn(f"open{size}", reports, language="en")
    assert browser.open(file) < CEILING
    for view in VIEWS:
        browser.click(f"#tab-{view}")
        assert browser.text(f"#view-{view}").strip() or browser.run(
            "return !!document.querySelector('canvas')"
        )
    browser.click("#language")
    browser.click("#theme")
    browser.click("#help")
    assert browser.requests() == []
    assert browser.complaints() == []


HOSTILE = (
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    '{{7*7}}"><svg onload=window.ran=1>',
    "javascript:window.ran=1",
    "\u202eevil\u2028line\u2029end",
    "N" * 5000,
)


def test_hostile_names_titles_sentences_and_addresses_run_nothing(browser, drawn, ontology):
    reports = [hostile_report(at, name, HOSTILE[at - 1]) for at, name in enumerate(HOSTILE)]
    file = drawn("hostile", reports, language="en", title=HOSTILE[0])
    browser.open(file)
    links = browser.run("return JSON.parse(document.getElementById('graph').textContent).links.source.length")
    assert links == len(HOSTILE)
    browser.run(TYPE, "a")
    for view in VIEWS:
        browser.click(f"#tab-{view}")
    browser.click("#tab-table")
    for at in range(len(HOSTILE)):
        browser.run("document.querySelectorAll('#view-table tbody tr')[arguments[0]].click()", at)
        browser.until("document.querySelector('.card')")
        browser.run("document.querySelectorAll('#panel details').forEach((one) => { one.open = true; })")
    browser.click("#tab-graph")
    browser.click("#export")
    browser.click("#exports button:nth-child(2)")
    addresses = browser.run("return [...document.querySelectorAll('a')].map((a) => a.protocol)")
    assert set(addresses) <= {"https:", "http:", "blob:"}
    assert browser.run("return window.ran") is None
    assert (
        browser.run("return document.querySelectorAll('#panel img, #panel script, main script').length") == 0
    )
    assert browser.requests() == []
    assert browser.complaints() == []


@pytest.mark.parametrize("count", [500, 2000])
def test_large_graphs_open_filter_and_answer(browser, drawn, ontology, count):
    file = drawn(f"big{count}", reports_of(count, count * 8, ontology), language="en")
    assert browser.open(file) < CEILING
    browser.open(file, "actor=A0", seconds=CEILING)
    browser.until("document.querySelector('.card')", CEILING)
    assert browser.complaints() == []


@pytest.mark.parametrize("size", [(1440, 900), (1000, 700), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_view_is_wider_than_the_screen(browser, large, size, theme):
    browser.size(*size)
    browser.theme(theme)
    try:
        for view in VIEWS:
            browser.open(large, f"view={view}&actor=A1")
            browser.until("document.querySelector('.card')")
            wide = browser.run("return document.scrollingElement.scrollWidth")
            assert wide <= size[0], f"{view} is {wide} px wide"
    finally:
        browser.size(1440, 900)
        browser.theme("light")


@pytest.mark.skipif(AXE is None, reason="axe-core is not installed (pip install axe-playwright-python)")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("which", ["small", "wide"])
def test_axe_finds_no_violation_of_wcag_22_aa(browser, request, theme, which):
    browser.theme(theme)
    try:
        actor = "NATO" if which == "small" else "A1"
        browser.open(request.getfixturevalue(which), f"actor={actor}")
        browser.until("document.querySelector('.card')")
        browser.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
        for view in VIEWS:
            browser.click(f"#tab-{view}")
            assert browser.driver.execute_async_script(CHECK) == [], view
        browser.click("#panel .close")
        browser.run("document.querySelectorAll('#panel details').forEach((one) => { one.open = true; })")
        browser.run(TYPE, "a")
        assert browser.driver.execute_async_script(CHECK) == [], "overview, search"
        browser.click("#help")
        assert browser.driver.execute_async_script(CHECK) == [], "help"
    finally:
        browser.theme("light")


def hostile_report(number: int, source: str, target: str):
    text = f"{source} accused {target} of something."
    _, (statement,) = told(text, source, "accuses", target, "accused", key=f"h{number}", outlet=HOSTILE[1])
    ends = [
        Party(actor, actor)
        for actor in (
            Actor(f"h{at}", name, "State", (("en", name), ("id", name)))
            for at, name in ((number, source), ((number - 1) % len(HOSTILE), target))
        )
    ]
    hostile = Article(f"h{number}", "en", source, text, "2024-03-05", HOSTILE[3], HOSTILE[1])
    return hostile, (replace(statement, source=ends[0], target=ends[1], said_by=ends[1]),)
