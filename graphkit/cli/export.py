"""Commands that write the graph to files: export and view."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphkit import settings
from graphkit.cli import options
from graphkit.cli.talk import guarded, say, thousands

if TYPE_CHECKING:
    from graphkit.export.page_look import Look
    from graphkit.store.reading import Graph

_PAGE = Path("graph.html")
# What view draws: the page, still drawings, networks with places and colours.
_VIEWS = (".html", ".htm", ".svg", ".png", ".pdf", ".gexf", ".graphml")


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
    actor: options.Actor = None,
    since: options.Since = None,
    until: options.Until = None,
    relation: options.Relation = None,
    least: options.Least = 1,
    top: options.Top = None,
    title: options.Title = "",
    language: options.Spoken = "",
    rdf12: Annotated[
        bool, typer.Option("--rdf12", help="Write RDF 1.2 with triple terms (.ttl .trig .nt .nq).")
    ] = False,
    registry: Annotated[
        bool,
        typer.Option(
            "--registry", help="Write the registry of actors instead of a graph, as Turtle (SKOS, OWL)."
        ),
    ] = False,
    actors: options.Actors = None,
    config: options.Config = None,
) -> None:
    """Write the graph for other tools.

    RDF: .ttl .trig .nt .nq .jsonld .rdf. Networks: .gexf .graphml .cypher (Neo4j) .ftm (FollowTheMoney).
    Tables: .csv .jsonl .parquet .db (SQLite, for Datasette). A page: .html. Pictures: .svg .png .pdf.
    All but RDF also write a part: --actor, --since, --relation and so on.

    graphkit export --store kg -o graph.ttl

    graphkit export --registry -o actors.ttl

    graphkit export --store kg -o nato.png --actor NATO --since 2024-01 --title 'NATO, 2024'

    graphkit export --store kg -o - --format nq | gzip > graph.nq.gz
    """
    from graphkit.cli.output import STDOUT, size, written
    from graphkit.errors import UsageError
    from graphkit.export import FORMATS
    from graphkit.export.star import starred
    from graphkit.store.place import open_store, shown

    if registry:
        _registry(output, actors)
        return
    suffix = f".{form.removeprefix('.')}" if form else "" if output == STDOUT else output.suffix
    suffix = suffix.lower()
    if suffix not in FORMATS:
        what = f"unknown format {suffix}" if suffix else "no format: the file has no suffix"
        raise UsageError(what, hint=f"choose one of {' '.join(FORMATS)} by suffix or --format")
    look = _look(actor, since, until, relation, least, top, title, language)
    chosen = settings.load(config, store=store)
    with open_store(chosen.store) as opened:
        graph = starred(opened, suffix) if rdf12 else opened
        written(lambda path: _write(graph, path, suffix, look), output, suffix)
    if output != STDOUT:
        say(f"wrote {output} ({size(output)})")
        question = "SELECT * { ?who gk:cooperates_with ?whom }"
        say(f"next: graphkit query --store {shown(chosen.store)} '{question}'")


def _registry(output: Path, folder: Path | None) -> None:
    from graphkit.cli.output import STDOUT, size, written
    from graphkit.export import actors
    from graphkit.knowledge.actors import ActorIndex
    from graphkit.knowledge.ontology import Ontology

    index = ActorIndex.load(folder)
    written(lambda path: actors.write(index, Ontology.load(), path), output, ".ttl")
    if output != STDOUT:
        say(f"wrote {output} ({size(output)}, {thousands(len(index.actors), 'actors')})")


def _look(
    actor: str | None,
    since: str | None,
    until: str | None,
    relation: list[str] | None,
    least: int,
    top: int | None,
    title: str,
    language: str,
) -> "Look":
    from graphkit.export.page_look import Look
    from graphkit.network.select import Selection

    names = tuple(name for given in relation or () for name in given.split(",") if name)
    part = Selection(actor or "", since or "", until or "", names, least, top)
    return Look(title=title, language=language, part=part)


def _write(store: "Graph", path: Path, suffix: str, look: "Look") -> int | None:
    """Write one file, and return how many actors a page holds.

    A page or a drawing takes the whole look, a table or network only its part.
    """
    from graphkit.errors import UsageError
    from graphkit.export import FORMATS, page, page_still, part
    from graphkit.export.page_look import Look

    if suffix in (".html", ".htm"):
        return page.write(store, path, look)
    if suffix in page_still.SUFFIXES:
        page_still.write(store, path, look, form=suffix)
    elif look.part == Look().part:
        FORMATS[suffix](store, path)
    elif suffix in part.SUFFIXES:
        FORMATS[suffix](part.Part(store, look.part), path)
    else:
        hint = "pictures, networks and tables hold parts; for RDF: graphkit query 'CONSTRUCT ...'"
        raise UsageError(f"{suffix} holds the whole graph, not a part of it", hint=hint)
    return None


@guarded
def view(
    output: options.Output = _PAGE,
    store: options.Store = None,
    title: options.Title = "",
    language: options.Spoken = "",
    actor: options.Actor = None,
    since: options.Since = None,
    until: options.Until = None,
    relation: options.Relation = None,
    least: options.Least = 1,
    top: options.Top = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help="html, svg, png, pdf, gexf or graphml, where no suffix tells it."
        ),
    ] = None,
    launch: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    config: options.Config = None,
) -> None:
    """Draw the graph as one HTML page that works without a network.

    The page holds the whole graph; the options below choose what it shows at first. A drawing (.svg, .png,
    .pdf) or a network (.gexf, .graphml) holds only that.

    graphkit view --store kg -o graph.html --open

    graphkit view --store kg -o nato.html --actor NATO --since 2024-01 --relation material_conflict
    """
    from graphkit.cli.output import STDOUT, size, written
    from graphkit.errors import UsageError
    from graphkit.store.place import open_store, shown

    suffix = f".{form.removeprefix('.')}".lower() if form else output.suffix.lower() or ".html"
    if suffix not in _VIEWS:
        hint = f"choose one of {' '.join(_VIEWS)}; graphkit export writes the others"
        raise UsageError(f"{suffix} is neither a page nor a picture", hint=hint)
    if form and output == _PAGE:
        output = output.with_suffix(suffix)
    look = _look(actor, since, until, relation, least, top, title, language)
    chosen = settings.load(config, store=store)
    held: list[int | None] = []
    with open_store(chosen.store) as opened:
        written(lambda path: held.append(_write(opened, path, suffix, look)), output, suffix)
    if held == [0]:
        say(f"{shown(chosen.store)} holds no statements yet; the page says so")
    if output != STDOUT:
        number = "".join(f", {thousands(actors, 'actors')}" for actors in held if actors is not None)
        say(f"wrote {output} ({size(output)}{number})")
        say(f"next: open {output}, or graphkit export --store {shown(chosen.store)} -o graph.ttl")
        if launch:
            typer.launch(output.resolve().as_uri())
