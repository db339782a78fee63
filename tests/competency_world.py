"""The world that the competency questions are asked of: invented articles, real actors of the registry."""

from small_world import say

from graphkit.facts import Actor, Party, Statement
from graphkit.knowledge.actors import ActorIndex
from graphkit.text import Article

_KNOWN = ActorIndex.load().actors
_RETNO = Actor("x-menlu", "Sari Wibowo", "Person", (("id", "Sari Wibowo"),))


def _named(words: str, identifier: str) -> tuple[str, Party]:
    return words, Party(_KNOWN[identifier], _KNOWN[identifier])


def _article(number: int, language: str, published: str, outlet: str, *sentences: str) -> Article:
    url = f"https://news.example/{number}"
    return Article(f"c{number}", language, sentences[0], " ".join(sentences), published, url, outlet)


_A = _article(
    1, "id", "2023-01-15", "Kabar Contoh",
    "Indonesia akan bekerja sama dengan Jepang di bidang energi.",
    "Menlu Sari Wibowo mengatakan Indonesia bekerja sama dengan Vietnam menjaga perikanan.",
)  # fmt: skip
_B = _article(
    2, "en", "2023-04", "Example Times",
    "Japan cooperates with Indonesia on geothermal power.",
    "The EU criticized Myanmar for holding the trial.",
    "The EU also criticized Norway over whaling.",
)  # fmt: skip
_C = _article(
    3, "en", "2023-02-03", "Example Times",
    "Russia shelled Ukraine at dawn.", "Russia said Ukraine had attacked Russia first.",
    "Ukraine denied that it had attacked Russia.",
)  # fmt: skip
_D = _article(
    4, "id", "2023-02-20", "Kabar Contoh",
    "Rusia kembali menyerang Ukraina.", "Rusia menjatuhkan sanksi kepada Ukraina.",
    "NATO membantu Ukraina dengan persenjataan.",
)  # fmt: skip
_E = _article(
    5, "en", "2023", "Far Post",
    "Ukraine fights Russia for a second year.", "China rejected the EU proposal.",
)  # fmt: skip

_INDONESIA, _JEPANG, _VIETNAM = (
    _named("Indonesia", "Indonesia"),
    _named("Jepang", "Japan"),
    _named("Vietnam", "Vietnam"),
)
_JAPAN, _EU, _MYANMAR = _named("Japan", "Japan"), _named("EU", "EU"), _named("Myanmar", "Myanmar")
_RUSSIA, _UKRAINE, _NATO = _named("Russia", "Russia"), _named("Ukraine", "Ukraine"), _named("NATO", "NATO")
_RUSIA, _UKRAINA = _named("Rusia", "Russia"), _named("Ukraina", "Ukraine")
_MINISTER = Party(_RETNO, _KNOWN["Indonesia"])


def _of(article: Article, number: int) -> str:
    starts = [part if part.endswith(".") else part + "." for part in article.text.split(". ")]
    return starts[number]


COMPETENCY: list[tuple[Article, list[Statement]]] = [
    (_A, [
        say(_A, _of(_A, 0), _INDONESIA, ("bekerja sama", "cooperates_with"), _JEPANG, "intended"),
        say(_A, _of(_A, 1), _INDONESIA, ("bekerja sama", "cooperates_with"), _VIETNAM, said_by=_MINISTER),
        say(_A, _of(_A, 1), ("Sari Wibowo", Party(_RETNO, _RETNO)), ("Menlu", "represents"), _INDONESIA,
            rule="title", office="Menlu"),
    ]),
    (_B, [
        say(_B, _of(_B, 0), _JAPAN, ("cooperates", "cooperates_with"), _INDONESIA),
        say(_B, _of(_B, 1), _EU, ("criticized", "criticizes"), _MYANMAR),
        say(_B, _of(_B, 2), _EU, ("criticized", "criticizes"), _named("Norway", "Norway")),
    ]),
    (_C, [
        say(_C, _of(_C, 0), _RUSSIA, ("shelled", "attacks"), _UKRAINE),
        say(_C, _of(_C, 1), _UKRAINE, ("attacked", "attacks"), _RUSSIA, said_by=_RUSSIA[1]),
        say(_C, _of(_C, 2), _UKRAINE, ("attacked", "attacks"), _RUSSIA, "negated", said_by=_UKRAINE[1]),
    ]),
    (_D, [
        say(_D, _of(_D, 0), _RUSIA, ("menyerang", "attacks"), _UKRAINA),
        say(_D, _of(_D, 1), _RUSIA, ("sanksi", "sanctions"), _UKRAINA),
        say(_D, _of(_D, 2), _NATO, ("membantu", "aids"), _UKRAINA),
    ]),
    (_E, [
        say(_E, _of(_E, 0), _UKRAINE, ("fights", "fights"), _RUSSIA),
        say(_E, _of(_E, 1), _named("China", "China"), ("rejected", "rejects"), _EU),
    ]),
]  # fmt: skip
