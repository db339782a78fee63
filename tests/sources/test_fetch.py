"""The network is asked only when allowed, for the web only, and never twice for what robots may not have."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import made
import pytest

from graphkit.sources import corpus, fetch
from graphkit.text import Article

PLAN = "Russia announced on Thursday that it will withdraw its troops from the border with Ukraine."


class Site(BaseHTTPRequestHandler):
    """A site with a feed, its articles, and things that no program should follow."""

    def do_GET(self) -> None:
        host = f"http://127.0.0.1:{self.server.server_address[1]}"
        items = made.item("Troops leave.", 1) + made.item("More.", 2) + made.item("Hidden.", 3)
        feed = made.RSS.format(items=items).replace("https://post.example", host)
        pages = {
            "/feed": ("application/rss+xml", feed),
            "/1": ("text/html", made.html(PLAN)),
            "/page": ("text/html", made.html(PLAN)),
            "/data.jsonl": ("application/json", f'{{"text": "{PLAN}"}}'),
            "/robots.txt": ("text/plain", "User-agent: *\nDisallow: /3\n"),
        }
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
            return
        kind, body = pages.get(self.path, ("", ""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def read(*paths: str, network: bool = True) -> tuple[list[Article], list[str]]:
    errors: list[str] = []
    found = corpus.read(paths, network=network, on_error=lambda error: errors.append(str(error)))
    return list(found), errors


def test_without_leave_the_network_is_not_asked(site: str) -> None:
    assert read(f"{site}/feed", network=False) == (
        [],
        [f"{site}/feed: is an address, and the network is not asked"],
    )


def test_a_feed_leads_to_its_articles(site: str) -> None:
    (article,), errors = read(f"{site}/feed")
    assert article.text.startswith(PLAN)
    assert (article.source, article.published, article.url) == ("Harbour Post", "2024-05-30", f"{site}/1")
    assert errors == [
        f"{site}/2: cannot be fetched: Not Found",
        f"{site}/3: the site asks programs to stay away (robots.txt)",
    ]


def test_a_page_and_a_list_of_records_are_read(site: str) -> None:
    articles, errors = read(f"{site}/page", f"{site}/data.jsonl")
    assert [article.text[: len(PLAN)] for article in articles] == [PLAN, PLAN]
    assert errors == []


def test_an_address_leads_to_no_file(site: str) -> None:
    articles, errors = read(f"{site}/away", "http://127.0.0.1:1/x")
    assert articles == []
    assert [error.split(": ")[1] for error in errors] == ["cannot be fetched", "cannot be fetched"]


def test_a_feed_leads_into_no_private_network() -> None:
    entry = corpus.record.Record({"url": "http://127.0.0.1:1/secret", "text": "x"}, "feed")
    found = fetch._followed(entry, "https://feeds.example/rss")
    assert str(found) == "http://127.0.0.1:1/secret: leads into a private network, and is not asked"
