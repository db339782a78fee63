"""Commands of an editor: remove, diff and verify."""

import random
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphkit import settings
from graphkit.cli import options
from graphkit.cli.progress import Progress
from graphkit.cli.talk import FAILED, complain, guarded, say, show, thousands

if TYPE_CHECKING:
    from graphkit.facts import Party, Statement
    from graphkit.knowledge.ontology import Ontology
    from graphkit.network.changes import Change, Changes


@guarded
def remove(
    articles: Annotated[
        list[str], typer.Argument(help="Ids of articles, or their web addresses.", metavar="ARTICLE...")
    ],
    store: options.Store = None,
    erase: Annotated[
        bool, typer.Option("--erase", help="Write the files of the store anew, without their texts.")
    ] = False,
    config: options.Config = None,
) -> None:
    """Take articles out of the graph, and exactly their evidence with them.

    graphkit remove antara-4242 https://news.example/2024/05/30/troops --store kg
    """
    from graphkit.errors import UsageError
    from graphkit.store.store import GraphStore

    chosen = settings.load(config, store=store)
    with GraphStore.open(chosen.store) as looked:
        ids: dict[str, list[str]] = {}
        for article in looked.articles():
            for name in {article.id, article.url or article.id}:
                ids.setdefault(name, []).append(article.id)
    missing = [name for name in articles if name not in ids]
    if missing:
        hint = "graphkit query 'SELECT ?id ?title { ?a gk:recordId ?id ; dct:title ?title }' lists them"
        raise UsageError(f"{chosen.store}: there is no article {missing[0]!r}", hint=hint)
    with GraphStore.open(chosen.store, write=True) as opened:
        size = opened.stats()
        count = opened.remove(one for name in articles for one in ids[name])
        if erase:
            opened.compact()
        left = opened.stats()
    say(
        f"{thousands(count, 'articles')} removed with "
        f"{thousands(size.statements - left.statements, 'statements')}; "
        f"{thousands(left.articles, 'articles')} and {thousands(left.statements, 'statements')} are left"
    )


@guarded
def diff(
    before: Annotated[Path, typer.Argument(help="The store as it was.", metavar="STORE_A")],
    after: Annotated[Path, typer.Argument(help="The store as it is.", metavar="STORE_B")],
    most: Annotated[int, typer.Option("--most", help="Changes of each kind to tell.", min=1)] = 50,
    as_json: options.AsJson = False,
) -> None:
    """Tell in sentences what changed from one graph to another.

    graphkit diff kg-monday kg-tuesday
    """
    from graphkit.network.changes import changes
    from graphkit.store.store import GraphStore

    with GraphStore.open(before) as old, GraphStore.open(after) as new:
        found = changes(old.reports(), new.reports())
        ontology = new.ontology
    if as_json:
        show(_json(found))
        return
    for line in _sentences(found, ontology, most):
        print(line)


def _json(found: "Changes") -> dict[str, object]:
    return {
        "articles": {"added": found.added, "removed": found.removed, "corrected": found.corrected},
        "relations": [
            {
                "source": change.edge.source,
                "relation": change.edge.relation,
                "target": change.edge.target,
                "status": change.edge.status,
                "before": sorted(change.before),
                "after": sorted(change.after),
                "sentence": change.sentence,
            }
            for change in found.edges
        ],
    }


def _sentences(found: "Changes", ontology: "Ontology", most: int) -> list[str]:
    """Return the changes as sentences, articles first, then what is new, gone, and told by more or fewer."""
    if not found:
        return ["Nothing changed."]
    lines = []
    kinds = (
        ("were added", found.added),
        ("were removed", found.removed),
        ("were corrected", found.corrected),
    )
    for what, articles in kinds:
        if articles:
            told = what if len(articles) > 1 else what.replace("were", "was")
            lines.append(f"{thousands(len(articles), 'articles')} {told}:")
            lines += [
                f"  {key}{f', {title!r}' if title else ''}" for key, title in list(articles.items())[:most]
            ]
            lines += [f"  and {len(articles) - most:,} more"] if len(articles) > most else []
    groups = (
        ("Said now:", [c for c in found.edges if not c.before]),
        ("No longer said:", [c for c in found.edges if not c.after]),
        ("Said by others now:", [c for c in found.edges if c.before and c.after]),
    )
    for head, changed in groups:
        if changed:
            lines.append(head)
            lines += [f"  {_sentence(change, found, ontology)}" for change in changed[:most]]
            lines += [f"  and {len(changed) - most:,} more"] if len(changed) > most else []
    return lines


def _sentence(change: "Change", found: "Changes", ontology: "Ontology") -> str:
    """Return a change as one sentence: "NATO cooperates with Japan (actual), in 2 articles: ..."."""
    from graphkit.network.build import label

    edge = change.edge
    said = ontology.relation(edge.relation).labels.get("en", edge.relation)
    ends = [label(found.actors[end]) for end in (edge.source, edge.target)]
    count = thousands(len(change.after or change.before), "articles")
    was = f" (before: {len(change.before):,})" if change.before and change.after else ""
    quote = " ".join(change.sentence.split())
    return f"{ends[0]} {said} {ends[1]} ({edge.status}), in {count}{was}: “{quote}”"


@guarded
def verify(
    store: options.Store = None,
    sample: Annotated[
        int, typer.Option("--sample", help="Articles to read again; 0 checks the quotes alone.", min=0)
    ] = 20,
    seed: Annotated[int, typer.Option("--seed", help="Which articles are drawn.")] = 0,
    models: options.Models = None,
    config: options.Config = None,
) -> None:
    """Check that every quote is the slice of text it claims to be, and read a sample of articles again.

    graphkit verify --store kg --sample 100
    """
    from graphkit.pipeline import Failure, Pipeline
    from graphkit.store import quotes
    from graphkit.store.store import GraphStore
    from graphkit.store.triples import canonical

    chosen = settings.load(config, store=store, models=models)
    wrong: list[str] = []
    with GraphStore.open(chosen.store) as opened:
        checked = list(quotes.check(opened))
        wrong += [f"article {one.article}: {what}" for one in checked for what in one.wrong]
        bad = sum(bool(one.wrong) for one in checked)
        say(f"quotes: {len(checked) - bad:,} of {len(checked):,} are the text they claim to be")
        if sample:
            pipeline = Pipeline(chosen)
            kept = {a.id: (a, found) for a, found in opened.reports() if opened.has(a, run=pipeline.run)}

            def told(statement: "Statement") -> tuple[object, ...]:
                return _told(canonical(statement, opened.ontology))

            drawn = sorted(random.Random(seed).sample(sorted(kept), min(sample, len(kept))))
            failures: list[Failure] = []
            same = 0
            with Progress("articles", len(drawn)) as progress:
                for reading in pipeline.readings([kept[key][0] for key in drawn], on_failure=failures.append):
                    progress.advance()
                    article, found = reading.document.article, reading.statements
                    if set(map(told, found)) == set(map(told, kept[article.id][1])):
                        same += 1
                    else:
                        wrong.append(f"article {article.id}: reading it again gives other statements")
            wrong += [str(failure) for failure in failures]
            others = len(list(opened.articles())) - len(kept)
            more = f"; {others:,} were read by other versions, and are not compared" if others else ""
            say(f"sample: {same:,} of {thousands(len(drawn), 'articles')} read again give the same{more}")
    if wrong:
        complain(*((line, None) for line in wrong))
        raise typer.Exit(FAILED)


def _told(statement: "Statement") -> tuple[object, ...]:
    """Return what a statement says, without the names of actors, which stores gather from all articles."""

    def ids(party: "Party | None") -> tuple[str, ...]:
        return () if party is None else (party.actor.id, party.principal.id)

    ends = (ids(statement.source), statement.relation, ids(statement.target), ids(statement.said_by))
    return (*ends, statement.status, statement.confidence, statement.evidence, statement.office)
