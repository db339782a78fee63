"""The page to ask from, as a reader uses it in a real Chromium, against a real endpoint."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Chromium
from competency_world import COMPETENCY

from graphkit.store.desk import Desk
from graphkit.store.endpoint import Endpoint
from graphkit.store.store import GraphStore

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory) -> Iterator[Endpoint]:
    path = tmp_path_factory.mktemp("asked") / "kg"
    with GraphStore.open(path, write=True) as store:
        store.add(COMPETENCY)
    desk = Desk(path, clerks=1)
    server = Endpoint(desk, "127.0.0.1", 0, title="kg")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
    desk.close()


@pytest.fixture
def page(browser: Chromium, endpoint: Endpoint) -> Chromium:
    browser.driver.get("about:blank")
    for log in ("performance", "browser"):
        browser.driver.get_log(log)
    browser.driver.get(endpoint.url)
    browser.run("if (document.documentElement.lang === 'id') document.querySelector('#tongue').click()")
    return browser


def answered(page: Chromium) -> list[list[str]]:
    page.until("!document.querySelector('#found').hidden && !document.querySelector('#go').disabled")
    return page.run(
        "return [...document.querySelectorAll('#found tr')].map(r => [...r.cells].map(c => c.innerText))"
    )


def ask(page: Chromium, query: str) -> None:
    page.run("document.querySelector('#query').value = arguments[0]", query)
    page.click("#go")


def test_a_question_is_ready_and_its_answer_is_a_table(page: Chromium, endpoint: Endpoint) -> None:
    page.click("#go")
    head, *rows = answered(page)
    assert head == ["partner", "since", "date", "sentence"]
    assert [
        "actor:Japan",
        "2023-04",
        "2023-04",
        "Japan cooperates with Indonesia on geothermal power.",
    ] in rows
    assert page.text("#status").startswith(f"{len(rows)} rows")
    assert page.complaints() == []
    assert {url.split("?")[0] for url in page.requests()} <= {endpoint.url, f"{endpoint.url}query"}


def test_a_name_leads_to_what_is_known_of_it(page: Chromium) -> None:
    ask(page, "SELECT ?who { ?who gk:criticizes actor:Norway }")
    assert answered(page) == [["who"], ["actor:EU"]]
    page.click("#found td a")
    page.until("document.querySelectorAll('#found th').length == 4")
    rows = answered(page)
    assert ["rdf:type", "gk:InternationalOrganization", "", ""] in rows
    assert ["gk:criticizes", "actor:Norway", "", ""] in rows


def test_a_mistake_is_told_and_shown_where_it_is(page: Chromium) -> None:
    ask(page, "SELECT ?x {\n  ?x foo:bar ?y }")
    page.until("!document.querySelector('#error').hidden")
    assert "line 2, column 6" in page.text("#error")
    at = page.run("return document.querySelector('#query').selectionStart")
    assert "SELECT ?x {\n  ?x foo:bar ?y }"[at:].startswith("foo:bar")


def test_graphs_come_as_turtle_and_yes_or_no_as_a_word(page: Chromium) -> None:
    ask(page, "CONSTRUCT { ?a gk:relates_to ?b } WHERE { ?a gk:aids ?b }")
    page.until("!document.querySelector('#found').hidden")
    assert "actor:NATO gk:relates_to actor:Ukraine" in page.text("#found pre")
    ask(page, "ASK { actor:NATO gk:aids actor:Ukraine }")
    page.until("document.querySelector('#found').innerText === 'yes'")


def test_the_page_speaks_indonesian_and_fits_a_telephone(page: Chromium) -> None:
    page.click("#tongue")
    assert page.text("#go") == "Tanya"
    assert page.run("return document.documentElement.lang") == "id"
    assert "Siapa bekerja sama dengan Indonesia" in page.text("#example")
    page.size(380, 800)
    page.click("#go")
    answered(page)
    assert page.run("return document.documentElement.scrollWidth <= innerWidth")
    page.size(1440, 900)


def test_a_server_that_is_gone_is_told(browser: Chromium, tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "kg", write=True) as store:
        store.add(COMPETENCY[:1])
    code = "from graphkit.cli.app import main; main()"
    command = [sys.executable, "-c", code, "serve", "--store", str(tmp_path / "kg"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        browser.driver.get(child.stdout.readline().strip())
        child.kill()
    browser.click("#go")
    browser.until("!document.querySelector('#error').hidden", 30)
    assert "graphkit serve" in browser.text("#error")


def test_answers_are_saved_as_files(page: Chromium) -> None:
    ask(page, "SELECT ?who { ?who gk:criticizes actor:Norway }")
    answered(page)
    page.click(".save[data-name='answer.csv']")
    file = page.downloads / "answer.csv"
    for _ in range(100):
        if file.exists() and file.read_bytes().endswith(b"EU\r\n"):
            break
        page.run("return new Promise(done => setTimeout(done, 50))")
    assert file.read_text(encoding="utf-8").split() == ["who", "https://w3id.org/graphkit/id/actor/EU"]
