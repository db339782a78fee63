"""Ask SPARQL of a store: refuse what would reach the network, and say where a query is wrong."""

import csv as tables
import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

from graphkit.errors import QueryError
from graphkit.store import names

Term = NamedNode | Literal | BlankNode | Triple
_XSD = names.PREFIXES["xsd"]

# What may hold a keyword without being one, then the words themselves.
_TOKENS = re.compile(
    r"""
    (?P<text>\"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<comment>\#[^\n\r]*)
    |(?P<name>[?$@][\w-]+|[\w.-]*:(?:[\w.:%-]|\\.)*)
    |(?P<word>\w+)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORBIDDEN = {"SERVICE", "LOAD"}
_PROLOGUE = {"PREFIX", "BASE"}
_UPDATES = {"INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_PLACE = re.compile(r"error at (\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """A table: one row a solution. ASK has one cell, CONSTRUCT and DESCRIBE have three columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def cells(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows as short text for people: prefixed names, bare literals, "" for unbound."""
        for row in self.rows:
            yield tuple(cell(term) for term in row)

    def csv(self) -> str:
        """Return the table in the CSV form of SPARQL 1.1: full IRIs, bare literals."""
        out = io.StringIO()
        writer = tables.writer(out, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows(["" if term is None else _plain(term) for term in row] for row in self.rows)
        return out.getvalue()

    def json(self) -> str:
        """Return the table in the JSON form of SPARQL 1.1."""
        bindings = [
            {name: _binding(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.rows
        ]
        found = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(found, ensure_ascii=False, indent=1)


def ask(handle: Store, query: str, *, network: bool = False) -> Answer:
    """Answer a query over the union of all graphs, our prefixes being known.

    `network` lets it fetch what it wants to.

    Raises:
        QueryError: The query is malformed, would change the store or, unless allowed, reach the network.
    """
    with explained(query):
        return table(evaluate(handle, query, network=network))


def evaluate(
    handle: Store, query: str, *, network: bool = False, graphs: Sequence[str] = ()
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Return what the engine finds, over the union of all graphs or of the chosen ones."""
    chooses = chooses_graphs(query) if network else refuse(query)
    chosen: list[NamedNode | BlankNode | DefaultGraph] | None = [NamedNode(graph) for graph in graphs] or None
    union = not chooses and chosen is None
    return handle.query(
        query, prefixes=names.PREFIXES, use_default_graph_as_union=union, default_graph=chosen
    )


@contextmanager
def explained(query: str) -> Iterator[None]:
    """Say of a query that fails where and why.

    Raises:
        QueryError: The engine refused it, or failed.
    """
    try:
        yield
    except SyntaxError as error:
        raise _explain(query, str(error)) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query failed: {error}") from error


def table(found: QuerySolutions | QueryBoolean | QueryTriples) -> Answer:
    """Return the results of a query as a table."""
    if isinstance(found, QueryBoolean):
        return Answer(("answer",), ((Literal(bool(found)),),))
    if isinstance(found, QueryTriples):
        triples = sorted({(t.subject, t.predicate, t.object) for t in found}, key=str)
        return Answer(("subject", "predicate", "object"), tuple(triples))
    columns = tuple(variable.value for variable in found.variables)
    return Answer(columns, tuple(tuple(row[name] for name in columns) for row in found))


def refuse(query: str, *, allowed: Sequence[str] = (names.BASE,)) -> bool:
    """Let a query pass unless it would fetch from the network, and say whether it chooses graphs by FROM.

    Raises:
        QueryError: It uses SERVICE or LOAD, or FROM with an IRI outside `allowed`.
    """
    before = ""
    chooses = False
    for token in _TOKENS.finditer(query):
        word = token.group("word")
        if word is not None and word.upper() in _FORBIDDEN:
            raise _at(query, token.start(), f"{word.upper()} is refused: it would fetch from the network")
        if before == "FROM" and not _ours(token, query, tuple(allowed)):
            raise _at(
                query, token.start(), "FROM with a foreign IRI is refused: it would fetch from the network"
            )
        if token.group("comment") is None:
            named = word is not None and word.upper() == "NAMED" and before == "FROM"
            before = "FROM" if named else (word or "").upper()
            chooses = chooses or before == "FROM"
    return chooses


def chooses_graphs(query: str) -> bool:
    """Say whether a query chooses its graphs by FROM."""
    return any((token.group("word") or "").upper() == "FROM" for token in _TOKENS.finditer(query))


def _ours(token: re.Match[str], query: str, allowed: tuple[str, ...]) -> bool:
    """Say whether what follows FROM is one of our graphs, by IRI or by a prefix that nobody redefines."""
    if (iri := token.group("iri")) is not None:
        return iri[1:].startswith(allowed)
    prefix = (token.group("name") or "").partition(":")[0]
    redefined = re.search(rf"(?i)prefix\s+{re.escape(prefix)}\s*:", query) is not None
    return token.group("name") is None or (
        names.PREFIXES.get(prefix, "").startswith(allowed) and not redefined
    )


def form(query: str) -> str:
    """Return the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE; "" where it has none."""
    return _verb(query)[1]


def _verb(query: str) -> tuple[int, str]:
    words = ((token.start(), token.group("word")) for token in _TOKENS.finditer(query))
    asked = ((start, word.upper()) for start, word in words if word is not None)
    return next(((at, word) for at, word in asked if word not in _PROLOGUE), (0, ""))


def cell(term: Term | None) -> str:
    """Return a term as short text for people."""
    if term is None:
        return ""
    return names.shorten(term.value) if isinstance(term, NamedNode) else _plain(term)


def _plain(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        return {"type": "triple", "value": str(term)}
    extra = {} if term.datatype.value == f"{_XSD}string" else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value} | (
        {"xml:lang": term.language} if term.language else extra
    )


def _explain(query: str, message: str) -> QueryError:
    place = _PLACE.match(message)
    if place is None:
        return QueryError(f"the query is not valid SPARQL: {message}")
    line, column = int(place[1]), int(place[2])
    starts = [0, *(found.end() for found in re.finditer(r"\n", query))]
    offset = min(starts[min(line, len(starts)) - 1] + column - 1, len(query))
    if "Prefix not found" in message:
        # The engine points behind the name.
        offset = len(query[:offset].rstrip()) - len(query[:offset].split()[-1])
        return _at(query, offset, "a prefix here is not declared", hint=f"known: {', '.join(names.PREFIXES)}")
    start, verb = _verb(query)
    if verb in _UPDATES:
        return _at(query, start, f"{verb} would change the store; only questions are answered")
    return _at(query, offset, "not valid SPARQL", hint="each variable starts with ?, each triple ends with .")


def _at(query: str, offset: int, what: str, *, hint: str | None = None) -> QueryError:
    line = query.count("\n", 0, offset) + 1
    column = offset - (query.rfind("\n", 0, offset) + 1) + 1
    near = query[offset : offset + 30].split("\n", 1)[0].strip()
    after = f", at {near!r}" if near else ", at its end"
    return QueryError(f"query, line {line}, column {column}{after}: {what}", hint=hint)
