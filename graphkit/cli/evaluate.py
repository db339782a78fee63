"""The command that compares with gold."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphkit import settings
from graphkit.cli import options
from graphkit.cli.progress import Progress
from graphkit.cli.talk import FAILED, complain, guarded, say, show, table

if TYPE_CHECKING:
    from graphkit.evaluate.gate import Pin
    from graphkit.evaluate.gold import Claim, Gold
    from graphkit.evaluate.pairs import Verdict
    from graphkit.evaluate.scores import Tally
    from graphkit.pipeline import Failure

ACCURACIES = ("relation", "status", "said_by")


@guarded
def evaluate(
    gold: Annotated[
        list[Path],
        typer.Argument(
            help="Gold files in JSON Lines: articles, or minimal pairs.", exists=True, dir_okay=False
        ),
    ],
    errors: Annotated[
        bool, typer.Option("--errors", help="List what was missed and what was false.")
    ] = False,
    gate: Annotated[
        bool, typer.Option("--gate", help="Fail below the floors in floors.toml beside the gold.")
    ] = False,
    pin: Annotated[bool, typer.Option("--pin", help="Write what was measured as the new floors.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="With --pin: let floors fall.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the tables in Markdown.")] = False,
    as_json: options.AsJson = False,
    models: options.Models = None,
    actors: options.Actors = None,
    threads: options.Threads = None,
    jobs: options.Jobs = None,
    config: options.Config = None,
) -> None:
    """Compare what is found in annotated articles with the annotation.

    graphkit evaluate gold/dev_id.jsonl gold/dev_en.jsonl
    """
    from graphkit.evaluate import gate as floors
    from graphkit.evaluate import gold as gold_files
    from graphkit.evaluate import pairs, scores
    from graphkit.pipeline import Pipeline

    pipeline = Pipeline(settings.load(config, models=models, actors=actors, threads=threads, jobs=jobs))
    twins = {file: list(pairs.read(file)) for file in gold if pairs.holds(file)}
    annotated: dict[str, tuple[Path, Gold]] = {}
    for file in gold:
        sides = [side for pair in twins.get(file, ()) for side in (pair.one, pair.other)]
        for row in sides or gold_files.read(file):
            annotated[row.article.id] = (file, row)
    found = scores.Scores()
    by_file = {file: scores.Scores() for file in gold}
    claims: dict[str, list[Claim]] = {}
    failures: list[Failure] = []
    with Progress("articles", len(annotated)) as progress:
        articles = [row.article for _, row in annotated.values()]
        for reading in pipeline.readings(articles, on_failure=failures.append):
            article = reading.document.article
            told = [gold_files.claim(statement, article.text) for statement in reading.statements]
            file, row = annotated[article.id]
            for total in (found, by_file[file]):
                scores.add(total, article.id, row.claims, told, pipeline.ontology)
            claims[article.id] = told
            progress.advance()
    verdicts = {
        file: tuple(pairs.judge(pair, claims, pipeline.ontology) for pair in told)
        for file, told in twins.items()
    }
    pins = {file.name: floors.measured(file, by_file[file], verdicts.get(file, ())) for file in gold}
    if as_json:
        show({**_figures(found), "files": {name: _rounded(pin.scores) for name, pin in pins.items()}})
    else:
        print(_tables(found, pins, verdicts, errors=errors, render=_markdown if markdown else table))
    if failures:
        complain(*((str(failure), failure.hint) for failure in failures))
        raise typer.Exit(FAILED)
    if pin:
        _pin(gold, pins, lower=lower)
    if gate:
        _hold(gold, pins)


def _pin(gold: Sequence[Path], pins: "Mapping[str, Pin]", *, lower: bool) -> None:
    """Write the floors of the gold files beside them."""
    from graphkit.evaluate import gate as floors

    for folder in sorted({file.parent for file in gold}):
        here = {file.name: pins[file.name] for file in gold if file.parent == folder}
        path = folder / floors.FILE
        floors.write(floors.pinned(floors.read(path), here, lower=lower), path)
        say(f"floors are pinned in {path}")


def _hold(gold: Sequence[Path], pins: "Mapping[str, Pin]") -> None:
    """Fail where a score lies below its floor or the gold is not the pinned one."""
    from graphkit.evaluate import gate as floors

    held = {folder: floors.read(folder / floors.FILE) for folder in {file.parent for file in gold}}
    wrong = [
        line for file in gold for line in floors.breaches(held[file.parent], {file.name: pins[file.name]})
    ]
    if wrong:
        hint = "graphkit evaluate FILES --pin writes floors anew, with --lower also lower ones"
        complain(*((line, hint) for line in wrong))
        raise typer.Exit(FAILED)


def _figures(found: Any) -> dict[str, Any]:
    tallies = {"root": found.root, "status": found.status_root, "pair": found.pair}
    return {
        **{name: _tally(tally) for name, tally in tallies.items()},
        "accuracy": {name: getattr(found, name).share for name in ACCURACIES},
        "by_relation": {name: _tally(tally) for name, tally in sorted(found.by_relation.items())},
        "by_status": {name: _tally(tally) for name, tally in sorted(found.by_status.items())},
    }


def _rounded(shares: Mapping[str, float]) -> dict[str, float]:
    return {name: round(share, 4) for name, share in shares.items()}


def _tally(tally: "Tally") -> dict[str, float]:
    return {
        "precision": round(tally.precision, 4),
        "recall": round(tally.recall, 4),
        "f1": round(tally.f1, 4),
        "matched": tally.matched,
        "gold": tally.gold,
        "predicted": tally.predicted,
    }


def _tables(
    found: Any,
    pins: "Mapping[str, Pin]",
    verdicts: "Mapping[Path, Sequence[Verdict]]",
    *,
    errors: bool,
    render: Any,
) -> str:
    blocks = [
        _table("score", {"root": found.root, "with status": found.status_root, "pair": found.pair}, render),
        "\n".join(f"{name:<9} accuracy {getattr(found, name).share:.3f}" for name in ACCURACIES),
        _table("relation", dict(sorted(found.by_relation.items())), render),
        _table("status", dict(sorted(found.by_status.items())), render),
        *(_files(group, render) for group in _alike(pins)),
    ]
    if errors:
        rows = [
            (kind, article, claim)
            for kind, claims in (("miss", found.misses), ("false", found.false))
            for article, claim in claims
        ]
        rows += [
            ("inverted", verdict.pair.id, claim)
            for told in verdicts.values()
            for verdict in told
            for claim in verdict.inverted
        ]
        head = ("kind", "article", "source", "relation", "target", "status", "rule", "evidence")
        blocks.append(
            render(
                head,
                [
                    (kind, article, c.source, c.relation, c.target, c.status, c.rule, c.evidence)
                    for kind, article, c in rows
                ],
                widest=30,
            )
        )
    return "\n\n".join(blocks)


def _alike(pins: "Mapping[str, Pin]") -> "list[dict[str, Pin]]":
    """Return the files in groups that have the same scores: articles, and pairs."""
    groups: dict[tuple[str, ...], dict[str, Pin]] = {}
    for name, pin in pins.items():
        groups.setdefault(tuple(pin.scores), {})[name] = pin
    return list(groups.values())


def _files(pins: "Mapping[str, Pin]", render: Any) -> str:
    """Return a table with a row for each file."""
    keys = tuple(next(iter(pins.values())).scores)
    rows = [(name, *(f"{pin.scores[key]:.3f}" for key in keys)) for name, pin in pins.items()]
    return str(render(("file", *(key.replace("_", " ") for key in keys)), rows))


def _table(name: str, tallies: "Mapping[str, Tally]", render: Any) -> str:
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
    return str(render((name, "F1", "precision", "recall", "matched", "gold", "predicted"), rows))


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]], *, widest: int = 0) -> str:
    """Return rows as a Markdown table; nothing is cut."""
    lines = [head, ["---"] * len(head), *rows]
    cells = [[" ".join(cell.split()).replace("|", "\\|") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)
