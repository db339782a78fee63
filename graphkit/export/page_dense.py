"""Make the page's script and style small: blanks, comments and long names go, what they do stays.

It relies on our own style of script: statements end in semicolons and are not empty, a division has blanks
around it, nothing is assigned to a constant.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import count, product
from string import ascii_letters

MARKS = "{}()[];,:?=<>&|!*/%"
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)|(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|(?P<pattern>/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\\n\[])+/[a-z]*)"""
    r"|(?P<space>\s+)|(?P<word>[A-Za-z_$][\w$]*)|(?P<number>\d[\w.]*)|(?P<mark>\?\.|\.\.\.|=>|.)",
    re.DOTALL,
)
_OPEN, _CLOSE = "([{", ")]}"
_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        "async await break case catch class const continue default delete do else export extends false"
        " finally for function if import in instanceof let new null of return static super switch this throw"
        " true try typeof undefined var void while with yield",
    )
)
# Words before a brace that opens statements, not an object.
_BLOCKS = (")", "=>", "else", "try", "finally", "do")
_SHORTER = {"const": "let", "true": "!0", "false": "!1", "undefined": "void 0"}
_DECLARING = ("const", "let")


def style(text: str) -> str:
    """Return a style sheet without comments, with one rule a line and no blanks after marks."""
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).splitlines())
    dense = "\n".join(filter(None, lines))
    return re.sub(r"(?<=[{;:,]) | (?=\{)|(?<=[;{}])\n|;\s*(?=\})", "", dense.replace("; }", "}"))


def script(text: str) -> str:
    """Return a script that does the same, without comments and needless blanks and with short names."""
    tokens = [(kind, token) for kind, token in _tokens(text) if kind != "comment"]
    return _joined(_bare(_merged(_renamed(tokens))))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, text) of a script; a template is cut at its gaps, whose insides are tokens, too."""
    at = 0
    depths: list[int] = []  # open braces inside each template that a gap interrupts
    while at < len(text):
        char = text[at]
        if char == "`" or (char == "}" and depths and depths[-1] == 0):
            if char == "}":
                depths.pop()
            end = _template_end(text, at + 1)
            if text[end - 1] == "{":
                depths.append(0)
            yield "text", text[at:end]
            at = end
            continue
        found = _TOKEN.match(text, at)
        if found is None:  # never: the last alternative takes all
            return
        if depths and char in "{}":
            depths[-1] += 1 if char == "{" else -1
        yield str(found.lastgroup), found.group()
        at = found.end()


def _template_end(text: str, at: int) -> int:
    """Return where a piece of a template ends: after its closing mark or the start of a gap."""
    while text[at] != "`":
        if text.startswith("${", at):
            return at + 2
        at += 2 if text[at] == "\\" else 1
    return at + 1


def _renamed(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give declared names short ones, the most used the shortest; names of properties stay.

    One name becomes the same other name everywhere, so that what a name means in its scope cannot change.
    """
    solid = [at for at, (kind, _) in enumerate(tokens) if kind != "space"]
    words = [tokens[at][1] for at in solid]
    inside = _brackets(words)
    own = _declared(words, inside)
    uses: Counter[str] = Counter()
    plain: list[int] = []
    short: list[int] = []
    for at, word in enumerate(words):
        if word not in own or tokens[solid[at]][0] != "word":
            continue
        before, after = words[at - 1], words[at + 1]
        is_listed = inside[at] == "{" and before in "{,"
        if before in (".", "?.") or (is_listed and after == ":"):
            continue
        if is_listed and after == "=":
            own.discard(word)
        (short if is_listed and after in ",}" else plain).append(at)
        uses[word] += 1
    taken = set(words) | _KEYWORDS
    names = (name for name in _names() if name not in taken)
    wanted = sorted((word for word in uses if word in own), key=lambda word: (-uses[word], word))
    new = {word: name for word, name in zip(wanted, names, strict=False) if len(name) < len(word)}
    renamed = list(tokens)
    for at in plain:
        renamed[solid[at]] = ("word", new.get(words[at], words[at]))
    for at in short:
        if words[at] in new:
            renamed[solid[at]] = ("word", f"{words[at]}:{new[words[at]]}")
    return renamed


def _names() -> Iterator[str]:
    return ("".join(letters) for size in count(1) for letters in product(ascii_letters, repeat=size))


def _brackets(words: list[str]) -> list[str]:
    """Return the innermost open bracket around each word; a block and the gap of a template are none."""
    stack = [""]
    around = []
    for at, word in enumerate(words):
        if word[0] == "}" and len(word) > 1:
            stack.pop()  # a gap ends
        elif word in _CLOSE and len(stack) > 1:
            stack.pop()
        around.append(stack[-1])
        if len(word) > 1 and word[0] in "`}" and word.endswith("${"):
            stack.append("")
        elif word in _OPEN:
            stack.append("" if word == "{" and at and words[at - 1] in _BLOCKS else word)
    return around


def _declared(words: list[str], inside: list[str]) -> set[str]:
    """Return the names that declarations and parameters bring."""
    found: set[str] = set()
    for at, word in enumerate(words):
        if word in ("const", "let", "function") and _WORD.fullmatch(words[at + 1]):
            found.add(words[at + 1])
        elif word in ("const", "let") and words[at + 1] in ("[", "{"):
            found.update(_listed(words, at + 1))
        elif word == "=>" and _WORD.fullmatch(words[at - 1]):
            found.add(words[at - 1])
        elif word == "=>" and words[at - 1] == ")":
            found.update(_listed(words, _start(words, at - 1)))
        if word == "function":
            found.update(_listed(words, words.index("(", at)))
    return found - _KEYWORDS


def _start(words: list[str], at: int) -> int:
    """Return where the bracket opens that closes at a word."""
    depth = 0
    while True:
        depth += (words[at] in _CLOSE) - (words[at] in _OPEN)
        if depth == 0:
            return at
        at -= 1


def _listed(words: list[str], at: int) -> Iterator[str]:
    """Yield the names that a bracket binds: parameters, or those of a destructured list or object."""
    stack: list[str] = []
    while True:
        word = words[at]
        if word in _OPEN:
            stack.append(word)
        elif word in _CLOSE:
            stack.pop()
        elif "(" not in stack[1:] and _WORD.fullmatch(word) and words[at - 1] in (*_OPEN, ",", "..."):
            yield from [word] if stack[-1] != "{" or words[at + 1] in (",", "}") else []
        if not stack:
            return
        at += 1


def _merged(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the tokens with declarations that follow each other as one: "let a;let b" is "let a,b"."""
    solid = [at for at, (kind, _) in enumerate(tokens) if kind != "space"]
    merged, dropped = list(tokens), set()
    stack = [""]  # around each token: the first word of the statement that it stands in, "" before one
    for at, after in zip(solid, [*solid[1:], solid[-1]], strict=True):
        token = tokens[at][1]
        if token[0] in _CLOSE and len(stack) > 1:
            stack.pop()
            stack[-1] = stack[-1] if stack[-1] in _DECLARING else ""
        elif token != ";":
            stack[-1] = stack[-1] or token
        elif stack[-1] in _DECLARING and tokens[after][1] in _DECLARING:
            merged[at] = ("mark", ",")
            dropped |= {after, after + 1}  # the word, and the blank behind it
        else:
            stack[-1] = ""
        if token in _OPEN or token.endswith("${"):
            stack.append("")
    return [token for at, token in enumerate(merged) if at not in dropped]


def _bare(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the tokens with shorter words, and without the parentheses around a single parameter."""
    solid = [at for at, (kind, _) in enumerate(tokens) if kind != "space"]
    dropped = set()
    for first, word, last, arrow in zip(solid, solid[1:], solid[2:], solid[3:], strict=False):
        around = (tokens[first][1], tokens[last][1], tokens[arrow][1])
        if around == ("(", ")", "=>") and tokens[word][0] == "word":
            dropped |= {first, last}
    return [
        (kind, _SHORTER.get(token, token) if kind == "word" else token)
        for at, (kind, token) in enumerate(tokens)
        if at not in dropped
    ]


def _joined(tokens: list[tuple[str, str]]) -> str:
    """Return the tokens without the blanks that only readers need."""
    kept: list[str] = []
    for at, (kind, token) in enumerate(tokens):
        before = kept[-1][-1] if kept else ""
        after = tokens[at + 1][1][0] if at + 1 < len(tokens) else ""
        if token == "}" and before == ";":
            kept[-1] = kept[-1][:-1]
        if kind != "space":
            kept.append(token)
        elif "\n" in token:
            if before not in "{};,([\n" and after not in "})]":
                kept.append("\n")
        elif before not in MARKS and after not in MARKS and (before in "+-") == (after in "+-"):
            kept.append(" ")
    return "".join(kept)
