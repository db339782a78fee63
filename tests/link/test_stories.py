"""A digest is told from an article by whom its paragraphs name."""

from dataclasses import dataclass

import pytest

from graphkit.facts import Actor, Mention, Party
from graphkit.link.spans import Page
from graphkit.link.stories import openings
from graphkit.text import Article, Document, Sentence, Token
from graphkit.tree import Tree


@dataclass(frozen=True, slots=True)
class Told:
    """Paragraphs of sentences of actors, one letter an actor, and where each sentence's story begins."""

    paragraphs: tuple[tuple[str, ...], ...]
    openings: tuple[int, ...]


TEXTS = {
    "no sentence": Told((), ()),
    "one paragraph": Told((("AB", "", "C"),), (0, 0, 0)),
    "two paragraphs are no digest": Told((("A",), ("B",)), (0, 0)),
    "a digest": Told((("A", ""), ("B", "B"), ("C",)), (0, 0, 2, 2, 4)),
    "a paragraph that names nobody is a story": Told((("A",), ("",), ("A",)), (0, 1, 2)),
    "an article goes on": Told((("A",), ("AB",), ("B",), ("C",)), (0, 0, 0, 0)),
    "two paragraphs of a digest tell one story": Told(
        (("A",), ("A",), ("B",), ("C",), ("D",)), (0, 0, 2, 3, 4)
    ),
}


def _page(told: Told) -> tuple[Page, list[Mention]]:
    text, sentences, mentions = "", [], []
    for paragraph in told.paragraphs:
        text += "\n" if text else ""
        for at, actors in enumerate(paragraph):
            text += " " if at else ""
            start, number = len(text), len(sentences)
            text += "Words."
            sentences.append(
                Sentence(number, (Token(1, "Words.", "word", "NOUN", "", 0, "root", start, len(text)),))
            )
            for letter in actors:
                actor = Actor(letter, letter, "State", ())
                mentions.append(Mention(number, start, start + 1, 1, Party(actor, actor), 1.0, "name"))
    document = Document(Article("a", "en", "", text, None, None, ""), tuple(sentences))
    return Page(document, [Tree(sentence) for sentence in sentences]), mentions


@pytest.mark.parametrize("told", TEXTS.values(), ids=TEXTS.keys())
def test_the_stories_of_an_article(told: Told) -> None:
    assert openings(*_page(told)) == told.openings
