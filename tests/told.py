"""One statement from one sentence, for tests that care about its words."""

from graphkit.facts import Actor, Evidence, Party, Statement, Status
from graphkit.text import Article


def party(name: str) -> Party:
    actor = Actor(name, name.upper(), "State", (("en", name),))
    return Party(actor, actor)


def told(text, source, relation, target, trigger, *, key="a1", outlet="Harbour Post", words=None):
    def span(part: str) -> tuple[int, int]:
        return text.index(part), text.index(part) + len(part)

    first, second = words or (source, target)
    article = Article(key, "en", f"Title {key}", text, "2024-03-05", f"https://news.example/{key}", outlet)
    proof = Evidence(key, 0, 0, len(text), "verb", span(first), span(second), span(trigger))
    return article, (Statement(party(source), relation, party(target), Status.ACTUAL, None, 0.9, proof),)
