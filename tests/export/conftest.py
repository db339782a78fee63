"""A browser and pages for the tests that look at a page as a reader does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromium import Chromium, missing
from generated_graph import reports as reports_of
from small_world import REPORTS

from graphkit.export import page
from graphkit.knowledge.ontology import Ontology


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return Ontology.load()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    if (reason := missing()) is not None:
        pytest.skip(reason)
    chromium = Chromium(tmp_path_factory.mktemp("chromium"))
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory, ontology: Ontology) -> Callable[..., Path]:
    """Return a function that writes a page of reports, once under each name, and returns its file."""
    folder = tmp_path_factory.mktemp("pages")

    def write(name: str, reports, **look) -> Path:
        file = folder / f"{name}.html"
        if not file.exists():
            text = page.render(reports, ontology, page.Look(**look))
            file.write_text(text, encoding="utf-8", newline="\n")
        return file

    return write


@pytest.fixture
def small(drawn: Callable[..., Path]) -> Path:
    return drawn("small", REPORTS, language="en", title="Small")


@pytest.fixture
def wide(drawn: Callable[..., Path], ontology: Ontology) -> Path:
    """Return a page with every control, and rows enough to look at each."""
    return drawn("wide", reports_of(120, 300, ontology), language="en", title="Wide")


@pytest.fixture
def large(drawn: Callable[..., Path], ontology: Ontology) -> Path:
    return drawn("large", reports_of(500, 4000, ontology), language="en", title="Large")
