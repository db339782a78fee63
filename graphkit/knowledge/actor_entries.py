"""What the registry says of an actor, an office and a name: plain data.

Dates are ISO 8601, possibly shortened to month or year; a missing end means "still" or "not known".
"""

from dataclasses import dataclass

from graphkit.facts import Actor


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, both ends included; None is open."""

    start: str | None = None
    until: str | None = None

    def holds(self, date: str) -> bool:
        """Tell whether the date lies inside, comparing at the precision that both have.

        >>> Span("2017-01-20", "2021-01-20").holds("2017")
        True
        """
        return (self.start is None or _cut(self.start, date) <= _cut(date, self.start)) and (
            self.until is None or _cut(date, self.until) <= _cut(self.until, date)
        )


def _cut(date: str, other: str) -> str:
    return date[: len(other)]


@dataclass(frozen=True, slots=True)
class Link:
    """A dated tie to another actor: a member of an organization, the principal of a body."""

    of: str
    span: Span = Span()


@dataclass(frozen=True, slots=True)
class Term:
    """A person's time in an office of a state or an organization; `acting` marks a stand-in."""

    person: str
    office: str
    of: str
    span: Span
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor of the registry with what is known of it; ids are local names of IRIs.

    `principals` are the actors that a body always stands for; `members` belong to an organization;
    `terms` are a person's offices in the order written, weightiest first; `state` is where a place
    lies; `span` is when the actor existed; `kinds` are dated kinds that differ from `actor.kind`.
    `m49`, `iso2` and `cow` are codes of states: UN M49, ISO 3166-1 alpha-2, Correlates of War.
    """

    actor: Actor
    principals: tuple[Link, ...] = ()
    members: tuple[Link, ...] = ()
    terms: tuple[Term, ...] = ()
    state: str | None = None
    span: Span = Span()
    kinds: tuple[tuple[str, Span], ...] = ()
    successor: str | None = None
    m49: int | None = None
    iso2: str | None = None
    cow: int | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A title that leads to a principal together with a state or an organization.

    `single` says that one person at a time holds it, so that the title and a date name the person.
    `organ` marks a part of a state (ministry, army, parliament) in place of a person.
    `private` titles are those of organizations only: a Syrian researcher does not act for Syria.
    `public` ones are those of states only: a finance minister without a country serves the one spoken of.
    """

    id: str
    names: tuple[tuple[str, str], ...]
    single: bool = False
    organ: bool = False
    private: bool = False
    public: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a spelling: an actor or an office.

    `form` says what the spelling is to it: name, demonym, metonym, capital, short, collective,
    person, place, body, event, office or organ. `ambiguous` names what else it can be (word, name,
    place, direction, context), None where it is safe. A capital is read as its state in `entry` and as itself
    in `place`.
    """

    form: str
    entry: Entry | None = None
    office: Office | None = None
    ambiguous: str | None = None
    place: Entry | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text where a known name stands, `alias` as the registry spells it."""

    start: int
    end: int
    alias: str
    readings: tuple[Reading, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the actors it can mean, each once."""
        found = {r.entry.actor.id: r.entry for r in self.readings if r.entry is not None}
        return tuple(found.values())

    @property
    def place(self) -> Entry | None:
        """Return the place that it can mean, a capital included: the first one, None where there is none."""
        for reading in self.readings:
            if reading.place is not None:
                return reading.place
            if reading.entry is not None and reading.entry.state is not None:
                return reading.entry
        return None

    @property
    def offices(self) -> tuple[Office, ...]:
        """Return the offices it can mean."""
        return tuple(r.office for r in self.readings if r.office is not None)


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling as a table claims it; an empty `languages` means every language.

    A reading of None blocks the spelling: it looks like an actor's name and is none.
    """

    text: str
    languages: tuple[str, ...]
    reading: Reading | None
    table: str
