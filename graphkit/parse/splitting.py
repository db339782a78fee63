"""Text to sentences of tokens: Stanza's tokenizer over many paragraphs at once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from stanza.models.tokenization.data import NUMERIC_RE, WHITESPACE_RE
from stanza.models.tokenization.utils import update_pred_regex
from stanza.pipeline.tokenize_processor import TOKEN_TOO_LONG_REPLACEMENT
from torch.nn import functional

from graphkit.parse.recurrent import Batch, Whole, batches
from graphkit.parse.spelling import linear

# Characters that the tokenizer looks at together, as in Stanza.
_WINDOW = 1000
# Paragraphs a batch, and characters: four times as many take 110 MB more, and a sixth of the time more.
_WIDTH = 256
_CELLS = 16_384
# How much shorter the shortest of a batch may be: what is missing is computed in vain.
_ALIKE = 0.8
# Only then need spaces be made plain: another one than " ", or two of them.
_UNUSUAL = re.compile(r"[\s\u0080-\u009f]{2}|[^\S ]|[\u0080-\u009f]")
# Only then can an address stand in a text, which the tokenizer keeps whole.
_ADDRESS = re.compile(r"@|://|www\.|\.(?:gov|org|edu|net|com|co)")
_FEATURES: dict[str, Callable[[str], bool]] = {
    "space_before": lambda unit: unit.startswith(" "),
    "capitalized": lambda unit: unit[0].isupper(),
    "numeric": lambda unit: NUMERIC_RE.match(unit) is not None,
}
_PLACES = ("end_of_para", "start_of_para")
# In how many ways a character can stand at the ends of a paragraph.
_ENDS = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A token: what the models read, its offsets, and whether it stands for several words."""

    text: str
    start: int
    end: int
    several: bool


class Splitter:
    """Stanza's tokenizer of a language."""

    def __init__(self, processor: Any) -> None:
        """Read the weights of a tokenize processor."""
        trainer = processor.trainer
        self._model = trainer.model
        self._vocabulary = trainer.vocab
        self._features: list[str] = trainer.args["feat_funcs"]
        self._longest: int = processor.config.get("max_seqlen", _WINDOW)
        self._layers = [Whole(self._model.rnn), Whole(self._model.rnn2)]
        self._units = _Units(self._vocabulary, self._features)
        self._vectors = torch.zeros(0, 0)
        self._padding: int = self._vocabulary.unit2id("<PAD>")
        # The rows of both weights and biases are the answers: token, sentence, several words.
        names = ("tok_clf", "sent_clf", "mwt_clf")[: 3 if trainer.args["use_mwt"] else 2]
        first, second = ([getattr(self._model, name + end) for name in names] for end in ("", "2"))
        self._answers = _joined(first), _joined(second)

    @staticmethod
    def fits(processor: Any) -> bool:
        """Say whether a tokenizer is one that this can run."""
        trainer = getattr(processor, "trainer", None)
        if (
            trainer is None
            or getattr(processor, "_variant", None)
            or getattr(processor, "_postprocessor", None)
        ):
            return False
        args = trainer.args
        plain = args["hierarchical"] and args["rnn_layers"] == 1 and args["conv_res"] is None
        odd = args.get("use_dictionary") or args.get("skip_newline") or args.get("charlm")
        known = set(args["feat_funcs"]) <= {*_FEATURES, *_PLACES}
        own = args["lang"][:2] in ("zh", "ja", "ko") or args["shorthand"] == "la_ittb"
        return bool(plain and not odd and known and not own and args["hier_invtemp"] > 0)

    def __call__(self, texts: Sequence[str]) -> list[list[list[Piece]]]:
        """Return the sentences of each text; offsets are those of the text."""
        plain = [_plain(text) for text in texts]
        marks = self._marks([text for text, _ in plain])
        return [
            self._sentences(text, places, mark) for (text, places), mark in zip(plain, marks, strict=True)
        ]

    def _marks(self, texts: Sequence[str]) -> list[np.ndarray]:
        """Tell of each character whether a token (1), a sentence (2), several words (3, 4) end with it."""
        # A paragraph of a window's length or less ends with a mark of padding, as in training.
        units = [self._read(text, padded=len(text) < _WINDOW) for text in texts]
        self._enter()
        found: list[list[np.ndarray]] = [[] for _ in texts]
        rest = dict.fromkeys(range(len(texts)), 0)
        while rest:
            chosen = list(rest)
            parts = [units[at][rest[at] : rest[at] + _WINDOW] for at in chosen]
            for at, part in zip(chosen, self._predict(parts), strict=True):
                left = len(texts[at]) - rest[at]
                ends = np.flatnonzero((part == 2) | (part == 4))
                step = min(left, _WINDOW) if left <= _WINDOW or not len(ends) else int(ends[-1]) + 1
                found[at].append(part[:step])
                rest[at] += step
                if rest[at] >= len(texts[at]):
                    del rest[at]
        marks = [np.concatenate(parts) for parts in found]
        for text, mark in zip(texts, marks, strict=True):
            mark[-1] = 2 if mark[-1] < 2 else 4 if mark[-1] > 2 else 2
            if _ADDRESS.search(text):
                update_pred_regex(list(text), mark)
        return marks

    def _read(self, text: str, *, padded: bool) -> np.ndarray:
        """Return the numbers of characters, with what tells of the paragraph's ends."""
        numbers = self._units
        table = np.zeros(len(text) + padded, dtype=np.int64)
        table[: len(text)] = [numbers[unit] for unit in text]
        table *= _ENDS
        table[len(text) - 1] += 1
        table[0] += 2
        return table

    def _enter(self) -> None:
        """Learn what the network reads of characters that were not met before."""
        if len(self._vectors) < _ENDS * self._units.count:
            self._vectors = self._units.vectors(self._model, self._features)

    def _predict(self, parts: Sequence[np.ndarray]) -> list[np.ndarray]:
        found: list[np.ndarray] = [np.empty(0)] * len(parts)
        for chosen in batches([len(part) for part in parts], _WIDTH, _CELLS, _ALIKE):
            together = np.concatenate([parts[at] for at in chosen])
            for at, marks in zip(chosen, self._run([len(parts[at]) for at in chosen], together), strict=True):
                found[at] = marks
        return found

    def _run(self, lengths: Sequence[int], together: np.ndarray) -> list[np.ndarray]:
        batch = Batch(lengths)
        inner = self._layers[0](self._vectors.index_select(0, batch.frame(together)), batch)
        answers = linear(self._answers[0], inner)
        # In double precision, so that no neighbour can tip the last bit of what is told here.
        doubt = torch.sigmoid(-answers[:, :1].double() * self._model.args["hier_invtemp"])
        answers = answers + linear(self._answers[1], self._layers[1](inner * (1 - doubt).float(), batch))
        scores = _scores(answers[batch.places].double())
        marks = scores.argmax(1).numpy()
        return [np.array(part) for part in np.split(marks, np.cumsum(lengths)[:-1])]

    def _sentences(self, text: str, places: Sequence[int] | None, marks: np.ndarray) -> list[list[Piece]]:
        sentences: list[list[Piece]] = []
        sentence: list[Piece] = []
        begin = 0
        for end in np.flatnonzero(marks).tolist():
            mark = marks[end]
            word = text[begin : end + 1].lstrip()
            if word:
                start, last = end + 1 - len(word), begin + len(text[begin : end + 1].rstrip())
                if places is not None:
                    start, last = places[start], places[last - 1] + 1
                if len(word) > self._longest:
                    word = TOKEN_TOO_LONG_REPLACEMENT
                sentence.append(Piece(word, start, last, mark > 2))
                if mark in (2, 4):
                    sentences.append(sentence)
                    sentence = []
            begin = end + 1
        return [*sentences, sentence] if sentence else sentences


class _Units(dict[str, int]):
    """Characters by number, in the order they are met, with what the tokenizer asks of each."""

    def __init__(self, vocabulary: Any, names: Sequence[str]) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._asks = [_FEATURES[name] for name in names if name in _FEATURES]
        self._ids = [vocabulary.unit2id("<PAD>")]
        self._told = [[0.0] * len(self._asks)]

    def __missing__(self, unit: str) -> int:
        self._ids.append(self._vocabulary.unit2id(unit))
        self._told.append([float(ask(unit)) for ask in self._asks])
        self[unit] = len(self._ids) - 1
        return self[unit]

    @property
    def count(self) -> int:
        """Return how many characters were met."""
        return len(self._ids)

    def vectors(self, model: Any, names: Sequence[str]) -> torch.Tensor:
        """Return what the network reads of characters at any place, `[_ENDS * units, features] float32`."""
        rows = torch.arange(_ENDS * len(self._ids))
        units, ends = rows // _ENDS, rows % _ENDS
        ids, told = torch.tensor(self._ids), torch.tensor(self._told)
        own = iter(range(told.shape[1]))
        columns = [
            told[units, next(own)] if name in _FEATURES else (ends >> _PLACES.index(name) & 1).float()
            for name in _ordered(names)
        ]
        letters = model.embeddings.weight.detach().index_select(0, ids[units])
        return torch.cat([letters, torch.stack(columns, 1)], 1)


def _ordered(names: Sequence[str]) -> list[str]:
    """Return features as Stanza lays them out: of the character, then of its place."""
    return [name for name in names if name in _FEATURES] + [name for name in _PLACES if name in names]


def _joined(layers: Sequence[Any]) -> Any:
    """Join linear layers of one output into one, filled up to a width that sums alike."""
    weight = torch.cat([layer.weight.detach() for layer in layers])
    bias = None if layers[0].bias is None else torch.cat([layer.bias.detach() for layer in layers])
    return lambda rows: functional.linear(rows, weight, bias)


def _scores(answers: torch.Tensor) -> torch.Tensor:
    """Return the scores of the marks 0 to 4, or to 2 where no word stands for several."""
    yes, no = functional.logsigmoid(answers), functional.logsigmoid(-answers)
    token, sentence = (no[:, 0], yes[:, 0]), (no[:, 1], yes[:, 1])
    if answers.shape[1] == 2:
        return torch.stack([token[0], token[1] + sentence[0], token[1] + sentence[1]], 1)
    single, several = no[:, 2], yes[:, 2]
    inside = [token[1] + sentence[more] + kind for kind in (single, several) for more in (0, 1)]
    return torch.stack([token[0], *inside], 1)


def _plain(text: str) -> tuple[str, list[int] | None]:
    """Return the text with single plain spaces, and the places of its characters where they moved."""
    if not _UNUSUAL.search(text):
        return text, None
    spaced = WHITESPACE_RE.sub(" ", text)
    kept = [at for at, unit in enumerate(spaced) if unit != " " or at == 0 or spaced[at - 1] != " "]
    return "".join(spaced[at] for at in kept), kept
