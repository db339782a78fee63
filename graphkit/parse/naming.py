"""Names: Stanza's named-entity tagger over sentences of like length."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from stanza.models.common.vocab import PAD_ID, UNK_ID, VOCAB_PREFIX_SIZE
from stanza.models.ner.scorer import decode_from_bioes
from stanza.models.ner.trainer import fix_singleton_tags

from graphkit.parse.recurrent import Batch, Layer, Table, batches, distinct
from graphkit.parse.spelling import Spelling, letters, linear

# First and last token of a name, and its kind in the words of the model.
Found = tuple[int, int, str]


class Namer:
    """Stanza's named-entity tagger of a language."""

    def __init__(self, processor: Any) -> None:
        """Read the weights of an ner processor."""
        trainer = processor.trainers[0]
        self._model = model = trainer.model
        self._vocabulary = trainer.vocab
        self._which: int = trainer.args["predict_tagset"]
        self._spelling = Spelling(model.charmodel)
        self._table = Table(self._vectors)
        first = (model.taggerlstm_h_init[:, 0].detach(), model.taggerlstm_c_init[:, 0].detach())
        self._layer = Layer(model.taggerlstm.lstm, first)
        self._moves = model.crits[0]._transitions.detach().numpy()

    @staticmethod
    def fits(processor: Any) -> bool:
        """Say whether a tagger is one that this can run."""
        if processor is None or len(processor.trainers) != 1:
            return False
        args, model = processor.trainers[0].args, processor.trainers[0].model
        plain = args["word_emb_dim"] > 0 and args["char"] and args["num_layers"] == 1
        odd = args.get("charlm") or args.get("bert_model")
        single = len(model.tag_clfs) == 1 and "word" in processor.trainers[0].vocab
        return bool(plain and not odd and single and Spelling.fits(getattr(model, "charmodel", None)))

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[list[Found]]:
        """Return the names among the tokens of each sentence."""
        found: list[list[Found]] = [[]] * len(sentences)
        if not sentences:
            return found
        words, numbers = distinct(sentences, sentences[0][0])
        entered = self._layer.enter(self._table.vectors(words))
        for chosen in batches([len(tokens) for tokens in sentences]):
            rows = [[numbers[token] for token in sentences[at]] for at in chosen]
            for at, names in zip(chosen, self._run(rows, entered), strict=True):
                found[at] = names
        return found

    def _run(self, sentences: Sequence[Sequence[int]], entered: Sequence[torch.Tensor]) -> list[list[Found]]:
        batch = Batch([len(tokens) for tokens in sentences])
        frame = batch.frame([token for tokens in sentences for token in tokens])
        seen = self._layer.known(entered, frame, batch)
        scores = self._model.tag_clfs[0](seen).view(batch.steps, batch.width, -1).numpy()
        paths = _best(scores, self._moves, batch)
        return [self._names(path) for path in paths]

    def _vectors(self, tokens: list[str]) -> torch.Tensor:
        model, args, vocabulary = self._model, self._model.args, self._vocabulary
        cased = [token.lower() for token in tokens] if args.get("lowercase", True) else tokens
        spelled = [token.lower() for token in tokens] if args.get("char_lowercase", False) else tokens
        numbers = torch.tensor([vocabulary["word"].unit2id(word) for word in cased])
        words = model.word_emb(numbers)
        if "delta" in vocabulary and model.delta_emb is not None:
            shifts = torch.tensor([vocabulary["delta"].unit2id(word) for word in cased])
            shifts[(shifts == UNK_ID) & (numbers != UNK_ID)] = PAD_ID
            words = words + model.delta_emb(shifts)
        chars = self._spelling([letters(vocabulary["char"], word) for word in spelled])
        together = torch.cat([words, chars], 1)
        return together if model.input_transform is None else linear(model.input_transform, together)

    def _names(self, path: Sequence[int]) -> list[Found]:
        numbers = [(max(number, VOCAB_PREFIX_SIZE),) for number in path]
        if len(set(numbers)) == 1 and numbers[0][0] == VOCAB_PREFIX_SIZE:
            # Nearly always: nothing but the first of the tags, which stands for "no name".
            tags = [self._tag(numbers[0])] * len(numbers)
        else:
            tags = [self._tag(number) for number in numbers]
        if all(tag == "O" for tag in tags):
            return []
        return [(e["start"], e["end"], e["type"]) for e in decode_from_bioes(fix_singleton_tags(tags))]

    def _tag(self, number: tuple[int]) -> str:
        tag = self._vocabulary["tag"].unmap([number])[0]
        return str(tag[self._which] if isinstance(tag, list) else tag)


def _best(scores: np.ndarray, moves: np.ndarray, batch: Batch) -> list[list[int]]:
    """Return the best path of tags through each sequence; scores are `[steps, width, tags] float32`."""
    trellis = scores[0].copy()
    back = np.zeros(scores.shape, dtype=np.int32)
    for step in range(1, batch.steps):
        count = batch.active[step]
        ways = trellis[:count, :, None] + moves
        back[step, :count] = ways.argmax(1)
        trellis[:count] = scores[step, :count] + ways.max(1)
    paths = []
    for at, length in enumerate(batch.lengths):
        path = [int(trellis[at].argmax())]
        for step in range(length - 1, 0, -1):
            path.append(int(back[step, at, path[-1]]))
        paths.append(path[::-1])
    return paths
