"""Find the files that ship with graphkit, in a wheel or in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
# A wheel carries the folders inside the package; a checkout has them beside it.
_HOMES = (_PACKAGE / "_shipped", _PACKAGE.parent)


def path(*parts: str) -> Path:
    """Return where a shipped file or folder lies; parts may hold slashes ("data/actors").

    A wheel's copy wins over a folder of the same name that happens to lie beside the package.

    Raises:
        FileNotFoundError: no home holds it; the message names every place that was tried.
    """
    tried = [home.joinpath(*parts) for home in _HOMES]
    for place in tried:
        if place.exists():
            return place
    raise FileNotFoundError(f"{'/'.join(parts)} is not shipped; looked at {', '.join(map(str, tried))}")
