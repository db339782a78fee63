"""SQLite for Datasette and everything else that asks in SQL: actors, articles, mentions, and views."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from graphkit.errors import ExportError
from graphkit.export.files import made
from graphkit.export.rows import COLUMNS, row
from graphkit.facts import Actor
from graphkit.network.build import label
from graphkit.store import triples
from graphkit.store.reading import Graph

_TYPES = {str: "TEXT", float: "REAL", bool: "INTEGER", int: "INTEGER"}
# What other tables hold.
_ELSEWHERE = {
    "source_code", "source_name", "source_kind", "target_code", "target_name", "target_kind", "event_type",
    "group", "valence", "symmetric", "title", "outlet", "language", "url",
}  # fmt: skip
_MENTION = [name for name in COLUMNS if name not in _ELSEWHERE]
_ACTORS = {"source", "target", "said_by", "source_actor", "target_actor", "speaker"}
_REFERENCES = dict.fromkeys(_ACTORS, "actors(id)") | {
    "article": "articles(id)",
    "relation": "relations(name)",
}

_TABLES = f"""
CREATE TABLE actors (id TEXT PRIMARY KEY, name TEXT, code TEXT, kind TEXT);
CREATE TABLE actor_names (actor TEXT REFERENCES actors(id), language TEXT, name TEXT);
CREATE TABLE relations (name TEXT PRIMARY KEY, plover TEXT, "group" TEXT, valence REAL, symmetric INTEGER,
    definition TEXT);
CREATE TABLE articles (id TEXT PRIMARY KEY, title TEXT, date TEXT, outlet TEXT, language TEXT, url TEXT);
CREATE TABLE mentions (
    {
    ", ".join(
        f'"{name}" {_TYPES[COLUMNS[name]]}'
        + (" PRIMARY KEY" if name == "id" else "")
        + (f" REFERENCES {_REFERENCES[name]}" if name in _REFERENCES else "")
        for name in _MENTION
    )
}
);
"""
_AFTER = """
CREATE INDEX mentions_source ON mentions(source);
CREATE INDEX mentions_target ON mentions(target);
CREATE INDEX mentions_relation ON mentions(relation);
CREATE INDEX mentions_article ON mentions(article);
CREATE INDEX actor_names_name ON actor_names(name);
CREATE VIEW edges AS
    SELECT a.name AS source, m.relation, b.name AS target, m.status, count(*) AS mentions,
        count(DISTINCT m.article) AS articles, count(DISTINCT m.said_by) AS speakers,
        min(m.date) AS first, max(m.date) AS last, max(m.confidence) AS confidence
    FROM mentions m JOIN actors a ON a.id = m.source JOIN actors b ON b.id = m.target
    GROUP BY m.source, m.relation, m.target, m.status ORDER BY mentions DESC, 1, 2, 3, 4;
CREATE VIEW facts AS SELECT * FROM edges WHERE status = 'actual';
-- In these quotes Datasette sees that the sentences can be searched.
CREATE VIRTUAL TABLE mentions_fts USING fts5(sentence, content="mentions", tokenize='unicode61');
INSERT INTO mentions_fts(mentions_fts) VALUES('rebuild');
"""


def write(store: Graph, path: Path) -> None:
    """Write a database; sentences can be searched, and every id leads to its row.

    Raises:
        ExportError: The file cannot be written.
    """
    with made(path) as partial:
        try:
            with closing(sqlite3.connect(partial)) as base:
                # Nothing is there to be saved from a crash: the file is only kept when it is complete.
                base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
                _fill(store, base)
                base.commit()
                base.executescript(_AFTER + "ANALYZE; VACUUM;")
        except sqlite3.Error as error:
            raise ExportError(f"{path}: cannot be written: {error}") from error


def _fill(store: Graph, base: sqlite3.Connection) -> None:
    relations = sorted(store.ontology.relations.values(), key=lambda relation: relation.name)
    base.executemany(
        "INSERT INTO relations VALUES (?, ?, ?, ?, ?, ?)",
        ((r.name, r.plover, r.group, r.valence, r.symmetric, r.definition) for r in relations),
    )
    known: dict[str, Actor] = {}
    marks = ", ".join("?" * len(_MENTION))
    for article, statements in store.reports():
        head = (article.id, article.title, article.published, article.source, article.language, article.url)
        base.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)", head)
        for statement in statements:
            known |= {actor.id: actor for actor in triples.parties(statement)}
            flat = row(article, statement, store.ontology)
            base.execute(f"INSERT INTO mentions VALUES ({marks})", [flat[name] for name in _MENTION])
    actors = [known[identifier] for identifier in sorted(known)]
    base.executemany(
        "INSERT INTO actors VALUES (?, ?, ?, ?)", ((a.id, label(a), a.code, a.kind) for a in actors)
    )
    base.executemany("INSERT INTO actor_names VALUES (?, ?, ?)", _names(actors))


def _names(actors: list[Actor]) -> Iterator[tuple[str, str, str]]:
    return ((actor.id, language, name) for actor in actors for language, name in actor.names)
