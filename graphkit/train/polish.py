"""The last steps of a tagger: on from its weights, at a rate that falls to nothing, over trees told twice."""

import logging
import random
from pathlib import Path
from typing import Any

import torch
from stanza.models.common.pretrain import Pretrain
from stanza.models.pos.data import Dataset, ShuffledDataset
from stanza.models.pos.trainer import Trainer
from stanza.utils.conll import CoNLL

_log = logging.getLogger(__name__)

_SHOWN = 20  # steps between two lines of the log


def polish(
    start: Path, made: Path, trees: Path, *, pretrain: Path, options: dict[str, Any], seed: int
) -> None:
    """Train the tagger in `start` further on the CoNLL-U file `trees`, and save it as `made`.

    `options` gives `steps`, `lr` (the first rate; it falls linearly to 0) and `batch_size` in sentences.
    """
    torch.manual_seed(seed)
    random.seed(seed)
    torch.set_num_threads(1)
    vectors = Pretrain(str(pretrain))
    args = {"lr": options["lr"], "seed": seed, "batch_size": options["batch_size"]}
    trainer = Trainer(pretrain=vectors, model_file=str(start), device="cpu", args=args)
    document = CoNLL.conll2doc(input_file=str(trees))
    dataset = Dataset(document, trainer.args, vectors, vocab=trainer.vocab, evaluation=False)
    batches = ShuffledDataset([dataset], options["batch_size"])
    step, steps, total = 0, options["steps"], 0.0
    while step < steps:
        for batch in batches:
            for optimizer in trainer.optimizers.values():
                for group in optimizer.param_groups:
                    group["lr"] = options["lr"] * (1 - step / steps)
            total += trainer.update(batch)
            step += 1
            if step % _SHOWN == 0:
                _log.info("polish: step %d of %d, loss %.3f", step, steps, total / _SHOWN)
                total = 0.0
            if step == steps:
                break
    trainer.save(str(made))
