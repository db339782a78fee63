"""Datelines, bylines, links and credits are left out; the article and its offsets stay."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import LanguageError
from graphkit.sources import clean
from graphkit.sources.clean import Cleaner, read_table
from graphkit.text import Article

CLEANERS = {code: clean.load(code) for code in ("id", "en")}


def kept(code: str, text: str) -> list[str]:
    return [text[start:end] for start, end in CLEANERS[code].spans(text)]


@pytest.mark.parametrize(
    ("code", "dateline"),
    [
        ("id", "London (ANTARA) - "),
        ("id", "Jakarta (ANTARA News) - "),
        ("id", "Moskow (Harian Contoh) - "),
        ("id", "Jakarta, 12/5 (Antara) - "),
        ("id", "JAKARTA, KOMPAS.com - "),
        ("id", "KOMPAS.com – "),
        ("id", "Liputan6.com, Jakarta - "),
        ("id", "TRIBUNNEWS.COM, JAKARTA - "),
        ("id", "REPUBLIKA.CO.ID, LONDON -- "),
        ("id", "tempo.co, Jakarta - "),
        ("id", "TEMPO.CO, Jakarta- "),
        ("id", "Jakarta, CNN Indonesia -- "),
        ("id", "Merdeka.com - "),
        ("id", "Washington DC - "),
        ("id", "Laporan Wartawan Tribunnews.com, Budi Santoso TRIBUNNEWS.COM, JAKARTA - "),
        ("en", "WASHINGTON (Reuters) - "),
        ("en", "BEIRUT/ANKARA (Reuters) - "),
        ("en", "MANCHESTER, N.H. (AP) — "),
        ("en", "(Reuters) - "),
        ("en", "SEOUL, South Korea -- "),
        ("en", "TAIPEI, Dec 12 — "),
        ("en", "New Delhi, India - "),
        ("en", "JAKARTA, Indonesia (AP) — "),
    ],
)
def test_a_dateline_is_left_out(code: str, dateline: str) -> None:
    sentence = "NATO condemned the attack."
    assert kept(code, f"{dateline}{sentence}\nSecond line.") == [sentence, "Second line."]


@pytest.mark.parametrize(
    ("code", "beginning"),
    [
        ("en", "Donald Trump - the former president - criticized NATO."),
        ("en", "Russia (which borders Ukraine) - denied it."),
        ("en", "Amazon.com - an American company - was fined."),
        ("en", "Moscow said: NATO is a threat."),
        ("en", "By Monday the army had left."),
        ("en", "Source of the conflict is the border, officials said."),
        (
            "en",
            "Related parties met in Geneva on Monday to discuss the ceasefire, the envoy said.",
        ),
        ("id", "Presiden Jokowi - Wapres Ma'ruf Amin bertemu."),
        ("id", "Sumber di Kementerian Luar Negeri mengatakan Rusia menyerang."),
        ("id", "Lihat saja Rusia yang menyerang Ukraina."),
        ("id", "Editor The Economist menilai Inggris."),
    ],
)
def test_a_sentence_that_only_looks_like_one_stays(code: str, beginning: str) -> None:
    assert kept(code, beginning) == [beginning]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("id", "Baca juga: Konflik tak terelakkan jika pasukan datang"),
        ("id", "Baca Juga : Rusia menyerang"),
        ("id", "[Baca Juga: Rusia menyerang Ukraina]"),
        ("id", "Simak juga: Rusia menyerang Ukraina"),
        ("id", 'Tonton juga Video: "Rusia menyerang Ukraina"'),
        ("id", "Sumber: Anadolu"),
        ("id", "Pewarta: Budi Santoso"),
        ("id", "Editor: Siti Aminah"),
        ("id", "Penerjemah: Siti Aminah"),
        ("id", "COPYRIGHT © ANTARA 2024"),
        ("id", "Copyright © ANTARA 2024"),
        ("id", "Dilarang keras mengambil konten tanpa izin tertulis."),
        ("id", "Artikel ini telah tayang di Kompas.com dengan judul NATO menyerang"),
        ("en", "Also read: Russia attacks Ukraine"),
        ("en", "SEE ALSO: Russia attacks Ukraine"),
        ("en", "Read more: NATO condemns Russia"),
        ("en", "Reporting by John Smith; Editing by Jane Doe"),
        ("en", "By John Smith, BBC News"),
        ("en", "By John Smith in Brussels"),
        ("en", "By our correspondents in Jerusalem"),
        ("en", "Photo credit: Handout"),
        ("en", "(Sample Wire)"),
        ("id", "(res/ani)"),
        ("en", "Source: Reuters"),
        ("en", "© 2024 Reuters. All rights reserved."),
        ("en", "Image caption"),
    ],
)
def test_a_line_that_is_no_part_of_the_article_is_left_out(code: str, line: str) -> None:
    assert kept(code, f"NATO met Japan.\n{line}\nIt was Monday.") == ["NATO met Japan.", "It was Monday."]


def test_headlines_under_a_link_heading_go_with_it() -> None:
    text = "NATO bertemu Jepang.\nBaca juga:\nRusia menyerang Ukraina\nIran ancam Israel\nPertemuan itu usai."
    assert kept("id", text) == ["NATO bertemu Jepang.", "Pertemuan itu usai."]


def test_a_link_in_brackets_is_cut_out_of_its_line() -> None:
    text = "NATO bertemu Jepang. (Baca juga: Rusia menyerang Ukraina) Mereka sepakat."
    assert kept("id", text) == ["NATO bertemu Jepang.", "Mereka sepakat."]


def test_a_link_in_running_text_takes_the_sentence_that_it_runs_into() -> None:
    text = "NATO bertemu Jepang. Baca juga: Rusia menyerang Ukraina Menurut NATO, ini baik. Mereka sepakat."
    assert kept("id", text) == ["NATO bertemu Jepang.", "Mereka sepakat."]


def test_the_first_article_keeps_its_sentences_and_nothing_else(shared: Path) -> None:
    record = json.loads((shared / "gold" / "seed.jsonl").read_text(encoding="utf-8").splitlines()[0])
    lines = kept("id", record["text"])
    assert len(lines) == 16
    assert lines[0].startswith("Sekretaris Jenderal")
    assert not any("Baca juga" in line or line.startswith("Sumber") for line in lines)


@given(st.text(st.sampled_from("AB ab.:-—()[]\n/0bacajuga"), max_size=200))
def test_spans_are_ordered_trimmed_and_inside_one_line(text: str) -> None:
    for cleaner in CLEANERS.values():
        last = 0
        for start, end in cleaner.spans(text):
            assert last <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            assert "\n" not in text[start:end]
            last = end


@pytest.mark.parametrize(
    "unit", ["A", "a", "A ", "A.", "A, ", "(", "[", "baca juga: ", "By A ", "- ", "Aa, Aa "]
)
def test_no_rule_takes_long(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    begin = time.process_time()
    for code, cleaner in CLEANERS.items():
        list(cleaner.spans(text))
        for outlet in (
            "detikcom",
            "Kompas",
            "Tempo",
            "Sindonews",
            "Reuters",
            "AP",
            "BBC",
            "CNN",
            "VOA",
            "Liputan6",
        ):
            cleaner(Article("a", code, "", text, source=outlet))
    # A rule that blows up takes hours; a second leaves room for a busy machine.
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    ("outlet", "code", "line"),
    [
        ("detikcom", "id", "SCROLL TO CONTINUE WITH CONTENT"),
        ("CNN Indonesia", "id", "[Gambas:Video CNN]"),
        ("kompas.com", "id", "Dapatkan update berita pilihan dan breaking news setiap hari"),
        ("Tempo", "id", "Pilihan Editor: Rusia Menyerang Ukraina"),
        ("Tempo", "id", "SITI AMINAH | REUTERS"),
        ("Sindonews", "id", "Lihat Juga: Rusia Menyerang Ukraina"),
        ("Liputan6", "id", "* Fakta atau Hoaks? Kirim ke nomor ini"),
        ("Reuters", "en", "Our Standards: The Thomson Reuters Trust Principles."),
        ("AP", "en", "Follow AP's coverage of the war at the link"),
        ("BBC News", "en", "Image source, Getty Images"),
        ("The Guardian", "en", "Sign up to First Edition, our free daily newsletter"),
        ("CNN", "en", "CNN's John Smith contributed to this report."),
    ],
)
def test_publishers_have_rules_of_their_own(outlet: str, code: str, line: str) -> None:
    text = f"NATO met Japan.\n{line}\nIt was Monday."
    article = Article("a", code, "", text, source=outlet)
    assert [text[start:end] for start, end in CLEANERS[code](article)] == [
        "NATO met Japan.",
        "It was Monday.",
    ]


def test_initials_behind_a_story_go_and_other_brackets_stay() -> None:
    text = "NATO bertemu Jepang (detik/abc) di Praha. Rusia (yang menolak) marah. (abc/def)"
    article = Article("a", "id", "", text, source="detikcom")
    kept = [text[start:end] for start, end in CLEANERS["id"](article)]
    assert kept == ["NATO bertemu Jepang (detik/abc) di Praha. Rusia (yang menolak) marah."]


def test_rules_of_every_language_are_used(root: Path) -> None:
    for path in sorted((root / "data" / "cleaning").glob("*.toml")):
        table = read_table(path)
        kinds = set(table) & set(Cleaner.__slots__)
        assert kinds or path.stem in ("fields", "outlets", "families"), f"{path.name} holds no rules"


def test_a_malformed_rule_is_named(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"x\.toml: lines: .*unterminated"):
        clean.compile_rule("(", [], tmp_path / "x.toml", "lines")
