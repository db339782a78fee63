"""Training: runs Stanza's own trainers over one table of options, and goes on where a run was cut short."""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import time
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import torch
from stanza.utils.datasets.contract_mwt import contract_mwt

from graphkit.errors import ModelError
from graphkit.train import card, data, pack, vectors
from graphkit.train.narrate import narrate
from graphkit.train.polish import polish

_log = logging.getLogger(__name__)

PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")

# Before a processor come its steps: the parser is drafted on gold tags, and finished on the tags
# of taggers that had not seen the sentence, as it will meet them. A table "<processor>_polish" adds last
# steps over the trees and over their copies in the present.
_STEPS = {"depparse": ("draft", "retag", "depparse")}

_TRAINERS = {
    "tokenize": "stanza.models.tokenizer",
    "mwt": "stanza.models.mwt_expander",
    "pos": "stanza.models.tagger",
    "lemma": "stanza.models.lemmatizer",
    "depparse": "stanza.models.parser",
    "ner": "stanza.models.ner_tagger",
    "draft": "stanza.models.parser",
    "retag": "stanza.models.tagger",
    "depparse_polish": "stanza.models.parser",
}
_POLISH = "_polish"
_BLOCK = 40  # neighbouring sentences share names: this many stay together when halves are dealt
_PRETRAIN = f"{pack.PRETRAIN}.pt"
_RETAGGED = ("retag/train.conllu", "retag/dev.conllu")
_MADE = {
    **dict.fromkeys(("pos", "retag", "draft", "ner"), (_PRETRAIN,)),
    "depparse": (_PRETRAIN, "draft.pt", *_RETAGGED),
    "pos_polish": (_PRETRAIN, "pos.pt"),
    "depparse_polish": (_PRETRAIN, "depparse.pt", *_RETAGGED),
}

Table = dict[str, Any]


def read_recipe(path: Path, language: str) -> Table:
    """Return the language's table of the recipe.

    Raises:
        ModelError: the recipe does not know the language.
    """
    recipe: Table = tomllib.loads(path.read_text(encoding="utf-8"))
    if language not in recipe:
        raise ModelError(f"{path}: no recipe for {language!r}, only for {', '.join(sorted(recipe))}")
    table: Table = recipe[language]
    return table


def fit(
    language: str,
    *,
    data: Path,
    output: Path,
    recipe: Path,
    work: Path,
    only: tuple[str, ...] = PROCESSORS,
    scored: bool = True,
) -> Path:
    """Train the pipeline of a language and return the folder of its weights, `output/<language>`.

    `data` is the folder the recipe's paths start from. `work` keeps prepared files, logs and
    checkpoints: a second call skips what is finished with the same data and options. `scored` runs
    the test parts and writes `card.json`.

    Raises:
        ModelError: no recipe for the language, a missing file, or training that left no weights.
    """
    table = read_recipe(recipe, language)
    room = work / language
    room.mkdir(parents=True, exist_ok=True)
    _run(room, "vectors", _inputs(table, "vectors", data), partial(_learn_vectors, table, data, room))
    for name in only:
        steps = [*_STEPS.get(name, (name,)), *(last for last in (f"{name}{_POLISH}",) if last in table)]
        for step in steps:
            inputs = _inputs(table, step, data)
            inputs["from"] = {made: _digest(room / made) for made in _MADE.get(step, ())}
            train = _retag if step == "retag" else _polish if step.endswith(_POLISH) else _train
            _run(room, step, inputs, partial(train, language, table, step, data, room))
        pack.shrink(room / f"{steps[-1]}.pt", pack.place(output, language, name), half=True)
    pack.shrink(room / _PRETRAIN, pack.place(output, language, pack.PRETRAIN), half=False)
    pack.register(output, language)
    if scored:
        found = card.score(output, language, data=data, tests=table["tests"])
        card.write(language, models=output, work=work, table=table, scores=found)
    return output / language


def _inputs(table: Table, name: str, root: Path) -> Table:
    """Collect what decides a processor's weights: its options, the seed and the digest of each file."""
    mine: Table = table[name]
    files = [file for role in ("trees", "train", "silver", "dev") for file in mine.get(role, [])]
    if name == "vectors":
        files.append(table["articles"])
    return {
        "options": mine,
        "seed": table["seed"],
        "files": {file: _digest(root / file) for file in sorted(set(files))},
    }


def _digest(path: Path) -> str:
    if not path.is_file():
        raise ModelError(f"no such file: {path}")
    return data.digest(path)


def _run(room: Path, name: str, inputs: Table, work: Callable[[], None]) -> None:
    """Do the work unless its record shows that it was done with the same inputs."""
    record = room / f"{name}.json"
    key = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    if record.is_file() and json.loads(record.read_text(encoding="utf-8"))["key"] == key:
        _log.info("%s: already trained", name)
        return
    begun = time.monotonic()
    work()
    minutes = round((time.monotonic() - begun) / 60, 1)
    record.write_text(json.dumps({"key": key, "minutes": minutes, **inputs}, indent=1), encoding="utf-8")


def _trees(files: list[str], root: Path) -> list[data.Sentence]:
    return [tree for file in files for tree in data.read_trees(root / file)]


def _learn_vectors(table: Table, root: Path, room: Path) -> None:
    mine = table["vectors"]
    corpus = vectors.Corpus(root / table["articles"], _trees(mine["trees"], root))
    model = vectors.learn(
        corpus,
        size=mine["size"],
        width=mine["width"],
        window=mine["window"],
        passes=mine["passes"],
        seed=table["seed"],
    )
    vectors.save(model, room / _PRETRAIN)


def _train(language: str, table: Table, name: str, root: Path, room: Path) -> None:
    files = room / name
    files.mkdir(exist_ok=True)
    arguments = _prepare(table, name, root, files)
    if name == "depparse":
        arguments |= {"silver_file": str(room / _RETAGGED[0]), "eval_file": str(room / _RETAGGED[1])}
        arguments["continue_from"] = str(room / "draft.pt")
    _call(language, table, name, room, f"{name}.pt", {"mode": "train", **arguments})


def _call(language: str, table: Table, name: str, room: Path, weights: str, arguments: Table) -> None:
    """Run one of Stanza's trainers on one thread, and see that it left weights."""
    torch.set_num_threads(1)
    arguments |= {
        "shorthand": f"{language}_graphkit",
        "save_dir": str(room),
        "save_name": weights,
        "seed": table["seed"],
        "cpu": True,
    }
    if name not in {"lemma", "ner"}:
        arguments["lang"] = language
    if _PRETRAIN in _MADE.get(name, ()):
        arguments["wordvec_pretrain_file"] = str(room / _PRETRAIN)
    arguments |= table[name]["options"]
    importlib.import_module(_TRAINERS[name]).main(_command(arguments))
    if not (room / weights).is_file():
        raise ModelError(f"training {language} {name} left no weights in {room}")


def _retag(language: str, table: Table, name: str, root: Path, room: Path) -> None:
    """Write trees whose tags come from taggers trained on the other half; dev and silver from the first."""
    files = room / name
    files.mkdir(exist_ok=True)
    trees = _trees(table[name]["train"], root)
    halves = [[tree for place, tree in enumerate(trees) if place // _BLOCK % 2 == half] for half in (0, 1)]
    data.write_trees(_trees(table[name]["dev"], root), files / "gold.conllu")
    data.write_trees([*halves[1], *_trees(table[name].get("silver", []), root)], files / "unseen0.conllu")
    data.write_trees(halves[0], files / "unseen1.conllu")
    for half in (0, 1):
        data.write_trees(halves[half], files / f"half{half}.conllu")
        given = {"train_file": str(files / f"half{half}.conllu"), "eval_file": str(files / "gold.conllu")}
        _call(language, table, name, files.parent, f"{name}{half}.pt", {"mode": "train", **given})
    for half, source, made in ((0, "unseen0", "tagged0"), (1, "unseen1", "tagged1"), (0, "gold", "dev")):
        given = {"eval_file": str(files / f"{source}.conllu"), "output_file": str(files / f"{made}.conllu")}
        _call(language, table, name, room, f"{name}{half}.pt", {"mode": "predict", **given})
    tagged = [data.read_trees(files / f"tagged{half}.conllu") for half in (0, 1)]
    data.write_trees([*tagged[0], *tagged[1]], files / "train.conllu")


def _polish(language: str, table: Table, name: str, root: Path, room: Path) -> None:
    """Train a processor's last steps: the tagger's by `polish`, the parser's by Stanza's own trainer."""
    mine, seed, files = table[name], table["seed"], room / name
    files.mkdir(exist_ok=True)
    start, trees = room / f"{name.removesuffix(_POLISH)}.pt", _trees(mine["train"], root)
    given = {"train_file": files / "train.conllu", "silver_file": files / "silver.conllu"}
    if name in _TRAINERS:  # its words are those of the trees that it began with: copies are silver
        data.write_trees(trees, given["train_file"])
        told = narrate(data.read_trees(room / _RETAGGED[0]), share=mine["narrate"], seed=seed)
        data.write_trees(told, given["silver_file"])
        given |= {"continue_from": start, "eval_file": room / _RETAGGED[1]}
        arguments = {"mode": "train", **{key: str(path) for key, path in given.items()}}
        _call(language, table, name, room, f"{name}.pt", arguments)
        return
    trees = data.shout(narrate(trees, share=mine["narrate"], seed=seed), share=mine["shout"], seed=seed)
    data.write_trees(trees, given["train_file"])
    made, pretrain = room / f"{name}.pt", room / _PRETRAIN
    polish(start, made, given["train_file"], pretrain=pretrain, options=mine["options"], seed=seed)


def _command(arguments: Table) -> list[str]:
    """Turn a table into options; true gives a switch without a value."""
    command: list[str] = []
    for key, value in arguments.items():
        command += [f"--{key}"] if value is True else [f"--{key}", str(value)]
    return command


def _prepare(table: Table, name: str, root: Path, files: Path) -> Table:
    """Write the files a trainer reads, and return the options that name them."""
    if name == "ner":
        return _prepare_names(table[name], root, files)
    train = _trees(table[name]["train"], root)
    dev = _trees(table[name]["dev"], root)
    train = data.shout(train, share=table[name].get("shout", 0.0), seed=table["seed"])
    if name == "lemma":
        train = data.lexicon(train)
    if name == "tokenize":
        return _prepare_text(train, dev, files, seed=table["seed"])
    data.write_trees(train, files / "train.conllu")
    data.write_trees(dev, files / "dev.conllu")
    arguments = {"train_file": str(files / "train.conllu"), "eval_file": str(files / "dev.conllu")}
    if name == "mwt":
        contract_mwt(str(files / "dev.conllu"), str(files / "dev.in.conllu"))
        arguments |= {"eval_file": str(files / "dev.in.conllu"), "gold_file": str(files / "dev.conllu")}
    if table[name].get("silver"):
        data.write_trees(_trees(table[name]["silver"], root), files / "silver.conllu")
        arguments["silver_file"] = str(files / "silver.conllu")
    return arguments


def _prepare_text(train: list[data.Sentence], dev: list[data.Sentence], files: Path, *, seed: int) -> Table:
    data.write_text(data.halve(train), files / "train", seed=seed)
    data.write_text(data.halve(dev), files / "dev", seed=seed)
    data.write_expansions(train, files / "expansions.json")
    return {
        "txt_file": str(files / "train.txt"),
        "label_file": str(files / "train.toklabels"),
        "dev_txt_file": str(files / "dev.txt"),
        "dev_label_file": str(files / "dev.toklabels"),
        "mwt_json_file": str(files / "expansions.json"),
        "conll_file": str(files / "dev.out.conllu"),
    }


def _prepare_names(mine: Table, root: Path, files: Path) -> Table:
    for part in ("train", "dev"):
        names = [sentence for file in mine[part] for sentence in data.read_names(root / file)]
        data.write_names(names, files / f"{part}.json")
    return {"train_file": str(files / "train.json"), "eval_file": str(files / "dev.json")}
