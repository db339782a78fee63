"""The command that holds a store against the shapes of the ontology."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from graphkit import settings
from graphkit.cli import options
from graphkit.cli.talk import FAILED, guarded, say, show, table, thousands


@guarded
def validate(
    store: options.Store = None,
    sample: Annotated[
        int, typer.Option("--sample", help="Mentions that pySHACL looks at, too; 0 leaves it out.", min=0)
    ] = 100,
    shapes: Annotated[
        Path | None, typer.Option("--shapes", help="SHACL shapes instead of the shipped ones.", exists=True)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="Findings to show of each kind.", min=1)] = 20,
    as_json: options.AsJson = False,
    config: options.Config = None,
) -> None:
    """Check that the whole graph is as it must be: provenance, quotes, counts, kinds, plain triples.

    The checks are made from the SHACL shapes of the ontology and look at everything; pySHACL then
    looks at a sample. The exit code is 1 where something is wrong.

    graphkit validate --store kg
    """
    from graphkit.store import check
    from graphkit.store import sample as samples
    from graphkit.store.place import open_store

    with open_store(settings.load(config, store=store).store) as opened:
        made = check.checks(shapes)
        found = check.validate(opened, shapes=shapes, limit=limit)
        triples = int(next(opened.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").cells())[0])
        sampled = samples.validate(opened, mentions=sample, shapes=shapes) if sample else None
    also = sampled.problems[:limit] if sampled else []
    if as_json:
        told = {"checks": len(made), "triples": triples, "problems": [asdict(problem) for problem in found]}
        if sampled is not None:
            told["pyshacl"] = {"mentions": sampled.mentions, "problems": [asdict(one) for one in also]}
        show(told)
    else:
        print(f"{len(made)} checks over {thousands(triples, 'triples')}: {_verdict(len(found))}")
        if sampled is not None:
            count = _verdict(len(sampled.problems))
            print(f"pySHACL over {thousands(sampled.mentions, 'mentions')}: {count}")
        known = [*found, *(one for one in also if one not in found)]
        if known:
            rows = [(one.shape, one.message, one.node, one.value) for one in known]
            print(f"\n{table(('shape', 'what must hold', 'where it does not', 'value'), rows, widest=80)}")
    if found or also:
        raise typer.Exit(FAILED)
    say("next: graphkit review looks at what may be wrong though it is well formed")


def _verdict(problems: int) -> str:
    return thousands(problems, "problems") if problems else "sound"
