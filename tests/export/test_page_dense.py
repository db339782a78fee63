"""The dense script does what the script does."""

import pytest

from graphkit.export import page_dense

TRICKY = r"""
// what a minifier gets wrong
const SHARES = [0.5, 1 / 4];
function pair(first, { second, third = 3 }, [fourth], ...others) {
  const total = first + second / 2 + third + fourth;
  return { total, others, first: second, "key": third };
}
const greeting = (name) => `hello ${name} ${[1, 2].map((one) => `<${one} ${name}>`).join(" ")}  end`;
let counter = 0;
const pattern = /["'`{}\/]+[/}]?/g;
function bump(step) {
  counter += step; /* not a comment: "//" */
  return counter - -step;
}
const { total, others } = pair(1, { second: 4 }, [5], "a", "b");
const picked = (condition) => (condition ? total : others);
const object = { total: picked(true), length: others.length, greeting: greeting("you") };
const text = "function (greeting) { // no comment }";
const found = 'a"b`c{d}'.replace(pattern, "-");
for (const [index, share] of SHARES.entries()) bump(index + share);
const at = ";let x"; let more = { a: 1 };
for (let i = 0; i < 2; i += 1) { const [x] = [i]; let y = x; bump(y); }
const later = async (value) => { await null; return value; };
const last = pair(1, { second: 2, third: 0 }, [1]).first;
return JSON.stringify([object, text, found, bump(2), last, typeof later]);
"""


@pytest.mark.browser
def test_a_dense_script_returns_the_same(browser):
    dense = page_dense.script(f"return (() => {{{TRICKY}}})();")
    assert browser.run(dense) == browser.run(f"return (() => {{{TRICKY}}})();")
    assert len(dense) < 0.75 * len(TRICKY)


def test_strings_patterns_and_properties_stay():
    dense = page_dense.script(TRICKY)
    for part in (
        '"function (greeting) { // no comment }"',
        r"""/["'`{}\/]+[/}]?/g""",
        "`hello ${",
        "  end`",
        ".length",
        '"key":',
        "third=3",
    ):
        assert part in dense, part
    assert "what a minifier" not in dense
    assert "SHARES" not in dense


def test_a_listed_name_keeps_its_property():
    dense = page_dense.script("const quantity = 1;\nconst box = { quantity };\nuse(box.quantity, quantity);")
    assert dense == "let a=1,b={quantity:a};use(b.quantity,a);"


def test_a_style_loses_only_comments_and_blanks():
    text = "/* head\n   two lines */\n.a > .b { color: red; margin: 0 1px; }\n\n"
    text += "@media print {\n  .c { top: 0; }\n}\n"
    assert page_dense.style(text) == ".a > .b{color:red;margin:0 1px}@media print{.c{top:0}}"
