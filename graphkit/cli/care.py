"""Commands that look after an installation: doctor, check and models fetch."""

import platform
import shutil
from collections.abc import Callable
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer

from graphkit import settings
from graphkit.cli import options
from graphkit.cli.talk import FAILED, complain, guarded, say, show
from graphkit.errors import GraphkitError

_LIBRARIES = (
    "graphkit",
    "stanza",
    "torch",
    "rdflib",
    "pyoxigraph",
    "networkx",
    "pyvis",
    "trafilatura",
    "py3langid",
    "feedparser",
    "ftfy",
    "warcio",
)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@guarded
def doctor(
    models: options.Models = None, as_json: options.AsJson = False, config: options.Config = None
) -> None:
    """Tell what is installed, which models were found, what is missing and how to get it."""
    from graphkit.parse import models as shelf
    from graphkit.sources import language

    chosen = settings.load(config, models=models)
    found: dict[str, Any] = {"python": platform.python_version()}
    found |= {name: _version(name) for name in _LIBRARIES}
    wanted: list[tuple[str, str | None]] = [
        (f"{name} is not installed", f"pip install {name}") for name in _LIBRARIES if found[name] is None
    ]
    places: dict[str, Any] = {}
    for code in language.load().known:
        for choice in dict.fromkeys([chosen.models, shelf.SHIPPED, shelf.OFFICIAL]):
            try:
                there = shelf.find(code, choice)
            except GraphkitError as error:
                places[f"{code} {choice}"] = None
                if choice == chosen.models:
                    wanted.append((str(error), error.hint))
            else:
                places[f"{code} {choice}"] = f"{', '.join(there.processors)} at {there.folder / code}"
    browser = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if as_json:
        show(
            {"versions": found, "models": places, "browser": browser, "missing": [what for what, _ in wanted]}
        )
    else:
        for name, value in found.items():
            print(f"{name:<12} {value or 'not installed'}")
        for name, value in places.items():
            print(f"models {name:<12} {value or 'none'}")
        print(f"browser      {browser or 'none (only the tests of the page need one)'}")
    if wanted:
        complain(*wanted)
        raise typer.Exit(FAILED)
    say("all that is needed is there; next: graphkit build CORPUS --store kg")


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


@guarded
def check(actors: options.Actors = None, config: options.Config = None) -> None:
    """Check ontology, actors, language packs and rules: unknown names, aliases claimed twice."""
    from graphkit.extract.keep import Scorer
    from graphkit.knowledge import credits
    from graphkit.knowledge.actors import ActorIndex
    from graphkit.knowledge.language import Language
    from graphkit.knowledge.ontology import Ontology
    from graphkit.sources import clean, dates, language, outlets, record
    from graphkit.when import times

    chosen = settings.load(config, actors=actors)
    failures: list[tuple[str, str | None]] = []
    steps: dict[str, Callable[[], object]] = {
        "ontology": Ontology.load,
        "actors": lambda: ActorIndex.load(chosen.actors),
        "dates": dates.month_names,
        "fields": record.names,
        "outlets": outlets.names,
        "families": clean.families,
        **{f"scorer {code}": partial(Scorer.shipped, code) for code in language.load().known},
        **{f"language {code}": partial(Language.load, code) for code in language.load().known},
        **{f"credits {code}": partial(credits.load, code) for code in language.load().known},
        **{f"times {code}": partial(times.load, code) for code in language.load().known},
        **{f"cleaning {code}": partial(clean.load, code) for code in language.load().known},
    }
    for name, step in steps.items():
        try:
            step()
        except GraphkitError as error:
            failures.append((str(error), error.hint))
        else:
            print(f"{name:<12} good")
    if failures:
        complain(*failures)
        raise typer.Exit(FAILED)


@guarded
def fetch(
    language: Annotated[str, typer.Argument(help="The language, such as id.")],
    folder: Annotated[
        Path | None, typer.Option("--to", help="The folder to fill instead of Stanza's own.")
    ] = None,
) -> None:
    """Download Stanza's official models: the one command that uses the network.

    graphkit models fetch id, then graphkit build CORPUS --models official
    """
    from graphkit.parse import models

    place = models.fetch(language, folder)
    say(f"models are at {place}")
    say(f"next: graphkit build CORPUS --models {folder or models.OFFICIAL}")
