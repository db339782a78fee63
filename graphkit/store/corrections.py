"""Corrected articles: a later text at the same address replaces the earlier one."""

from pyoxigraph import Literal, NamedNode

from graphkit.copies.shingles import containment, shingles
from graphkit.store.store import GraphStore
from graphkit.store.triples import node
from graphkit.text import Article

# A correction keeps most of its text. Other texts at one address are other articles: some data sets give the
# address of the site to each of them.
_KEPT = 0.5


class Earlier:
    """The articles of a store by their addresses, as they were when this was made."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        asked = "SELECT ?url ?id ?a { ?a dct:source ?url ; gk:recordId ?id } ORDER BY ?id"
        self._known: dict[str, list[tuple[str, NamedNode]]] = {}
        for url, record, graph in store.query(asked).rows:
            if (
                isinstance(graph, NamedNode)
                and isinstance(url, NamedNode | Literal)
                and isinstance(record, Literal)
            ):
                self._known.setdefault(url.value, []).append((record.value, graph))

    def versions(self, article: Article) -> tuple[str, ...]:
        """Return the ids of articles that this one corrects: another text at its address, much alike."""
        others = self._known.get(article.url or "", [])
        found = [(record, graph) for record, graph in others if record != article.id]
        if not found:
            return ()
        mine = shingles(article.text)
        return tuple(
            record for record, graph in found if containment(mine, shingles(self._text(graph))) >= _KEPT
        )

    def _text(self, graph: NamedNode) -> str:
        found = (q.object for q in self._store.quads(graph.value) if q.predicate == node("gk:text"))
        return next((text.value for text in found if isinstance(text, Literal)), "")
