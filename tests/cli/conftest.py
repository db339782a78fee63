"""Run commands as a user does, without starting a new Python each time."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from graphkit.cli.app import app


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run a command line and return its exit code, stdout and stderr."""

    def call(*words: object, stdin: str | None = None) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], input=stdin)

    return call
