"""News agencies that a text credits are its sources: they neither act nor speak."""

from collections.abc import Callable
from pathlib import Path

import pytest
from golden_parses import language, link, ontology

from graphkit.errors import LanguageError
from graphkit.extract.by_rule import Extractor
from graphkit.extract.keep import Scorer
from graphkit.knowledge import credits
from graphkit.text import Document

TOLD = """
    # newdoc id = told
    # lang = en
    # text = Iran attacked Israel, Reuters reported.
    1 Iran     Iran    PROPN _ _ 2 nsubj     _ ner=S-LOC
    2 attacked attack  VERB  _ _ 0 root      _ _
    3 Israel   Israel  PROPN _ _ 2 obj       _ ner=S-LOC|SpaceAfter=No
    4 ,        ,       PUNCT _ _ 6 punct     _ _
    5 Reuters  Reuters PROPN _ _ 6 nsubj     _ ner=S-ORG
    6 reported report  VERB  _ _ 2 parataxis _ SpaceAfter=No
    7 .        .       PUNCT _ _ 2 punct     _ _
"""


def named(code: str, text: str) -> list[str]:
    return [credit.name for credit in credits.load(code).find(text)]


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        ("id", "katanya, seperti dilansir Reuters, Rabu (11/9)", ["Reuters"]),
        ("id", "Dilansir dari kantor berita AFP, Kamis", ["AFP"]),
        ("id", "seperti dikutip dari laman Gulf News. Harga minyak naik", ["Gulf News"]),
        ("id", "kata dia kepada ANTARA di Jakarta", ["ANTARA"]),
        ("id", "Menurut laporan Xinhua, badai tiba", ["Xinhua"]),
        ("id", "London (ANTARA/Reuters) - Inggris", ["ANTARA"]),
        ("id", "kata juru bicara yang dilansir Jumat", []),
        ("id", "seperti dikutip kantor berita Rusia", []),
        ("id", "Menurut Rusia, Reuters berbohong", []),
        ("en", "according to the New York Times", ["New York Times"]),
        ("en", "the minister told Reuters on Monday", ["Reuters"]),
        ("en", "as reported by Xinhua and the BBC reported", ["Xinhua", "BBC"]),
        ("en", "Moscow banned the BBC, and Reuters left", []),
    ],
)
def test_who_is_credited(code: str, text: str, names: list[str]) -> None:
    assert named(code, text) == names


def test_the_agency_is_the_source_and_not_the_speaker(parsed: Callable[[str], Document]) -> None:
    document = parsed(TOLD)
    links, trees = link(document)
    extractor = Extractor(language("en"), ontology(), scorer=Scorer({}, 0.5))
    found = [s for s in extractor.extract(document, links, trees) if s.relation == "attacks"]
    assert [(s.source.principal.code, s.target.principal.code) for s in found] == [("IRN", "ISR")]
    assert [(s.said_by, s.evidence.cited) for s in found] == [(None, "Reuters")]


@pytest.mark.parametrize("unit", ["dilansir ", "Menurut A ", "according to ", "(Reuters", "Reuters "])
def test_no_pattern_takes_long(unit: str) -> None:
    for code in ("id", "en"):
        named(code, unit * (50_000 // len(unit)))


def test_a_language_without_a_file_gives_no_credit_and_a_malformed_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert credits.load("xx").patterns == ()
    path = tmp_path / "yy.toml"
    monkeypatch.setattr(credits.files, "path", lambda *parts: path)
    for content, message in (
        ("x = 1", "nothing else|no more"),
        ("=", "yy.toml"),
        ('agencies=[]\nnever=[]\nphrases=["("]', "'\\('"),
    ):
        path.write_text(content)
        credits.load.cache_clear()
        with pytest.raises(LanguageError, match=message):
            credits.load("yy")
    credits.load.cache_clear()
