"""What was found: actors, where they are mentioned, and what is said about them.

All offsets are code points in `Article.text`, from 0, end exclusive.
"""

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class Status(StrEnum):
    """Whether a statement is a fact, a plan, a possibility or a denial (PLOVER's auxiliary modes)."""

    ACTUAL = "actual"
    INTENDED = "intended"
    POSSIBLE = "possible"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the registry, or a named one that the registry does not know.

    `id` is the local name of its IRI ("Japan"); `code` is the identifier that analysts and gold files
    use ("JPN", "NATO", "Jens Stoltenberg"); `kind` is the local name of an ontology class; `names`
    holds (language, label) pairs, the first label of a language being the preferred one.
    """

    id: str
    code: str
    kind: str
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as mentioned, and the principal that it acts for (itself where it acts for none)."""

    actor: Actor
    principal: Actor


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a sentence that refers to a party.

    `score` in [0, 1] says how sure the resolution is; `how` names the resolver ("name", "office",
    "pronoun", ...). `head` is the index of the token that heads the mention. `office` is the title
    that the text gives a person here ("prime minister"), as written.
    """

    sentence: int
    start: int
    end: int
    head: int
    party: Party
    score: float
    how: str
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of text that somebody says; `direct` where it stands in quotation marks."""

    start: int
    end: int
    speaker: Party
    direct: bool


@dataclass(frozen=True, slots=True)
class Links:
    """What the linker found in a document: mentions in text order, and who says what.

    `openings` holds for each sentence the number of the first one of its story; empty where the article
    tells one story.
    """

    mentions: tuple[Mention, ...]
    speeches: tuple[Speech, ...] = ()
    openings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that says so: its span, the spans inside it, and the rule that read it.

    `when` is the time of the event that the text tells, as ISO 8601: a day, a month, a year, or two of
    them with a slash between (an interval, ends inclusive); None where it tells none. `cited` is the
    news agency that the text has it from ("seperti dilansir Reuters"), by name.
    """

    article: str
    sentence: int
    start: int
    end: int
    rule: str
    source: Span
    target: Span
    trigger: Span
    when: str | None = None
    cited: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One relation between two parties, as one sentence of one article states it.

    `relation` is the local name of an ontology property. `said_by` is the speaker, None where the
    article itself asserts it. `confidence` lies in [0, 1]. `office` is kept for `represents`.
    """

    source: Party
    relation: str
    target: Party
    status: Status
    said_by: Party | None
    confidence: float
    evidence: Evidence
    office: str | None = None
