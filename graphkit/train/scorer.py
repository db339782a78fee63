"""Fit the scorer: which proposals annotators agree with, as a logistic regression over features."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from graphkit.evaluate import gold, scores
from graphkit.evaluate.gold import Claim, Gold
from graphkit.extract.by_rule import Extractor, side
from graphkit.extract.judged import Judged
from graphkit.extract.keep import Scorer
from graphkit.facts import Links, Span
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.language import Language
from graphkit.knowledge.ontology import Ontology
from graphkit.link.linker import Linker
from graphkit.parse.parser import Parser
from graphkit.text import Document
from graphkit.train import annotated
from graphkit.tree import Tree

RIDGE = 12.0  # weight of the quadratic penalty; 6, 12 and 25 do equally well, 1 and 3 worse
RAREST = 2  # proposals that must show a feature
FOLDS = 5
STEPS = 60  # of L-BFGS; the loss no longer moves
THRESHOLD = 0.5  # more likely right than wrong
WHOLE = 0.3  # suffices where a rule found both ends in the tree
MARKED = 0.25  # suffices where the trigger's own adposition marks the target besides
PLAIN = 0.01  # suffices where a clause of a short sentence names both ends: a score learned from long ones
CONTEXT = 0.6  # asked of guesses at an end that the sentence does not name: they prove right less often
# How often readings proved right by kind and score, counted over gold that the weights were not learned from:
# both languages together, some 1,800 statements of articles and single sentences. Whole readings come
# mostly from short sentences and prove right more often than scores learned from long ones foretell.
SHARES = {
    "plain": [[0.05, 0.45], [0.17, 0.5], [0.4, 0.77], [0.66, 0.8], [0.89, 0.94]],
    "marked": [[0.33, 0.51], [0.45, 0.53], [0.6, 0.7], [0.75, 0.83], [0.9, 0.88]],
    "whole": [[0.39, 0.55], [0.6, 0.68], [0.75, 0.84], [0.94, 0.95]],
    "guess": [[0.56, 0.65], [0.64, 0.67], [0.76, 0.77], [0.88, 0.85]],
}
THRESHOLDS = tuple(round(0.2 + 0.05 * step, 2) for step in range(11))
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated article with its links; each proposal has a label (None: not to be learned from)."""

    gold: Gold
    document: Document
    links: Links
    trees: tuple[Tree, ...]
    extractor: Extractor
    judged: tuple[Judged, ...]
    labels: tuple[bool | None, ...]


def examples(
    articles: Iterable[tuple[Gold, Mapping[Claim, tuple[Span, ...]]]],
    documents: Mapping[str, Document],
    language: Language,
    ontology: Ontology,
    actors: ActorIndex,
) -> Iterator[Example]:
    """Yield the examples of one language; `documents` holds the parse of each article by its id."""
    linker = Linker(language, actors)
    extractor = Extractor(language, ontology, scorer=Scorer({}, 0.5))
    for article, spans in articles:
        document = documents[article.article.id]
        trees = tuple(Tree(sentence) for sentence in document.sentences)
        links = linker.link(document, trees)
        judged = tuple(extractor.judge(links, trees))
        labels = tuple(_label(one, extractor, spans) for one in judged)
        yield Example(article, document, links, trees, extractor, judged, labels)


def fit(rows: Sequence[tuple[str, ...]], labels: Sequence[bool]) -> dict[str, float]:
    """Return the weights of a logistic regression with a quadratic penalty, by L-BFGS from zero.

    Source:
        Andrew Y. Ng, "Feature selection, L1 vs. L2 regularization", ICML 2004.
    """
    counts = Counter(name for row in rows for name in set(row))
    names = sorted(name for name, count in counts.items() if count >= RAREST)
    index = {name: at for at, name in enumerate(names)}
    flat: list[int] = []
    starts: list[int] = []
    for row in rows:
        starts.append(len(flat))
        flat.extend(index[name] for name in row if name in index)
    ids, offsets = torch.tensor(flat), torch.tensor(starts)
    wanted = torch.tensor(labels, dtype=torch.float32)
    weights = torch.zeros(len(names), 1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=STEPS, history_size=10, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        logits = torch.nn.functional.embedding_bag(ids, weights, offsets, mode="sum").squeeze(1)
        entropy = torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="sum")
        total = entropy + 0.5 * RIDGE * (weights**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return {name: float(weight) for name, weight in zip(names, weights.detach()[:, 0], strict=True)}


def train(found: Sequence[Example]) -> dict[str, float]:
    """Return the weights learned from all examples."""
    pairs = [
        (judged.features, label)
        for example in found
        for judged, label in zip(example.judged, example.labels, strict=True)
        if label is not None
    ]
    return fit([row for row, _ in pairs], [label for _, label in pairs])


def validate(found: Sequence[Example], ontology: Ontology) -> dict[float, scores.Scores]:
    """Return the scores by threshold, each article scored by weights learned from the other folds."""
    results = {threshold: scores.Scores() for threshold in THRESHOLDS}
    for fold in range(FOLDS):
        weights = train([example for at, example in enumerate(found) if at % FOLDS != fold])
        for threshold, result in results.items():
            extractor = Extractor(found[0].extractor.language, ontology, scorer=Scorer(weights, threshold))
            for example in found[fold::FOLDS]:
                kept = extractor.extract(example.document, example.links, example.trees)
                text = example.gold.article.text
                claims = [gold.claim(statement, text) for statement in kept]
                scores.add(result, example.gold.article.id, example.gold.claims, claims, ontology)
    return results


def build(language: str, *, data: Path, output: Path, models: Path | None = None) -> Path:
    """Learn the weights of a language from the shipped annotations, and return the file written.

    `data` is the folder whose corpora hold the annotated texts; `models` are those of the parser.

    Raises:
        GraphkitError: A text or a model is missing.
    """
    annotated_articles = list(annotated.read(language, data))
    parser = Parser(language, models=models)
    documents = {d.article.id: d for d in parser.parse(one.article for one, _ in annotated_articles)}
    found = list(
        examples(annotated_articles, documents, Language.load(language), Ontology.load(), ActorIndex.load())
    )
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"{language}.json"
    write(train(found), path)
    return path


def write(weights: Mapping[str, float], path: Path) -> None:
    """Write the weights that matter, sorted, so that the file can be read and compared."""
    kept = {name: round(weight, DIGITS) for name, weight in sorted(weights.items()) if round(weight, DIGITS)}
    bars = {"threshold": THRESHOLD, "whole": WHOLE, "marked": MARKED, "plain": PLAIN, "context": CONTEXT}
    table = {**bars, "shares": SHARES, "weights": kept}
    path.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _label(judged: Judged, extractor: Extractor, spans: Mapping[Claim, tuple[Span, ...]]) -> bool | None:
    """Tell whether annotators found this statement in this sentence; None where that is not certain."""
    proposal, ontology = judged.proposal, extractor.ontology
    relation, sentence = proposal.relation, proposal.frame.tree.sentence
    source = side(proposal.source.mention.party, relation, relation.domain, ontology)
    target = side(proposal.target.mention.party, relation, relation.range, ontology, personal=False)
    told = Claim(source.principal.code, relation.name, target.principal.code, str(judged.status), None, "")
    met = [claim for claim in spans if scores.meets(claim, told, ontology)]
    owed = [claim for claim in met if not claim.optional]
    if owed:
        here = any(s < sentence.end and sentence.start < e for claim in owed for s, e in spans[claim])
        return True if here else None
    return None if met else False
