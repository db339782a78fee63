"""Files that somebody made to do harm are one line of failure, soon, and nothing else."""

import gzip
import io
import json
import pickle
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import made
import pytest

from graphkit.sources import corpus, stream
from graphkit.text import Article

PLAN = "Russia announced on Thursday that it will withdraw its troops from the border with Ukraine."
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10)).replace("&lol0;", "&lol;")
    + "]>"
)


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What holds for megabytes holds for gigabytes, and takes less time."""
    monkeypatch.setattr(stream, "LARGEST", 4 * 2**20)
    monkeypatch.setattr(stream, "LONGEST_LINE", 2**20)


def read(path: Path) -> tuple[list[Article], list[str]]:
    errors: list[str] = []
    articles = list(corpus.read([path], on_error=lambda error: errors.append(str(error))))
    assert not any("\n" in error for error in errors)
    return articles, errors


def bomb(size: int) -> bytes:
    """Pack so many zeros."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as file:
        for _ in range(size // 2**20):
            file.write(bytes(2**20))
    return out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "laughs.rss": (
        lambda: (LAUGHS + "<rss><channel>&lol9;</channel></rss>").encode(),
        "declares entities of its own",
    ),
    "outside.rss": (
        lambda: (
            b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item>'
            b"<description>&x;</description></item></channel></rss>"
        ),
        "declares entities of its own",
    ),
    "laughs.html": (lambda: (LAUGHS + "<html><body>&lol9;</body></html>").encode(), "no article found"),
    "deep.html": (lambda: b"<div>" * 200_000 + PLAN.encode(), "nested too deeply"),
    "wide.html": (lambda: b"<p>" + b"x" * (17 * 2**20), "holds more than 4 MB"),
    "deep.json": (lambda: b'{"text":' * 200_000, "nested too deeply"),
    "deep.jsonl": (lambda: b"[" * 200_000, "nested too deeply"),
    "number.jsonl": (lambda: b'{"text": ' + b"9" * 100_000 + b"}", "integer string conversion"),
    "line.jsonl": (lambda: b'{"text": "' + b"a" * (2 * 2**20), "the line is longer than 1 MB"),
    "line.csv": (lambda: b"text\n" + b"a" * (2 * 2**20), "the line is longer than 1 MB"),
    "bomb.txt.gz": (lambda: bomb(6 * 2**20), "holds more than 4 MB"),
    "bomb.jsonl.gz": (lambda: bomb(6 * 2**20), "the line is longer than 1 MB"),
    "bomb.zip": (lambda: made.zipped({"a.txt": bytes(6 * 2**20)}), "holds more than 4 MB"),
    "inside.zip": (
        lambda: made.zipped({"b.zip": made.zipped({"a.txt": b"x"})}),
        "an archive inside an archive",
    ),
    "cut.zip": (lambda: made.zipped({"a.txt": PLAN.encode()})[:-30], "cannot be unpacked"),
    "cut.tar": (lambda: made.tarred({"a.txt": PLAN.encode()}, "w")[:600], "cannot be unpacked"),
    "pickle.parquet": (lambda: pickle.dumps({"text": PLAN}), "is no Parquet"),
    "pages.pdf": (lambda: made.pdf([["x"]] * 201), "has more than 200 pages"),
    "control.jsonl": (lambda: b'{"text": "\\u0000\\u0001\\u0002"}', "no words to tell the language from"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_one_line_and_soon(tmp_path: Path, name: str) -> None:
    make, message = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    begun = time.process_time()
    articles, errors = read(path)
    # Where a limit fails it takes minutes, or all of the memory.
    assert time.process_time() - begun < 20
    assert articles == []
    assert message in errors[0]
    assert len(errors) <= 2


def test_what_stands_before_a_cut_is_read(tmp_path: Path) -> None:
    pages = {f"http://a.example/{n}": made.html(f"{PLAN} {n}") for n in range(3)}
    path = tmp_path / "a.warc.gz"
    path.write_bytes(made.warc(pages, packed=True)[:-300])
    articles, _ = read(path)
    assert [article.url for article in articles][:2] == ["http://a.example/0", "http://a.example/1"]


def test_names_in_archives_lead_nowhere(tmp_path: Path) -> None:
    """Nothing is ever unpacked to the disk, whatever the members are called."""
    names = [
        "../../outside.txt",
        "/etc/outside.txt",
        "C:\\outside.txt",
        "a/../../b.txt",
        "bell\x07\nline.txt",
    ]
    path = tmp_path / "deep" / "a.zip"
    path.parent.mkdir()
    path.write_bytes(made.zipped({name: f"{PLAN} {name!r}".encode() for name in names}))
    before = sorted(tmp_path.rglob("*"))
    articles, errors = read(path)
    assert len(articles) + len(errors) == len(names)
    assert sorted(tmp_path.rglob("*")) == before


def test_links_and_devices_in_archives_are_passed_over(tmp_path: Path) -> None:
    import tarfile

    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in (
            ("link.txt", tarfile.SYMTYPE),
            ("hard.txt", tarfile.LNKTYPE),
            ("dev.txt", tarfile.CHRTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
    assert read(path) == ([], [f"{path}: no articles in this archive"])


def test_overlapping_members_count_as_what_they_unpack_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphkit.sources.packing.UNPACKED", 1000)
    path = tmp_path / "a.zip"
    path.write_bytes(made.zipped({f"{n}.txt": PLAN.encode() for n in range(30)}))
    articles, errors = read(path)
    assert 0 < len(articles) < 30
    assert errors == [f"{path}: the archive unpacks to more than is read from one"]


def test_an_archive_with_a_password_is_told(tmp_path: Path) -> None:
    content = bytearray(made.zipped({"a.txt": PLAN.encode()}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
        content[at] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert zipfile.is_zipfile(path)
    assert read(path) == ([], [f"{path}: cannot be unpacked: a.txt is locked by a password"])


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://a")', "+1+1", "-1", "@SUM(A1)", "\t=1"])
def test_formulas_are_text(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": cell, "text": f"{cell} {PLAN}", "source": cell}))
    (article,), errors = read(path)
    assert article.title == cell.strip()
    assert errors == []


def test_markup_in_fields_is_no_markup(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    title = "<script>alert(1)</script><b>NATO</b>"
    path.write_text(json.dumps({"title": title, "text": f"{PLAN} <img src=x onerror=alert(1)>"}))
    (article,), _ = read(path)
    assert "onerror" not in article.text
    assert article.title == "NATO"


@pytest.mark.parametrize(
    "unit", ["<", "<a ", "&", "&#", "<!--", "]]>", "<p>", "\u200b", "=", '"', "Ã", "<div "]
)
def test_no_text_takes_long_to_mend(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": unit * (200_000 // len(unit)) + PLAN, "lang": "en"}))
    begun = time.process_time()
    read(path)
    assert time.process_time() - begun < 10
