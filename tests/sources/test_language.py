"""The language is what the record says, what the user says, or what the words say."""

import json
import lzma
from pathlib import Path

import pytest

from graphkit.errors import SourceError
from graphkit.sources import language

LANGUAGES = language.load()


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("id", "id"),
        ("id-ID", "id"),
        ("in", "id"),
        ("Bahasa Indonesia", "id"),
        ("EN_us", "en"),
        ("English", "en"),
        ("jv", None),
    ],
)
def test_names_of_languages(stated: str, code: str | None) -> None:
    assert LANGUAGES.code(stated) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Presiden Indonesia bertemu Perdana Menteri Malaysia pada Senin karena masalah perbatasan.", "id"),
        ("NATO tolak Rusia.", "id"),
        ("Amerika Serikat menjatuhkan sanksi kepada Iran.", "id"),
        ("NATO rejects Russia's demands.", "en"),
        ("Wakil Perdana Menteri Malaysia akan berkunjung ke kantor partai itu pada Jumat.", "id"),
        ("Burkina Faso, Mali, and Niger formally withdraw from the ECOWAS bloc.", "en"),
        ("Gaza war", "en"),
        ("Boko Haram insurgency", "en"),
        ("Obama stands by Benghazi response", "en"),
        ("Putin balik ke Moskow", "id"),
        ("Jokowi bertemu Macron di Paris", "id"),
        ("Malaysia kecam serangan Israel", "id"),
        ("Bea Cukai gagalkan penyelundupan rokok", "id"),
        ("US, Japan ink pact", "en"),
        ("Jakarta hosts ASEAN summit", "en"),
    ],
)
def test_the_language_is_told_from_the_text(text: str, code: str) -> None:
    assert LANGUAGES.detect(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Perdana Menteri berkata akan berjumpa pada Isnin kerana isu sempadan, iaitu hal penting.",
            "ms",
        ),
        ("Setiausaha negara jumpa jurucakap parlimen", "ms"),
        ("Tentera tiba di sempadan, polis bersiap sedia", "ms"),
        ("PBB gesa gencatan senjata segera di Gaza", "ms"),
        ("Amerika Syarikat kenakan sekatan baharu terhadap Iran", "ms"),
        ("Kim Jong Un arah ujian peluru berpandu baharu", "ms"),
        ("Hubungan Malaysia-Jepun kekal kukuh", "ms"),
        ("Menteri Kesihatan sahkan tiga kes pertama", "ms"),
        ("Der Bundeskanzler hat den französischen Präsidenten am Montag in Berlin getroffen.", "de"),
        ("日本の首相は月曜日に東京でインドネシアの大統領と会談した。", "ja"),
    ],
)
def test_a_language_without_a_pack_is_named(text: str, code: str) -> None:
    with pytest.raises(SourceError, match=f'no language pack for "{code}"') as caught:
        LANGUAGES.detect(text)
    assert "--language" in (caught.value.hint or "")


def test_what_is_stated_comes_before_what_is_asked_and_that_before_the_text() -> None:
    english = "The president met the prime minister on Monday."
    assert LANGUAGES.choose("id", "en", english) == "id"
    assert LANGUAGES.choose("", "id", english) == "id"
    assert LANGUAGES.choose("jv", "id", english) == "id"
    assert LANGUAGES.choose("", None, english) == "en"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("corpus/id.jsonl", "id"),
        ("news-en.csv", "en"),
        ("berita_id_2024.txt", "id"),
        ("indonesian/a1.txt", "id"),
        ("war-in-gaza.txt", None),
        ("identity.csv", None),
        ("-", None),
    ],
)
def test_the_name_of_a_file_may_tell_the_language(file: str, code: str | None) -> None:
    assert LANGUAGES.named(file) == code


def test_the_name_of_a_file_counts_where_the_letters_are_strange() -> None:
    malay, english = "Tentera tiba di sempadan, polis bersiap sedia", "The president met the minister."
    assert LANGUAGES.choose("", None, malay, "berita/id.txt") == "id"
    assert LANGUAGES.choose("", None, english, "user_id.csv") == "en"
    for stated, text, file in (("", malay, "a.txt"), ("ms", malay, "id.txt"), ("", "1, 2!", "id.txt")):
        with pytest.raises(SourceError):
            LANGUAGES.choose(stated, None, text, file)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "code"), [("news_id", "id"), ("news_en", "en")])
def test_real_headlines_are_told_apart(shared: Path, name: str, code: str) -> None:
    with lzma.open(shared / "corpora" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line, _ in zip(lines, range(1000), strict=False))
        titles = [row["title"] for row in rows if row.get("title")]

    def told(title: str) -> str:
        try:
            return LANGUAGES.detect(title)
        except SourceError:
            return ""

    assert sum(told(title) == code for title in titles) >= 0.99 * len(titles)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "code"), [("news_id", "id"), ("news_en", "en"), ("world_events_en", "en")])
def test_real_news_is_told_apart(shared: Path, name: str, code: str) -> None:
    with lzma.open(shared / "corpora" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(500), strict=False)]
    assert sum(LANGUAGES.detect(text) == code for text in texts) >= 499
