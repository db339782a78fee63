"""Mint and read the IRIs of the graph: pure functions of content, so that rebuilding changes nothing."""

import json
import re
from hashlib import sha256
from urllib.parse import quote, unquote

from graphkit.errors import StoreError
from graphkit.text import Article

BASE = "https://w3id.org/graphkit/"
GK = f"{BASE}ontology#"
ID = f"{BASE}id/"

PREFIXES = {
    "gk": GK,
    "plover": f"{BASE}plover/",
    "actor": f"{ID}actor/",
    "article": f"{ID}article/",
    "graph": f"{ID}graph/",
    "mention": f"{ID}mention/",
    "rel": f"{ID}relation/",
    "run": f"{ID}run/",
    "dct": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

ACTORS = f"{ID}graph/actors"
RELATIONS = f"{ID}graph/relations"
RUNS = f"{ID}graph/runs"
ONTOLOGY = f"{ID}graph/ontology"
REGISTRY = f"{ID}graph/registry"

# Safe in a path segment of RFC 3986; everything else is percent-encoded and comes back by unquoting.
_SEGMENT = "-._~!$&'()*+,;=:@"
_WEB = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\]+")


def digest(*parts: object, length: int = 16) -> str:
    """Return that many hexadecimal digits of the SHA-256 of the parts."""
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()[:length]


def article(of: Article) -> str:
    """Return the IRI of an article: another one as soon as anything in it differs."""
    parts = (of.id, of.language, of.title, of.text, of.published, of.url, of.source)
    return PREFIXES["article"] + digest(*parts)


def actor(identifier: str) -> str:
    """Return the IRI of the actor with that id.

    Raises:
        StoreError: The id is empty or no valid text.
    """
    try:
        local = quote(identifier, safe=_SEGMENT)
    except UnicodeEncodeError as error:
        raise StoreError(f"the actor id {identifier!r} is not valid text") from error
    if not local:
        raise StoreError("an actor has an empty id")
    return PREFIXES["actor"] + local


def actor_id(iri: str) -> str:
    """Return the id that an actor's IRI was minted from."""
    return unquote(iri.removeprefix(PREFIXES["actor"]))


def relation(source: str, name: str, target: str) -> str:
    """Return the IRI of the derived relation between two actors, given their ids."""
    return PREFIXES["rel"] + digest(source, name, target, length=20)


def run(settings: str) -> str:
    """Return the IRI of the run that those versions and settings describe."""
    return PREFIXES["run"] + digest(settings)


def is_web(url: str) -> bool:
    """Say whether a URL is absolute and fit to stand as an IRI."""
    return _WEB.fullmatch(url) is not None


def shorten(iri: str) -> str:
    """Return an IRI with the longest of our prefixes for its namespace, or as it is."""
    fits = [(namespace, prefix) for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    if not fits:
        return iri
    namespace, prefix = max(fits, key=lambda fit: len(fit[0]))
    return f"{prefix}:{iri[len(namespace) :]}"
