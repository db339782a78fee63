"""Each command and each line of Python in the README runs, in the order in which a reader meets them."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str, text: str = README) -> Iterator[str]:
    """Yield the fenced blocks of a language."""
    for match in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield match[1]


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if not line.startswith("make")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as a reader sees it who has only the samples."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "data").mkdir()
    (folder / "data" / "samples").symlink_to(ROOT / "data" / "samples")
    return folder


def test_the_two_commands_come_first() -> None:
    assert next(blocks("sh")).splitlines() == ["make demo", "make test"]
    for name in ("demo", "test", "lint"):
        subprocess.run(["make", "--dry-run", name], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.model
def test_every_command_runs(folder: Path) -> None:
    assert len(COMMANDS) >= 10
    program = shlex.join([sys.executable, "-W", "error", "-c", "from graphkit.cli.app import main; main()"])
    for command in COMMANDS:
        line = re.sub(r"(^|\| )graphkit ", lambda found: f"{found[1]}{program} ", command)
        result = subprocess.run(["bash", "-c", line], cwd=folder, check=False, capture_output=True, text=True)
        assert result.returncode == 0, f"{command}\n{result.stderr}"


@pytest.mark.model
def test_the_python_runs(folder: Path) -> None:
    for code in blocks("python"):
        result = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            cwd=folder,
            check=False,
            capture_output=True,
            text=True,
        )
        assert result.returncode == 0, result.stderr
        assert "RUS attacks UKR actual" in result.stdout


def test_links_between_documents_lead_somewhere() -> None:
    for path in sorted(ROOT.glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{path.name}: {target}"


def test_every_setting_stands_in_the_readme() -> None:
    from dataclasses import fields

    from graphkit.settings import Settings

    for field in fields(Settings):
        assert f"| `{field.name}` |" in README


def test_every_room_of_the_import_contract_is_there() -> None:
    import tomllib

    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(c for c in table["tool"]["importlinter"]["contracts"] if c["id"] == "floors")["layers"]
    for room in (room.strip() for layer in layers for room in layer.split("|")):
        assert (ROOT / "graphkit" / room).exists() or (ROOT / "graphkit" / f"{room}.py").exists(), room
