"""One HTML file that shows a graph and the sentence behind every line, and asks the network for nothing."""

import base64
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

import jinja2

from graphkit.export import page_layout, page_vis
from graphkit.export.page_model import EPOCH, Model, Reports, build
from graphkit.knowledge.ontology import Ontology

TEMPLATES = files("graphkit.export") / "templates"
VIEWS = ("graph", "table", "matrix", "timeline")
# The parts of the script, in the order in which they are joined.
SCRIPTS = ("dom", "words", "data", "state", "sift", "look", "labels", "graph", "filters", "cards", "overview",
           "panel", "search", "table", "matrix", "timeline", "timebar", "exports", "main")  # fmt: skip
# Plain text below this many characters, so that the file can be searched; packed above (page.md 4.4).
PLAIN_LIMIT = 4_000_000
PLAIN_ROWS = 200


@dataclass(frozen=True, slots=True)
class Look:
    """How a page starts: its title, language ("" for that of most articles) and first state.

    `start` holds the keys of the page's address, such as {"actor": "NATO", "from": "2024-01"}.
    """

    title: str = "graphkit"
    language: str = ""
    theme: str = ""
    start: Mapping[str, str] = field(default_factory=dict)


def render(
    reports: Reports,
    ontology: Ontology,
    look: Look,
    *,
    names: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    known: Mapping[str, page_layout.Place] | None = None,
) -> str:
    """Return the page of these statements as HTML; the same input gives the same characters.

    `names` are more aliases by actor id, `known` positions to keep by actor id.
    """
    model = build(reports, ontology, names=names)
    language = look.language or _spoken(model)
    words = _words()[language]
    style, script = _style(), _script()
    vis = page_vis.script()
    return _template().render(
        lang=language,
        theme=look.theme,
        title=look.title,
        version=_version(),
        words=words,
        views=VIEWS,
        scope=_scope(model, words),
        plain=_plain(model, language),
        blocks=_blocks(_graph(model, look, language, known), model.texts),
        css=style,
        vis=vis,
        js=script,
        policy=_policy(style, vis, script),
    )


def place(model: Model, known: Mapping[str, page_layout.Place] | None = None) -> list[page_layout.Place]:
    """Return a position for each actor of a model; actors in `known` (by id) keep theirs."""
    edges = [(link.source, link.target, float(link.mentions)) for link in model.links]
    number = {actor.id: at for at, actor in enumerate(model.actors)}
    old = {number[one]: spot for one, spot in (known or {}).items() if one in number}
    return page_layout.place(len(model.actors), edges, known=old)


@cache
def encoding() -> dict[str, Any]:
    """Return colours by relation group and shapes by actor kind."""
    read: dict[str, Any] = json.loads(_read("encoding.json"))
    return read


def _graph(
    model: Model, look: Look, language: str, known: Mapping[str, page_layout.Place] | None
) -> dict[str, Any]:
    shapes = [_shape(kind["id"]) for kind in model.graph["kinds"]]
    held = page_vis.columns(page_vis.hold(model, place(model, known), shapes))
    actors = model.graph["actors"] | held["nodes"]
    return model.graph | {
        "title": look.title,
        "language": language,
        "start": dict(look.start),
        "actors": actors,
        "links": held["links"],
        "vis": held["options"],
        "encoding": encoding(),
        "words": _words(),
    }


def _shape(kind: str) -> str:
    """Return the name of a shape that vis-network draws; a ring is a hollow dot."""
    shape: str = encoding()["kinds"].get(kind, encoding()["other"]["kind"])
    return "dot" if shape == "ring" else shape


def _spoken(model: Model) -> str:
    """Return the interface language of most articles, English where none is known."""
    spoken = Counter(one for one in model.graph["articles"]["language"] if one in _words())
    return min(spoken, key=lambda one: (-spoken[one], one)) if spoken else next(iter(_words()))


def _scope(model: Model, words: Mapping[str, str]) -> str:
    articles = model.graph["articles"]
    days = [day for day in articles["day"] if day is not None]
    parts = [words["scope_articles"].replace("{n}", str(len(articles["id"])))]
    if days:
        parts.append(f"{_iso(min(days))} – {_iso(max(days))}")
    return " · ".join(parts)


def _plain(model: Model, language: str) -> list[dict[str, Any]]:
    """Return the strongest relations as rows for readers without scripts."""
    labels = model.graph["actors"]["label"]
    names = labels.get(language) or next(iter(labels.values()))
    mentions, articles = model.graph["mentions"], model.graph["articles"]
    days: dict[int, list[int]] = {}
    for link, article in zip(mentions["link"], mentions["article"], strict=True):
        if (when := articles["day"][article]) is not None:
            days.setdefault(link, []).append(when)
    rows = []
    for at, link in enumerate(model.links[:PLAIN_ROWS]):
        label = model.graph["relations"][link.relation]["label"]
        rows.append(
            {
                "source": names[link.source],
                "relation": label.get(language) or label["en"],
                "target": names[link.target],
                "mentions": link.mentions,
                "first": _iso(min(days[at])) if at in days else "",
                "last": _iso(max(days[at])) if at in days else "",
            }
        )
    return rows


def _iso(day: int) -> str:
    return type(EPOCH).fromordinal(EPOCH.toordinal() + day).isoformat()


def _blocks(graph: Mapping[str, Any], texts: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (id, type, text) of the two data blocks, packed where they are long."""
    plain = [("graph", _json(graph)), ("texts", _json(texts))]
    if sum(len(text) for _, text in plain) <= PLAIN_LIMIT:
        return [(name, "application/json", text) for name, text in plain]
    return [(name, "application/gzip", _packed(text)) for name, text in plain]


def _json(value: Any) -> str:
    """Return JSON that cannot end a script element or a line of one."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "&<>\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)).decode("ascii")


def _policy(style: str, *scripts: str) -> str:
    """Return the Content-Security-Policy that lets exactly these texts run, and nothing be fetched."""
    allowed = " ".join(_digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; style-src-attr 'none'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _style() -> str:
    """Return the style sheet, the palette of the encoding in front."""
    return f"{_palette('light')}\n{_read('page.css')}"


def _palette(default: str) -> str:
    groups = encoding()["groups"] | {"other": encoding()["other"]["group"]}

    def rules(theme: str) -> str:
        return ";".join(f"--{name}:{look[theme]}" for name, look in groups.items())

    return (
        f":root{{{rules(default)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{rules('dark')}}}}}\n"
        f":root[data-theme=dark]{{{rules('dark')}}}"
    )


def _script() -> str:
    """Return the page's script: its parts in one strict function, so that nothing becomes global."""
    parts = "\n".join(_read("js", f"{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads(_read("words.json"))
    return words


def _read(*parts: str) -> str:
    return TEMPLATES.joinpath(*parts).read_text(encoding="utf-8")


def _template() -> jinja2.Template:
    """Return the page's template: autoescaping, and an unknown name is an error."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_read("page.html.jinja"))


def _version() -> str:
    try:
        return version("graphkit")
    except PackageNotFoundError:
        return "0"
