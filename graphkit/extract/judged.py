"""A proposal with what is read around it: status, speaker, features."""

from collections.abc import Sequence
from typing import NamedTuple

from graphkit.extract import status
from graphkit.extract.features import Group, Setting, features
from graphkit.extract.frames import Frame
from graphkit.extract.propose import Proposal
from graphkit.extract.triggers import Trigger
from graphkit.facts import Party, Speech, Status

SPOKEN = frozenset({"ACCUSE", "REJECT", "THREATEN"})  # PLOVER's types of deeds that are done by saying so


class Around:
    """What is read around a trigger, whatever its ends are, when asked for: most guesses are dropped."""

    __slots__ = ("_cues", "_frame", "_phrases", "_speeches", "_trigger", "_within")

    def __init__(
        self, frame: Frame, trigger: Trigger, speeches: Sequence[Speech], phrases: status.Several
    ) -> None:
        self._frame = frame
        self._trigger = trigger
        self._speeches = speeches
        self._phrases = phrases
        self._cues: frozenset[str] | None = None
        self._within: list[Speech] | None = None

    @property
    def cues(self) -> frozenset[str]:
        """Return what bears on the status."""
        if self._cues is None:
            frame = self._frame
            found = frame.known.setdefault("phrases", {})
            if not found:  # those of a sentence are the same for all of its triggers
                found[frame.tree] = status.phrases(frame.tree, self._phrases)
            self._cues = status.cues(frame.tree, self._trigger, frame.language, found[frame.tree])
        return self._cues

    @property
    def speeches(self) -> list[Speech]:
        """Return the speeches around the trigger, the innermost first; epithets are the article's."""
        if self._within is None:
            start = self._frame.tree.token(self._trigger.head).start
            own = self._trigger.pattern.section in ("titles", "adjectives")
            within = [s for s in self._speeches if s.start <= start < s.end] if not own else []
            self._within = sorted(within, key=lambda speech: (speech.end - speech.start, speech.start))
        return self._within

    @property
    def claims(self) -> bool:
        """Tell whether the verb says whose a deed is."""
        return not self._words.isdisjoint(self._frame.language.verbs.claim)

    @property
    def speaks(self) -> bool:
        """Tell whether the verb is one of speech."""
        words, language = self._words, self._frame.language
        speaks = not words.isdisjoint(language.verbs.speech) or not words.isdisjoint(language.status.deny)
        return speaks and self._trigger.pattern.section != "said"

    @property
    def _words(self) -> set[str]:
        tree, head = self._frame.tree, self._trigger.head
        return {tree.words[head], tree.lemmas[head]}


class Judged(NamedTuple):
    """A proposal with what can be read around it.

    `together` counts the sentences of the article that mention both ends, 3 standing for more.
    """

    proposal: Proposal
    setting: Setting
    around: Around
    together: int

    @property
    def cues(self) -> frozenset[str]:
        """Return what bears on the status."""
        return self.around.cues

    @property
    def status(self) -> Status:
        """Return the status; who calls a deed wrong or asks for it does so, whatever becomes of the deed."""
        said = self.proposal.trigger.pattern.section == "said"
        return Status.ACTUAL if said else status.decide(self.cues)

    @property
    def said_by(self) -> Party | None:
        """Return who says so: the speaker of the innermost speech, or who claims it as his deed.

        Who says that he accuses does so: that stands in the next speech around, or in the article's words.
        """
        around, who = self.around, self.proposal.source.mention.party
        plover = self.proposal.relation.plover
        if plover == "ASSAULT" and around.claims:  # "claimed responsibility for the attack"
            return who
        own = plover in SPOKEN and around.speaks
        return next(
            (
                speech.speaker
                for speech in around.speeches
                if not own or speech.direct or speech.speaker.principal != who.principal
            ),
            None,
        )

    @property
    def told(self) -> tuple[Status, bool]:
        """Return the status that the words around lead to, and whether somebody says so."""
        return status.decide(self.cues), self.said_by is not None

    @property
    def groups(self) -> list[Group]:
        """Return the groups of features, made anew each time: all of an article's would fill the memory."""
        read, said = self.told
        return self.setting.groups(self.proposal, read, said=said, together=self.together)

    @property
    def features(self) -> tuple[str, ...]:
        """Return the features in words."""
        return tuple(features(self.groups))
