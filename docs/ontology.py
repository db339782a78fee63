"""Write docs/ontology.html and docs/ontology.id.html: run `python docs/ontology.py [FOLDER]`.

pyLODE sets all languages of a label side by side, so that each language gets a page of its own.
"""

import logging
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from lxml import html
from rdflib import OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef

ROOT = Path(__file__).resolve().parents[1]
GK = Namespace("https://w3id.org/graphkit/ontology#")
PAGES = {"en": "ontology.html", "id": "ontology.id.html"}
# What the ontology says of a relation in annotations that pyLODE does not show.
NOTES = {
    "en": {
        GK.plover: "PLOVER type {}.",
        GK.ploverIntended: "Counts as {} where it is intended.",
        GK.valence: "Value {} between conflict (-10) and cooperation (10).",
        "symmetric": "Symmetric: it holds both ways.",
    },
    "id": {
        GK.plover: "Tipe PLOVER {}.",
        GK.ploverIntended: "Dihitung sebagai {} bila masih direncanakan.",
        GK.valence: "Nilai {} antara konflik (-10) dan kerja sama (10).",
        "symmetric": "Simetris: berlaku dua arah.",
    },
}


def spoken(graph: Graph, language: str) -> Graph:
    """Return the ontology in one language, with notes on what relations mean to the machine."""
    kept = Graph()
    for prefix, namespace in graph.namespaces():
        kept.bind(prefix, namespace)
    for triple in graph:
        if not isinstance(triple[2], Literal) or triple[2].language in (None, language):
            kept.add(triple)
    for relation in graph.subjects(GK.group, None):
        notes = [
            text.format(value)
            for name, text in NOTES[language].items()
            if isinstance(name, URIRef) and (value := graph.value(relation, name)) is not None
        ]
        if (relation, RDF.type, OWL.SymmetricProperty) in graph:
            notes.append(NOTES[language]["symmetric"])
        if notes:
            kept.add((relation, SKOS.scopeNote, Literal(" ".join(notes), lang=language)))
    return kept


def page(graph: Graph, language: str, order: Sequence[str]) -> str:
    """Return the page of the ontology in a language, its terms in an order of IRIs."""
    from pylode import OntPub

    made = OntPub(ontology=spoken(graph, language)).make_html()
    root = html.document_fromstring(str(made))
    root.set("lang", language)
    root.head.insert(0, html.fragment_fromstring('<meta charset="utf-8">'))
    root.head.insert(1, html.fragment_fromstring('<meta name="viewport" content="width=device-width">'))
    for place in root.xpath("//*[@id='functionalproperties'] | //li[h4/a[@href='#functionalproperties']]"):
        # They stand among the others, too.
        place.drop_tree()
    for data in root.xpath("//script"):
        data.drop_tree()
    _settle(root, order)
    text = html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"


def _settle(root: html.HtmlElement, order: Sequence[str]) -> None:
    """Give terms the ids that their IRIs promise, and the order of the ontology: pyLODE draws both by lot."""
    terms = root.xpath("//div[@class='property entity']")
    names = {term.get("id"): _name(term.findtext(".//code")) for term in terms}
    for element in root.xpath("//*[@id]"):
        own = element.get("id")
        taken = own not in names and own in names.values()
        element.set("id", f"about-{own}" if taken else names.get(own, own))
    known = {iri: f"#{_name(iri)}" for iri in order} | {f"#{old}": f"#{new}" for old, new in names.items()}
    for anchor in root.xpath("//a[@href]"):
        anchor.set("href", known.get(anchor.get("href"), anchor.get("href")))
    ranks = {f"#{_name(iri)}": rank for rank, iri in enumerate(order)}
    for section in root.find_class("section"):
        _sort(
            section,
            [(e, (ranks[f"#{e.get('id')}"], "")) for e in section if e.get("class") == "property entity"],
        )
    for listed in root.xpath("//ul"):
        items = [(item, item.xpath("string((.//a)[1]/@href)")) for item in listed]
        if all(place in ranks or not place.startswith("#") for _, place in items):
            _sort(listed, [(item, (ranks.get(place, len(ranks)), place)) for item, place in items])


def _sort(parent: html.HtmlElement, ranked: Sequence[tuple[html.HtmlElement, tuple[int, str]]]) -> None:
    for element, _ in sorted(ranked, key=lambda pair: pair[1]):
        parent.append(element)


def _name(iri: str) -> str:
    """Return the id of a term on the page: its local name, for a type of PLOVER with the vocabulary's."""
    return iri.rpartition("#")[2] if "#" in iri else f"plover-{iri.rpartition('/')[2]}"


def main(folder: Path) -> None:
    """Write the pages."""
    logging.disable(logging.WARNING)
    file = ROOT / "ontology" / "graphkit.ttl"
    graph = Graph().parse(file)
    spaces = dict(graph.namespaces())
    heads = re.findall(r"^(gk|plover):(\w+) a ", file.read_text(encoding="utf-8"), re.MULTILINE)
    order = [f"{spaces[prefix]}{local}" for prefix, local in heads]
    for language, name in PAGES.items():
        (folder / name).write_text(page(graph, language, order), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs")
