"""Commands that write the graph to files: export and view."""

from pathlib import Path
from typing import Annotated

import typer

from graphkit import settings
from graphkit.cli import options
from graphkit.cli.talk import guarded, say, thousands


@guarded
def export(
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="The file to write; its suffix chooses the format. - is standard output."
        ),
    ],
    store: options.Store = None,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", help="The format, where no suffix tells it (ttl, nq, csv, ...)."),
    ] = None,
    config: options.Config = None,
) -> None:
    """Write the graph for other tools, as .ttl .nt .nq .trig .jsonld .rdf .graphml .gexf .csv or .jsonl.

    graphkit export --store kg -o graph.ttl

    graphkit export --store kg -o - --format nq | gzip > graph.nq.gz
    """
    from graphkit.cli.output import STDOUT, size, written
    from graphkit.errors import UsageError
    from graphkit.export import FORMATS
    from graphkit.store.place import open_store, shown

    suffix = f".{form.removeprefix('.')}" if form else "" if output == STDOUT else output.suffix
    if suffix not in FORMATS:
        what = f"unknown format {suffix}" if suffix else "no format: the file has no suffix"
        raise UsageError(what, hint=f"choose one of {' '.join(FORMATS)} by suffix or --format")
    chosen = settings.load(config, store=store)
    with open_store(chosen.store) as opened:
        written(lambda path: FORMATS[suffix](opened, path), output, suffix)
    if output != STDOUT:
        say(f"wrote {output} ({size(output)})")
        question = "SELECT * { ?who gk:cooperates_with ?whom }"
        say(f"next: graphkit query --store {shown(chosen.store)} '{question}'")


@guarded
def view(
    output: options.Output = Path("graph.html"),
    store: options.Store = None,
    title: Annotated[str | None, typer.Option("--title", help="The page's title.")] = None,
    language: Annotated[str | None, typer.Option("--lang", help="The page's language: id or en.")] = None,
    actor: Annotated[str | None, typer.Option("--actor", help="Start with this actor, such as NATO.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", help="Start at this month, such as 2024-01.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", help="End at this month.")] = None,
    top: Annotated[int | None, typer.Option("--top", help="Start with so many actors.", min=1)] = None,
    launch: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    config: options.Config = None,
) -> None:
    """Draw the graph as one HTML page that works without a network.

    graphkit view --store kg -o graph.html --open

    graphkit view --store kg -o nato.html --actor NATO --since 2024-01
    """
    from graphkit.cli.output import STDOUT, size, written
    from graphkit.export import page
    from graphkit.store.place import open_store, shown

    chosen = settings.load(config, store=store)
    start = {"actor": actor, "from": since, "to": until, "n": None if top is None else str(top)}
    look = page.Look(
        title=title or "graphkit",
        language=language or "",
        start={key: value for key, value in start.items() if value is not None},
    )
    with open_store(chosen.store) as opened:
        written(lambda path: page.write(opened, path, look), output, ".html")
        actors = len(opened.actors())
    if output != STDOUT:
        say(f"wrote {output} ({size(output)}, {thousands(actors, 'actors')})")
        say(f"next: open {output}, or graphkit export --store {shown(chosen.store)} -o graph.ttl")
        if launch:
            typer.launch(output.resolve().as_uri())
