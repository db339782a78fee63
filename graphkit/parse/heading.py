"""Heads and relations: Stanza's graph parser over sentences of like length."""

from collections.abc import Mapping, Sequence
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

# Each word as dependent and as head, `[words, features] float32`, a 1 behind.
Sides = tuple[torch.Tensor, torch.Tensor]

# Heads that are asked at once for the relations of what hangs on them: each takes a matrix of its own.
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
        names = [name for name in ("linearization", "distance") if model.args[name]]
        self._scorers = _Scorers({name: getattr(model, name) for name in ("unlabeled", *names, "deprel")})

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
        sides = self._scorers(seen, batch)
        relating = sides.pop("deprel")
        trees = self._trees(sides, batch.lengths)
        return self._related(relating, trees)

    def _trees(self, sides: Mapping[str, Sides], lengths: Sequence[int]) -> list[list[int]]:
        score = self._scorers
        inner = {name: (score.weighed(name, below), above) for name, (below, above) in sides.items()}
        trees = []
        first = last = 0
        side = far = torch.zeros(0)
        for length in lengths:
            at = slice(first, first + length)
            first += length
            if length != last:
                offset = torch.arange(length)[None, :] - torch.arange(length)[:, None]
                side, far, last = offset.sign(), offset.abs(), length
            found = {name: score.each(name, below[at], above[at]) for name, (below, above) in inner.items()}
            scores = found["unlabeled"]
            if "linearization" in found:
                scores += functional.logsigmoid(found["linearization"] * side)
            if "distance" in found:
                near = 1 + functional.softplus(found["distance"])
                scores -= torch.log((far - near) ** 2 / 2 + 1)
            trees.append(tree(scores.numpy()))
        return trees

    def _related(self, sides: Sides, trees: Sequence[Sequence[int]]) -> list[Heads]:
        """Return heads with their relations; a head is asked once for all that hang on it."""
        below, above = sides
        under: dict[int, list[int]] = {}
        first = 0
        for heads in trees:
            for word, head in enumerate(heads[1:], first + 1):
                under.setdefault(first + head, []).append(word)
            first += len(heads)
        alike: dict[int, list[int]] = {}
        for head, words in under.items():
            alike.setdefault(len(words), []).append(head)
        relations = [""] * first
        for heads in alike.values():  # with as many words below each
            for start in range(0, len(heads), _WIDTH):
                some = heads[start : start + _WIDTH]
                words = [word for head in some for word in under[head]]
                told = self._scorers.relations(below[words].view(len(some), -1, below.shape[1]), above[some])
                for word, number in zip(words, told, strict=True):
                    relations[word] = self._relations[number]
        found = iter(relations)
        return [list(zip(heads, found, strict=False))[1:] for heads in trees]

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


class _Scorers:
    """Stanza's biaffine scorers of one network: what they make of words is one product."""

    def __init__(self, scorers: Mapping[str, Any]) -> None:
        self._names = list(scorers)
        layers = [layer for scorer in scorers.values() for layer in (scorer.W1, scorer.W2)]
        # What weighs nothing and has a bias of 1 is the 1 behind each side.
        weights = [functional.pad(layer.weight.detach(), (0, 0, 0, 1)) for layer in layers]
        biases = [functional.pad(layer.bias.detach(), (0, 1), value=1.0) for layer in layers]
        self._weight, self._bias = torch.cat(weights).t().contiguous(), torch.cat(biases)
        self._widths = [len(bias) for bias in biases]
        self._between = {name: scorer.scorer.W_bilin.weight.detach() for name, scorer in scorers.items()}
        self._always = {name: scorer.scorer.W_bilin.bias.detach() for name, scorer in scorers.items()}
        deprel = self._between.pop("deprel")
        self._count = deprel.shape[2]
        self._deprel = deprel.permute(1, 0, 2).reshape(deprel.shape[1], -1).contiguous()

    def __call__(self, seen: torch.Tensor, batch: Batch) -> dict[str, Sides]:
        """Return what each scorer makes of the words of a frame, sequence by sequence."""
        rows = linear(lambda rows: torch.addmm(self._bias, rows, self._weight), seen[batch.places])
        sides = torch.split(torch.relu_(rows), self._widths, 1)
        return dict(zip(self._names, zip(sides[::2], sides[1::2], strict=True), strict=True))

    def weighed(self, name: str, below: torch.Tensor) -> torch.Tensor:
        """Return dependents as a scorer lays them beside heads."""
        return linear(lambda rows: rows @ self._between[name][:, :, 0], below)

    def each(self, name: str, weighed: torch.Tensor, above: torch.Tensor) -> torch.Tensor:
        """Return how well each word of a sentence hangs on each other one, `[words, words] float32`."""
        size = len(weighed)
        if size < LEAST:
            weighed, above = (functional.pad(side, (0, 0, 0, LEAST - size)) for side in (weighed, above))
        found: torch.Tensor = weighed @ above.t() + self._always[name]
        return found[:size, :size]

    def relations(self, below: torch.Tensor, above: torch.Tensor) -> list[int]:
        """Return the relation of each of the words below some heads.

        `below` is `[heads, words, features]`, `above` `[heads, features]`.
        """
        asked = linear(lambda rows: rows @ self._deprel, above).view(len(above), below.shape[2], self._count)
        scores = torch.bmm(below, asked) + self._always["deprel"]
        found: list[int] = scores.view(-1, self._count).argmax(1).tolist()
        return found
