"""Golden parses: sentences of tests/golden/*.conllu with what must be read in them, written in comments.

`# rule`: the rule that reads them; `# says`: the statements that it reads, as "SOURCE relation TARGET
status [SPEAKER]", parted by "|"; `# means`: words and whom they mean, as "words -> ACTOR [of PRINCIPAL]";
`# nobody`: words that mean nobody; `# lacks`: an actor that is not mentioned.
"""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphkit.extract.by_rule import Extractor, side
from graphkit.extract.judged import Judged
from graphkit.extract.keep import Scorer
from graphkit.facts import Links
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.language import Language
from graphkit.knowledge.ontology import Ontology
from graphkit.link.linker import Linker
from graphkit.parse import conllu
from graphkit.text import Document
from graphkit.tree import Tree

FOLDER = Path(__file__).parent / "golden"
LANGUAGES = ("en", "id")
Told = tuple[str, str, str, str, str | None]


@dataclass(frozen=True, slots=True)
class Case:
    """A parsed text and its notes, by the key of the comment."""

    document: Document
    notes: Mapping[str, str]

    def listed(self, key: str) -> list[str]:
        """Return the items of a note."""
        return [item.strip() for item in self.notes.get(key, "").split("|") if item.strip()]


def cases(name: str) -> Iterator[Case]:
    """Yield the golden parses of a file."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    for block in re.split(r"(?m)^(?=# newdoc)", text)[1:]:
        (document,) = conllu.parse(block)
        rows = (line[1:].partition("=") for line in block.split("\n") if line.startswith("#"))
        yield Case(document, {key.strip(): value.strip() for key, _, value in rows})


def told(case: Case) -> set[Told]:
    """Return the statements that a golden parse says."""
    rows = [shlex.split(item) for item in case.listed("says")]
    return {(row[0], row[1], row[2], row[3], row[4] if len(row) > 4 else None) for row in rows}


@cache
def actors() -> ActorIndex:
    return ActorIndex.load()


@cache
def ontology() -> Ontology:
    return Ontology.load()


@cache
def language(code: str) -> Language:
    return Language.load(code)


def link(document: Document) -> tuple[Links, list[Tree]]:
    """Return the links of a document, and its trees."""
    trees = [Tree(sentence) for sentence in document.sentences]
    return Linker(language(document.article.language), actors()).link(document, trees), trees


def judged(document: Document) -> list[Judged]:
    """Return every reading of a document, before any is believed."""
    links, trees = link(document)
    extractor = Extractor(language(document.article.language), ontology(), scorer=Scorer({}, 0.0))
    return list(extractor.judge(links, trees))


def statement(one: Judged) -> Told:
    """Return what a reading says."""
    proposal = one.proposal
    relation = proposal.relation
    source = side(proposal.source.mention.party, relation, relation.domain, ontology())
    target = side(proposal.target.mention.party, relation, relation.range, ontology(), personal=False)
    speaker = None if one.said_by is None else one.said_by.principal.code
    return (source.principal.code, relation.name, target.principal.code, str(one.status), speaker)
