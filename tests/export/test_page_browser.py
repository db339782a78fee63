"""The page in a real browser: a reader gets from any line to its sentence, and back by its address."""

import csv
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from told import party, told

pytestmark = pytest.mark.browser
VIEWS = ("graph", "table", "matrix", "timeline")
TYPE = """
const field = document.getElementById('search');
field.focus();
field.value = arguments[0];
field.dispatchEvent(new Event('input'));
"""
ROWS = """
const rows = document.querySelectorAll('#view-table tbody tr').length;
return [rows, document.getElementById('filtered').innerText];
"""
PRESS = """
const event = new KeyboardEvent('keydown', {key: arguments[0], bubbles: true});
document.getElementById('canvas').dispatchEvent(event);
"""


def state(browser) -> str:
    return str(browser.run("return decodeURIComponent(location.hash.slice(1))"))


def test_a_line_opens_its_sentence_with_both_actors_and_the_trigger_marked(browser, drawn, ontology):
    text = "🕊 Aland openly accused Borduria of smuggling."
    file = drawn("marks", [told(text, "Aland", "accuses", "Borduria", "accused")], language="en")
    browser.open(file, "edge=Aland,accuses,Borduria")
    browser.until("document.querySelector('.card')")
    assert browser.text(".card .words") == text
    marks = browser.run("return [...document.querySelectorAll('.card mark')].map((mark) => mark.textContent)")
    assert marks == ["Aland", "Borduria"]
    assert browser.text(".card .trigger") == "accused"


def test_a_pair_tells_who_does_what_to_whom(browser, drawn, ontology):
    deeds = [("Aland", "aids", "Borduria"), ("Borduria", "attacks", "Aland"), ("Aland", "fights", "Borduria")]
    reports = [told(f"{a} {verb} {b}.", a, verb, b, verb, key=f"d{verb}") for a, verb, b in deeds]
    browser.open(drawn("pair", reports, language="en"), "actor=Aland&with=Borduria")
    browser.until("document.querySelector('.card')")
    rows = "return [...document.querySelectorAll('#panel section')].slice(0, 3).map((one) => one.innerText)"
    heads = ["Aland → Borduria", "Borduria → Aland", "Aland – Borduria"]
    assert browser.run(rows) == [
        f"{head}\n{verb}\n1" for head, (_, verb, _) in zip(heads, deeds, strict=True)
    ]


def test_a_pronoun_is_followed_by_what_it_means(browser, drawn, ontology):
    text = "They accused Borduria."
    report = told(text, "Aland", "accuses", "Borduria", "accused", words=("They", "Borduria"))
    browser.open(drawn("pronoun", [report], language="en"), "edge=Aland,accuses,Borduria")
    browser.until("document.querySelector('.card')")
    assert browser.text(".card .words") == "They [Aland] accused Borduria."


def test_a_claim_says_whose_it_is(browser, drawn, ontology):
    article, (statement,) = told("Aland attacked Borduria.", "Aland", "attacks", "Borduria", "attacked")
    said = replace(statement, said_by=party("Cascara"))
    browser.open(drawn("claim", [(article, (said,))], language="en"), "edge=Aland,attacks,Borduria")
    browser.until("document.querySelector('.card')")
    assert "said by CASCARA" in browser.text(".card .claim")


def test_copies_of_one_sentence_are_one_card(browser, drawn, ontology):
    text = "Aland accused Borduria."
    reports = [
        told(text, "Aland", "accuses", "Borduria", "accused", key=f"c{at}", outlet=f"Wire {at}")
        for at in range(3)
    ]
    browser.open(drawn("copies", reports, language="en"), "edge=Aland,accuses,Borduria")
    browser.until("document.querySelector('.card')")
    assert browser.run("return document.querySelectorAll('.card').length") == 1
    assert "also in 2 other articles" in browser.text(".card .copies")


def test_an_article_opens_at_its_sentence(browser, drawn, ontology):
    text = "On a grey morning, Aland - again - accused Borduria of smuggling rare - earths."
    browser.open(
        drawn("link", [told(text, "Aland", "accuses", "Borduria", "accused")], language="en"),
        "edge=Aland,accuses,Borduria",
    )
    browser.until("document.querySelector('.card a')")
    link = browser.run("const a = document.querySelector('.card a'); return [a.href, a.rel]")
    assert link == [
        "https://news.example/a1#:~:text=On%20a%20grey%20morning%2C,smuggling%20rare%20%2D%20earths.",
        "noopener noreferrer nofollow",
    ]


def test_search_finds_an_actor_by_a_name_of_the_other_language(browser, small):
    browser.open(small)
    browser.run(TYPE, "JEPANG")
    assert "Japan" in browser.text("#hits")
    browser.run(
        "document.getElementById('search').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))"
    )
    browser.until("document.querySelector('#panel h2')?.innerText === 'Japan'")
    assert state(browser) == "actor=Japan"


def test_search_says_when_nobody_has_that_name(browser, small):
    browser.open(small)
    browser.run(TYPE, "zzz")
    assert browser.text("#hits") == "No actor has a name like “zzz”."


def test_every_state_comes_back_from_its_address(browser, large):
    wanted = "actor=A1&rel=accuses,criticizes&status=actual,negated&from=2023-02&to=2024-06"
    wanted += "&n=40&min=2&conf=0.5&view=table&sort=source,up"
    browser.open(large, wanted)
    first = browser.run(ROWS)
    browser.click("#theme")
    again = state(browser)
    browser.open(large, again)
    assert browser.run(ROWS) == first
    for part in wanted.split("&"):
        assert part in again, part


def test_filters_change_every_view_and_say_so(browser, large):
    browser.open(large, "view=table")
    before = browser.text("#view-table .hint")
    browser.click("[data-key='statuses-actual']")
    assert browser.text("#view-table .hint") != before
    assert browser.text("#filtered").startswith("Filtered:")
    browser.click("#filtered button")
    assert browser.text("#view-table .hint") == before


@pytest.mark.parametrize("view", VIEWS)
def test_a_filter_that_leaves_nothing_says_so(browser, large, view):
    browser.open(large, f"view={view}&rel=none")
    place = "#nothing" if view == "graph" else f"#view-{view} .empty"
    assert browser.text(place) == "No statement passes these filters."


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_store_says_so(browser, drawn, view):
    browser.open(drawn("empty", [], language="en"), f"view={view}")
    place = "#nothing" if view == "graph" else f"#view-{view} .empty"
    assert browser.text(place) == "This store holds no statements yet, so there is nothing to draw."


def test_an_unknown_actor_in_the_address_is_said(browser, small):
    browser.open(small, "actor=Nowhere")
    assert "No actor here is called “Nowhere”." in browser.text("#panel")


def test_the_keyboard_walks_actors_and_opens_one(browser, small):
    browser.open(small)
    browser.run(PRESS, "ArrowDown")
    spoken = browser.text("#live")
    assert "mentions" in spoken
    browser.run(PRESS, "Enter")
    browser.until("document.querySelector('#panel h2')")
    assert spoken.startswith(browser.text("#panel h2"))
    browser.run(PRESS, "Escape")
    browser.until("document.querySelector('#panel h2')?.innerText === 'Overview'")


def test_only_neighbours_leaves_only_neighbours(browser, large):
    browser.open(large, "actor=A3&near=1&view=table&rows=actors")
    browser.until("document.querySelector('#panel h2')")
    rows = browser.run(
        "return Number(document.querySelector('#view-table .hint').innerText.split(' ')[0].replace(',', ''))"
    )
    partners = browser.run(
        "return Number([...document.querySelectorAll('#panel .facts span')].pop().innerText.split(' ')[0])"
    )
    assert rows == partners + 1


def test_a_path_joins_two_actors_that_are_no_partners(browser, drawn, ontology):
    names = ("Aland", "Borduria", "Cascara", "Drevna", "Estoria")
    reports = [told(f"{a} aids {b}.", a, "aids", b, "aids", key=f"p{a}") for a, b in pairwise(names)]
    browser.open(drawn("path", reports, language="en"), "actor=Aland&path=Aland,Drevna")
    browser.until("document.querySelector('#panel .path p:not([hidden])')")
    assert browser.text("#panel .path p:not([hidden])").startswith(
        "Shortest path, 3 steps: Aland – Borduria – Cascara – Drevna"
    )


def test_dates_filter_by_the_bars(browser, large):
    browser.open(large)
    browser.run(
        "const i = document.getElementById('time-from'); i.value = 10; i.dispatchEvent(new Event('input'));"
    )
    browser.until("location.hash.includes('from=2022-11')")
    assert "Nov 2022" in browser.text("#filtered")


def test_exports_are_files_that_other_tools_read(browser, drawn, ontology):
    report = told("=Cmd accused Borduria.", "=Cmd", "accuses", "Borduria", "accused")
    browser.open(drawn("exports", [report], language="en", title="Export me"))
    for at, suffix in ((1, "png"), (2, "svg"), (3, "relations.csv"), (4, "sentences.csv")):
        browser.click("#export")
        browser.click(f"#exports button:nth-child({at})")
        file = browser.downloads / f"export-me.{suffix}"
        end = time.monotonic() + 10
        while not file.exists():
            assert time.monotonic() < end, f"{file.name} was not saved"
            time.sleep(0.05)
    assert (browser.downloads / "export-me.png").read_bytes().startswith(b"\x89PNG")
    assert "Borduria" in (browser.downloads / "export-me.svg").read_text(encoding="utf-8")
    with (browser.downloads / "export-me.sentences.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1][6] == "'=Cmd accused Borduria."
    assert browser.complaints() == []


def test_paper_gets_the_drawing_and_is_white(browser, large):
    browser.open(large, "actor=A1&theme=dark")
    browser.until("document.querySelector('.card')")
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    assert browser.run("return document.querySelectorAll('#printed svg path').length") > 100
    assert browser.run("return document.documentElement.dataset.theme") == "light"
    browser.run("window.dispatchEvent(new Event('afterprint'))")
    assert browser.run("return document.querySelectorAll('#printed svg').length") == 0
    assert browser.run("return document.documentElement.dataset.theme") == "dark"
    assert browser.complaints() == []


def test_a_pair_does_not_take_all_the_room(browser, drawn, ontology):
    relations = [one for one in sorted(ontology.relations) if not ontology.relations[one].symmetric]
    many = [
        told(f"Aland {name} Borduria.", "Aland", name, "Borduria", name, key=f"m{at}")
        for at, name in enumerate(relations)
    ]
    pairs = [(f"P{at:02}a", f"P{at:02}b") for at in range(60)]
    others = [told(f"{a} aids {b}.", a, "aids", b, "aids", key=f"o{a}") for a, b in pairs]
    browser.open(drawn("crowded", many + others, language="en"))
    assert len(relations) > 10
    shown = browser.text("#legend .shown")
    actors, lines = (int(part.split()[0]) for part in shown.split(" · "))
    assert actors > 40
    assert lines == 5 + (actors - 2) // 2


def test_a_hidden_hub_is_said_and_comes_back(browser, large):
    browser.open(large, "actor=A0")
    browser.until("document.querySelector('.card')")
    name = browser.text("#panel h2")
    before = browser.text("#scope")
    browser.run(
        "[...document.querySelectorAll('#panel .wide')].find((b) => /^Hide/.test(b.innerText)).click()"
    )
    assert f"without {name}" in browser.text("#filtered")
    assert "hide=A0" in state(browser)
    browser.click("#tab-table")
    rows = browser.run(
        "return [...document.querySelectorAll('#view-table tbody tr')].map((r) => r.innerText)"
    )
    assert not [row for row in rows if name in row.split("\t")]
    browser.click("#filtered button")
    assert browser.run("return document.getElementById('filtered').hidden")
    assert browser.text("#scope") == before


def test_hubs_can_be_evened_out(browser, large):
    browser.open(large)
    before = browser.text("#legend .shown")
    browser.click("[data-key='even']")
    assert state(browser) == "even=1"
    assert browser.text("#legend .shown") != before
    assert browser.run("return document.querySelector('[data-key=even]').checked")


def test_a_community_is_lit_in_the_graph(browser, large):
    browser.open(large)
    browser.run("document.querySelectorAll('#panel details').forEach((one) => { one.open = true; })")
    browser.click("#panel .show")
    assert state(browser) == "camp=1"
    assert browser.run("return document.querySelector('#panel .show').getAttribute('aria-pressed')") == "true"
    browser.run(PRESS, "Escape")
    assert state(browser) == ""
    assert browser.complaints() == []


def test_the_timeline_tells_the_balance_of_each_period(browser, drawn, ontology):
    reports = [
        told("Aland attacked Borduria.", "Aland", "attacks", "Borduria", "attacked", key="b1"),
        told("Aland aided Borduria.", "Aland", "aids", "Borduria", "aided", key="b2"),
    ]
    later = replace(reports[1][0], published="2024-04-09")
    browser.open(
        drawn("balance", [reports[0], (later, reports[1][1])], language="en"), "view=timeline&actor=Aland"
    )
    dots = browser.run("return [...document.querySelectorAll('.dot.still')].map((dot) => dot.title)")
    attack, aid = (ontology.relation(name).valence for name in ("attacks", "aids"))
    assert [dot.split(": ")[1] for dot in dots] == [f"{attack:.1f}, 1 mentions", f"{aid:.1f}, 1 mentions"]


def test_copies_count_as_one_report(browser, drawn, ontology):
    words = " ".join(f"word{at}" for at in range(60))
    reports = [
        told(f"Aland accused Borduria. {words}", "Aland", "accuses", "Borduria", "accused", key=f"w{at}")
        for at in range(3)
    ]
    reports.append(
        told("On Friday Aland accused Borduria.", "Aland", "accuses", "Borduria", "accused", key="x")
    )
    browser.open(drawn("origins", reports, language="en"), "edge=Aland,accuses,Borduria")
    browser.until("document.querySelector('.card')")
    assert "2 independent reports" in browser.text("#panel .facts")


def test_a_phone_is_led_to_the_sentences(browser, small):
    browser.size(390, 844)
    try:
        browser.open(small, "actor=NATO")
        browser.until("document.querySelector('.card')")
        assert browser.text("#jump").startswith("NATO: Evidence")
        browser.click("#jump")
        browser.until("document.getElementById('panel').getBoundingClientRect().top < innerHeight / 2")
    finally:
        browser.size(1440, 900)


def test_the_strongest_actors_are_named(browser, large):
    watch = """
    const written = window.written = [];
    const draw = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
      written.push(text);
      return draw.call(this, text, ...at);
    };
    document.getElementById('zoom-fit').click();
    """
    browser.open(large)
    browser.run(watch)
    browser.until("window.written.length > 20")
    browser.click("[data-key='statuses-intended']")
    rows = (
        "return [...document.querySelectorAll('#panel .bars .who')].slice(0, 6).map((one) => one.innerText)"
    )
    strongest = set(browser.run(rows))
    assert strongest <= set(browser.run("return window.written"))
