"""Text as it was meant: entities, mojibake, control characters and hidden ones are put right.

This happens before a text is stored, so that offsets are those of the stored text.
"""

import re
from functools import cache
from typing import Any

# No file can hold these, and RDF forbids the first: each becomes one replacement character.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
# What is not seen, and parts words or turns their order round: soft hyphens, zero-width spaces and
# joiners, marks of direction. Emoji keep their joiner (U+200D).
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
# A letter of UTF-8 that was read as two of Windows-1252, in the middle of a word: nothing else looks so.
_TWO_FOR_ONE = re.compile(
    "(?<=[^\\W\\d_])[\u00c3-\u00c5][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122](?=[a-z])"
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_PLAIN = re.compile(r"[\n\t -~]*")


def mend(text: str) -> str:
    r"""Return a text with its accidents undone; one without any is returned as it is.

    >>> mend("Erdo\u00c4\u0178an &amp; Pu\u00adtin")
    'Erdoğan & Putin'
    """
    if _PLAIN.fullmatch(text) and "&" not in text:
        return text
    text = _UNWRITABLE.sub("\ufffd", text)
    import ftfy

    found = ftfy.fix_text(text, _config(_ENTITY.search(text) is not None))
    found = _TWO_FOR_ONE.sub(lambda match: _one(match[0]), found)
    return _SPACES.sub(" ", _HIDDEN.sub("", _UNWRITABLE.sub("\ufffd", found)))


def _one(letters: str) -> str:
    try:
        return letters.encode("windows-1252").decode("utf-8")
    except UnicodeError:
        return letters


@cache
def _config(entities: bool) -> Any:
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html="auto" if entities else False,
        uncurl_quotes=False,
        fix_character_width=False,
        normalization="NFC",
        explain=False,
    )
