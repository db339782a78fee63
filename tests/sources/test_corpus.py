"""Every kind of file becomes articles, and every failure is one line with its place."""

import bz2
import gzip
import io
import json
import lzma
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import SourceError
from graphkit.sources import corpus, record
from graphkit.text import Article

RUSSIAN_PLAN = "Russia announced on Thursday that it will withdraw its troops from the border with Ukraine."
RENCANA = (
    "Pemerintah Indonesia mengatakan pada Kamis bahwa presiden akan bertemu dengan mitranya karena hal itu."
)


def read(*paths: Path | str, language: str | None = None) -> tuple[list[Article], list[str]]:
    errors: list[str] = []
    articles = list(corpus.read(paths, language=language, on_error=lambda error: errors.append(str(error))))
    return articles, errors


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_record_keeps_what_it_says_of_itself(tmp_path: Path) -> None:
    row = {
        "id": "a1",
        "lang": "id",
        "date": "2024-05",
        "title": "Judul",
        "source": "ANTARA",
        "url": "https://example.org/1",
        "text": RUSSIAN_PLAN,
    }
    articles, errors = read(write(tmp_path / "a.jsonl", json.dumps(row)))
    assert articles == [
        Article("a1", "id", "Judul", RUSSIAN_PLAN, "2024-05", "https://example.org/1", "ANTARA")
    ]
    assert errors == []


def test_other_names_of_the_fields_are_understood(tmp_path: Path) -> None:
    row = {
        "Judul": "J",
        "isi": RENCANA,
        "Tanggal Terbit": "Kamis, 30 Mei 2024",
        "link": "https://example.org",
    }
    (article,), errors = read(write(tmp_path / "a.json", json.dumps([row])))
    assert (article.title, article.text, article.published) == ("J", RENCANA, "2024-05-30")
    assert (article.url, article.language, errors) == ("https://example.org", "id", [])


def test_without_an_id_the_text_gives_one_and_spacing_does_not_change_it(tmp_path: Path) -> None:
    one = write(tmp_path / "one.txt", RUSSIAN_PLAN)
    two = write(tmp_path / "two.txt", RUSSIAN_PLAN.replace(" ", "  ") + "\n")
    (first, second), _ = read(one, two)
    assert first.id == second.id == record.digest(RUSSIAN_PLAN)
    assert len(first.id) == 16


@pytest.mark.parametrize(
    ("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress), (".bz2", bz2.compress)]
)
def test_packed_files_are_read(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    path = write(tmp_path / f"a.jsonl{suffix}", pack(json.dumps({"text": RUSSIAN_PLAN}).encode()))
    (article,), errors = read(path)
    assert (article.text, errors) == (RUSSIAN_PLAN, [])


def test_a_table_is_read_whatever_its_separator(tmp_path: Path) -> None:
    for separator in ",;\t":
        row = separator.join(["t", f'"{RUSSIAN_PLAN}"', "2024-01-02"])
        path = write(tmp_path / "a.csv", f"\ufefftitle{separator}text{separator}date\n{row}\n")
        (article,), errors = read(path)
        assert (article.title, article.text, article.published, errors) == (
            "t",
            RUSSIAN_PLAN,
            "2024-01-02",
            [],
        )


def test_a_page_is_read_without_its_frame(tmp_path: Path) -> None:
    page = f"""<html lang="en"><head><title>Troops leave</title>
    <meta property="og:site_name" content="The Post">
    <meta property="article:published_time" content="2024-05-30T10:00:00Z"></head>
    <body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
    <article><h1>Troops leave</h1><p>{RUSSIAN_PLAN}</p><p>{RUSSIAN_PLAN} Friday.</p></article>
    <footer>All rights reserved</footer></body></html>"""
    (article,), errors = read(write(tmp_path / "a.html", page))
    assert (article.title, article.published, article.source) == ("Troops leave", "2024-05-30", "The Post")
    assert article.text.startswith(RUSSIAN_PLAN)
    assert "Home" not in article.text
    assert errors == []


def test_a_page_in_an_older_encoding_is_read_by_what_it_declares(tmp_path: Path) -> None:
    words = RUSSIAN_PLAN.replace("Thursday", "Thursday in the café")
    body = f"<body><article><p>{words}</p><p>{words}</p></article></body>"
    page = f'<html><head><meta charset="windows-1252"></head>{body}</html>'
    (article,), errors = read(write(tmp_path / "a.html", page.encode("windows-1252")))
    assert "café" in article.text
    assert errors == []


def test_markdown_gives_its_front_matter_and_bare_text(tmp_path: Path) -> None:
    matter = '---\ntitle: "Troops"\ndate: 2024-01-02\n---\n'
    text = f"{matter}# Heading\n\n**Russia** [said](http://x.org) *no*.\n\n- {RUSSIAN_PLAN}\n"
    (article,), errors = read(write(tmp_path / "a.md", text))
    assert (article.title, article.published, errors) == ("Troops", "2024-01-02", [])
    assert article.text == f"Russia said no.\n\n{RUSSIAN_PLAN}"


def test_a_headline_over_an_empty_line_is_the_title(tmp_path: Path) -> None:
    (article,), _ = read(write(tmp_path / "a.txt", f"Troops leave the border\n\n{RUSSIAN_PLAN}\n"))
    assert (article.title, article.text) == ("Troops leave the border", RUSSIAN_PLAN)


def test_line_ends_of_other_systems_become_plain_ones(tmp_path: Path) -> None:
    (article,), _ = read(write(tmp_path / "a.txt", f"{RUSSIAN_PLAN}\r\n{RUSSIAN_PLAN}\r{RUSSIAN_PLAN}"))
    assert article.text == "\n".join([RUSSIAN_PLAN] * 3)


def test_folders_and_globs_give_files_in_order(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a.txt",
        "deep/c.txt",
        ".hidden/d.txt",
        "e.gif",
        "README.md",
        "kg/store.json",
        "kg/f.md",
    ):
        write(tmp_path / name, f"{RUSSIAN_PLAN} {name}")
    articles, errors = read(tmp_path)
    assert [article.text.split()[-1] for article in articles] == ["a.txt", "b.txt", "deep/c.txt"]
    articles, _ = read(str(tmp_path / "**" / "*.txt"))
    assert [article.text.split()[-1] for article in articles] == ["a.txt", "b.txt", "deep/c.txt"]
    assert errors == []


@pytest.mark.parametrize(
    "content",
    [RUSSIAN_PLAN, json.dumps({"text": RUSSIAN_PLAN}), json.dumps([{"text": RUSSIAN_PLAN}], indent=1)],
)
def test_standard_input_tells_by_its_first_character_what_it_is(
    monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    (article,), errors = read("-")
    assert (article.text, errors) == (RUSSIAN_PLAN, [])


BAD = {
    "empty.txt": (b" \n", "empty.txt: empty"),
    "zeros.txt": (b"\x00\x01\x02 binary", "zeros.txt: holds zero bytes, and is most likely no text"),
    "binary.txt": (b"caf\xe9 \x01\x02", "binary.txt: not UTF-8, and no text in an older encoding"),
    "utf16.txt": (b"\xff\xfeR\x00u", "utf16.txt: is not the UTF-16 that it is marked as"),
    "long.txt": (
        b"abc def. " * 600_000,
        "long.txt: the text has 5,400,000 characters, one article at most 1,000,000",
    ),
    "long.jsonl": (
        json.dumps({"text": "abc def. " * 600_000}).encode(),
        "long.jsonl:1: the text has 5,400,000 characters, one article at most 1,000,000",
    ),
    "french.txt": (
        "Le président français a rencontré le chancelier allemand à Paris mardi.".encode(),
        'french.txt: no language pack for "fr"',
    ),
    "numbers.txt": (b"12345 67890", "numbers.txt: no words to tell the language from"),
    "java.jsonl": (b'{"text":"x","lang":"jv"}', 'java.jsonl:1: no language pack for "jv"'),
    "broken.jsonl": (b'\n{"text": "x"', "broken.jsonl:2: broken JSON at column 13: Expecting ',' delimiter"),
    "list.jsonl": (b"[1]", "list.jsonl:1: a JSON object was expected, not list"),
    "binary.jsonl": (b'{"text":"\xe9\x02"}', "binary.jsonl:1: not UTF-8, and no text in an older encoding"),
    "blank.jsonl": (b'{"id":"a","text":" "}', "blank.jsonl:1: no text"),
    "two.json": (b'{"text":"a"}\n{"text":"b"}', "two.json:2: broken JSON at column 1: Extra data"),
    "deep.json": (b"[" * 100_000, "deep.json: the JSON is nested too deeply"),
    "bare.csv": (b"title;text\n", "bare.csv: no records"),
    "ragged.csv": (b"title,text\nonly one\n", "ragged.csv:2: 2 cells expected, 1 found"),
    "quote.csv": (b'text,title\n"never closed,x\n', "quote.csv:2: broken row: unexpected end of data"),
    "other.csv": (b"a,b\n1,2\n", "other.csv:2: no text"),
    "frame.html": (
        b"<html><body><script>1</script></body></html>",
        "frame.html: no article found in the page",
    ),
    "picture.html": (b"\x89PNG\r\n\x1a\n\xff", "picture.html: not UTF-8"),
    "paper.pdf": (b"%PDF", "paper.pdf: is no PDF, or is broken"),
    "picture.gif": (b"GIF89a", "picture.gif: unknown kind of file"),
    "bad.jsonl.gz": (b"no gzip", "bad.jsonl.gz: cannot be unpacked: Not a gzipped file (b'no')"),
    "cut.jsonl.xz": (
        lzma.compress(b'{"text":"x"}' * 99)[:40],
        "cut.jsonl.xz: cannot be unpacked: Compressed file ended",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_line_with_its_place_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    bad = write(tmp_path / name, content)
    good = write(tmp_path / "good.txt", RUSSIAN_PLAN)
    articles, errors = read(bad, good)
    assert [article.text for article in articles] == [RUSSIAN_PLAN]
    assert len(errors) == 1
    assert errors[0].startswith(f"{tmp_path}/{message}")
    assert "\n" not in errors[0]


def test_good_records_around_a_bad_one_are_read(tmp_path: Path) -> None:
    good = json.dumps({"text": RUSSIAN_PLAN})
    articles, errors = read(write(tmp_path / "a.jsonl", f"{good}\nbroken\n{good}\n"))
    assert len(articles) == 2
    assert [error.split(": ")[0] for error in errors] == [f"{tmp_path}/a.jsonl:2"]


def test_missing_files_and_empty_folders_are_told(tmp_path: Path) -> None:
    _, errors = read(tmp_path / "none.txt", tmp_path)
    assert errors == [f"{tmp_path}/none.txt: no such file", f"{tmp_path}: no articles in this folder"]


def test_the_failure_knows_file_and_line(tmp_path: Path) -> None:
    failures: list[SourceError] = []
    list(corpus.read([write(tmp_path / "a.jsonl", "\nbroken\n")], on_error=failures.append))
    assert (failures[0].file, failures[0].line) == (str(tmp_path / "a.jsonl"), 2)


def test_a_language_that_has_no_pack_can_be_read_as_another(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"text": "Sugeng enjing", "lang": "jv"}))
    (article,), errors = read(path, language="id")
    assert (article.language, errors) == ("id", [])


def test_what_no_file_can_hold_is_replaced_without_moving_the_rest(tmp_path: Path) -> None:
    text = f"a\\u0000b\\ud83d {RUSSIAN_PLAN}"
    (article,), errors = read(write(tmp_path / "a.jsonl", f'{{"text": "{text}", "lang": "en"}}'))
    assert article.text == f"a\ufffdb\ufffd {RUSSIAN_PLAN}"
    assert errors == []
    article.text.encode()


def test_counting_opens_no_page(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", '{"text":"x"}\nbroken\n')
    write(tmp_path / "b.html", b"\xff")
    assert corpus.count([tmp_path, "none"]) == 4
    assert corpus.count(["-"]) is None


@given(st.binary(max_size=300), st.sampled_from(sorted(corpus.READERS)))
def test_no_content_makes_a_reader_fall(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)
    articles, errors = read(path)
    assert articles or errors
