"""Cases that a fuzzer found, and a short search at every run; `python tests/fuzz.py all` searches long."""

from pathlib import Path

import pytest
from fuzz_targets import TARGETS
from hypothesis import given, settings
from hypothesis import strategies as st

CASES = Path(__file__).parent / "fuzz_cases"
FOUND = sorted(path for path in CASES.rglob("*") if path.is_file())
SLOW = {"page": 2, "turtle": 10, "extract": 20, "text": 20}


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_stays_mended(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_make_it_fall(name: str) -> None:
    target = TARGETS[name]

    @settings(max_examples=SLOW.get(name, 40))
    @given(st.binary(max_size=240))
    def search(data: bytes) -> None:
        target(data)

    search()
