"""The status of a statement follows from the words around its trigger, the nearest and strongest first."""

import pytest

from graphkit.extract.status import decide
from graphkit.facts import Status


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        ([], Status.ACTUAL),
        (["deepen:self"], Status.ACTUAL),
        (["neg:self"], Status.NEGATED),
        (["neg:noun"], Status.NEGATED),
        (["neg:light1"], Status.NEGATED),
        (["neg:self", "future:self"], Status.NEGATED),
        (["deny:up1:xcomp"], Status.NEGATED),
        (["neg:up1", "intend:up1:xcomp"], Status.NEGATED),
        (["neg:up1"], Status.ACTUAL),
        (["neg:conj1"], Status.ACTUAL),
        (["neg:up2"], Status.ACTUAL),
        (["future:self"], Status.INTENDED),
        (["intend:up1:xcomp"], Status.INTENDED),
        (["possible:self:may"], Status.POSSIBLE),
        (["suppose:up1:xcomp"], Status.POSSIBLE),
        (["cond:self"], Status.POSSIBLE),
        (["cond:self", "future:self"], Status.POSSIBLE),
        (["intend:up1:xcomp", "suppose:up1:xcomp"], Status.INTENDED),
    ],
)
def test_tags_decide(tags: list[str], status: Status) -> None:
    assert decide(frozenset(tags)) is status
