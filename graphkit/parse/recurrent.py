"""Recurrent networks over batches whose company changes nothing: a sequence alone gives the same bits.

PyTorch's own LSTM rounds differently with the size of a batch, so that the parse of a sentence could
depend on its neighbours. Products of at least `LEAST` rows do not, nor do gates computed row by row.
"""

import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
import torch

# Rows below which MKL takes other kernels, whose sums are rounded in another order.
LEAST = 16
# Sequences a batch: more make no matrix product faster, and pad more.
WIDTH = 128
# Cells a frame: larger ones leave the processor's cache.
CELLS = 4_096

# oneDNN keeps a compiled program for each shape of batch that PyTorch's own LSTM meets: some 0.2 MB each,
# and 1,024 of them unless told otherwise. With so many the tokenizer takes 3% longer, for 200 MB less.
# https://uxlfoundation.github.io/oneDNN/dev_guide_primitive_cache.html
KERNELS = ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64")

Key = TypeVar("Key", bound=Hashable)
States = tuple[torch.Tensor, torch.Tensor]
# Writes what a step's items give to the gates: the step, its rows, where to.
Feed = Callable[[int, int, torch.Tensor], None]


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

    def frame(self, rows: Sequence[int] | np.ndarray) -> torch.Tensor:
        """Lay out row numbers, sequence by sequence, as `[steps * width] int64`; 0 fills the rest."""
        frame = torch.zeros(self.steps * self.width, dtype=torch.int64)
        frame[self.places] = torch.as_tensor(rows, dtype=torch.int64)
        return frame

    def turned(self) -> torch.Tensor:
        """Return where each cell stands when each sequence is turned round, `[steps * width] int64`."""
        lengths = np.zeros(self.width, dtype=np.int64)
        lengths[: len(self.lengths)] = self.lengths
        steps = np.arange(self.steps)[:, None]
        places = np.where(steps < lengths, lengths - 1 - steps, steps) * self.width + np.arange(self.width)
        return torch.from_numpy(places.reshape(-1))


def batches(
    lengths: Sequence[int], width: int = WIDTH, cells: int = CELLS, alike: float = 0.0
) -> Iterator[list[int]]:
    """Yield the numbers of sequences in batches, the longest first, none of more cells than that.

    Of more than `LEAST` none is shorter than that share of the longest.
    """
    order = sorted(range(len(lengths)), key=lambda at: -lengths[at])
    first = 0
    while first < len(order):
        longest = lengths[order[first]]
        count = min(width, max(LEAST, cells // longest // LEAST * LEAST))
        while count > LEAST and lengths[order[min(first + count, len(order)) - 1]] < alike * longest:
            count -= LEAST
        yield order[first : first + count]
        first += count


class Direction:
    """One direction of an LSTM layer, its gates in the order in, forget, out, cell."""

    def __init__(self, lstm: Any, suffix: str) -> None:
        """Read the weights of a torch.nn.LSTM of one layer; `suffix` names them."""
        size: int = lstm.hidden_size
        order = torch.cat([torch.arange(size * at, size * (at + 1)) for at in (0, 1, 3, 2)])
        weights = (getattr(lstm, f"{name}{suffix}").detach()[order] for name in _PARTS)
        self._input, self._hidden, bias, other = weights
        # Laid out as they are multiplied: products of few rows take two thirds of the time.
        self._input, self._hidden = self._input.t().contiguous(), self._hidden.t().contiguous()
        self._bias = bias + other
        self.size = size

    def project(self, vectors: torch.Tensor) -> torch.Tensor:
        """Return what the gates take from `LEAST` vectors or more, `[vectors, 4 * size] float32`."""
        return torch.addmm(self._bias, vectors, self._input)

    def fresh(self, items: torch.Tensor, batch: Batch) -> Feed:
        """Feed the gates with items, `[steps * width, features] float32`."""
        frame = items.view(batch.steps, batch.width, -1)

        def feed(step: int, rows: int, gate: torch.Tensor) -> None:
            torch.addmm(self._bias, frame[step, :rows], self._input, out=gate)

        return feed

    def run(
        self,
        feed: Feed,
        batch: Batch,
        first: States | None,
        *,
        back: bool,
        each: Callable[[int, int, torch.Tensor], None],
    ) -> torch.Tensor:
        """Hand the state of each step to `each(step, active, state)`, and return the last state of each.

        What is returned is `[width, size] float32`.
        """
        size = self.size
        state, cell = _states(first, batch.width, size)
        gates, room = torch.empty(batch.width, 4 * size), apart(state)
        for step in range(batch.steps - 1, -1, -1) if back else range(batch.steps):
            count = batch.active[step]
            least = max(count, LEAST)
            gate = gates[:least]
            feed(step, least, gate)
            gate.addmm_(state[:least], self._hidden)
            torch.sigmoid_(gate[:, : 3 * size])
            torch.tanh_(gate[:, 3 * size :])
            now = cell[:count]
            now.mul_(gate[:count, size : 2 * size]).addcmul_(gate[:count, :size], gate[:count, 3 * size :])
            shown = torch.tanh(now, out=room[:count])
            torch.mul(gate[:count, 2 * size : 3 * size], shown, out=state[:count])
            each(step, count, state)
        return state


def known(projected: torch.Tensor, frame: torch.Tensor, batch: Batch) -> Feed:
    """Feed the gates with rows that were projected before; `frame` tells which, `[steps * width] int64`."""
    places = frame.view(batch.steps, batch.width)

    def feed(step: int, rows: int, gate: torch.Tensor) -> None:
        torch.index_select(projected, 0, places[step, :rows], out=gate)

    return feed


_PARTS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


def apart(rows: torch.Tensor) -> torch.Tensor:
    """Return room for as many rows with a gap between them, so that each is computed alike.

    What is computed over one block of memory treats the block's last few numbers differently.
    """
    return rows.new_empty(len(rows), rows.shape[1] + 1)[:, :-1]


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

    def enter(self, vectors: torch.Tensor) -> list[torch.Tensor]:
        """Return what each direction takes from vectors, for `known`."""
        return [way.project(vectors) for way in self._ways]

    def known(self, entered: Sequence[torch.Tensor], frame: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return the same as for items; `frame` tells which of those that entered stand where."""
        return self._run([known(projected, frame, batch) for projected in entered], batch)

    def __call__(self, items: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return `[steps * width, 2 * size] float32`; what stands outside the sequences is 0."""
        return self._run([way.fresh(items, batch) for way in self._ways], batch)

    def _run(self, feeds: Sequence[Feed], batch: Batch) -> torch.Tensor:
        size = self._ways[0].size
        out = torch.zeros(batch.steps, batch.width, 2 * size)
        for way, (one, feed) in enumerate(zip(self._ways, feeds, strict=True)):
            part = out[:, :, way * size : (way + 1) * size]

            def keep(step: int, count: int, state: torch.Tensor, part: torch.Tensor = part) -> None:
                part[step, :count] = state[:count]

            first = None if self._first is None else (self._first[0][way], self._first[1][way])
            one.run(feed, batch, first, back=way == 1, each=keep)
        return out.view(batch.steps * batch.width, 2 * size)


class Whole:
    """An LSTM layer of both directions by PyTorch's own means: fewer calls, but all of a frame is computed.

    It pays where sequences are long and states small. With a width that `Batch` gives, a sequence alone has
    the same bits, too.
    """

    def __init__(self, lstm: Any) -> None:
        """Read a torch.nn.LSTM of one layer that begins from nothing."""
        # The library looks when it makes its first program; whoever set it themselves is obeyed.
        os.environ.setdefault(*KERNELS)
        self._ways = []
        for suffix in ("", "_reverse"):
            way = torch.nn.LSTM(lstm.input_size, lstm.hidden_size)
            way.load_state_dict({name: getattr(lstm, name + suffix).detach() for name in _PARTS})
            self._ways.append(way.eval().requires_grad_(requires_grad=False))

    def __call__(self, items: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return `[steps * width, 2 * size] float32`; what stands outside the sequences means nothing."""
        turned = batch.turned()
        ahead, back = (
            way(part.view(batch.steps, batch.width, -1))[0].view(batch.steps * batch.width, -1)
            for way, part in zip(self._ways, (items, items.index_select(0, turned)), strict=True)
        )
        return torch.cat([ahead, back.index_select(0, turned)], 1)


class Highway:
    """Stanza's highway LSTM: layers with a gated way past each of them.

    What the first layer takes from a word hangs on the word alone: words enter once, wherever they stand.
    """

    def __init__(self, network: Any, state: torch.Tensor, cell: torch.Tensor) -> None:
        """Read a HighwayLSTM and the states it begins from."""
        self._layers = [
            Layer(lstm.lstm, (state[2 * at : 2 * at + 2, 0].detach(), cell[2 * at : 2 * at + 2, 0].detach()))
            for at, lstm in enumerate(network.lstm)
        ]
        self._past = list(zip(network.gate, network.highway, strict=True))

    def enter(self, vectors: torch.Tensor) -> list[torch.Tensor]:
        """Return what the network takes from vectors."""
        return [*self._layers[0].enter(vectors), self._by(0, vectors)]

    def __call__(self, entered: Sequence[torch.Tensor], frame: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return `[steps * width, 2 * size] float32`; `frame` tells which of the vectors stand where."""
        items = self._layers[0].known(entered[:2], frame, batch)
        items += entered[2].index_select(0, frame)
        for at, layer in enumerate(self._layers[1:], 1):
            items = layer(items, batch).add_(self._by(at, items))
        return items

    def _by(self, at: int, items: torch.Tensor) -> torch.Tensor:
        gate, highway = self._past[at]
        past: torch.Tensor = torch.sigmoid_(gate(items)).mul_(torch.tanh_(highway(items)))
        return past


def distinct(sequences: Iterable[Sequence[Key]], first: Key) -> tuple[list[Key], dict[Key, int]]:
    """Return the distinct items of sequences and the number of each; number 0 is `first`, which fills frames.

    So many are returned that products of them are computed alike: `first` fills them up.
    """
    numbers = {first: 0}
    for sequence in sequences:
        for item in sequence:
            numbers.setdefault(item, len(numbers))
    items = list(numbers)
    return items + [first] * (-len(items) % LEAST), numbers


# Words whose vectors are kept: those of some hundred articles. Four times as many are reached only after
# thousands of articles, and save one part in fifty of the time for 200 MB a language.
_WORDS = 12_000


class Table:
    """Vectors of words that are asked for again and again; row 0 stays empty."""

    def __init__(self, compute: Callable[[list[Any]], torch.Tensor], *, most: int = _WORDS) -> None:
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
                ahead = max(first + len(new), min(2 * (first + len(new)), self._most))
                data = torch.zeros(ahead, found.shape[1])
                if first > 1:
                    data[:first] = self._data[:first]
                self._data = data
            self._data[first : first + len(new)] = found
            self._rows.update(zip(new, range(first, first + len(new)), strict=True))
        known = self._rows
        return [known[key] for key in keys]

    def vectors(self, keys: Sequence[Hashable]) -> torch.Tensor:
        """Return the vectors of words, `[words, features] float32`."""
        return self.take(torch.tensor(self.rows(keys)))

    def take(self, rows: torch.Tensor) -> torch.Tensor:
        """Return the vectors of rows, `[rows, features] float32`."""
        return self._data.index_select(0, rows)
