"""The pages of the ontology say what the ontology says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from graphkit.knowledge.ontology import Ontology

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"en": "ontology.html", "id": "ontology.id.html"}


def test_the_pages_are_those_of_the_ontology(tmp_path: Path) -> None:
    pytest.importorskip("pylode")
    subprocess.run([sys.executable, ROOT / "docs" / "ontology.py", tmp_path], check=True, capture_output=True)
    for name in PAGES.values():
        made = (tmp_path / name).read_text(encoding="utf-8")
        assert made == (ROOT / "docs" / name).read_text(encoding="utf-8"), "run `make docs`"


@pytest.mark.parametrize("language", PAGES)
def test_every_relation_and_kind_is_explained_in_one_language(language: str) -> None:
    page = html.document_fromstring((ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8"))
    ontology = Ontology.load()
    for name, term in {**ontology.relations, **ontology.kinds}.items():
        (entity,) = page.xpath("//div[@id=$name]", name=name)
        told = re.sub(r"\s+", " ", entity.text_content())
        assert term.definitions[language] in told
        assert entity.findtext("h3").strip() == term.labels[language]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= set(ids)
    assert not page.xpath("//script | //img | //link[not(starts-with(@href, 'data:'))]")
