"""The kinds of files that people really have become the same articles."""

import gzip
import io
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import made
import pytest

from graphkit.errors import SourceError, UsageError
from graphkit.sources import corpus, record
from graphkit.text import Article

PLAN = "Russia announced on Thursday that it will withdraw its troops from the border with Ukraine."
RENCANA = (
    "Pemerintah Indonesia mengatakan pada Kamis bahwa presiden akan bertemu dengan mitranya karena hal itu."
)


def read(*paths: Path | str, **options: object) -> tuple[list[Article], list[str]]:
    errors: list[str] = []
    found = corpus.read(paths, on_error=lambda error: errors.append(str(error)), **options)  # type: ignore[arg-type]
    return list(found), errors


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


FILES: dict[str, Callable[[], bytes]] = {
    "a.pdf": lambda: made.pdf([PLAN.replace(" troops ", "\ntroops ").split("\n")], "Troops leave"),
    "a.parquet": lambda: made.parquet([{"text": PLAN, "title": "Troops leave"}]),
    "a.rss": lambda: made.RSS.format(items=made.item(PLAN)).encode(),
    "a.xml": lambda: made.RSS.format(items=made.item(f"&lt;p&gt;{PLAN}&lt;/p&gt;")).encode(),
    "a.warc": lambda: made.warc({"https://post.example/1": made.html(PLAN)}),
    "a.warc.gz": lambda: made.warc({"https://post.example/1": made.html(PLAN)}, packed=True),
    "a.zip": lambda: made.zipped({"deep/one.txt": PLAN.encode(), "README.md": b"x", "pic.png": b"x"}),
    "a.tar.gz": lambda: made.tarred({"./one.txt": PLAN.encode(), "__MACOSX/._one.txt": b"x"}),
    "a.tgz": lambda: made.tarred({"one.jsonl.gz": gzip.compress(json.dumps({"text": PLAN}).encode())}),
    "a.tar": lambda: made.tarred({"one.txt": PLAN.encode()}, "w"),
    "a.csv": lambda: f"judul,isi\nTroops leave,{PLAN}\n".encode("utf-16"),
    "a.jsonl": lambda: json.dumps({"headline": "Troops leave", "body": PLAN}).encode("utf-8-sig"),
}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_gives_the_article(tmp_path: Path, name: str) -> None:
    (article,), errors = read(write(tmp_path / name, FILES[name]()))
    assert errors == []
    assert article.text.split("\n")[0] == PLAN
    assert article.language == "en"
    assert article.title in ("Troops leave", "")


@pytest.mark.parametrize("name", FILES)
def test_standard_input_is_told_apart_by_its_first_bytes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FILES[name]())))
    (article,), errors = read("-")
    assert errors == []
    assert article.text.split("\n")[0] == PLAN


def test_what_a_feed_says_of_its_entries_is_kept(tmp_path: Path) -> None:
    (article,), _ = read(write(tmp_path / "a.rss", FILES["a.rss"]()))
    assert (article.id, article.source, article.published) == ("post-1", "Harbour Post", "2024-05-30")
    assert article.url == "https://post.example/1"
    (article,), _ = read(write(tmp_path / "a.atom", made.ATOM.format(text=RENCANA)))
    assert (article.source, article.author, article.language) == ("Kabar Pelabuhan", "Siti", "id")


def test_what_a_page_says_of_itself_is_kept(tmp_path: Path) -> None:
    (article,), _ = read(write(tmp_path / "a.warc", FILES["a.warc"]()))
    assert (article.author, article.url) == ("Budi Santoso", "https://post.example/1")
    assert article.source == "post.example"


def test_paragraphs_of_a_pdf_are_put_together_and_the_frame_is_left_out(tmp_path: Path) -> None:
    days = ("Monday", "Tuesday", "Wednesday")
    pages = [
        [
            "HARBOUR POST",
            f"Russia announced on {day} that it will with-",
            "draw its troops from the border with Ukraine, it",
            f"said on {day}.",
            f"Page {number}",
        ]
        for number, day in enumerate(days, 1)
    ]
    (article,), errors = read(write(tmp_path / "a.pdf", made.pdf(pages)))
    assert article.text.split("\n") == [
        f"Russia announced on {day} that it will withdraw its troops from the border with Ukraine, it said on"
        f" {day}."
        for day in days
    ]
    assert errors == []


def test_a_pdf_of_pictures_or_with_a_password_is_told(tmp_path: Path) -> None:
    _, errors = read(write(tmp_path / "a.pdf", made.pdf([[]])))
    assert errors == [f"{tmp_path}/a.pdf: no text in this PDF"]


def test_columns_are_named_by_what_they_hold(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", f"kode;berita;terbit;text\n7;{RENCANA};05/06/2024;no\n")
    chosen = record.columns("text=berita, date = terbit,id=kode")
    (article,), errors = read(path, columns=chosen)
    assert (article.id, article.text, article.published, errors) == ("7", RENCANA, "2024-06-05", [])
    _, errors = read(path, columns={"text": "nothing"})
    assert errors == [f"{path}:2: no text"]


@pytest.mark.parametrize("written", ["text", "nonsense=x", "text=", "text=a,text=b", "=x"])
def test_a_wrong_choice_of_columns_is_wrong_usage(written: str) -> None:
    with pytest.raises(UsageError, match="names no column"):
        record.columns(written)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Presiden ErdoÄŸan tiba.", "Presiden Erdoğan tiba."),
        ("AT&amp;T &quot;said&quot; it", 'AT&T "said" it'),
        ("pe\u00adme\u00adrin\u00adtah", "pemerintah"),
        ("\u202eRusia\u202c \u2066menyerang\u2069\u200b.", "Rusia menyerang."),
        ("\ufeffRusia\u00a0menyerang", "Rusia menyerang"),
        ("<p>Satu <b>kali</b>.</p><p>Dua.</p>", "Satu kali.\nDua."),
        ("Harga < 5 dan > 3", "Harga < 5 dan > 3"),
        ("“Kutipan” — itu", "“Kutipan” — itu"),
        ("e\u0301lite ﬁrma", "élite firma"),
    ],
)
def test_accidents_of_a_text_are_undone_before_it_is_stored(tmp_path: Path, given: str, kept: str) -> None:
    row = {"text": f"{given}\n{RENCANA}", "lang": "id", "title": given}
    (article,), errors = read(write(tmp_path / "a.jsonl", json.dumps(row)))
    assert article.text == f"{kept}\n{RENCANA}"
    assert article.title == kept.replace("\n", " ")
    assert errors == []


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.jsonl", "a.html"])
def test_encodings_are_told_from_the_bytes(tmp_path: Path, name: str, encoding: str) -> None:
    words = f"Le café “Élysée” – {PLAN}"
    content = {
        ".csv": f'text\n"{words}"\n',
        ".jsonl": json.dumps({"text": words}, ensure_ascii=False),
        ".html": made.html(words),
    }.get(Path(name).suffix, words)
    (article,), errors = read(write(tmp_path / name, content.encode(encoding)))
    assert errors == []
    assert article.text.split("\n")[0] == words


@pytest.mark.parametrize(
    ("place", "fields", "expected"),
    [
        ("2024-05-30_kompas.txt", {}, ("2024-05-30", None)),
        ("2024/05/30/berita.jsonl", {}, ("2024-05-30", None)),
        ("backup-2020-01-01/berita.jsonl", {}, (None, None)),
        ("a.jsonl", {"url": "https://en.antaranews.com/2024/05/30/x"}, ("2024-05-30", "ANTARA")),
        ("a.jsonl", {"url": "https://www.desa.example/x"}, (None, "desa.example")),
        ("a.jsonl", {"url": "http://[broken", "date": "1717027200"}, ("2024-05-30", None)),
        ("a.jsonl", {"date": "05/06/2024", "lang": "id"}, ("2024-06-05", None)),
        ("a.jsonl", {"date": "05/06/2024", "lang": "en"}, (None, None)),
        ("a.jsonl", {"publisher": {"name": "Harian"}, "tgl": "Kamis, 30/05/2024"}, (None, "Harian")),
    ],
)
def test_what_is_not_said_is_found_in_address_and_name(
    tmp_path: Path, place: str, fields: dict[str, object], expected: tuple[str | None, str | None]
) -> None:
    content = PLAN if place.endswith(".txt") else json.dumps({"text": PLAN, **fields})
    (article,), _ = read(write(tmp_path / place, content))
    assert (article.published, article.source) == expected


def test_times_in_a_parquet_file_are_dates(tmp_path: Path) -> None:
    rows = [{"text": PLAN, "date": datetime(2024, 5, 30, 12)}, {"text": PLAN, "date": None}]
    articles, errors = read(write(tmp_path / "a.parquet", made.parquet(rows)))
    assert [article.published for article in articles] == ["2024-05-30", None]
    assert errors == []


@pytest.mark.parametrize(("module", "name"), [("pypdfium2", "a.pdf"), ("pyarrow", "a.parquet")])
def test_a_missing_library_is_one_line_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    path = write(tmp_path / name, FILES[name]())
    monkeypatch.setitem(sys.modules, module, None)
    failures: list[SourceError] = []
    assert list(corpus.read([path], on_error=failures.append)) == []
    assert str(failures[0]).endswith(f"needs {module}")
    assert f"graphkit[{Path(name).suffix[1:]}]" in (failures[0].hint or "")
