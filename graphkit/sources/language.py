"""The language of a record: what it says, what the user says, or what its letters say."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphkit.errors import SourceError
from graphkit.knowledge import files
from graphkit.sources.clean import read_table

# Enough letters for a sure guess; more costs time.
_SAMPLE = 4_000
# A guess for a language without a pack counts only when it is this sure, and ours are this unlikely: short
# texts full of foreign names look like anything. Measured on 10,000 items of up to 566 characters.
_SURE, _UNLIKELY = 0.9, 0.05
# From here on, a language that is mistaken for ours is in the running.
_LIKELY = 0.1

# Tags have two or three letters.
_TAG = 3
# Letters tell little of a text that is no longer than this; its words tell more.
_HEADLINE = 200

Siblings = Mapping[str, tuple[frozenset[str], frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages that have a pack, their other names, and the languages that are mistaken for them."""

    known: tuple[str, ...]
    aliases: Mapping[str, str]
    siblings: Mapping[str, Siblings]
    words: Mapping[str, frozenset[str]]

    def choose(self, stated: str, asked: str | None, text: str, file: str = "") -> str:
        """Return the language of a text that is stated to be in one; `asked` is the user's word on it.

        What the name of its file says counts where the letters say that we could not read it.

        Raises:
            SourceError: the language has no pack.
        """
        if stated and (code := self.code(stated)) is not None:
            return code
        if asked is not None:
            return asked
        if stated:
            return self._need(stated)
        try:
            return self.detect(text)
        except SourceError:
            named = self.named(file) if any(letter.isalpha() for letter in text) else None
            if named is None:
                raise
            return named

    def named(self, file: str) -> str | None:
        """Return the language that a file's name or folder tells (id/news.txt, news-en.jsonl), None for none.

        A word as short as "in" is an old tag, but more often a word.
        """
        words = re.split(r"[\W_]+", file.casefold())
        told = (self.code(word) for word in reversed(words) if word in self.known or len(word) > _TAG)
        return next((code for code in told if code is not None), None)

    def code(self, name: str) -> str | None:
        """Return the pack that a name or tag stands for ("id-ID", "Indonesian"), None for others."""
        name = name.strip().casefold().replace("_", "-")
        name = self.aliases.get(name, self.aliases.get(name.split("-")[0], name.split("-")[0]))
        return name if name in self.known else None

    def detect(self, text: str) -> str:
        """Tell the language from the text.

        Raises:
            SourceError: it is a language without a pack, or no text.
        """
        sample = text[:_SAMPLE]
        if not any(letter.isalpha() for letter in sample):
            raise SourceError("no words to tell the language from")
        ranking: dict[str, float] = dict(_guesser().rank(sample))
        candidates = [*self.known, *(code for group in self.siblings.values() for code in group)]
        best = max(candidates, key=lambda code: ranking.get(code, 0.0))
        top = max(ranking, key=lambda code: ranking[code])
        told, count = self._by_words(sample)
        if ranking[top] >= _SURE and ranking.get(best, 0.0) < _UNLIKELY and count < 2:
            return self._need(top)
        if count > 1 or (count and ranking.get(best, 0.0) < _SURE):
            best = told
        return self._need(self._among_siblings(best, ranking, sample))

    def _by_words(self, text: str) -> tuple[str, int]:
        """Return the language whose words a headline holds, and how many more than of any other."""
        if len(text) > _HEADLINE:
            return "", 0
        words = set(re.findall(r"[^\W\d_]+", text.casefold()))
        counts = sorted(((len(words & known), code) for code, known in self.words.items()), reverse=True)
        return counts[0][1], counts[0][0] - (counts[1][0] if len(counts) > 1 else 0)

    def _among_siblings(self, best: str, ranking: Mapping[str, float], text: str) -> str:
        """Between two alike languages let words decide that only one of them uses.

        Without such words it is the one that we can read.
        """
        for code, group in self.siblings.items():
            for sibling, (ours, theirs) in group.items():
                likely = ranking[sibling] >= _LIKELY or len(text) <= _HEADLINE
                if best in (code, sibling) and likely:
                    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
                    best = sibling if len(words & theirs) > len(words & ours) else code
        return best

    def _need(self, code: str) -> str:
        if code in self.known:
            return code
        hint = f"{', '.join(self.known)} have one; --language {self.known[0]} reads it as that"
        raise SourceError(f'no language pack for "{code}"', hint=hint)


@cache
def load() -> Languages:
    """Return the languages of the packs in data/languages."""
    known = tuple(sorted(path.stem for path in files.path("data", "languages").glob("*.toml")))
    aliases: dict[str, str] = {}
    siblings: dict[str, Siblings] = {}
    words: dict[str, frozenset[str]] = {}
    for code in known:
        path = files.path("data", "cleaning") / f"{code}.toml"
        table = read_table(path).get("language", {}) if path.is_file() else {}
        words[code] = frozenset(table.get("words", []))
        aliases |= dict.fromkeys(table.get("aliases", []), code)
        siblings[code] = {name: _markers(pair) for name, pair in table.get("siblings", {}).items()}
    return Languages(known, aliases, siblings, words)


def _markers(pair: Mapping[str, Iterable[str]]) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(pair["ours"]), frozenset(pair["theirs"])


@cache
def _guesser() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
