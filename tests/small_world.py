"""A small world for tests of store, network and export: actors, articles, statements, and strategies.

Texts are invented. Statements are built from the words of a sentence, as an extractor would.
"""

from hypothesis import strategies as st

from graphkit.facts import Actor, Evidence, Party, Statement, Status
from graphkit.text import Article


def actor(identifier: str, code: str, kind: str, **names: str) -> Actor:
    return Actor(identifier, code, kind, tuple(sorted(names.items())))


NATO = Actor(
    "NATO",
    "NATO",
    "InternationalOrganization",
    (("en", "NATO"), ("en", "North Atlantic Treaty Organization"), ("id", "NATO"), ("id", "Pakta Atlantik")),
)
JAPAN = actor("Japan", "JPN", "State", en="Japan", id="Jepang")
RUSSIA = actor("Russia", "RUS", "State", en="Russia", id="Rusia")
UKRAINE = actor("Ukraine", "UKR", "State", en="Ukraine", id="Ukraina")
JENS = actor("Jens_Stoltenberg", "Jens Stoltenberg", "Person", en="Jens Stoltenberg")
PRAGUE = actor("x-5f1c", "Praha", "Place", id="Praha")
CZECHIA = actor("Czechia", "CZE", "State", en="Czechia", id="Ceko")


def party(named: Actor, principal: Actor | None = None) -> Party:
    return Party(named, principal or named)


def say(
    article: Article,
    sentence: str,
    source: tuple[str, Party],
    relation: tuple[str, str],
    target: tuple[str, Party],
    status: str = "actual",
    *,
    said_by: Party | None = None,
    confidence: float = 0.9,
    rule: str = "verb",
    office: str | None = None,
    when: str | None = None,
) -> Statement:
    """Build a statement; each end and the relation come with the words that stand for them."""
    start = article.text.index(sentence)

    def span(words: str) -> tuple[int, int]:
        first = article.text.index(words, start)
        return first, first + len(words)

    end = start + len(sentence)
    number = article.text[:start].count(". ")
    evidence = Evidence(
        article.id, number, start, end, rule, span(source[0]), span(target[0]), span(relation[0]), when
    )
    return Statement(source[1], relation[1], target[1], Status(status), said_by, confidence, evidence, office)


FIRST = Article(
    "a1",
    "id",
    "NATO dan Jepang",
    "NATO bekerja sama dengan Jepang, kata Stoltenberg. "
    "Sekjen NATO Jens Stoltenberg tiba di Praha, ibu kota Ceko.",
    "2024-05-30",
    "https://news.example/1",
    "ANTARA",
)
SECOND = Article(
    "a2",
    "en",
    "Accusations fly",
    "Russia accused Ukraine of attacking a border village. Ukraine denied that it had attacked Russia. "
    "NATO may aid Ukraine. Japan will cooperate with NATO.",
    "2024-06",
    "https://news.example/2",
    "Example Times",
)
THIRD = Article("a3", "en", "", "Russia attacked Ukraine again.", None, None, None)
EMPTY = Article("a4", "en", "Weather", "It rained all day.", "2024-07-01", "not a link", "Example Times")

_S1, _S2 = FIRST.text.split(". ", 1)[0] + ".", FIRST.text.split(". ", 1)[1]
_T = [part if part.endswith(".") else part + "." for part in SECOND.text.split(". ")]
_SAID = party(JENS, NATO)

_NATO, _JENS, _JEPANG = ("NATO", party(NATO)), ("Jens Stoltenberg", party(JENS)), ("Jepang", party(JAPAN))
_PRAHA, _CEKO = ("Praha", party(PRAGUE)), ("Ceko", party(CZECHIA))
_RUSSIA, _UKRAINE, _JAPAN = (("Russia", party(RUSSIA)), ("Ukraine", party(UKRAINE)), ("Japan", party(JAPAN)))
_TOGETHER, _COOPERATE = ("bekerja sama", "cooperates_with"), ("cooperate", "cooperates_with")
_HIT = ("attacked", "attacks")

REPORTS: list[tuple[Article, list[Statement]]] = [
    (
        FIRST,
        [
            say(FIRST, _S1, _NATO, _TOGETHER, _JEPANG, "intended", said_by=_SAID),
            say(FIRST, _S1, _NATO, _TOGETHER, _JEPANG, said_by=_SAID, confidence=0.85),
            say(FIRST, _S2, _JENS, ("Sekjen", "represents"), _NATO, rule="title", office="Sekjen NATO"),
            say(FIRST, _S2, _PRAHA, ("ibu kota", "capital_of"), _CEKO),
        ],
    ),
    (
        SECOND,
        [
            say(SECOND, _T[0], _RUSSIA, ("accused", "accuses"), _UKRAINE),
            say(
                SECOND,
                _T[0],
                _UKRAINE,
                ("attacking", "attacks"),
                _RUSSIA,
                said_by=party(RUSSIA),
                confidence=0.7,
            ),
            say(SECOND, _T[1], _UKRAINE, _HIT, _RUSSIA, "negated", said_by=party(UKRAINE)),
            say(SECOND, _T[2], _NATO, ("aid", "aids"), _UKRAINE, "possible"),
            say(SECOND, _T[3], _JAPAN, _COOPERATE, _NATO, "intended"),
        ],
    ),
    (THIRD, [say(THIRD, THIRD.text, _RUSSIA, _HIT, _UKRAINE, when="2024-05-20/2024-05-26")]),
    (EMPTY, []),
]

# Everything UTF-8 can hold: control characters, line separators, quotes; never half a surrogate pair.
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
actors = st.builds(
    Actor,
    id=words,
    code=words,
    kind=st.sampled_from(["State", "Person", "ArmedGroup", "Group"]),
    names=st.lists(st.tuples(st.sampled_from(["en", "id", ""]), words), max_size=4).map(tuple),
)
dates = st.one_of(
    st.none(),
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
    st.just("2024-02-31"),
    st.just("2024-05-30T10:00:00Z"),
    st.just("last week"),
)
whens = st.sampled_from([None, "2024", "2024-05", "2024-05-30", "2024-05/2025", "2024-05-20/2024-05-26"])
articles = st.builds(
    Article,
    id=words,
    language=st.sampled_from(["en", "id"]),
    title=lines,
    text=words,
    published=dates,
    url=st.one_of(st.none(), lines, st.just("https://news.example/ä?q=1#x")),
    source=st.one_of(st.none(), lines),
    author=st.one_of(st.none(), lines),
)


@st.composite
def statements(draw: st.DrawFn, article: Article, known: list[Actor]) -> Statement:
    """Draw a statement whose spans lie in the article."""
    length = len(article.text)

    def span() -> tuple[int, int]:
        first = draw(st.integers(0, length))
        return first, draw(st.integers(first, length))

    start = draw(st.integers(0, length - 1))
    parties = st.builds(Party, st.sampled_from(known), st.sampled_from(known))
    evidence = Evidence(
        article.id, draw(st.integers(0, 99)), start, draw(st.integers(start + 1, length)), draw(words),
        span(), span(), span(), draw(whens), draw(st.none() | words),
    )  # fmt: skip
    return Statement(
        draw(parties),
        draw(st.sampled_from(["cooperates_with", "attacks", "represents", "fights", "member_of"])),
        draw(parties),
        draw(st.sampled_from(Status)),
        draw(st.none() | parties),
        draw(st.floats(0, 1)),
        evidence,
        draw(st.none() | lines),
    )
