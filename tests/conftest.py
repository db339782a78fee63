"""Fixtures that every test may ask for."""

import os
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from graphkit.parse import conllu
from graphkit.text import Document

ROOT = Path(__file__).resolve().parents[1]

# The same examples at every run, however slow the machine; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def tabbed(text: str) -> str:
    """Turn a parse written in columns of spaces into CoNLL-U; comments stay as they are."""
    lines = textwrap.dedent(text).strip("\n").split("\n")
    rows = (line if line.startswith("#") else re.sub(r" +", "\t", line.strip()) for line in lines)
    return "\n".join(rows) + "\n"


@pytest.fixture
def parsed() -> Callable[[str], Document]:
    """Read one document from CoNLL-U in columns of spaces."""

    def read(text: str) -> Document:
        (document,) = conllu.parse(tabbed(text))
        return document

    return read


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of the developers' corpora."""
    folder = os.environ.get("GRAPHKIT_SHARED")
    if not folder:
        pytest.skip("GRAPHKIT_SHARED does not name the developers' corpora")
    return Path(folder)
