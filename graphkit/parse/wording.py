"""What depends on a word alone is asked of Stanza once: what it stands for, and its lemma."""

from collections.abc import Iterable, Sequence
from typing import Any

from stanza.models.common import doc
from stanza.models.common.utils import unsort
from stanza.models.lemma.data import DataLoader
from stanza.models.lemma.edit import EDIT_TO_ID, edit_word

# A word with its part of speech.
Word = tuple[str, str]

# Words remembered at most, about 10 MB: each word of some thousand articles.
_MOST = 50_000
# Words a batch.
_WIDTH = 200


class Expander:
    """The words that a written token stands for ("isn't": "is", "n't")."""

    def __init__(self, processor: Any) -> None:
        """Take an mwt processor; None where the language has none."""
        self._processor = processor
        self._known: dict[str, tuple[str, ...]] = {}

    def learn(self, tokens: Sequence[str]) -> None:
        """Expand tokens that were not met before."""
        if len(self._known) > _MOST:
            self._known.clear()
        new = [token for token in dict.fromkeys(tokens) if token not in self._known]
        if not new or self._processor is None:
            self._known.update((token, (token,)) for token in new)
            return
        rows = [[{doc.ID: (1,), doc.TEXT: token, doc.MISC: "MWT=Yes"}] for token in new]
        done = self._processor.process(doc.Document(rows))
        for token, sentence in zip(new, done.sentences, strict=True):
            self._known[token] = tuple(word.text for word in sentence.words)

    def words(self, token: str) -> tuple[str, ...]:
        """Return the words of a token that was learned."""
        return self._known[token]


class Lemmas:
    """The lemma of a word with its part of speech, as Stanza writes it; None for none."""

    def __init__(self, processor: Any) -> None:
        """Take a lemma processor."""
        self._processor = processor
        self._known: dict[Word, str | None] = {}
        config = processor.config
        plain = config.get("edit") and config.get("beam_size") == 1 and not config.get("charlm")
        own = processor.use_identity or config.get("dict_only") or config.get("caseless")
        self._quick = bool(plain and config.get("ensemble_dict") and not own)
        if self._quick:
            processor.trainer.model.eval()

    @staticmethod
    def fits(processor: Any) -> bool:
        """Say whether the lemma hangs on nothing but the word."""
        if processor is None:
            return False
        return processor.use_identity or not processor.trainer.has_contextual_lemmatizers()

    def learn(self, words: Iterable[Word]) -> None:
        """Lemmatize words that were not met before."""
        if len(self._known) > _MOST:
            self._known.clear()
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        rest = self._unspelled(new) if new and self._quick else new
        if not rest:
            return
        # Words of like length side by side are spelled in fewer steps.
        rest.sort(key=lambda word: len(word[0]))
        rows = [[{doc.ID: (1,), doc.TEXT: text, doc.UPOS: upos}] for text, upos in rest]
        done = self._processor.process(doc.Document(rows))
        for word, sentence in zip(rest, done.sentences, strict=True):
            self._known[word] = sentence.words[0].lemma

    def _unspelled(self, words: Sequence[Word]) -> list[Word]:
        """Learn words that a dictionary knows or that are their own lemma; return those to be spelled."""
        trainer = self._processor.trainer
        skip = trainer.skip_seq2seq(words)
        for word, lemma in zip(words, trainer.ensemble(words, [""] * len(words)), strict=True):
            self._keep(word, lemma)
        asked = [word for word, known in zip(words, skip, strict=True) if not known]
        if not asked:
            return []
        rest = []
        for word, edit in zip(asked, self._edits(asked), strict=True):
            if edit == EDIT_TO_ID["none"]:
                rest.append(word)
            else:
                self._keep(word, edit_word(word[0], "", edit))
        return rest

    def _edits(self, words: Sequence[Word]) -> list[int]:
        """Tell of each word whether it is its own lemma, perhaps in lower case, or has another one."""
        trainer, config = self._processor.trainer, self._processor.config
        rows = [[{doc.ID: (1,), doc.TEXT: text, doc.UPOS: upos}] for text, upos in words]
        loader = DataLoader(
            doc.Document(rows),
            _WIDTH,
            config,
            vocab=self._processor.vocab,
            evaluation=True,
            expand_unk_vocab=True,
        )
        edits: list[int] = []
        for source, mask, _, _, upos, _, order, text in loader:
            inputs, _, lengths, _ = trainer.model.embed(source, mask, upos, text)
            _, (last, _) = trainer.model.encode(inputs, lengths)
            edits += unsort(trainer.model.edit_clf(last).argmax(1).tolist(), order)
        return edits

    def _keep(self, word: Word, lemma: str) -> None:
        lemma = lemma or "_"
        self._known[word] = None if lemma == "_" != word[0] else lemma

    def lemma(self, text: str, upos: str) -> str | None:
        """Return the lemma of a word that was learned."""
        return self._known[text, upos]
