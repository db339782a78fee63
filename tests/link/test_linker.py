"""Names, titles, pronouns and role nouns lead to whom they mean; words that look like names lead nowhere."""

import re

import pytest
from golden_parses import LANGUAGES, Case, cases, link

from graphkit.facts import Links, Mention

GOLDEN = [case for code in LANGUAGES for case in cases(f"links_{code}.conllu")]
IDS = [f"{case.document.article.language}: {case.document.article.id}" for case in GOLDEN]


def _at(links: Links, case: Case, words: str) -> list[Mention]:
    """Return the mentions at the last place where words stand."""
    start = case.document.article.text.rindex(words)
    return [m for m in links.mentions if m.start < start + len(words) and start < m.end]


@pytest.mark.parametrize("case", GOLDEN, ids=IDS)
def test_words_mean_whom_they_should(case: Case) -> None:
    links, _ = link(case.document)
    for item in case.listed("means"):
        words, _, wanted = item.partition(" -> ")
        code, principal = re.fullmatch(r"(.+?)(?: of ([A-Z]{2,}))?", wanted).groups()
        found = {(m.party.actor.code, m.party.principal.code) for m in _at(links, case, words)}
        assert (code, principal or code) in found, f"{words!r} means {found}"
    for words in case.listed("nobody"):
        assert [m.party.actor.code for m in _at(links, case, words)] == []
    for code in case.listed("lacks"):
        assert code not in {m.party.actor.code for m in links.mentions}
        assert code not in {m.party.principal.code for m in links.mentions}


@pytest.mark.parametrize("case", GOLDEN, ids=IDS)
def test_mentions_stand_in_order_in_their_sentences(case: Case) -> None:
    links, trees = link(case.document)
    assert list(links.mentions) == sorted(links.mentions, key=lambda m: (m.start, m.end))
    for mention in links.mentions:
        sentence = trees[mention.sentence].sentence
        assert sentence.start <= mention.start < mention.end <= sentence.end
        token = trees[mention.sentence].token(mention.head)
        assert token.start < mention.end
        assert mention.start < token.end
        assert 0.0 < mention.score <= 1.0


@pytest.mark.parametrize("case", GOLDEN, ids=IDS)
def test_linking_twice_gives_the_same(case: Case) -> None:
    assert link(case.document)[0] == link(case.document)[0]
