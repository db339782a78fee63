"""Commands that read articles: build and extract."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphkit.cli import options
from graphkit.cli.progress import Progress
from graphkit.cli.talk import FAILED, complain, guarded, say, show, table, thousands
from graphkit.errors import UsageError
from graphkit.settings import Settings

if TYPE_CHECKING:
    from graphkit.pipeline import Failure, Pipeline, Reading


_CLUSTER = "dask scheduler starts one, dask worker tcp://...:8786 --nthreads 1 a worker"
_HINT = "graphkit build articles/ --store kg"
_HEAD = ("article", "source", "relation", "target", "status", "when", "said by", "sure", "evidence")


class Engine(StrEnum):
    """Who reads articles."""

    LOCAL = "local"
    DASK = "dask"


class Form(StrEnum):
    """How statements are printed."""

    JSONL = "jsonl"
    TABLE = "table"
    TURTLE = "turtle"


@guarded
@options.reading()
def build(
    *,
    chosen: Settings,
    corpus: options.Corpora = None,
    as_json: options.AsJson = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first failure.")] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Read the articles of the store again, by what is known now.")
    ] = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Who reads: this machine, or the workers of a Dask cluster.")
    ] = Engine.LOCAL,
    address: Annotated[
        str | None,
        typer.Option("--address", help="The scheduler of the cluster: tcp://...:8786.", show_default=False),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Keep no parses beside the store.")] = False,
) -> None:
    """Read articles into the graph of a store; those that are there already add nothing.

    graphkit build articles/ news.jsonl --store kg

    graphkit build berita.csv --columns text=isi,date=tanggal

    graphkit build --refresh --store kg

    cat page.html | graphkit build - --store kg
    """
    from graphkit import building
    from graphkit.sources.corpus import count
    from graphkit.store.place import shown

    if no_cache:
        chosen = replace(chosen, cache=0)
    if bool(corpus) == refresh:
        raise UsageError("name a corpus, or --refresh for the articles of the store", hint=_HINT)
    if (engine is Engine.DASK) != (address is not None):
        raise UsageError("--engine dask and --address tcp://... belong together", hint=_CLUSTER)
    corpus = corpus or []
    failures: list[Failure] = []
    with Progress("articles", None if refresh else count(corpus)) as progress:

        def failed(failure: "Failure") -> None:
            progress.advance()
            failures.append(failure)
            if fail_fast:
                _end(failures)

        report = building.build(
            corpus,
            chosen,
            refresh=refresh,
            cluster=address,
            on_article=progress.advance,
            on_failure=failed,
        )
    if as_json:
        show(
            {
                "articles": {"read": report.read, "skipped": report.skipped, "failed": len(failures)},
                "actors": report.actors,
                "statements": report.statements,
                "seconds": round(report.seconds, 2),
                "cache": report.cache,
                "errors": [
                    {"file": f.file, "line": f.line, "reason": f.reason, "hint": f.hint} for f in failures
                ],
            }
        )
    say(
        f"articles: {report.read:,} read, {report.skipped:,} skipped, {len(failures):,} failed; "
        f"{thousands(report.actors, 'actors')}, {thousands(report.statements, 'statements')}; "
        f"{report.seconds:.1f} s" + (f"; {report.cache / 1e6:.1f} MB of parses kept" if report.cache else "")
    )
    _end(failures)
    say(f"next: graphkit view --store {shown(chosen.store)} -o graph.html")


@guarded
@options.reading("store")
def extract(
    *,
    chosen: Settings,
    corpus: options.Corpus,
    form: Annotated[Form, typer.Option("--format", "-f", help="How statements are printed.")] = Form.JSONL,
    output: options.Output = Path("-"),
) -> None:
    """Print the statements of articles, without a store.

    graphkit extract article.txt --format table

    graphkit extract news.jsonl.gz -o statements.jsonl
    """
    from graphkit.pipeline import Pipeline
    from graphkit.sources.corpus import count

    pipeline = Pipeline(chosen)
    failures: list[Failure] = []
    with Progress("articles", count(corpus)) as progress:
        readings = pipeline.readings(
            pipeline.read(corpus, on_failure=failures.append), on_failure=failures.append
        )
        if form is Form.TURTLE:
            _write_turtle(pipeline, readings, output, progress)
        else:
            _write_lines(pipeline, readings, output, progress, form)
    _end(failures)


def _write_lines(pipeline: "Pipeline", readings: Any, output: Path, progress: Progress, form: Form) -> None:
    from graphkit.cli.output import opened

    with opened(output) as out:
        rows: list[Sequence[str]] = []
        for reading in readings:
            progress.advance()
            if form is Form.TABLE:
                rows += _rows(reading)
            else:
                out.write(json.dumps(_record(pipeline, reading), ensure_ascii=False) + "\n")
        if form is Form.TABLE:
            out.write(table(_HEAD, rows, widest=30) + "\n")


def _record(pipeline: "Pipeline", reading: "Reading") -> dict[str, Any]:
    from graphkit.export.records import record

    return record(reading.document.article, reading.statements, pipeline.ontology)


def _rows(reading: "Reading") -> list[Sequence[str]]:
    text = reading.document.article.text
    return [
        (
            statement.evidence.article,
            statement.source.principal.code,
            statement.relation,
            statement.target.principal.code,
            statement.status.value,
            statement.evidence.when or "",
            statement.said_by.principal.code if statement.said_by else "",
            f"{statement.confidence:.2f}",
            text[statement.evidence.start : statement.evidence.end],
        )
        for statement in reading.statements
    ]


def _write_turtle(pipeline: "Pipeline", readings: Any, output: Path, progress: Progress) -> None:
    import tempfile

    from graphkit.cli.output import written
    from graphkit.export import turtle
    from graphkit.store.store import GraphStore

    def found() -> Any:
        for reading in readings:
            progress.advance()
            yield reading.document, reading.statements

    with (
        tempfile.TemporaryDirectory() as folder,
        GraphStore.open(Path(folder) / "kg", write=True, ontology=pipeline.ontology) as store,
    ):
        store.add(found(), run=pipeline.run)
        written(lambda path: turtle.write(store, path), output)


def _end(failures: "Sequence[Failure]") -> None:
    """List the failures last, and end the command as failed if there are any."""
    if failures:
        sys.stdout.flush()
        complain(*((str(failure), failure.hint) for failure in failures))
        raise typer.Exit(FAILED)
