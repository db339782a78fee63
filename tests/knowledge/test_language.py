"""Language packs are read whole, and a slip in one is told by file and key."""

from pathlib import Path

import pytest

from graphkit.errors import LanguageError
from graphkit.knowledge import files
from graphkit.knowledge.language import Language, codes


def _changed(folder: Path, old: str, new: str) -> Path:
    """Copy the English pack with one change."""
    text = files.path("data", "languages", "en.toml").read_text(encoding="utf-8")
    assert text.count(old) >= 1
    (folder / "en.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize("code", codes())
def test_every_shipped_pack_is_read(code: str) -> None:
    language = Language.load(code)
    assert language.code == code
    assert set(language.names) >= {"en", "id"}
    assert language.patterns
    assert all(language.patterns[pattern.head] for found in language.patterns.values() for pattern in found)


def test_there_are_packs_for_both_languages() -> None:
    assert {"en", "id"} <= set(codes())


def test_an_unknown_language_is_told_with_the_known_ones() -> None:
    with pytest.raises(LanguageError, match='no language pack "xx"') as caught:
        Language.load("xx")
    assert "en, id" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[markers]", "[markers]\ncolour = []", "unknown key 'colour' in markers"),
        ("conditional =", "conditionals =", "unknown key 'conditionals' in markers"),
        ("[status]", "[statuses]", "unknown key 'statuses'"),
        ('agent = ["by"]', 'agent = "by"', "markers.agent must be a list of words"),
        ('agent = ["by"]', "agent = [1]", "markers.agent must be a list of words"),
        ("[relations.visits]\nverbs", "[relations.visits]\nwords", "unknown key 'words' in relations.visits"),
        ('code = "en"', "code = ", "en.toml"),
        ('">s"', '"s"', "endings must be written"),
    ],
)
def test_a_slip_names_file_and_key(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(LanguageError, match=r"en\.toml") as caught:
        Language.load("en", folder=_changed(tmp_path, old, new))
    assert message in str(caught.value)


def test_a_missing_key_is_told(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="markers lacks 'agent'"):
        Language.load("en", folder=_changed(tmp_path, 'agent = ["by"]\n', ""))


def test_an_entry_is_split_into_head_noun_and_adpositions() -> None:
    english = Language.load("en")
    found = {(p.noun, p.adpositions) for p in english.patterns["impose"] if p.relation == "sanctions"}
    assert (("sanction",), frozenset({"on", "against"})) in found


def test_a_compound_noun_has_its_head_where_the_language_puts_it() -> None:
    english, indonesian = Language.load("en"), Language.load("id")
    assert english.head_final
    assert not indonesian.head_final
    assert ("air",) in {p.noun for p in english.patterns["strike"] if p.section == "nouns"}
    assert ("udara",) in {p.noun for p in indonesian.patterns["serangan"] if p.section == "nouns"}


def test_verbs_are_met_in_forms_that_a_lemmatizer_leaves() -> None:
    english = Language.load("en")
    assert {p.head for p in english.patterns["condemned"]} == {"condemn"}
    assert {p.head for p in english.patterns["expelled"]} == {"expel"}
    assert {"denies", "denied", "denying"} <= english.status.deny
    assert "attacks" in english.patterns
    verbal = {"verbs", "both", "reversed", "adjectives", "through", "within"}
    assert {p.section for p in english.patterns["attacks"]} <= verbal


@pytest.mark.parametrize("code", codes())
def test_longer_patterns_are_tried_first(code: str) -> None:
    for found in Language.load(code).patterns.values():
        sizes = [len(pattern.noun) for pattern in found]
        assert sizes == sorted(sizes, reverse=True)
