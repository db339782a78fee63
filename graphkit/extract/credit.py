"""News agencies that a text credits: the source of its statements, and nobody who acts or speaks."""

from bisect import bisect_right
from dataclasses import replace

from graphkit.facts import Links
from graphkit.knowledge.credits import Credit, Credits
from graphkit.text import Document


class Cited:
    """Where a document says that it has its stories from."""

    def __init__(self, document: Document, known: Credits) -> None:
        self._known = known
        within = [(sentence.start, sentence.end) for sentence in document.sentences]
        self.credits = list(known.find(document.article.text, within))
        self._starts = [credit.start for credit in self.credits]

    def without(self, links: Links) -> Links:
        """Return the links without mentions inside a credit, and without agencies as speakers."""
        if not self.credits:
            return links
        agencies = {credit.name.casefold() for credit in self.credits}
        return replace(
            links,
            mentions=tuple(m for m in links.mentions if self._around(m.start) is None),
            speeches=tuple(
                speech
                for speech in links.speeches
                if not agencies & {name.casefold() for _, name in speech.speaker.actor.names}
            ),
        )

    def of(self, start: int, end: int) -> str | None:
        """Return who is credited in a sentence, else the only one whom the text credits at all."""
        inside = {credit.name for credit in self.credits if start <= credit.start < end}
        named = inside or {credit.name for credit in self.credits}
        return named.pop() if len(named) == 1 else None

    def _around(self, offset: int) -> Credit | None:
        at = bisect_right(self._starts, offset) - 1
        return self.credits[at] if at >= 0 and offset < self.credits[at].end else None
