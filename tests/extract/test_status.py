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
        (["future:self", "if:self"], Status.POSSIBLE),
        (["future:self", "possible:self:may"], Status.POSSIBLE),
        (["if:self"], Status.ACTUAL),
        (["future:with1"], Status.INTENDED),
        (["neg:with1", "future:with1"], Status.NEGATED),
        (["cond:self", "deny:up1:advcl"], Status.POSSIBLE),
        (["cease:up1:xcomp"], Status.NEGATED),
        (["cease:up1:xcomp", "suppose:up2:xcomp"], Status.ACTUAL),
        (["possible:self:would"], Status.POSSIBLE),
        (["possible:self:would", "speech:up1"], Status.INTENDED),
        (["possible:self:could", "speech:up1"], Status.POSSIBLE),
        (["intend:self"], Status.INTENDED),
    ],
)
def test_tags_decide(tags: list[str], status: Status) -> None:
    assert decide(frozenset(tags)) is status
