"""The command line: one table of commands, each in a file of its own trade."""

import sys
from typing import Annotated

import typer

from graphkit.cli import ask, build, care, edit, evaluate, export, review, serve, train, validate
from graphkit.cli.talk import listen, unexpected

app = typer.Typer(
    name="graphkit",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"graphkit {version('graphkit')}")
        raise typer.Exit


@app.callback()
def graphkit(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but results and errors.")] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show tracebacks and all that libraries log.")
    ] = False,
    _: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Turn news articles into a knowledge graph of geopolitical actors.

    graphkit build articles/ --store kg, then graphkit view --store kg -o graph.html
    """
    listen(quiet=quiet, debug=debug)


models = typer.Typer(no_args_is_help=True, help="The Stanza models of the languages.")
models.command("fetch")(care.fetch)

app.command(no_args_is_help=True)(build.build)
app.command(no_args_is_help=True)(build.extract)
app.command()(export.view)
app.command()(export.export)
app.command(no_args_is_help=True)(ask.query)
app.command()(ask.stats)
app.command(no_args_is_help=True)(ask.explain)
app.command()(serve.serve)
app.command()(validate.validate)
app.command()(edit.verify)
app.command(no_args_is_help=True)(edit.diff)
app.command(no_args_is_help=True)(edit.remove)
app.add_typer(review.app, name="review")
app.command()(care.doctor)
app.command()(care.check)
app.command(no_args_is_help=True)(evaluate.evaluate)
app.command(no_args_is_help=True)(train.train)
app.add_typer(models, name="models")


def main() -> None:
    """Run the command line; a mistake of ours is told in two lines, too, except with --debug."""
    if "--debug" not in sys.argv:
        sys.excepthook = unexpected
    app()
