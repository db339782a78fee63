"""Arguments and options that several commands share."""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from graphkit import settings

_CORPUS = (
    "Files (.txt .md .html .pdf .json .jsonl .csv .parquet .rss .atom .warc; packed or in .zip and .tar),"
    " folders, globs; - is standard input."
)
Corpus = Annotated[list[str], typer.Argument(help=_CORPUS, metavar="CORPUS...", show_default=False)]
Corpora = Annotated[list[str] | None, typer.Argument(help=_CORPUS, metavar="[CORPUS]...", show_default=False)]
Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        "-s",
        help="The folder of the graph (kg by default), or a SPARQL server: http://host:7878.",
        show_default=False,
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language", "--lang", help="The language of articles that state none (else told from the text)."
    ),
]
Models = Annotated[
    str | None,
    typer.Option("--models", help="shipped, official, or a folder of Stanza models.", show_default=False),
]
Actors = Annotated[
    Path | None, typer.Option("--actors", help="A folder of actor tables instead of the shipped ones.")
]
Threads = Annotated[int | None, typer.Option("--threads", help="Processor cores for the parser.", min=1)]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", help="Processes that read side by side.", min=1)]
Parse = Annotated[
    str | None,
    typer.Option(
        "--parse",
        help="Which sentences get a tree: needed, or all; both find the same.",
        metavar="needed|all",
        show_default=False,
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns", help="Which columns or keys hold what: text=isi,date=tanggal.", show_default=False
    ),
]
Fetch = Annotated[
    bool | None,
    typer.Option(
        "--fetch", help="Ask the network for the addresses of feeds and pages in CORPUS.", show_default=False
    ),
]
Config = Annotated[
    Path | None, typer.Option("--config", help="A settings file instead of ./graphkit.toml.", exists=True)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="The file to write; - is standard output.")]
Actor = Annotated[
    str | None,
    typer.Option("--actor", help="Only this actor and its partners, by any name.", show_default=False),
]
Since = Annotated[str | None, typer.Option("--since", help="From this day, month or year on (2024-01).")]
Until = Annotated[str | None, typer.Option("--until", help="Up to this day, month or year (2024-06).")]
Relation = Annotated[
    list[str] | None,
    typer.Option("--relation", "-r", help="Only this relation or class of relations; may be repeated."),
]
Least = Annotated[int, typer.Option("--min-mentions", help="Only relations with so many mentions.", min=1)]
Top = Annotated[int | None, typer.Option("--top", help="Only so many actors, the strongest.", min=1)]
Title = Annotated[str, typer.Option("--title", help="The title of the page or drawing.", show_default=False)]
Spoken = Annotated[
    str, typer.Option("--lang", help="The language of the page or drawing: id or en.", show_default=False)
]

_READING = {
    "store": Store,
    "language": Language,
    "models": Models,
    "actors": Actors,
    "threads": Threads,
    "jobs": Jobs,
    "parse": Parse,
    "columns": Columns,
    "fetch": Fetch,
}
Command = Callable[..., None]


def reading(*without: str) -> Callable[[Command], Command]:
    """Give a command the options of reading articles, and hand it what they set as `chosen`."""
    settable = {name: kind for name, kind in _READING.items() if name not in without}

    def dressed(command: Command) -> Command:
        @functools.wraps(command)
        def run(*, config: Path | None, **given: Any) -> None:
            options = {name: given.pop(name) for name in settable}
            command(chosen=settings.load(config, **options), **given)

        own = dict(inspect.signature(command).parameters)
        del own["chosen"]
        added = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
            for name, kind in (settable | {"config": Config}).items()
        ]
        run.__signature__ = inspect.Signature([*added, *own.values()])  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in (*added, *own.values())}
        return run

    return dressed
