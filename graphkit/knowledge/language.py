"""Language packs: what graphkit knows about a language, read from data/languages/<code>.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from graphkit.errors import LanguageError
from graphkit.knowledge import files

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Markers:
    """Function words by the role they mark, as lemmas in lower case.

    `belonging` joins a title with its owner, `naming` the parts of a long name; `role` is as what one acts;
    `hypothetical` opens a condition, `complement` a reported clause, `circumstance` one that tells when
    or while something was so; `infinitive` marks what is to come; `areas` are what lies in a direction.
    `unnamed` are determiners of those whom a text does not name: "some countries".
    """

    adpositions: Words
    agent: Words
    with_: Words
    between: Words
    toward: Words
    origin: Words
    place: Words
    areas: Words
    attribution: Words
    former: Words
    belonging: Words
    naming: Words
    role: Words
    relative: Words
    definite: Words
    conditional: Words
    hypothetical: Words
    infinitive: Words
    purpose: Words
    complement: Words
    circumstance: Words
    compare: Words
    examples: Words
    unnamed: Words
    negative_subjects: Words
    passive_prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verbs:
    """Verbs by what they do to the clause below them.

    `told` are nouns of speech ("claim", "demand"), `answer` the verbs that say how one takes them,
    `claim` those that say of a deed whose it is,
    `appoint` those that say which office one holds or leaves.
    """

    light: Words
    speech: Words
    told: Words
    answer: Words
    object_control: Words
    claim: Words
    appoint: Words
    deepening: Words


@dataclass(frozen=True, slots=True)
class Cues:
    """Words, or several together, that decide the status of a statement.

    `merely` takes a negation back ("not only"); who ceases something did it; talks that `lapse` are not
    held; what is decreed is so, where what is planned or offered is not yet.
    """

    negation: Words
    merely: Words
    deny: Words
    cease: Words
    lapse: Words
    decree: Words
    offer: Words
    future: Words
    possible: Words
    intend: Words
    suppose: Words


@dataclass(frozen=True, slots=True)
class Anaphora:
    """Words that refer back: pronouns, and nouns by the kind of actor that they stand for.

    `person` are pronouns of whoever it is, `she` and `he` those that tell it.

    `own` are nouns that with a pronoun mean oneself ("pihaknya").

    `collectives` are nouns that name a group together with a state, keyed by the English noun; the
    `domestic` ones of them are of the state that is spoken of, where no other stands beside them. `deeds`
    are what such a group does, so that a crowd that does it is one ("thousands marched", "the march"),
    `crowd` the nouns for a crowd. `pairs` are nouns by the kind of two actors that they stand for together
    where a word of `both` is with them ("both countries"), or an article and one of `two` ("the two").
    """

    person: Words
    she: Words
    he: Words
    thing: Words
    plural: Words
    speaker: Words
    speakers: Words
    own: Words
    domestic: Words
    crowd: Words
    both: Words
    two: Words
    nouns: Mapping[str, Words]
    collectives: Mapping[str, Words]
    deeds: Mapping[str, Words]
    pairs: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Given:
    """Given names and titles that tell which pronoun a person has."""

    women: Words
    men: Words


@dataclass(frozen=True, slots=True)
class Pattern:
    """A trigger: its head word, an optional object noun, and the adpositions that mark its target.

    `section` is the list that it stands in, one of SECTIONS. Without adpositions the target is the direct
    object of a verb, or any modifier of a noun.
    """

    relation: str
    section: str
    head: str
    noun: tuple[str, ...]
    adpositions: Words


@dataclass(frozen=True, slots=True)
class Language:
    """A language pack. `patterns` lists the triggers by head word and its verb forms, longest first.

    `head_final` says where the head of a compound noun stands: last, as in English, or first.
    """

    code: str
    names: Mapping[str, str]
    head_final: bool
    markers: Markers
    verbs: Verbs
    status: Cues
    anaphora: Anaphora
    given: Given
    patterns: Mapping[str, tuple[Pattern, ...]]
    _nouns: Mapping[str, Words] = field(init=False, repr=False, compare=False)
    _single: Mapping[str, tuple[Pattern, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Part what asks for a noun from what does not: few sentences have one of the nouns of a head."""
        every = self.patterns.items()
        nouns = {head: frozenset(p.noun[0] for p in found if p.noun) for head, found in every}
        object.__setattr__(self, "_nouns", nouns)
        single = {head: tuple(p for p in found if not p.noun) for head, found in every}
        object.__setattr__(self, "_single", single)

    def possible(self, head: str, words: AbstractSet[str]) -> tuple[Pattern, ...]:
        """Return the patterns of a head that may stand among some words, longest first."""
        found = self.patterns.get(head, ())
        return self._single[head] if found and self._nouns[head].isdisjoint(words) else found

    @staticmethod
    def load(code: str, *, folder: Path | None = None) -> "Language":
        """Read the pack of a language, shipped or from `folder`.

        Raises:
            LanguageError: There is no such pack, or a key of it is unknown, missing or of the wrong type.
        """
        path = (folder or files.path("data", "languages")) / f"{code}.toml"
        if not path.is_file():
            known = ", ".join(sorted(p.stem for p in path.parent.glob("*.toml")))
            raise LanguageError(f'no language pack "{code}"', hint=f"there are packs for: {known}")
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise LanguageError(f"{path.name}: {error}") from error
        return _Reader(path.name).language(table)


def codes(folder: Path | None = None) -> tuple[str, ...]:
    """Return the codes of all packs, sorted."""
    return tuple(sorted(path.stem for path in (folder or files.path("data", "languages")).glob("*.toml")))


SECTIONS = ("verbs", "both", "nouns", "adjectives", "reversed", "through", "within", "said")
# Groups of verbs, met in every form.
INFLECTED = frozenset(
    {"light", "speech", "object_control", "deny", "cease", "lapse", "decree", "offer", "intend", "suppose"}
)


class _Reader:
    """Turn the tables of one pack into objects, naming file and key where it cannot."""

    def __init__(self, name: str) -> None:
        self.name = name

    def language(self, table: dict[str, Any]) -> Language:
        """Return the pack that a table describes."""
        self._keys(
            table,
            {
                "code",
                "beginnings",
                "endings",
                "head_final",
                "name",
                "markers",
                "verbs",
                "status",
                "anaphora",
                "given",
                "relations",
            },
            "top level",
        )
        self.endings = [entry.split(">") for entry in sorted(self._set(table["endings"], "endings"))]
        self.beginnings = [entry.split(">") for entry in sorted(self._set(table["beginnings"], "beginnings"))]
        if any(len(pair) != 2 for pair in (*self.endings, *self.beginnings)):
            raise LanguageError(f'{self.name}: endings must be written "old>new"')
        markers = self._words(Markers, table["markers"], "markers")
        anaphora = dict(table["anaphora"])
        grouped = {
            part: {name: self._set(words, f"anaphora.{part}.{name}") for name, words in rows.items()}
            for part in ("nouns", "collectives", "deeds", "pairs")
            for rows in [anaphora.pop(part)]
        }
        return Language(
            code=str(table["code"]),
            head_final=bool(table["head_final"]),
            names={str(k): str(v) for k, v in table["name"].items()},
            markers=markers,
            verbs=self._inflected(self._words(Verbs, table["verbs"], "verbs")),
            status=self._inflected(self._words(Cues, table["status"], "status")),
            anaphora=self._words(Anaphora, anaphora, "anaphora", **grouped),
            given=self._words(Given, table["given"], "given"),
            patterns=self._patterns(
                table["relations"], markers.adpositions, head_final=bool(table["head_final"])
            ),
        )

    def _words(self, kind: type[Any], table: dict[str, Any], key: str, **given: object) -> Any:
        names = {f.name.rstrip("_"): f.name for f in fields(kind) if f.name not in given}
        self._keys(table, set(names), key)
        sets = {
            field: tuple(table[name])
            if name == "passive_prefixes"
            else self._set(table[name], f"{key}.{name}")
            for name, field in names.items()
        }
        return kind(**sets, **given)

    def _set(self, words: object, key: str) -> Words:
        if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
            raise LanguageError(f"{self.name}: {key} must be a list of words")
        return frozenset(words)

    def _forms(self, word: str) -> Iterator[str]:
        """Yield the inflected forms of a verb that the endings and beginnings of the pack make."""
        for old, new in self.endings:
            if word.endswith(old):
                yield word.removesuffix(old) + new
        for old, new in self.beginnings:
            if word.startswith(old):
                yield new + word.removeprefix(old)

    def _inflected(self, words: Any) -> Any:
        """Return groups of words with the forms of their verbs: a lemmatizer does not know every one."""
        groups = {f.name: getattr(words, f.name) for f in fields(words) if f.name in INFLECTED}
        return replace(
            words,
            **{
                name: group | {form for word in group for form in self._forms(word)}
                for name, group in groups.items()
            },
        )

    def _keys(self, table: dict[str, Any], owed: set[str], key: str) -> None:
        for name in sorted(set(table) - owed):
            raise LanguageError(f"{self.name}: unknown key {name!r} in {key}")
        for name in sorted(owed - set(table)):
            raise LanguageError(f"{self.name}: {key} lacks {name!r}")

    def _patterns(
        self, relations: dict[str, Any], adpositions: Words, *, head_final: bool
    ) -> dict[str, tuple[Pattern, ...]]:
        found: dict[str, list[Pattern]] = {}
        for relation, sections in relations.items():
            for section, entries in sections.items():
                if section not in SECTIONS:
                    raise LanguageError(f"{self.name}: unknown key {section!r} in relations.{relation}")
                for entry in sorted(self._set(entries, f"relations.{relation}.{section}")):
                    last = head_final and section == "nouns"
                    pattern = _pattern(relation, section, entry, adpositions, last=last)
                    heads = {pattern.head, *(self._forms(pattern.head) if section != "nouns" else ())}
                    for head in heads:
                        found.setdefault(head, []).append(pattern)
        return {head: tuple(sorted(patterns, key=_longest)) for head, patterns in sorted(found.items())}


def _pattern(relation: str, section: str, entry: str, adpositions: Words, *, last: bool) -> Pattern:
    """Split an entry; `last` says that the last of its nouns is the head."""
    head, *rest = entry.split()
    marks = frozenset(word for part in rest if part.split("/")[0] in adpositions for word in part.split("/"))
    noun = tuple(part for part in rest if part.split("/")[0] not in adpositions)
    if last and noun:
        head, noun = noun[-1], (head, *noun[:-1])
    return Pattern(relation, section, head, noun, marks)


def _longest(pattern: Pattern) -> tuple[int, bool, str, str, tuple[str, ...], tuple[str, ...]]:
    return (
        -len(pattern.noun),
        not pattern.adpositions,
        pattern.relation,
        pattern.section,
        pattern.noun,
        tuple(sorted(pattern.adpositions)),
    )
