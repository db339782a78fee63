"""Commands of people who read what was found: list what is doubtful, decide, and take decisions back."""

import getpass
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphkit import settings
from graphkit.cli import options
from graphkit.cli.talk import guarded, say, show, table, thousands
from graphkit.errors import UsageError

if TYPE_CHECKING:
    from graphkit.store.store import GraphStore

app = typer.Typer()

Keys = Annotated[list[str] | None, typer.Argument(help="Keys of statements, as the list shows them.")]
Why = Annotated[str, typer.Option("--why", help="The reason, in a few words.")]
By = Annotated[str | None, typer.Option("--by", help="Who decides (you, by default).", show_default=False)]
Article = Annotated[str | None, typer.Option("--article", help="Only what this article says.")]
Source = Annotated[str | None, typer.Option("--source", help="Only of this source.")]
Relation = Annotated[str | None, typer.Option("--relation", help="Only this relation.")]
Target = Annotated[str | None, typer.Option("--target", help="Only of this target.")]
Status = Annotated[str | None, typer.Option("--status", help="Only with this status.")]
One = Annotated[str, typer.Argument(help="An actor: id, code or name.")]
Other = Annotated[str, typer.Argument(help="The actor that it is, or is not.")]


@app.callback(invoke_without_command=True)
@guarded
def review(
    context: typer.Context,
    store: options.Store = None,
    sure: Annotated[
        float, typer.Option("--sure", help="List statements less sure than this.", min=0, max=1)
    ] = 0.7,
    limit: Annotated[int, typer.Option("--limit", help="How many to list of each kind.", min=1)] = 20,
    as_json: options.AsJson = False,
    config: options.Config = None,
) -> None:
    """List doubtful statements and actors that may be one, with their sentences, the least sure first.

    graphkit review --store kg

    graphkit review reject 3f9a01c2 --why "a headline, misread" --store kg

    graphkit review same "Stoltenberg" "Jens Stoltenberg" --why "named in full above" --store kg

    Decisions stand in review.toml in the folder of the store: keep it in git. They are replayed
    whenever the graph is built, and taking one out of the file takes it back.
    """
    if context.invoked_subcommand is not None:
        return
    from graphkit.store import doubts
    from graphkit.store.review import load

    path = _folder(store, config)
    with _opened(path) as opened:
        found = doubts.doubts(opened, sure=sure)
        merges = doubts.proposals(opened, decided=load(path / _FILE))
        codes = {one.id: one.code for one in opened.actors().values()}
    if as_json:
        show(
            {
                "statements": [asdict(one) for one in found[:limit]],
                "merges": [asdict(one) for one in merges[:limit]],
                "more": {
                    "statements": max(0, len(found) - limit),
                    "merges": max(0, len(merges) - limit),
                },
            }
        )
        return
    print(_head(len(found), "doubtful statements", limit))
    for doubt in found[:limit]:
        ends = codes.get(doubt.source, doubt.source), codes.get(doubt.target, doubt.target)
        print(f"\n{doubt.key}  {ends[0]} {doubt.relation} {ends[1]} ({doubt.status}, {doubt.confidence:.2f})")
        print(
            f"          {' '.join(doubt.sentence.split())}\n          {doubt.reason}; article {doubt.article}"
        )
    print(f"\n{_head(len(merges), 'proposed merges', limit)}")
    for merge in merges[:limit]:
        ends = codes.get(merge.actor, merge.actor), codes.get(merge.other, merge.other)
        print(f"\n{merge.actor}  {merge.other}\n          {ends[0]} may be {ends[1]}: {merge.reason}")
        print(f"          {' '.join(merge.sentence.split())}")
    if found:
        say(f"\nnext: graphkit review accept {found[0].key} --why ... --store {path}, or reject")
    elif merges:
        say(f"\nnext: graphkit review same {merges[0].actor} {merges[0].other} --why ... --store {path}")


def _deciding(verdict: str) -> Callable[..., None]:
    """Return the command that gives statements a verdict."""

    def decide(
        why: Why,
        keys: Keys = None,
        source: Source = None,
        relation: Relation = None,
        target: Target = None,
        status: Status = None,
        article: Article = None,
        by: By = None,
        store: options.Store = None,
        config: options.Config = None,
    ) -> None:
        _decide(verdict, why, keys, (article, source, relation, target, status), by, _folder(store, config))

    return guarded(decide)


def _joining(verdict: str) -> Callable[..., None]:
    """Return the command that gives two actors a verdict."""

    def join(
        actor: One,
        other: Other,
        why: Why,
        by: By = None,
        store: options.Store = None,
        config: options.Config = None,
    ) -> None:
        _join(verdict, actor, other, why, by, _folder(store, config))

    return guarded(join)


_VERDICTS = {
    "accept": (_deciding, "Accept statements: they are right, and no longer listed."),
    "reject": (
        _deciding,
        "Reject statements: they leave the graph, whatever article says so unless you name one.",
    ),
    "same": (_joining, "Say that one actor is another: what is said of the first counts for the second."),
    "different": (_joining, "Say that one actor is not another, so that this is proposed no more."),
}
for _verdict, (_command, _told) in _VERDICTS.items():
    app.command(_verdict, help=_told)(_command(_verdict))


@app.command()
@guarded
def log(store: options.Store = None, as_json: options.AsJson = False, config: options.Config = None) -> None:
    """List the decisions: what, about what, by whom, when and why."""
    from graphkit.store.review import load

    decisions = load(_folder(store, config) / _FILE)
    if as_json:
        show([{name: value for name, value in asdict(one).items() if value} for one in decisions])
        return
    rows = []
    for number, one in enumerate(decisions, 1):
        parts = (one.actor, one.other, one.source, one.relation, one.target, one.status, one.article)
        about = " ".join(part for part in parts if part)
        rows.append((str(number), one.verdict, about, one.by, one.when, one.why))
    print(table(("", "verdict", "about", "by", "when", "why"), rows))


@app.command()
@guarded
def undo(
    number: Annotated[int, typer.Argument(help="The number of the decision, as the log shows it.")],
    store: options.Store = None,
    config: options.Config = None,
) -> None:
    """Take a decision back: the graph is again as if nobody had decided so."""
    from graphkit.store.review import remove

    gone = remove(_folder(store, config) / _FILE, number)
    print(f"took back: {gone.verdict} by {gone.by}, {gone.when}: {gone.why}")


_FILE = "review.toml"


def _folder(store: str | None, config: Path | None) -> Path:
    from graphkit.store.place import folder

    return folder(settings.load(config, store=store).store, "graphkit review")


def _opened(path: Path) -> "GraphStore":
    from graphkit.store.store import GraphStore

    return GraphStore.open(path)


def _decide(
    verdict: str, why: str, keys: list[str] | None, about: Sequence[str | None], by: str | None, path: Path
) -> None:
    from graphkit.store import doubts

    if bool(keys) == any(about):
        raise UsageError("name statements by their keys, or by --source, --target and the like")
    article, source, relation, target, status = about
    chosen: list[Sequence[str | None]] = []
    with _opened(path) as opened:
        if keys:
            known = doubts.keyed(opened)
            for key in keys:
                if key not in known:
                    raise UsageError(f"no statement has the key {key!r}", hint="graphkit review lists them")
                chosen.append(known[key])
        else:
            if relation is not None:
                opened.ontology.relation(relation)
            if status not in (None, *opened.ontology.statuses):
                known_statuses = ", ".join(opened.ontology.statuses)
                raise UsageError(f"there is no status {status!r}", hint=f"known: {known_statuses}")
            ends = [None if end is None else doubts.actor(opened, end).id for end in (source, target)]
            chosen.append((article, ends[0], relation, ends[1], status))
    for one in chosen:
        names = ("article", "source", "relation", "target", "status")
        _write(path, verdict, why, by, **dict(zip(names, one, strict=True)))


def _join(verdict: str, actor: str, other: str, why: str, by: str | None, path: Path) -> None:
    from graphkit.store import doubts

    with _opened(path) as opened:
        ends = doubts.actor(opened, actor).id, doubts.actor(opened, other).id
    if ends[0] == ends[1]:
        raise UsageError(f"both are {ends[0]}")
    _write(path, verdict, why, by, actor=ends[0], other=ends[1])


def _write(path: Path, verdict: str, why: str, by: str | None, **about: str | None) -> None:
    from graphkit.store.review import Decision, add

    who = by or getpass.getuser()
    add(path / _FILE, Decision(verdict, who, date.today().isoformat(), why, **about))
    print(f"{verdict}: {' '.join(part for part in about.values() if part)}")
    say(f"kept in {path / _FILE}; graphkit review log shows it, graphkit review undo takes it back")


def _head(count: int, noun: str, limit: int) -> str:
    return thousands(count, noun) + (f", the first {limit}:" if count > limit else "")
