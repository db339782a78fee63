"""The card: scores finished weights on the test parts, and shows what every file came from."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import stanza
import torch
from stanza.models.common.utils import ud_scores
from stanza.models.ner.scorer import score_by_entity
from stanza.models.ner.utils import bio2_to_bioes
from stanza.utils.conll import CoNLL
from stanza.utils.datasets.conllu_to_text import convert_text

from graphkit.errors import ModelError
from graphkit.train import data

METRICS = ("Tokens", "Sentences", "Words", "UPOS", "UFeats", "Lemmas", "UAS", "LAS")
_BEGIN = "<!-- begin scores -->"
_END = "<!-- end scores -->"
_RECORDS = {"pretrain": "vectors"}
_OTHERS = {"depparse": ("draft", "retag")}
_POLISH = "_polish"
_LONGEST = 1000  # characters; Stanza writes <UNK> for longer tokens, and web text has long addresses
_TREES = "tokenize,mwt,pos,lemma,depparse"

Table = dict[str, Any]


def open_pipeline(
    models: Path, language: str, processors: str, *, given_words: bool = False
) -> stanza.Pipeline:
    """Load the shipped weights as any reader of the README would."""
    return stanza.Pipeline(
        language,
        dir=str(models),
        processors=processors,
        download_method=None,
        use_gpu=False,
        logging_level="ERROR",
        tokenize_pretokenized=given_words,
        tokenize_max_seqlen=_LONGEST,
    )


def score(models: Path, language: str, *, data: Path, tests: Table) -> Table:
    """Return the F1 of every test part in per cent: trees from raw text, names from given words.

    Raises:
        ModelError: a test file is missing.
    """
    trees: dict[str, str] = tests["trees"]
    names: dict[str, str] = tests["names"]
    for file in (*trees.values(), *names.values()):
        if not (data / file).is_file():
            raise ModelError(f"no such file: {data / file}")
    parser = open_pipeline(models, language, _TREES)
    tagger = open_pipeline(models, language, "tokenize,ner", given_words=True)
    return {
        "trees": {name: score_trees(parser, data / file) for name, file in trees.items()},
        "names": {name: score_names(tagger, data / file) for name, file in names.items()},
    }


def score_trees(parser: stanza.Pipeline, gold: Path) -> dict[str, float]:
    """Parse the raw text of a treebank part and return the CoNLL 2018 F1 scores."""
    with tempfile.TemporaryDirectory() as folder:
        kept, text, guess = (Path(folder) / name for name in ("gold.conllu", "gold.txt", "guess.conllu"))
        kept.write_text(data.read_text(gold), encoding="utf-8")
        convert_text(str(kept), str(text))
        document = parser(text.read_text(encoding="utf-8"))
        CoNLL.write_doc2conll(document, str(guess))
        found = ud_scores(str(kept), str(guess))
    return {metric: round(100 * found[metric].f1, 2) for metric in METRICS}


def score_names(tagger: stanza.Pipeline, gold: Path) -> dict[str, float]:
    """Tag given words and return the exact-match entity F1, all together and by type."""
    sentences = data.read_names(gold)
    document = tagger([[form for form, _ in sentence] for sentence in sentences])
    guess = [[token.ner for token in sentence.tokens] for sentence in document.sentences]
    right = [bio2_to_bioes([tag for _, tag in sentence]) for sentence in sentences]
    precision, recall, f1, kinds = score_by_entity(guess, right, verbose=False)
    table = {"precision": precision, "recall": recall, "F1": f1, **dict(sorted(kinds.items()))}
    return {name: round(100 * value, 2) for name, value in table.items()}


def write(language: str, *, models: Path, work: Path, table: Table, scores: Table) -> Path:
    """Write `card.json` beside the weights: per processor its data, options, minutes and bytes."""
    processors: Table = {}
    for weights in sorted((models / language).glob("*/*.pt")):
        name = weights.parent.name
        known = _recorded(work / language / f"{_RECORDS.get(name, name)}.json")
        last = (f"{name}{_POLISH}",) if f"{name}{_POLISH}" in table else ()
        for step in (*_OTHERS.get(name, ()), *last):
            earlier = _recorded(work / language / f"{step}.json")
            known["minutes"] = round(known["minutes"] + earlier["minutes"], 1)
            known["files"] |= earlier["files"]
            known.setdefault("steps", {})[step] = earlier["options"]
        processors[name] = {**known, "bytes": weights.stat().st_size, "sha256": data.digest(weights)}
    card = {
        "language": language,
        "seed": table["seed"],
        "stanza": stanza.__version__,
        "torch": torch.__version__,
        "processors": processors,
        "scores": scores,
        "published": table.get("published", {}),
    }
    path = models / language / "card.json"
    path.write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path


def _recorded(record: Path) -> Table:
    if not record.is_file():
        raise ModelError(f"no training record {record}")
    known: Table = json.loads(record.read_text(encoding="utf-8"))
    known.pop("key")
    return known


def render(models: Path) -> Path:
    """Renew the tables of `MODEL_CARD.md`, between its marks, from every language's `card.json`.

    Raises:
        ModelError: the page has lost its marks.
    """
    page = models / "MODEL_CARD.md"
    text = page.read_text(encoding="utf-8")
    begin, end = text.find(_BEGIN), text.find(_END)
    if begin < 0 or end < begin:
        raise ModelError(f"{page}: the marks {_BEGIN} and {_END} are missing")
    cards = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(models.glob("*/card.json"))]
    tables = "\n".join(_tables(card) for card in cards)
    page.write_text(f"{text[:begin]}{_BEGIN}\n\n{tables}\n{text[end:]}", encoding="utf-8")
    return page


def _tables(card: Table) -> str:
    published = card["published"]
    trees = [
        [part, *(found[metric] for metric in METRICS), published.get(part, {}).get("LAS", "none")]
        for part, found in card["scores"]["trees"].items()
    ]
    names = [
        [part, found["precision"], found["recall"], found["F1"], _kinds(found)]
        for part, found in card["scores"]["names"].items()
    ]
    files = [
        [name, f"{known['bytes'] / 1e6:.2f}", known["minutes"], len(known["files"])]
        for name, known in card["processors"].items()
    ]
    total = sum(known["bytes"] for known in card["processors"].values())
    minutes = round(sum(known["minutes"] for known in card["processors"].values()))
    files.append(["together", f"{total / 1e6:.2f}", minutes, ""])
    return "\n".join(
        [
            f"### `{card['language']}`\n",
            _grid(["test part", *METRICS, "LAS of Stanza's own model"], trees),
            _grid(["names", "precision", "recall", "F1", "F1 by type"], names),
            _grid(["processor", "MB", "minutes", "data files"], files),
        ]
    )


def _kinds(found: dict[str, float]) -> str:
    return ", ".join(f"{kind} {value}" for kind, value in found.items() if kind.isupper() and kind != "F1")


def _grid(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)
