"""What the canvas really shows: lines that reach their ends, a picture that fills its room."""

import pytest
from told import told

pytestmark = pytest.mark.browser
# The longest row of red pixels (a line of conflict), and whether it runs on to the bar at its end.
REACHES = """
const canvas = document.querySelector('#canvas canvas');
const { width, height } = canvas;
const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
const red = (x, y) => data[4 * (y * width + x)] > data[4 * (y * width + x) + 1] + 70;
let best = { number: 0 };
for (let y = 0; y < height; y += 1) {
  const xs = Array.from({ length: width }, (_, x) => x).filter((x) => red(x, y));
  if (xs.length > best.number) best = { number: xs.length, y, first: xs[0], last: xs.at(-1) };
}
const high = (x) => Array.from({ length: 16 }, (_, at) => red(x, best.y - 8 + at)).filter(Boolean).length;
const ends = [best.first + 1, best.last - 1].map(high);
const [bar, step] = ends[0] > ends[1] ? [best.first, 1] : [best.last, -1];
const run = Array.from({ length: 30 }, (_, at) => red(bar + step * at, best.y));
return [best.number, Math.max(...ends), run.every(Boolean)];
"""
PICTURE = "return document.querySelector('#canvas canvas').toDataURL()"


def test_a_line_against_somebody_runs_up_to_its_bar(browser, drawn, ontology):
    report = told("Aland attacked Borduria.", "Aland", "attacks", "Borduria", "attacked")
    browser.open(drawn("bar", [report], language="en"))
    long, bar, reaches = browser.run(REACHES)
    assert long > 60
    assert bar > 8
    assert reaches


def test_the_first_picture_fills_its_room(browser, large):
    browser.open(large)
    before = browser.run(PICTURE)
    browser.click("#zoom-fit")
    browser.until("document.querySelector('#canvas canvas')")
    assert browser.run(PICTURE) == before


def test_the_table_has_room_for_every_column(browser, large):
    browser.open(large, "view=table")
    wide = "const view = document.getElementById('view-table'); return [view.scrollWidth, view.clientWidth]"
    assert len(set(browser.run(wide))) == 1
    cut = "return [...document.querySelectorAll('.data .day, .data .number, .data thead th')]"
    assert browser.run(f"{cut}.filter((one) => one.scrollWidth > one.clientWidth).length") == 0


def test_one_date_needs_no_timeline(browser, drawn, ontology):
    report = told("Aland attacked Borduria.", "Aland", "attacks", "Borduria", "attacked")
    browser.open(drawn("bar", [report], language="en"), "view=timeline")
    assert browser.text("#view-timeline .empty").endswith("a timeline needs a second date.")
