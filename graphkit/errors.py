"""The one tree of exceptions: every failure a user can meet is a kind of GraphkitError."""


class GraphkitError(Exception):
    """Say in one line what failed and where; `hint` says what to do about it."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(GraphkitError):
    """The caller asked for something that does not exist, such as an unknown export format."""


class SettingsError(GraphkitError):
    """A setting is unknown or has a value of the wrong kind."""


class SourceError(GraphkitError):
    """A file or a record of it cannot be read as an article; the message names file and place."""

    def __init__(
        self, reason: str, *, file: str = "", line: int | None = None, hint: str | None = None
    ) -> None:
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {reason}" if place else reason, hint=hint)
        self.reason, self.file, self.line = reason, file, line


class ParseError(GraphkitError):
    """An article cannot be parsed, or a CoNLL-U file is malformed."""


class ModelError(GraphkitError):
    """The models of a language are missing or cannot be loaded."""


class OntologyError(GraphkitError):
    """The ontology is malformed, or a relation or actor kind is not in it."""


class LanguageError(GraphkitError):
    """A language pack is missing or malformed; the message names file and key."""


class ActorError(GraphkitError):
    """An actor table is malformed; the message names file and key."""


class StoreError(GraphkitError):
    """A store cannot be opened, read or written."""


class QueryError(GraphkitError):
    """A SPARQL query is malformed or not allowed."""


class ExportError(GraphkitError):
    """An export cannot be written."""


class GoldError(GraphkitError):
    """A gold file is malformed; the message names file and line."""


# What code can raise over a text it stumbles on. Running out of memory is not among them.
STUMBLES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
