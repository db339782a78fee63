"""Packing: leaves in a weight file only what inference reads, in few bytes, for Stanza's own loader."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import torch

PRETRAIN = "pretrain"
WITH_VECTORS = frozenset({"pos", "depparse", "ner"})

_PACKAGE = "graphkit"
_TRAINING_ONLY = frozenset({"optimizer_state_dict", "scheduler_state_dict", "dev_score_history"})
_STAMP = (1980, 1, 1, 0, 0, 0)  # The earliest a zip can hold: the same weights give the same bytes.


def shrink(source: Path, target: Path, *, half: bool) -> None:
    """Write the weights of `source` to `target`, compressed, rounded to eight bits of precision.

    `half` stores float16: Stanza copies parameters into float32 layers. Word vectors it takes as they
    are, so they stay float32, and compression takes the empty bytes away. The file appears whole or
    not at all.
    """
    content: dict[str, Any] = torch.load(source, map_location="cpu", weights_only=True)
    kept = {key: value for key, value in content.items() if key not in _TRAINING_ONLY}
    if "dev_score_history" in content:
        kept["dev_score_history"] = []
    if "config" in kept:
        kept["config"] = {key: _bare(key, value) for key, value in kept["config"].items()}
    kept = {key: _convert(value, half=half) for key, value in kept.items()}
    temporary = target.with_suffix(".part")
    _write(kept, temporary)
    temporary.replace(target)


def _bare(key: str, value: object) -> object:
    """Keep of a path of the training machine only its last part."""
    if isinstance(value, str) and (key.endswith(("_file", "_dir", "_name")) or os.sep in value):
        return Path(value).name
    return value


def _convert(value: object, *, half: bool) -> object:
    if isinstance(value, torch.Tensor) and value.is_floating_point():
        kept = value.detach()
        return kept.to(torch.bfloat16).to(torch.float16 if half else torch.float32)
    if isinstance(value, dict):
        return type(value)((key, _convert(item, half=half)) for key, item in value.items())
    return value


def _write(content: dict[str, Any], path: Path) -> None:
    """Write in the format of `torch.save`, whose zip entries may be compressed."""
    plain = io.BytesIO()
    torch.save(content, plain)
    plain.seek(0)
    with zipfile.ZipFile(plain) as entries, zipfile.ZipFile(path, "w") as packed:
        for entry in entries.infolist():
            name = zipfile.ZipInfo(entry.filename, _STAMP)
            name.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(name, entries.read(entry), compresslevel=9)


def place(output: Path, language: str, processor: str) -> Path:
    """Return where Stanza looks for a processor's weights, and make its folder."""
    path = output / language / processor / f"{_PACKAGE}.pt"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def register(output: Path, language: str) -> None:
    """Note in `resources.json`, which Stanza reads first, the processors found for a language."""
    listing = output / "resources.json"
    languages: dict[str, Any] = json.loads(listing.read_text(encoding="utf-8")) if listing.is_file() else {}
    found = sorted(path.parent.name for path in (output / language).glob(f"*/{_PACKAGE}.pt"))
    models = {name: {_PACKAGE: _needs(name)} for name in found}
    chosen = {name: _PACKAGE for name in found if name != PRETRAIN}
    languages[language] = {**models, "packages": {"default": chosen}}
    temporary = listing.with_suffix(".part")
    temporary.write_text(json.dumps(languages, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    temporary.replace(listing)


def _needs(processor: str) -> dict[str, Any]:
    if processor not in WITH_VECTORS:
        return {}
    return {"dependencies": [{"model": PRETRAIN, "package": _PACKAGE}]}
