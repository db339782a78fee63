"""What a page is put together from: template, style, script, words and palette, and the policy over them."""

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2

_TEMPLATES = files("graphkit.export") / "templates"
_MARKS = "{}()[];,:?=<>&|!*/%"
_TOKEN = re.compile(
    r""""(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=[(\s=])/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\\n\[])+/[a-z]*"""
    r"|\s+|.",
    re.DOTALL,
)
# The parts of the script, in the order in which they are joined.
SCRIPTS = ("dom", "words", "data", "state", "sift", "look", "labels", "graph", "filters", "cards", "overview",
           "panel", "search", "table", "matrix", "timeline", "timebar", "exports", "main")  # fmt: skip


@cache
def encoding() -> dict[str, Any]:
    """Return colours by relation group, shapes by actor kind, and how statuses show."""
    read: dict[str, Any] = json.loads(_read("encoding.json"))
    return read


@cache
def words() -> dict[str, dict[str, str]]:
    """Return the texts of the interface by language."""
    read: dict[str, dict[str, str]] = json.loads(_read("words.json"))
    return read


def template() -> jinja2.Template:
    """Return the page's template: autoescaping, and an unknown name is an error."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_read("page.html.jinja"))


def style() -> str:
    """Return the style sheet, the palette of the encoding in front."""
    groups = encoding()["groups"] | {"other": encoding()["other"]["group"]}

    def rules(theme: str) -> str:
        return ";".join(f"--{name}:{look[theme]}" for name, look in groups.items())

    return (
        f":root{{{rules('light')}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{rules('dark')}}}}}\n"
        f":root[data-theme=dark]{{{rules('dark')}}}\n{_flat(_dense(_read('page.css')))}"
    )


def script() -> str:
    """Return the page's script: its parts in one strict function, so that nothing becomes global."""
    parts = "\n".join(_dense(_read("js", f"{name}.js")) for name in SCRIPTS)
    return _tight(f'(() => {{\n"use strict";\n{parts}\n}})();')


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


def _dense(text: str) -> str:
    """Return script or style without indents, empty lines and lines that only comment."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*", "* ", "*/")))


def _flat(style: str) -> str:
    """Return a style sheet with one rule a line and no blanks after marks."""
    return re.sub(r"(?<=[{;:,]) | (?=\{)|(?<=;)\n|;\s*(?=\})", "", style.replace("; }", "}"))


def _tight(script: str) -> str:
    """Return a script without the blanks that only readers need; strings and patterns stay as they are.

    It relies on our own style: statements end in semicolons, and a division has blanks around it.
    """
    tokens = _TOKEN.findall(script)
    kept: list[str] = []
    for at, token in enumerate(tokens):
        before = kept[-1][-1] if kept else ""
        after = tokens[at + 1][0] if at + 1 < len(tokens) else ""
        if not token.isspace():
            kept.append(token)
        elif "\n" in token:
            if before not in "{;,([" and after not in "})]":
                kept.append("\n")
        elif before not in _MARKS and after not in _MARKS and (before in "+-") == (after in "+-"):
            kept.append(" ")
    return "".join(kept)


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _read(*parts: str) -> str:
    return _TEMPLATES.joinpath(*parts).read_text(encoding="utf-8")
