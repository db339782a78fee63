"""The registry of actors: who is who, by name, by code, by office and by date."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from graphkit.errors import ActorError
from graphkit.facts import Actor
from graphkit.knowledge import actor_tables, files
from graphkit.knowledge.actor_entries import Alias, Entry, Hit, Office, Reading, Term
from graphkit.knowledge.actor_names import NameFinder, fold

# Readings that may share a spelling without a flag: they are told apart by what stands beside them.
_SOFT = frozenset(("short", "capital", "office", "organ"))


class ActorIndex:
    """Everything in data/actors, ready to be asked; what it says never changes once loaded."""

    def __init__(self, tables: actor_tables.Tables) -> None:
        self.entries: Mapping[str, Entry] = tables.entries
        self.actors: Mapping[str, Actor] = {key: entry.actor for key, entry in tables.entries.items()}
        self.offices: Mapping[str, Office] = tables.offices
        self._aliases = tables.aliases
        self._finders: dict[str, NameFinder] = {}
        self._demonyms: dict[str, dict[str, str]] = {}
        self._codes = _codes(tables)
        self._holders: dict[tuple[str, str], list[Term]] = {}
        for entry in self.entries.values():
            for term in entry.terms:
                self._holders.setdefault((term.office, term.of), []).append(term)

    @classmethod
    def load(cls, folder: Path | None = None) -> "ActorIndex":
        """Return the index of a folder of actor tables, by default the shipped one.

        Raises:
            ActorError: a table is malformed, a reference leads nowhere, or two actors claim one
                spelling without a flag; the message names file and key.
        """
        tables = actor_tables.read(files.path("data", "actors") if folder is None else folder)
        _check_references(tables)
        _check_claims(tables.aliases)
        return cls(tables)

    def demonym(self, actor_id: str, language: str) -> str | None:
        """Return the adjective of a state ("Syrian"), the first that its table lists in a language."""
        if language not in self._demonyms:
            found: dict[str, str] = {}
            for alias in self._aliases:
                reading = alias.reading
                if reading is None or reading.form != "demonym" or language not in alias.languages:
                    continue
                if reading.entry is not None:
                    found.setdefault(reading.entry.actor.id, alias.text)
            self._demonyms[language] = found
        return self._demonyms[language].get(actor_id)

    def by_id(self, actor_id: str) -> Actor | None:
        """Return the actor with this id (local name of its IRI)."""
        return self.actors.get(actor_id)

    def by_code(self, code: str) -> Actor | None:
        """Return the actor with this code ("JPN", "NATO"), whatever its case."""
        return self._codes.get(code.casefold())

    def find(self, text: str, language: str) -> list[Hit]:
        """Return where known names stand in a text, from left to right, none overlapping.

        Offsets are code points in the text. The longest name wins ("South Korean" over "Korean").
        The names of one language and those without a language are looked for; what is found
        may have several readings, and choosing among them is the linker's work.
        """
        if language not in self._finders:
            self._finders[language] = NameFinder(
                alias for alias in self._aliases if not alias.languages or language in alias.languages
            )
        return self._finders[language].find(text)

    def forget(self) -> None:
        """Let go of what finds names, the larger part; it is made again when a text is searched."""
        self._finders.clear()

    def term(self, office: str, of: str, date: str | None) -> Actor | None:
        """Return who held an office of a state or an organization at a date.

        On a day of handover the newcomer counts; who held it really counts before who acted for them.
        None where nobody is known, or without a date.
        """
        if date is None:
            return None
        due = [term for term in self._holders.get((office, of), ()) if term.span.holds(date)]
        if not due:
            return None
        best = max(due, key=lambda term: (not term.acting, term.span.start or ""))
        return self.actors[best.person]

    def terms_of(self, person: str, date: str | None = None) -> tuple[Term, ...]:
        """Return a person's offices, weightiest first: those held at a date, or all without one."""
        entry = self.entries.get(person)
        terms = entry.terms if entry is not None else ()
        return terms if date is None else tuple(term for term in terms if term.span.holds(date))

    def members(self, organization: str, date: str | None = None) -> tuple[Actor, ...]:
        """Return the members of an organization: those at a date, or all that ever were without one."""
        entry = self.entries.get(organization)
        links = entry.members if entry is not None else ()
        found = {link.of: self.actors[link.of] for link in links if date is None or link.span.holds(date)}
        return tuple(found.values())

    def state_of(self, place: str) -> Actor | None:
        """Return the state in which a place lies."""
        entry = self.entries.get(place)
        return None if entry is None or entry.state is None else self.actors[entry.state]

    def kind_of(self, actor: str, date: str | None = None) -> str:
        """Return the actor's kind at a date; without one, its present kind."""
        entry = self.entries[actor]
        past = [kind for kind, span in entry.kinds if date is not None and span.holds(date)]
        return past[0] if past else entry.actor.kind

    def principal(self, actor: str, date: str | None = None) -> Actor:
        """Return for whom an actor acts at a date: itself where it acts for none.

        A body leads to its state; a person leads to the state or organization whose office they hold.
        Without a date a person's offices count only if all lead to one principal.

        Raises:
            ActorError: the registry does not know the actor.
        """
        if actor not in self.entries:
            raise ActorError(f"no actor {actor!r} in the registry")
        entry = self.entries[actor]
        links = [link for link in entry.principals if date is None or link.span.holds(date)]
        above = [link.of for link in links] if date is not None or len(links) == 1 else []
        above += [term.of for term in self.terms_of(actor, date)]
        leads = [self.principal(of, date) for of in dict.fromkeys(above)]
        if not leads or (date is None and len(set(leads)) > 1):
            return entry.actor
        return leads[0]


def _codes(tables: actor_tables.Tables) -> dict[str, Actor]:
    codes: dict[str, Actor] = {}
    for key, entry in tables.entries.items():
        code = entry.actor.code.casefold()
        if entry.state is None and codes.setdefault(code, entry.actor) is not entry.actor:
            raise ActorError(f"{tables.origin[key]}: {key}: code {entry.actor.code!r} is {codes[code].id}'s")
    for entry in tables.entries.values():  # a place never takes the code of an actor
        codes.setdefault(entry.actor.code.casefold(), entry.actor)
    return codes


def _check_references(tables: actor_tables.Tables) -> None:
    for key, entry in tables.entries.items():
        wanted = [link.of for link in (*entry.principals, *entry.members)] + [term.of for term in entry.terms]
        wanted += [of for of in (entry.state, entry.successor) if of is not None]
        for of in wanted:
            if of not in tables.entries:
                raise ActorError(f"{tables.origin[key]}: {key}: there is no actor {of!r}")
        for term in entry.terms:
            if term.office not in tables.offices:
                raise ActorError(f"{tables.origin[key]}: {key}: there is no office {term.office!r}")


def _check_claims(aliases: Iterable[Alias]) -> None:
    """Fail where two actors claim one spelling in one language and neither says that it is ambiguous."""
    claims: dict[tuple[str, str], dict[str, Alias]] = {}
    for alias in aliases:
        if alias.reading is None or alias.reading.form in _SOFT or alias.reading.ambiguous is not None:
            continue
        for language in alias.languages or ("",):
            claims.setdefault((fold(alias.text), language), {}).setdefault(_owner(alias.reading), alias)
    for (text, language), owners in claims.items():
        rivals = {**owners, **claims.get((text, ""), {})} if language else owners
        if len(rivals) > 1:
            told = ", ".join(f"{owner} ({alias.table})" for owner, alias in sorted(rivals.items()))
            raise ActorError(f"{next(iter(rivals.values())).table}: {text!r} is claimed by {told}")


def _owner(reading: Reading) -> str:
    """Return who claims a spelling; a state and a place of that state do not quarrel."""
    if reading.entry is None:
        return reading.office.id if reading.office is not None else ""
    return reading.entry.state or reading.entry.actor.id
