"""What the letters of a word say: Stanza's character model, run once for each distinct word."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn import functional

from graphkit.parse.recurrent import LEAST, Batch, Direction, apart, batches, known

# Words a batch.
_WIDTH = 256


class Spelling:
    """A character model of Stanza's, over words as lists of character numbers."""

    def __init__(self, model: Any) -> None:
        """Read a CharacterModel of one layer."""
        lstm = model.charlstm.lstm
        suffixes = ("", "_reverse") if lstm.bidirectional else ("",)
        self._ways = [Direction(lstm, suffix) for suffix in suffixes]
        self._first = (model.charlstm_h_init.detach(), model.charlstm_c_init.detach())
        letters = model.char_emb.weight.detach()
        self._entered = [way.project(functional.pad(letters, (0, 0, 0, LEAST))) for way in self._ways]
        self._attention = model.char_attn.weight.detach()[0] if model.attn else None

    @staticmethod
    def fits(model: Any) -> bool:
        """Say whether a model is one that this can run."""
        lstm = getattr(getattr(model, "charlstm", None), "lstm", None)
        if not isinstance(lstm, torch.nn.LSTM) or lstm.num_layers != 1:
            return False
        return bool(lstm.batch_first) and not (model.attn and lstm.bidirectional)

    def __call__(self, words: Sequence[Sequence[int]]) -> torch.Tensor:
        """Return a vector for each word, `[words, features] float32`."""
        lengths = [len(word) for word in words]
        found: torch.Tensor | None = None
        for chosen in batches(lengths, _WIDTH):
            part = self._run([words[at] for at in chosen])
            if found is None:
                found = part.new_empty(len(words), part.shape[1])
            found[torch.tensor(chosen)] = part
        assert found is not None
        return found

    def _run(self, words: Sequence[Sequence[int]]) -> torch.Tensor:
        batch = Batch([len(word) for word in words])
        frame = batch.frame([letter for word in words for letter in word])
        ends = []
        for way, one in enumerate(self._ways):
            total, room = torch.zeros(batch.width, one.size), apart(torch.empty(batch.width, 1))

            def weigh(
                step: int,
                count: int,
                state: torch.Tensor,
                total: torch.Tensor = total,
                room: torch.Tensor = room,
            ) -> None:
                if self._attention is not None:
                    rows = state[:count]
                    weight = (rows * self._attention).sum(1, keepdim=True)
                    total[:count].addcmul_(rows, torch.sigmoid(weight, out=room[:count]))

            first = (self._first[0][way], self._first[1][way])
            last = one.run(known(self._entered[way], frame, batch), batch, first, back=way == 1, each=weigh)
            ends.append(last if self._attention is None else total)
        return torch.cat(ends, 1)[: len(words)]


def letters(vocabulary: Any, word: str) -> list[int]:
    """Return the numbers of a word's characters."""
    return [vocabulary.unit2id(letter) for letter in word]


def linear(layer: Any, rows: torch.Tensor) -> torch.Tensor:
    """Apply a linear layer to rows, filled up so that their number changes nothing."""
    missing = LEAST - len(rows)
    if missing > 0:
        return torch.as_tensor(layer(functional.pad(rows, (0, 0, 0, missing))))[: len(rows)]
    return torch.as_tensor(layer(rows))
