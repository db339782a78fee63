"""The command that trains models."""

from pathlib import Path
from typing import Annotated

import typer

from graphkit.cli.talk import guarded, say


@guarded
def train(
    language: Annotated[str, typer.Argument(help="A language of the recipe, such as id.")],
    data: Annotated[
        Path, typer.Option("--data", help="The folder of treebanks and name corpora.", exists=True)
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the weights.")] = Path(
        "models"
    ),
    recipe: Annotated[
        Path | None, typer.Option("--recipe", help="Another recipe than the shipped one.", exists=True)
    ] = None,
    work: Annotated[
        Path, typer.Option("--work", help="The folder for what a stopped training goes on from.")
    ] = Path("training"),
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Train this processor; may be repeated.")
    ] = None,
    scorer: Annotated[
        bool,
        typer.Option("--scorer", help="Train the scorer of the extractor instead, on shipped annotations."),
    ] = False,
) -> None:
    """Train the Stanza models of a language; a stopped training goes on where it was.

    graphkit train id --data nlp-data -o models, then graphkit build CORPUS --models models
    """
    if scorer:
        from graphkit.train.scorer import build

        say(f"trained {build(language, data=data, output=output)}")
        return
    from graphkit.knowledge import files
    from graphkit.train.fit import PROCESSORS, fit

    chosen = recipe or files.path("data", "models", "recipe.toml")
    place = fit(language, data=data, output=output, recipe=chosen, work=work, only=tuple(only or PROCESSORS))
    say(f"trained {place}; next: graphkit build CORPUS --models {output}")
