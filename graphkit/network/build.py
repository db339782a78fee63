"""Statements as a graph: one edge for each source, relation, target and status, with its evidence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import networkx as nx

from graphkit.copies.origins import origins, together
from graphkit.facts import Actor, Statement
from graphkit.knowledge.ontology import Ontology
from graphkit.text import Article

Reports = Iterable[tuple[Article, Sequence[Statement]]]


def build(
    reports: Reports, ontology: Ontology, *, origin: Mapping[str, str] | None = None
) -> "nx.MultiDiGraph[str]":
    """Return a graph whose nodes are actors by id and whose edges are relations under a status.

    Ends are principals; a symmetric relation runs from the smaller id to the larger. Nodes carry
    `code`, `kind`, `label` and `labels` (by language). Edges have the key "relation/status" and carry
    `relation`, `status`, `group`, `valence`, `symmetric`, `mentions`, `articles`, `first` and `last`
    (ISO dates or None), `origins`, `confidence` and `evidence`, a list of dicts by date. Articles that
    copy one another are one origin; confidence grows with independent origins, and not with copies.
    `origin` tells the origin of each copy by their ids, where it is known already.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found: dict[tuple[str, str, str, str], list[dict[str, Any]]] = {}
    actors: dict[str, Actor] = {}
    articles: dict[str, Article] = {}
    for article, statements in reports:
        if origin is None:
            articles[article.id] = article
        for statement in statements:
            turned = _turned(statement, ontology)
            ends = (statement.source.principal, statement.target.principal)
            source, target = reversed(ends) if turned else ends
            actors |= {source.id: source, target.id: target}
            key = (source.id, statement.relation, target.id, statement.status.value)
            found.setdefault(key, []).append(_evidence(article, statement, turned=turned))
    for name in sorted(actors):
        graph.add_node(name, **_node(actors[name]))
    if origin is None:
        origin = origins(articles.values())
    for key in sorted(found):
        source_id, relation, target_id, status = key
        rows = [row | {"origin": origin.get(row["article"], row["article"])} for row in found[key]]
        attributes = _edge(relation, status, rows, ontology)
        graph.add_edge(source_id, target_id, key=f"{relation}/{status}", **attributes)
    return graph


def outline(reports: Reports, ontology: Ontology) -> "nx.MultiDiGraph[str]":
    """Return the same graph with bare nodes, and of its edges only what is counted: no evidence, no dates.

    Edges carry `relation`, `status`, `group`, `valence` and `mentions`.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found: Counter[tuple[str, str, str, str]] = Counter()
    for _, statements in reports:
        for said in statements:
            ends = (said.source.principal.id, said.target.principal.id)
            source, target = reversed(ends) if _turned(said, ontology) else ends
            found[source, said.relation, target, said.status.value] += 1
    graph.add_nodes_from(sorted({end for source, _, target, _ in found for end in (source, target)}))
    for (source, relation, target, status), mentions in sorted(found.items()):
        known = ontology.relation(relation)
        attributes = {"group": known.group, "valence": known.valence, "mentions": mentions}
        graph.add_edge(
            source, target, key=f"{relation}/{status}", relation=relation, status=status, **attributes
        )
    return graph


def label(actor: Actor, language: str = "en") -> str:
    """Return the preferred name of an actor in a language, else in any, else its code."""
    others = [name for _, name in actor.names]
    return _labels(actor).get(language) or (others or [actor.code])[0]


def _turned(statement: Statement, ontology: Ontology) -> bool:
    ends = (statement.source.principal.id, statement.target.principal.id)
    return ontology.relation(statement.relation).symmetric and ends[0] > ends[1]


def _labels(actor: Actor) -> dict[str, str]:
    """Return the first name of each language."""
    return dict(reversed(actor.names))


def _node(actor: Actor) -> dict[str, Any]:
    labels = dict(sorted(_labels(actor).items()))
    return {"code": actor.code, "kind": actor.kind, "label": label(actor), "labels": labels}


def _edge(relation: str, status: str, evidence: list[dict[str, Any]], ontology: Ontology) -> dict[str, Any]:
    known = ontology.relation(relation)
    evidence.sort(key=lambda row: (row["date"] or "", row["article"], row["start"], repr(row)))
    days = [row["date"] for row in evidence if row["date"] is not None]
    return {
        "relation": relation,
        "status": status,
        "group": known.group,
        "valence": known.valence,
        "symmetric": known.symmetric,
        "mentions": len(evidence),
        "articles": len({row["article"] for row in evidence}),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "origins": len({row["origin"] for row in evidence}),
        "confidence": together((row["origin"], row["confidence"]) for row in evidence),
        "evidence": evidence,
    }


def _evidence(article: Article, statement: Statement, *, turned: bool) -> dict[str, Any]:
    place = statement.evidence
    source, target = (place.target, place.source) if turned else (place.source, place.target)
    return {
        "article": article.id,
        "title": article.title,
        "date": article.published,
        "outlet": article.source,
        "url": article.url,
        "language": article.language,
        "sentence": article.text[place.start : place.end],
        "start": place.start,
        "end": place.end,
        "source": source,
        "target": target,
        "trigger": place.trigger,
        "said_by": None if statement.said_by is None else statement.said_by.principal.id,
        "confidence": statement.confidence,
        "rule": place.rule,
        "when": place.when,
        "cited": place.cited,
    }


def evidence(graph: "nx.MultiDiGraph[str]") -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Yield source, target, edge and evidence for each mention of a graph."""
    for source, target, edge in graph.edges(data=True):
        for row in edge["evidence"]:
            yield source, target, edge, row
