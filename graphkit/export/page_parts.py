"""What a page is put together from: template, style, script, words and palette, and the policy over them."""

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2

from graphkit.export import page_dense

_TEMPLATES = files("graphkit.export") / "templates"
# The parts of the script, in the order in which they are joined.
SCRIPTS = ("dom", "words", "data", "state", "sift", "look", "labels", "graph", "filters", "cards", "overview",
           "panel", "search", "table", "matrix", "timeline", "timebar", "exports", "main")  # fmt: skip


@cache
def encoding() -> dict[str, Any]:
    """Return colours by relation group, shapes by actor kind, and how statuses show."""
    read: dict[str, Any] = json.loads(_read("encoding.json"))
    return read


def marks() -> dict[str, Any]:
    """Return the encoding for the script, which finds the colours in the style sheet."""
    looks = encoding()
    plain = {
        name: {key: value for key, value in look.items() if key not in ("light", "dark")}
        for name, look in looks["groups"].items()
    }
    return looks | {
        "groups": plain,
        "other": looks["other"] | {"group": {"end": looks["other"]["group"]["end"]}},
    }


@cache
def words() -> dict[str, dict[str, str]]:
    """Return the texts of the interface by language."""
    read: dict[str, dict[str, str]] = json.loads(_read("words.json"))
    return read


def vocabulary() -> dict[str, list[str]]:
    """Return the texts of the interface for the script: the keys once, and in their order the texts."""
    keys = list(next(iter(words().values())))
    return {"keys": keys} | {language: [own[key] for key in keys] for language, own in words().items()}


def template() -> jinja2.Template:
    """Return the page's template: autoescaping, and an unknown name is an error."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(re.sub(r"\n +", "\n", _read("page.html.jinja")))


def style() -> str:
    """Return the style sheet, the palette of the encoding in front."""
    groups = encoding()["groups"] | {"other": encoding()["other"]["group"]}

    def rules(theme: str) -> str:
        return ";".join(f"--{name}:{look[theme]}" for name, look in groups.items())

    return (
        f":root{{{rules('light')}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{rules('dark')}}}}}\n"
        f":root[data-theme=dark]{{{rules('dark')}}}\n{page_dense.style(_read('page.css'))}"
    )


@cache
def script() -> str:
    """Return the page's script: its parts in one strict function, so that nothing becomes global."""
    parts = "\n".join(_read("js", f"{name}.js") for name in SCRIPTS)
    return page_dense.script(f'(() => {{\n"use strict";\n{parts}\n}})();')


def policy(styles: str, *scripts: str) -> str:
    """Return the Content-Security-Policy that lets exactly these texts run, and nothing be fetched."""
    allowed = " ".join(_digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(styles)}; style-src-attr 'none'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def data(value: Any) -> str:
    """Return JSON that cannot end a script element or a line of one."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "&<>\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _read(*parts: str) -> str:
    return _TEMPLATES.joinpath(*parts).read_text(encoding="utf-8")
