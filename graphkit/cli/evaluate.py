"""The command that compares with gold."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphkit import settings
from graphkit.cli import options
from graphkit.cli.progress import Progress
from graphkit.cli.talk import FAILED, complain, guarded, show, table

if TYPE_CHECKING:
    from graphkit.evaluate.scores import Tally
    from graphkit.pipeline import Failure


@guarded
def evaluate(
    gold: Annotated[
        list[Path], typer.Argument(help="Gold files in JSON Lines.", exists=True, dir_okay=False)
    ],
    errors: Annotated[
        bool, typer.Option("--errors", help="List what was missed and what was false.")
    ] = False,
    as_json: options.AsJson = False,
    models: options.Models = None,
    actors: options.Actors = None,
    threads: options.Threads = None,
    config: options.Config = None,
) -> None:
    """Compare what is found in annotated articles with the annotation.

    graphkit evaluate gold/dev_id.jsonl gold/dev_en.jsonl
    """
    from graphkit.evaluate import gold as gold_files
    from graphkit.evaluate import scores
    from graphkit.pipeline import Pipeline

    pipeline = Pipeline(settings.load(config, models=models, actors=actors, threads=threads))
    annotated = {row.article.id: row for file in gold for row in gold_files.read(file)}
    found = scores.Scores()
    failures: list[Failure] = []
    with Progress("articles", len(annotated)) as progress:
        articles = [row.article for row in annotated.values()]
        for reading in pipeline.readings(articles, on_failure=failures.append):
            article = reading.document.article
            claims = [gold_files.claim(statement, article.text) for statement in reading.statements]
            scores.add(found, article.id, annotated[article.id].claims, claims, pipeline.ontology)
            progress.advance()
    if as_json:
        show(_figures(found))
    else:
        print(_tables(found, errors=errors))
    if failures:
        complain(*((str(failure), failure.hint) for failure in failures))
        raise typer.Exit(FAILED)


def _figures(found: Any) -> dict[str, Any]:
    tallies = {"root": found.root, "status": found.status_root, "pair": found.pair}
    return {
        **{name: _tally(tally) for name, tally in tallies.items()},
        "accuracy": {name: getattr(found, name).share for name in ("relation", "status", "said_by")},
        "by_relation": {name: _tally(tally) for name, tally in sorted(found.by_relation.items())},
        "by_status": {name: _tally(tally) for name, tally in sorted(found.by_status.items())},
    }


def _tally(tally: "Tally") -> dict[str, float]:
    return {
        "precision": round(tally.precision, 4),
        "recall": round(tally.recall, 4),
        "f1": round(tally.f1, 4),
        "matched": tally.matched,
        "gold": tally.gold,
        "predicted": tally.predicted,
    }


def _tables(found: Any, *, errors: bool) -> str:
    blocks = [
        _table("score", {"root": found.root, "with status": found.status_root, "pair": found.pair}),
        "\n".join(
            f"{name:<9} accuracy {getattr(found, name).share:.3f}"
            for name in ("relation", "status", "said_by")
        ),
        _table("relation", dict(sorted(found.by_relation.items()))),
        _table("status", dict(sorted(found.by_status.items()))),
    ]
    if errors:
        rows = [
            (kind, article, claim) for kind in ("misses", "false") for article, claim in getattr(found, kind)
        ]
        blocks.append(
            table(
                ("kind", "article", "source", "relation", "target", "status", "evidence"),
                [
                    (kind.removesuffix("es"), article, c.source, c.relation, c.target, c.status, c.evidence)
                    for kind, article, c in rows
                ],
                widest=30,
            )
        )
    return "\n\n".join(blocks)


def _table(name: str, tallies: "Mapping[str, Tally]") -> str:
    rows = [
        (
            key,
            f"{t.f1:.3f}",
            f"{t.precision:.3f}",
            f"{t.recall:.3f}",
            str(t.matched),
            str(t.gold),
            str(t.predicted),
        )
        for key, t in tallies.items()
    ]
    return table((name, "F1", "precision", "recall", "matched", "gold", "predicted"), rows)
