"""What the page shows: statements and their sentences as columns that serialize to small JSON.

Pure functions. Actors are numbered by strength, so that index 0 is the one most mentioned; relations,
kinds, status values and groups keep the order of the ontology. Offsets become UTF-16 units of the
sentence, because that is how a browser counts.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graphkit.facts import Actor, Statement, Status
from graphkit.knowledge.ontology import Ontology, Term
from graphkit.text import Article

Column = list[Any]
EPOCH = date(1970, 1, 1)
_FIRST_OF_TWO = "\U00010000"  # from here on a character is two units of UTF-16


Reports = Iterable[tuple[Article, Sequence[Statement]]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A statement with the article that carries it and the sentence that says so."""

    statement: Statement
    article: Article
    sentence: str


@dataclass(frozen=True, slots=True)
class Link:
    """All mentions of one (source, relation, target) of `Model`; the ends are actor numbers."""

    source: int
    relation: int
    target: int
    mentions: int
    actual: int


@dataclass(frozen=True, slots=True)
class Model:
    """The graph of a page: actors by strength, links between them, and the blocks to serialize.

    `graph` is what the first drawing needs; `texts` are the sentences, read on the first click.
    """

    actors: tuple[Actor, ...]
    weights: tuple[int, ...]
    links: tuple[Link, ...]
    graph: dict[str, Any]
    texts: dict[str, Any]


def build(
    reports: Reports,
    ontology: Ontology,
    *,
    names: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    origin: Mapping[str, str] | None = None,
) -> Model:
    """Turn articles with their statements into the columns of a page.

    `names` adds (language, alias) pairs to actors, keyed by actor id; `origin` tells which article a copy
    copies, by id; articles of one origin have the number of the first of them. The order of `reports` does
    not matter.
    """
    rows = sorted((row for report in reports for row in _rows(report, ontology)), key=_order)
    actors, weights = _ranked(rows)
    number = {actor.id: index for index, actor in enumerate(actors)}
    terms = _Terms(ontology)
    keys = [_key(row, number, terms) for row in rows]
    links = _links(keys, rows)
    index = {(link.source, link.relation, link.target): at for at, link in enumerate(links)}
    articles = _articles(rows)
    graph = {
        **terms.columns({link.relation for link in links}, {terms.kinds[actor.kind] for actor in actors}),
        "articles": _article_columns(articles, origin or {}),
        "actors": _actor_columns(actors, terms, names or {}),
        "mentions": _mention_columns(rows, [index[key] for key in keys], articles, terms),
    }
    return Model(actors, weights, links, graph, _texts(rows))


def day(published: str | None) -> tuple[int | None, int]:
    """Return days since 1970 of an ISO date and its precision: 0 none, 1 year, 2 month, 3 day."""
    parts = (published or "")[:10].split("-")
    try:
        numbers = [int(part) for part in parts if part]
        if not numbers:
            return None, 0
        start = date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None, 0
    return (start - EPOCH).days, len(numbers)


def utf16(text: str, offset: int) -> int:
    """Turn a code-point offset into UTF-16 units."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


class _Terms:
    """The ontology's terms, numbered."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.groups = list(ontology.groups)
        rank = {name: at for at, name in enumerate(self.groups)}
        relations = sorted(ontology.relations.values(), key=lambda r: (rank[r.group], -r.valence, r.name))
        self.relations = {relation.name: at for at, relation in enumerate(relations)}
        self.kinds = {name: at for at, name in enumerate(ontology.kinds)}
        self.statuses = {status.value: at for at, status in enumerate(Status)}

    def columns(self, used: Container[int], kinds: Container[int]) -> dict[str, Any]:
        """Return every list of terms, by their numbers; relations and kinds in use have words."""
        groups, relations = self.ontology.groups, self.ontology.relations
        return {
            "groups": [_term(groups[name]) for name in self.groups],
            "relations": [
                _term(relations[name], defined=at in used)
                | {
                    "group": self.groups.index(relations[name].group),
                    "valence": relations[name].valence,
                }
                | ({"symmetric": True} if relations[name].symmetric else {})
                for name, at in self.relations.items()
            ],
            "kinds": [
                _term(self.ontology.kinds[name], defined=at in kinds) for name, at in self.kinds.items()
            ],
            "statuses": [_term(self.ontology.statuses[name]) for name in self.statuses],
        }


def _term(term: Term, *, defined: bool = True) -> dict[str, Any]:
    """Return a term with its words; one that is not in use needs none."""
    words = {"label": dict(term.labels), "definition": dict(term.definitions)} if defined else {"label": {}}
    return {"id": term.name, **words}


def _rows(report: tuple[Article, Sequence[Statement]], ontology: Ontology) -> Iterable[_Row]:
    article, statements = report
    for statement in statements:
        proof = statement.evidence
        yield _Row(_oriented(statement, ontology), article, article.text[proof.start : proof.end])


def _oriented(said: Statement, ontology: Ontology) -> Statement:
    """Put the ends of a symmetric relation in order of id, the spans with them."""
    ordered = said.source.principal.id <= said.target.principal.id
    if ordered or not ontology.relation(said.relation).symmetric:
        return said
    proof = replace(said.evidence, source=said.evidence.target, target=said.evidence.source)
    return replace(said, source=said.target, target=said.source, evidence=proof)


def _order(row: _Row) -> tuple[Any, ...]:
    said = row.statement
    ends = (said.source.principal.id, said.relation, said.target.principal.id, said.status.value)
    proof = said.evidence
    speaker = said.said_by.principal.id if said.said_by is not None else ""
    return (row.article.published or "", row.article.id, proof.start, *ends, proof.trigger, speaker)


def _ranked(rows: Sequence[_Row]) -> tuple[tuple[Actor, ...], tuple[int, ...]]:
    """Return the actors at either end by falling number of mentions, then by id, with these numbers."""
    weight: Counter[str] = Counter()
    known: dict[str, Actor] = {}
    for row in rows:
        for party in (row.statement.source, row.statement.target):
            weight[party.principal.id] += 1
            known.setdefault(party.principal.id, party.principal)
    ids = sorted(known, key=lambda one: (-weight[one], one))
    return tuple(known[one] for one in ids), tuple(weight[one] for one in ids)


def _key(row: _Row, number: Mapping[str, int], terms: _Terms) -> tuple[int, int, int]:
    said = row.statement
    return number[said.source.principal.id], terms.relations[said.relation], number[said.target.principal.id]


def _links(keys: Sequence[tuple[int, int, int]], rows: Sequence[_Row]) -> tuple[Link, ...]:
    count = Counter(keys)
    actual = Counter(
        key for key, row in zip(keys, rows, strict=True) if row.statement.status is Status.ACTUAL
    )
    order = sorted(count, key=lambda key: (-count[key], key))
    return tuple(Link(*key, mentions=count[key], actual=actual[key]) for key in order)


def _articles(rows: Sequence[_Row]) -> dict[str, Article]:
    return {row.article.id: row.article for row in rows}


def _article_columns(articles: Mapping[str, Article], origin: Mapping[str, str]) -> dict[str, Column]:
    days = [day(article.published) for article in articles.values()]
    first: dict[str, int] = {}
    for index, article in enumerate(articles):
        first.setdefault(origin.get(article, article), index)
    spelt = _spelt(article.source or "" for article in articles.values())
    sources = sorted(set(spelt.values()))
    return {
        "id": list(articles),
        "title": [article.title for article in articles.values()],
        "url": [article.url or "" for article in articles.values()],
        "language": [article.language for article in articles.values()],
        "source": [sources.index(spelt[(article.source or "").casefold()]) for article in articles.values()],
        "day": [when for when, _ in days],
        "precision": [precision for _, precision in days],
        "origin": [first[origin.get(article, article)] for article in articles],
        "sources": sources,
    }


def _spelt(names: Iterable[str]) -> dict[str, str]:
    """Return the commonest spelling of each name, by the name without case: "detik.com" is "Detik.com"."""
    found: dict[str, Counter[str]] = {}
    for name in names:
        found.setdefault(name.casefold(), Counter())[name] += 1
    return {plain: min(own, key=lambda name: (-own[name], name)) for plain, own in found.items()}


def _actor_columns(
    actors: Sequence[Actor], terms: _Terms, extra: Mapping[str, Sequence[tuple[str, str]]]
) -> dict[str, Any]:
    spoken = sorted({language for actor in actors for language, _ in actor.names if language})
    labels = {language: [_label(actor, language) for actor in actors] for language in spoken or [""]}
    names = [{name for _, name in (*actor.names, *extra.get(actor.id, ()))} for actor in actors]
    return {
        "id": [actor.id for actor in actors],
        "code": [actor.code for actor in actors],
        "kind": [terms.kinds[actor.kind] for actor in actors],
        "label": labels,
        "alias": [
            sorted(own - {labels[language][at] for language in labels}) for at, own in enumerate(names)
        ],
    }


def _label(actor: Actor, language: str) -> str:
    """Return the preferred name in a language, else the one for all languages, else any, else the code."""
    for wanted in ({language}, {""}, {spoken for spoken, _ in actor.names}):
        for spoken, name in actor.names:
            if spoken in wanted:
                return name
    return actor.code


def _mention_columns(
    rows: Sequence[_Row], links: Sequence[int], articles: Mapping[str, Article], terms: _Terms
) -> dict[str, Column]:
    at = {article: index for index, article in enumerate(articles)}
    return {
        "link": list(links),
        "article": [at[row.article.id] for row in rows],
        "status": [terms.statuses[row.statement.status.value] for row in rows],
        "confidence": [round(row.statement.confidence * 100) for row in rows],
    }


def _texts(rows: Sequence[_Row]) -> dict[str, Any]:
    """Return sentences, spans (six numbers a mention), speakers, rules and offices, each named once."""
    sentences = {row.sentence: None for row in rows}
    rules = sorted({row.statement.evidence.rule for row in rows})
    spoken = [_voice(row.statement) for row in rows]
    voices = sorted({voice for voice in spoken if voice is not None})
    sentence_at = {sentence: at for at, sentence in enumerate(sentences)}
    voice_at = {voice: at for at, voice in enumerate(voices)}
    return {
        "sentences": list(sentences),
        "sentence": [sentence_at[row.sentence] for row in rows],
        "spans": [unit for row in rows for unit in _spans(row)],
        "voices": [list(voice) for voice in voices],
        "voice": [-1 if voice is None else voice_at[voice] for voice in spoken],
        "rules": rules,
        "rule": [rules.index(row.statement.evidence.rule) for row in rows],
        "offices": {str(at): row.statement.office for at, row in enumerate(rows) if row.statement.office},
    }


def _voice(said: Statement) -> tuple[str, str] | None:
    """Return the speaker's principal and the speaker, by their codes."""
    return None if said.said_by is None else (said.said_by.principal.code, said.said_by.actor.code)


def _spans(row: _Row) -> list[int]:
    """Return source, target and trigger in UTF-16 units of the sentence; a span outside it becomes 0, 0."""
    proof, sentence = row.statement.evidence, row.sentence
    length, zero = len(sentence), proof.start
    units: list[int] = []
    for first, last in (proof.source, proof.target, proof.trigger):
        start, end = first - zero, last - zero
        units += (start, end) if 0 <= start < end <= length else (0, 0)
    if sentence.isascii() or max(sentence) < _FIRST_OF_TWO:
        return units
    return [utf16(sentence, unit) for unit in units]
