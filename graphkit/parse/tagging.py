"""Parts of speech and features: Stanza's tagger over sentences of like length."""

from collections.abc import Sequence
from math import prod
from typing import Any

import torch

from graphkit.parse.recurrent import Batch, Highway, Table, batches, distinct
from graphkit.parse.spelling import Spelling, letters, linear

Tagged = list[tuple[str, str]]


class Tagger:
    """Stanza's part-of-speech tagger of a language."""

    def __init__(self, processor: Any) -> None:
        """Read the weights of a pos processor."""
        self._model = model = processor.trainer.model
        self._vocabulary = processor.vocab
        self._pretrained = processor.pretrain.vocab
        self._spelling = Spelling(model.charmodel)
        self._table = Table(self._vectors)
        self._network = Highway(model.taggerlstm, model.taggerlstm_h_init, model.taggerlstm_c_init)
        feats = list(model.tag_clf["feats"]) if "feats" in model.tag_clf else []
        parts = [model.upos_clf, *feats]
        self._weight = torch.cat([part.weight.detach() for part in parts]).t().contiguous()
        self._bias = torch.cat([part.bias.detach() for part in parts])
        # Numbers of tags as one number, the part of speech first.
        radix = [part.out_features for part in parts]
        self._places = torch.tensor([prod(radix[at + 1 :]) for at in range(len(radix))])
        self._radix = radix
        self._known: dict[int, tuple[str, str]] = {}

    @staticmethod
    def fits(processor: Any) -> bool:
        """Say whether a tagger is one that this can run."""
        if processor is None or getattr(processor, "pretrain", None) is None:
            return False
        args, model = processor.trainer.args, processor.trainer.model
        plain = args["pretrain"] and args["word_emb_dim"] > 0 and args["char"] and model.share_hid
        odd = args.get("charlm") or args.get("bert_model") or args.get("rec_dropout")
        return bool(plain and not odd and Spelling.fits(getattr(model, "charmodel", None)))

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[Tagged]:
        """Return part of speech and features of each word; features are "" where there are none."""
        found: list[Tagged] = [[]] * len(sentences)
        if not sentences:
            return found
        words, numbers = distinct(sentences, sentences[0][0])
        entered = self._network.enter(self._table.vectors(words))
        for chosen in batches([len(words) for words in sentences]):
            rows = [[numbers[word] for word in sentences[at]] for at in chosen]
            for at, tags in zip(chosen, self._run(rows, entered), strict=True):
                found[at] = tags
        return found

    def _run(self, sentences: Sequence[Sequence[int]], entered: Sequence[torch.Tensor]) -> list[Tagged]:
        batch = Batch([len(words) for words in sentences])
        seen = self._network(entered, batch.frame([word for words in sentences for word in words]), batch)
        hidden = torch.relu_(linear(self._model.upos_hid, seen[batch.places]))
        scores = linear(lambda rows: torch.addmm(self._bias, rows, self._weight), hidden)
        tags = torch.stack([part.argmax(1) for part in torch.split(scores, self._radix, 1)], 1) * self._places
        told = iter([self._known.get(n) or self._read(n) for n in tags.sum(1).tolist()])
        return [[next(told) for _ in words] for words in sentences]

    def _vectors(self, words: list[str]) -> torch.Tensor:
        model, vocabulary = self._model, self._vocabulary
        own = torch.tensor([vocabulary["word"].unit2id(word) for word in words])
        given = torch.tensor([self._pretrained.unit2id(word.lower()) for word in words])
        spelled = self._spelling([letters(vocabulary["char"], word) for word in words])
        return torch.cat(
            [
                model.word_emb(own),
                linear(model.trans_pretrained, model.pretrained_emb(given)),
                linear(model.trans_char, spelled),
            ],
            1,
        )

    def _read(self, number: int) -> tuple[str, str]:
        numbers: list[int] = []
        rest = number
        for size in reversed(self._radix):
            rest, last = divmod(rest, size)
            numbers.insert(0, last)
        upos, *feats = numbers
        told = self._vocabulary["feats"].id2unit(feats) if feats else "_"
        found = str(self._vocabulary["upos"].id2unit(upos)), "" if told == "_" else str(told)
        self._known[number] = found
        return found
