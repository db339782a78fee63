"""Recurrent networks over batches whose company changes nothing: a sequence alone gives the same bits.

PyTorch's own LSTM rounds differently with the size of a batch, so that the parse of a sentence could
depend on its neighbours. Products of at least `LEAST` rows do not, nor do gates computed row by row.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
import torch

# Rows below which MKL takes other kernels, whose sums are rounded in another order.
LEAST = 16
# Sequences a batch: more make no matrix product faster, and pad more.
WIDTH = 128
# Cells a frame: larger ones leave the processor's cache.
CELLS = 8_192

Key = TypeVar("Key", bound=Hashable)
States = tuple[torch.Tensor, torch.Tensor]


class Batch:
    """Sequences side by side, the longest first, in a frame of `[steps, width]`."""

    __slots__ = ("active", "lengths", "places", "steps", "width")

    def __init__(self, lengths: Sequence[int]) -> None:
        """Take lengths in falling order."""
        self.lengths = lengths
        self.steps = lengths[0]
        self.width = -(-len(lengths) // LEAST) * LEAST
        counts = np.bincount(np.asarray(lengths), minlength=self.steps + 1)
        self.active: list[int] = (len(lengths) - np.cumsum(counts)[: self.steps]).tolist()
        rows = [np.arange(length) * self.width + at for at, length in enumerate(lengths)]
        # Where each item of each sequence stands in the flattened frame, sequence by sequence.
        self.places = torch.from_numpy(np.concatenate(rows))

    def frame(self, rows: Sequence[int]) -> torch.Tensor:
        """Lay out row numbers, sequence by sequence, as `[steps * width] int64`; 0 fills the rest."""
        frame = torch.zeros(self.steps * self.width, dtype=torch.int64)
        frame[self.places] = torch.tensor(rows, dtype=torch.int64)
        return frame


def batches(lengths: Sequence[int], width: int = WIDTH, cells: int = CELLS) -> Iterator[list[int]]:
    """Yield the numbers of sequences in batches, the longest first, none of more cells than that."""
    order = sorted(range(len(lengths)), key=lambda at: -lengths[at])
    first = 0
    while first < len(order):
        count = min(width, max(LEAST, cells // lengths[order[first]] // LEAST * LEAST))
        yield order[first : first + count]
        first += count


class Direction:
    """One direction of an LSTM layer, its gates in the order in, forget, out, cell."""

    def __init__(self, lstm: Any, suffix: str) -> None:
        """Read the weights of a torch.nn.LSTM of one layer; `suffix` names them."""
        size: int = lstm.hidden_size
        order = torch.cat([torch.arange(size * at, size * (at + 1)) for at in (0, 1, 3, 2)])
        weights = (getattr(lstm, f"{name}{suffix}").detach()[order] for name in _PARTS)
        self._input, self._hidden, bias, other = (part.contiguous() for part in weights)
        self._input, self._hidden = self._input.t(), self._hidden.t()
        self._rooms: list[torch.Tensor] = []
        self._bias = bias + other
        self.size = size

    def run(
        self,
        items: torch.Tensor,
        batch: Batch,
        first: States | None,
        *,
        back: bool,
        each: Callable[[int, int, torch.Tensor], None],
    ) -> torch.Tensor:
        """Hand the state of each step to `each(step, active, state)`, and return the last state of each.

        `items` is `[steps * width, features] float32`, what is returned `[width, size]`.
        """
        size = self.size
        room = _room(self._rooms, items.shape[0], 4 * size)
        torch.addmm(self._bias, items, self._input, out=room)
        inputs = room.view(batch.steps, batch.width, 4 * size)
        state, cell = _states(first, batch.width, size)
        gates = torch.empty(batch.width, 4 * size)
        for step in range(batch.steps - 1, -1, -1) if back else range(batch.steps):
            count = batch.active[step]
            least = max(count, LEAST)
            gate = torch.addmm(inputs[step, :least], state[:least], self._hidden, out=gates[:least])
            torch.sigmoid_(gate[:, : 3 * size])
            torch.tanh_(gate[:, 3 * size :])
            now = cell[:count]
            now.mul_(gate[:count, size : 2 * size]).addcmul_(gate[:count, :size], gate[:count, 3 * size :])
            shown = torch.tanh(now, out=apart(now))
            torch.mul(gate[:count, 2 * size : 3 * size], shown, out=state[:count])
            each(step, count, state)
        return state


_PARTS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


def apart(rows: torch.Tensor) -> torch.Tensor:
    """Return room for as many rows with a gap between them, so that each is computed alike.

    What is computed over one block of memory treats the block's last few numbers differently.
    """
    return rows.new_empty(len(rows), rows.shape[1] + 1)[:, :-1]


def _room(rooms: list[torch.Tensor], rows: int, columns: int) -> torch.Tensor:
    """Return room that is kept between calls: asking the system for it costs more than filling it."""
    if not rooms or len(rooms[0]) < rows:
        rooms[:] = [torch.empty(rows, columns)]
    return rooms[0][:rows]


def _states(first: States | None, width: int, size: int) -> States:
    if first is None:
        return torch.zeros(width, size), torch.zeros(width, size)
    return first[0].expand(width, size).clone(), first[1].expand(width, size).clone()


class Layer:
    """An LSTM layer of both directions, with what it begins from."""

    def __init__(self, lstm: Any, first: tuple[torch.Tensor, torch.Tensor] | None = None) -> None:
        """Read a torch.nn.LSTM of one layer; `first` is `[2, size]` twice."""
        self._ways = [Direction(lstm, suffix) for suffix in ("", "_reverse")]
        self._first = first

    def __call__(self, items: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return `[steps * width, 2 * size] float32`; what stands outside the sequences is 0."""
        size = self._ways[0].size
        out = torch.zeros(batch.steps, batch.width, 2 * size)
        for way, one in enumerate(self._ways):
            part = out[:, :, way * size : (way + 1) * size]

            def keep(step: int, count: int, state: torch.Tensor, part: torch.Tensor = part) -> None:
                part[step, :count] = state[:count]

            first = None if self._first is None else (self._first[0][way], self._first[1][way])
            one.run(items, batch, first, back=way == 1, each=keep)
        return out.view(batch.steps * batch.width, 2 * size)


class Highway:
    """Stanza's highway LSTM: layers with a gated way past each of them."""

    def __init__(self, network: Any, state: torch.Tensor, cell: torch.Tensor) -> None:
        """Read a HighwayLSTM and the states it begins from."""
        self._layers = [
            Layer(lstm.lstm, (state[2 * at : 2 * at + 2, 0].detach(), cell[2 * at : 2 * at + 2, 0].detach()))
            for at, lstm in enumerate(network.lstm)
        ]
        self._past = list(zip(network.gate, network.highway, strict=True))

    def __call__(self, items: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return `[steps * width, 2 * size] float32`."""
        for layer, (gate, highway) in zip(self._layers, self._past, strict=True):
            past = torch.sigmoid(gate(items)).mul_(torch.tanh(highway(items)))
            items = layer(items, batch).add_(past)
        return items


class Table:
    """Vectors of words that are asked for again and again; row 0 stays empty."""

    def __init__(self, compute: Callable[[list[Any]], torch.Tensor], *, most: int = 30_000) -> None:
        """Take what computes the vectors of words; beyond `most` words it begins anew."""
        self._compute = compute
        self._most = most
        self._rows: dict[Hashable, int] = {}
        self._data = torch.zeros(1, 1)

    def rows(self, keys: Sequence[Hashable]) -> list[int]:
        """Return the row number of each word; the numbers hold until the next call."""
        if len(self._rows) > self._most:
            self._rows.clear()
        new = list(dict.fromkeys(key for key in keys if key not in self._rows))
        if new:
            found = self._compute(new)
            first = len(self._rows) + 1
            if self._data.shape[0] < first + len(new):
                data = torch.zeros(2 * (first + len(new)), found.shape[1])
                if first > 1:
                    data[:first] = self._data[:first]
                self._data = data
            self._data[first : first + len(new)] = found
            self._rows.update(zip(new, range(first, first + len(new)), strict=True))
        known = self._rows
        return [known[key] for key in keys]

    def take(self, rows: torch.Tensor) -> torch.Tensor:
        """Return the vectors of rows, `[rows, features] float32`."""
        return self._data.index_select(0, rows)
