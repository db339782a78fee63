"""Heads and relations: Stanza's graph parser over sentences of like length."""

from collections.abc import Sequence
from typing import Any

import torch
from stanza.models.common.vocab import ROOT_ID, VOCAB_PREFIX_SIZE
from torch.nn import functional

from graphkit.parse.arborescence import tree
from graphkit.parse.recurrent import LEAST, Batch, Highway, Table, batches, distinct
from graphkit.parse.spelling import Spelling, letters, linear

# Form, lemma and part of speech; None stands above the root.
Word = tuple[str, str | None, str]
Heads = list[tuple[int, str]]

# Words whose relation is chosen at once: each takes a matrix of its own.
_WIDTH = 128


class Header:
    """Stanza's graph-based dependency parser of a language."""

    def __init__(self, processor: Any) -> None:
        """Read the weights of a depparse processor."""
        self._model = model = processor.trainer.model
        self._vocabulary = processor.vocab
        self._pretrained = processor.pretrain.vocab
        self._spelling = Spelling(model.charmodel)
        self._forms = Table(self._form_vectors)
        self._tags = Table(self._tag_vectors)
        self._network = Highway(model.parserlstm, model.parserlstm_h_init, model.parserlstm_c_init)
        self._relations = [
            str(model.vocab["deprel"].id2unit(number + VOCAB_PREFIX_SIZE))
            for number in range(model.num_relations)
        ]
        weight = model.deprel.scorer.W_bilin.weight.detach()
        self._deprel = weight.reshape(weight.shape[0], -1)

    @staticmethod
    def fits(processor: Any) -> bool:
        """Say whether a parser is one that this can run."""
        if processor is None or getattr(processor, "pretrain", None) is None:
            return False
        trainer = processor.trainer
        args, model = trainer.args, trainer.model
        if args.get("model_type", "graph") not in ("graph", None) or not hasattr(model, "deprel"):
            return False
        plain = args["pretrain"] and args["word_emb_dim"] > 0 and args["tag_emb_dim"] > 0 and args["char"]
        tags = (
            args.get("use_upos", True) and not args.get("use_xpos", True) and not args.get("use_ufeats", True)
        )
        odd = args.get("charlm") or args.get("bert_model") or args.get("rec_dropout") or args.get("reversed")
        odd = odd or processor.config.get("resolve_head_constraints")
        return bool(plain and tags and not odd and Spelling.fits(getattr(model, "charmodel", None)))

    def __call__(self, sentences: Sequence[Sequence[Word]]) -> list[Heads]:
        """Return the head of each word, 0 for the root, and its relation."""
        found: list[Heads] = [[]] * len(sentences)
        words, numbers = distinct(sentences, None)
        entered = self._network.enter(self._vectors(words))
        for chosen in batches([len(words) for words in sentences]):
            rows = [[0, *(numbers[word] for word in sentences[at])] for at in chosen]
            for at, heads in zip(chosen, self._run(rows, entered), strict=True):
                found[at] = heads
        return found

    def _vectors(self, words: Sequence[Word | None]) -> torch.Tensor:
        own = self._forms.vectors([None if word is None else word[0] for word in words])
        tagged = self._tags.vectors([None if word is None else word[1:] for word in words])
        # As the network was trained: pretrained and own vectors, lemma and tag, letters.
        cut = self._model.trans_pretrained.out_features + self._model.word_emb.embedding_dim
        return torch.cat([own[:, :cut], tagged, own[:, cut:]], 1)

    def _run(self, sentences: Sequence[Sequence[int]], entered: Sequence[torch.Tensor]) -> list[Heads]:
        """Return the heads of sentences that begin with the number of the word above the root."""
        batch = Batch([len(words) for words in sentences])
        seen = self._network(entered, batch.frame([word for words in sentences for word in words]), batch)
        trees = self._trees(seen, batch)
        return self._related(seen, batch, trees)

    def _trees(self, seen: torch.Tensor, batch: Batch) -> list[list[int]]:
        model = self._model
        names = [name for name in ("linearization", "distance") if model.args[name]]
        sides = {name: _Sides(getattr(model, name), seen, batch) for name in ("unlabeled", *names)}
        trees = []
        first = last = 0
        side = far = torch.zeros(0)
        for length in batch.lengths:
            at = slice(first, first + length)
            first += length
            if length != last:
                offset = torch.arange(length)[None, :] - torch.arange(length)[:, None]
                side, far, last = offset.sign(), offset.abs(), length
            scores = sides["unlabeled"].scores(at)
            if "linearization" in sides:
                scores += functional.logsigmoid(sides["linearization"].scores(at) * side)
            if "distance" in sides:
                near = 1 + functional.softplus(sides["distance"].scores(at))
                scores -= torch.log((far - near) ** 2 / 2 + 1)
            trees.append(tree(scores.numpy()))
        return trees

    def _related(self, seen: torch.Tensor, batch: Batch, trees: Sequence[Sequence[int]]) -> list[Heads]:
        sides = _Sides(self._model.deprel, seen, batch)
        lower: list[int] = []
        upper: list[int] = []
        first = 0
        for heads in trees:
            lower += range(first + 1, first + len(heads))
            upper += [first + head for head in heads[1:]]
            first += len(heads)
        numbers: list[int] = []
        for start in range(0, len(lower), _WIDTH):
            below = sides.below[lower[start : start + _WIDTH]]
            above = sides.above[upper[start : start + _WIDTH]]
            inner = linear(lambda rows: rows @ self._deprel, below)
            inner = inner.view(len(below), above.shape[1], -1)
            scores = torch.bmm(above[:, None, :], inner)[:, 0] + sides.bias
            numbers += scores.argmax(1).tolist()
        told = iter(numbers)
        return [[(head, self._relations[next(told)]) for head in heads[1:]] for heads in trees]

    def _form_vectors(self, words: list[str | None]) -> torch.Tensor:
        model, vocabulary = self._model, self._vocabulary
        own = [ROOT_ID if word is None else vocabulary["word"].unit2id(word) for word in words]
        given = [ROOT_ID if word is None else self._pretrained.unit2id(word.lower()) for word in words]
        spelled = [[ROOT_ID] if word is None else letters(vocabulary["char"], word) for word in words]
        return torch.cat(
            [
                linear(model.trans_pretrained, model.pretrained_emb(torch.tensor(given))),
                model.word_emb(torch.tensor(own)),
                linear(model.trans_char, self._spelling(spelled)),
            ],
            1,
        )

    def _tag_vectors(self, words: list[tuple[str | None, str] | None]) -> torch.Tensor:
        model, vocabulary = self._model, self._vocabulary
        lemmas = [ROOT_ID if word is None else vocabulary["lemma"].unit2id(word[0]) for word in words]
        tags = [ROOT_ID if word is None else vocabulary["upos"].unit2id(word[1]) for word in words]
        return torch.cat([model.lemma_emb(torch.tensor(lemmas)), model.upos_emb(torch.tensor(tags))], 1)


class _Sides:
    """What a scorer makes of each word as dependent (`below`) and as head (`above`), with a 1 behind."""

    def __init__(self, scorer: Any, seen: torch.Tensor, batch: Batch) -> None:
        sides = (torch.relu(layer(seen))[batch.places] for layer in (scorer.W1, scorer.W2))
        self.below, self.above = (functional.pad(side, (0, 1), value=1.0) for side in sides)
        self.bias = scorer.scorer.W_bilin.bias.detach()
        weight = scorer.scorer.W_bilin.weight.detach()
        if weight.shape[2] == 1:
            self._inner = linear(lambda rows: rows @ weight[:, :, 0], self.below)

    def scores(self, at: slice) -> torch.Tensor:
        """Return how well each word of a sentence hangs on each other one, `[words, words] float32`."""
        inner, above = self._inner[at], self.above[at]
        missing = LEAST - len(inner)
        if missing > 0:
            inner, above = (functional.pad(side, (0, 0, 0, missing)) for side in (inner, above))
        found: torch.Tensor = inner @ above.t() + self.bias
        return found[: at.stop - at.start, : at.stop - at.start] if missing > 0 else found
