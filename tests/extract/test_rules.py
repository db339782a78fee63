"""Each rule reads its golden sentences in every language: who does what to whom, how and who says so."""

import pytest
from golden_parses import LANGUAGES, Case, cases, judged, ontology, statement, told

from graphkit.extract.rules import RULES

NAMES = [name for name, _ in RULES]
GOLDEN = [case for code in LANGUAGES for case in cases(f"rules_{code}.conllu")]


@pytest.mark.parametrize(("name", "rule"), RULES, ids=NAMES)
def test_a_rule_explains_itself_with_an_example(name: str, rule: object) -> None:
    text = rule.__doc__ or ""
    assert text.strip(), f"rule {name} has no docstring"
    assert text.count('"') >= 2, f"rule {name} shows no example"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_rule_has_a_golden_sentence(name: str, code: str) -> None:
    held = {c.notes["rule"] for c in GOLDEN if c.document.article.language == code}
    assert name in held, f"tests/golden/rules_{code}.conllu holds no sentence for rule {name}"


def test_golden_sentences_name_rules_that_exist() -> None:
    assert {case.notes["rule"] for case in GOLDEN} <= set(NAMES)
    for case in GOLDEN:
        for _, relation, _, _, _ in told(case):
            assert ontology().relation(relation).name == relation


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case.document.article.id)
def test_a_golden_sentence_is_read_right(case: Case) -> None:
    owed = told(case)
    relations = {relation for _, relation, _, _, _ in owed}
    found = {
        statement(one)
        for one in judged(case.document)
        if one.proposal.rule == case.notes["rule"] and one.proposal.relation.name in relations
    }
    assert {_unordered(claim) for claim in found} == {_unordered(claim) for claim in owed}


def _unordered(claim: tuple[str, str, str, str, str | None]) -> tuple[object, ...]:
    """Return a claim with the ends of a symmetric relation sorted."""
    source, relation, target, *rest = claim
    ends = sorted((source, target)) if ontology().relation(relation).symmetric else [source, target]
    return (*ends, relation, *rest)
