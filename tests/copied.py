"""A wire story, two outlets that print it, and an own report of the same event, for tests of copies."""

import random
from dataclasses import replace

from told import told

_WORDS = (
    "harbour", "minister", "said", "troops", "border", "treaty", "signed", "ship", "left", "envoy", "asked",
    "winter", "grain", "price", "vote",
)  # fmt: skip


def story(seed: int, length: int = 200) -> str:
    """Return text that shares no runs of words with that of other seeds."""
    chosen = random.Random(seed)
    return " ".join(chosen.choice(_WORDS) for _ in range(length)) + "."


def copied(
    key: str, *, seed: int = 1, day: str | None = "2024-03-05", confidence: float = 0.9, lead: str = ""
):
    """Return an article that tells the story of a seed, with its statement."""
    text = f"Iran praised Japan. {lead}{story(seed)}"
    article, (said,) = told(text, "Iran", "supports", "Japan", "praised", key=key, outlet=f"Outlet {key}")
    return replace(article, published=day), [replace(said, confidence=confidence)]


COPIES = [
    copied("wire", confidence=0.8),
    copied("copy", day="2024-03-06", lead="Our own desk put these words before what follows. "),
    copied("late", day="2024-03-09", confidence=0.9),
    copied("own", seed=2),
]
AGENCY = COPIES[0][0]
EARLIER = copied("earlier", day="2024-03-01")
