"""Commands that ask: query, stats and explain."""

import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from graphkit import settings
from graphkit.cli import options
from graphkit.cli.talk import guarded, say, show, table, thousands


class Form(StrEnum):
    """How answers are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@guarded
def query(
    sparql: Annotated[
        str, typer.Argument(help="The question in SPARQL; @FILE reads it from a file, - from standard input.")
    ],
    store: options.Store = None,
    form: Annotated[Form, typer.Option("--format", "-f", help="How the answer is printed.")] = Form.TABLE,
    allow_network: Annotated[
        bool, typer.Option("--allow-network", help="Let the question fetch from elsewhere (SERVICE).")
    ] = False,
    config: options.Config = None,
) -> None:
    """Ask the graph in SPARQL; the prefixes gk: actor: rdfs: and more are declared.

    graphkit query --store kg 'SELECT ?who { ?who gk:cooperates_with actor:Japan }'

    graphkit query --store kg @question.rq --format csv > answer.csv
    """
    from graphkit.store.place import open_store

    asked = sys.stdin.read() if sparql == "-" else sparql
    if asked.startswith("@"):
        asked = Path(asked[1:]).read_text(encoding="utf-8")
    with open_store(settings.load(config, store=store).store) as opened:
        answer = opened.query(asked, network=allow_network)
    if form is Form.TABLE:
        print(table(answer.columns, list(answer.cells())))
        say(thousands(len(answer.rows), "rows"))
    else:
        sys.stdout.write(answer.csv().replace("\r\n", "\n") if form is Form.CSV else f"{answer.json()}\n")


@guarded
def stats(
    store: options.Store = None,
    top: Annotated[int, typer.Option("--top", help="So many rows of each table.", min=1)] = 8,
    as_json: options.AsJson = False,
    config: options.Config = None,
) -> None:
    """Tell how much is in the store, who is most connected, and who stands with and against whom."""
    from graphkit.cli import figures
    from graphkit.network.build import build
    from graphkit.network.summary import summarize
    from graphkit.store.place import open_store
    from graphkit.store.reading import origins

    with open_store(settings.load(config, store=store).store) as opened:
        size = opened.stats()
        found = summarize(build(opened.reports(), opened.ontology, origin=origins(opened)))
    if as_json:
        show(asdict(size) | {"network": figures.data(found, top)})
        return
    dates = f"{size.first} to {size.last}" if size.first else "none"
    rows = [
        ("articles", f"{size.articles:,}", _parts(size.languages)),
        ("dates", dates, ""),
        ("outlets", f"{size.outlets:,}", ""),
        ("actors", f"{size.actors:,}", ""),
        ("statements", f"{size.statements:,}", _parts(size.statuses)),
        ("relations", f"{size.relations:,}", f"of which {size.edges:,} actual, as plain triples"),
        ("triples", f"{size.quads:,}", ""),
    ]
    for name, value, more in rows:
        print(f"{name:<11} {value:>10}  {more}".rstrip())
    if size.statements:
        print("", *figures.lines(found, top), sep="\n")


def _parts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


@guarded
def explain(
    text: Annotated[str, typer.Argument(help="A sentence, or - for standard input.")],
    language: options.Language = None,
    date: Annotated[
        str | None, typer.Option("--date", help="When it was published: offices change hands.")
    ] = None,
    models: options.Models = None,
    actors: options.Actors = None,
    config: options.Config = None,
) -> None:
    """Show step by step what is found in a sentence, and what dropped the rest.

    graphkit explain 'Rusia menuduh Ukraina menyerang wilayahnya.'
    """
    from graphkit.cli.reasons import lines
    from graphkit.pipeline import Pipeline, extract

    chosen = settings.load(config, language=language, models=models, actors=actors)
    pipeline = Pipeline(chosen)
    reading = extract(sys.stdin.read() if text == "-" else text, pipeline=pipeline, published=date)
    for line in lines(pipeline, reading):
        print(line)
