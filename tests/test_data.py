"""The shipped data fit together: relations and triggers, words and markers, golden files and ontology."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from graphkit.evaluate import gold, pairs
from graphkit.knowledge import files
from graphkit.knowledge.language import Language, codes
from graphkit.knowledge.ontology import Ontology

GOLDEN = Path(__file__).parent / "golden"
ONTOLOGY = Ontology.load()
WRITTEN = {code: files.path("data", "languages", f"{code}.toml") for code in codes()}
# A relation that titles tell, or that is read from the registry, needs no words.
TITLES = frozenset({"represents"})


def _table(code: str) -> dict[str, dict[str, list[str]]]:
    table = tomllib.loads(WRITTEN[code].read_text(encoding="utf-8"))
    return dict(table["relations"])


@pytest.mark.parametrize("code", codes())
def test_every_relation_has_triggers(code: str) -> None:
    told = {pattern.relation for found in Language.load(code).patterns.values() for pattern in found}
    assert set(ONTOLOGY.relations) - TITLES <= told


@pytest.mark.parametrize("code", codes())
def test_every_trigger_tells_a_relation(code: str) -> None:
    assert set(_table(code)) <= set(ONTOLOGY.relations)


@pytest.mark.parametrize("code", codes())
def test_only_what_two_do_to_each_other_has_both_ends_in_the_subject(code: str) -> None:
    both = {name for name, sections in _table(code).items() if "both" in sections}
    assert both
    assert both <= {name for name, relation in ONTOLOGY.relations.items() if not relation.structural}


@pytest.mark.parametrize("code", codes())
def test_words_are_in_lower_case_and_clean(code: str) -> None:
    for name, sections in _table(code).items():
        for section, entries in sections.items():
            for entry in entries:
                assert entry == entry.strip().casefold(), f"{code}: {name}.{section}: {entry!r}"
                assert "  " not in entry, f"{code}: {name}.{section}: {entry!r}"


@pytest.mark.parametrize("code", codes())
def test_adpositions_of_a_trigger_are_known_ones(code: str) -> None:
    """A word after a slash that is no adposition would never be met."""
    known = Language.load(code).markers.adpositions
    for name, sections in _table(code).items():
        for section, entries in sections.items():
            for entry in entries:
                for part in entry.split()[1:]:
                    marks = part.split("/")
                    unknown = [mark for mark in marks if mark not in known]
                    assert len(marks) == 1 or not unknown, f"{code}: {name}.{section}: {entry!r}: {unknown}"


@pytest.mark.parametrize("code", codes())
def test_what_marks_who_acts_marks_no_target_of_a_noun(code: str) -> None:
    """Of "criticism by Oman" the marked one is the source: as target it would turn the fact round."""
    agent = Language.load(code).markers.agent
    for name, sections in _table(code).items():
        for entry in sections.get("nouns", ()):
            marks = {mark for part in entry.split()[1:] for mark in part.split("/")}
            assert not marks & agent or ONTOLOGY.relations[name].symmetric, f"{code}: {name}: {entry!r}"


@pytest.mark.parametrize("code", codes())
def test_role_markers_are_adpositions(code: str) -> None:
    markers = Language.load(code).markers
    for key in ("agent", "with_", "between", "toward", "origin", "place"):
        assert getattr(markers, key) <= markers.adpositions, f"{code}: markers.{key}"


@pytest.mark.parametrize("code", codes())
def test_nouns_that_refer_back_stand_for_kinds_of_the_ontology(code: str) -> None:
    assert set(Language.load(code).anaphora.nouns) <= set(ONTOLOGY.kinds)


@pytest.mark.parametrize("code", codes())
def test_negation_is_no_plan(code: str) -> None:
    status = Language.load(code).status
    assert not status.negation & status.future
    assert not status.negation & status.intend
    assert not status.negation & status.possible


def _golden(pattern: str) -> list[Path]:
    return sorted(GOLDEN.glob(pattern))


@pytest.mark.parametrize(
    "path", _golden("articles_*.jsonl") + _golden("sentences_*.jsonl"), ids=lambda p: p.name
)
def test_golden_statements_are_well_formed(path: Path) -> None:
    rows = list(gold.read(path))
    assert len({row.article.id for row in rows}) == len(rows)
    for row in rows:
        for claim in row.claims:
            assert claim.relation in ONTOLOGY.relations, f"{row.article.id}: {claim.relation}"
            assert claim.source != claim.target, row.article.id


@pytest.mark.parametrize("code", codes())
def test_golden_sentences_cover_every_relation_in_every_form(code: str) -> None:
    rows = [json.loads(line) for line in (GOLDEN / f"sentences_{code}.jsonl").read_text().splitlines()]
    assert len(rows) >= 300
    told = {claim["relation"] for row in rows for claim in row["statements"]}
    assert set(ONTOLOGY.relations) <= told
    for relation in (name for name, one in ONTOLOGY.relations.items() if not one.structural):
        forms = {row["form"] for row in rows if relation in {c["relation"] for c in row["statements"]}}
        assert {"active", "passive"} & forms, f"{code}: {relation}: {forms}"
        statuses = {
            claim["status"] for row in rows for claim in row["statements"] if claim["relation"] == relation
        }
        assert statuses >= {"actual", "intended", "possible", "negated"}, f"{code}: {relation}: {statuses}"


@pytest.mark.parametrize("code", codes())
def test_there_are_minimal_pairs_of_every_kind(code: str) -> None:
    found = list(pairs.read(GOLDEN / f"pairs_{code}.jsonl"))
    assert len(found) >= 60
    kinds = {pair.kind for pair in found}
    assert kinds == {"negation", "plan", "condition", "voice", "direction", "speaker", "embedding"}
    for pair in found:
        assert pair.one.article.text != pair.other.article.text


def test_no_python_file_compares_with_a_language() -> None:
    for path in sorted((Path(__file__).parents[1] / "graphkit").rglob("*.py")):
        found = re.findall(
            r"(?:==|!=|\bin\b)\s*[(\[{]?\s*[\"'](?:id|en)[\"']\s*(?:[,)\]}:]|and|or|$)", path.read_text()
        )
        assert not found, f"{path.name}: {found}"
