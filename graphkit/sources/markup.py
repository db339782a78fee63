"""Markup in a field that should hold text: what a reader of the page would see stays."""

import re

_MARKUP = re.compile(
    r"</?(?:p|div|br|span|a|strong|em|b|i|h[1-6]|ul|ol|li|img|figure|blockquote)\b[^<>]{0,2000}>", re.I
)
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "blockquote",
        "figure",
    }
)
_SILENT = frozenset({"script", "style", "noscript", "template", "figcaption"})


def plain(text: str) -> str:
    r"""Return a text without markup, a line for each block; one that has none is returned as it is.

    >>> plain("<p>One <b>line</b>.</p><p>Another.</p>")
    'One line.\nAnother.'
    """
    if _MARKUP.search(text) is None:
        return text
    from lxml import etree, html

    try:
        tree = html.fromstring(f"<div>{text}</div>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return _MARKUP.sub(" ", text)
    parts: list[str] = []
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        name = node.tag if isinstance(node.tag, str) else ""
        if name in _BLOCKS:
            parts.append("\n")
        if event == "start" and name not in _SILENT and name:
            parts.append(re.sub(r"\s+", " ", node.text or ""))
        if event == "end" and node is not tree:
            parts.append(re.sub(r"\s+", " ", node.tail or ""))
    rows = (" ".join(row.split()) for row in "".join(parts).split("\n"))
    return "\n".join(row for row in rows if row)
