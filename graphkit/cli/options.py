"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Corpus = Annotated[
    list[str],
    typer.Argument(
        help="Files (.txt .md .html .json .jsonl .csv; .gz .xz .bz2), folders, globs; - is standard input.",
        metavar="CORPUS...",
        show_default=False,
    ),
]
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
Workers = Annotated[
    int | None, typer.Option("--workers", "-j", help="Processes that read side by side.", min=1)
]
Config = Annotated[
    Path | None, typer.Option("--config", help="A settings file instead of ./graphkit.toml.", exists=True)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="The file to write; - is standard output.")]
