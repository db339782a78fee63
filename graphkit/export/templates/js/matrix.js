// The matrix: who towards whom among the strongest actors; colour is the mean value of the relations.

function drawMatrix() {
  const actors = actorsLeft().slice(0, state.size);
  const cells = matrixCells(actors);
  if (!actors.length) return void fill(byId("view-matrix"), make("p", "empty", mentions.count ? t("nothing_left") : t("empty")));
  const room = byId("view-matrix").clientWidth - 240;
  const side = max(28, min(44, Math.floor(room / actors.length)));
  const table = make("table", { class: "matrix", style: { "--cell": `${side}px` } },
    make("caption", "hidden", t("matrix_caption")),
    make("thead", {}, make("tr", {}, make("td"), actors.map((actor) => make("th", { scope: "col" }, make("button", { title: nameOf(actor), onclick: () => open(actor) }, make("span", {}, shortened(nameOf(actor)))))))),
    make("tbody", {}, actors.map((row) => make("tr", {}, make("th", { scope: "row" }, make("button", { onclick: () => open(row) }, shortened(nameOf(row)))),
      actors.map((column) => matrixCell(row, column, cells.get(row * actorCount() + column)))))));
  const most = min(80, actorsLeft().length);
  const size = most > 6 ? slider("matrix_size", "size", 6, most, 1, String) : null;
  fill(byId("view-matrix"), make("div", "bar", size, valueLegend()), make("p", "hint", t("matrix_caption")), make("div", "sheet", table));
}

/** Return {number, value} by row and column; a symmetric relation counts in both directions. */
function matrixCells(actors) {
  const { source, target } = graph.links;
  const wanted = new Set(actors);
  const cells = new Map();
  const add = (row, column, link) => {
    const key = row * actorCount() + column;
    const cell_ = cells.get(key) ?? { number: 0, sum: 0, valued: 0 };
    const { valence } = relationOf(link);
    cell_.number += left.links[link];
    if (valence) {
      cell_.sum += valence * left.links[link];
      cell_.valued += left.links[link];
    }
    cells.set(key, cell_);
  };
  left.links.forEach((number, link) => {
    const [a, b] = [source[link], target[link]];
    if (!number || a === b || !wanted.has(a) || !wanted.has(b)) return;
    add(a, b, link);
    if (relationOf(link).symmetric) add(b, a, link);
  });
  return cells;
}

function matrixCell(row, column, found) {
  if (row === column) return make("td", "self");
  if (!found) return make("td");
  const value = found.valued ? found.sum / found.valued : null;
  const colour = value === null ? palette().structural : valueColour(value);
  const on = (state.actor === row && state.other === column) || (state.actor === column && state.other === row);
  return make("td", {}, make("button", { class: on ? "on" : null, style: { background: colour, color: readable(colour) },
    "aria-label": t("matrix_cell", { a: nameOf(row), b: nameOf(column), n: found.number, value: value === null ? "–" : value.toFixed(1) }),
    title: t("matrix_cell", { a: nameOf(row), b: nameOf(column), n: found.number, value: value === null ? "–" : value.toFixed(1) }),
    onclick: () => change({ actor: row, other: column, link: -1, near: false }) }, figure(found.number)));
}

/** Return the stops of the scale: each class of relations at its mean value, from conflict to cooperation. */
function stops() {
  palette().stops ??= scaleStops();
  return palette().stops;
}

function scaleStops() {
  const found = graph.groups.map((group, at) => {
    const values = graph.relations.filter((relation) => relation.group === at && relation.valence).map((relation) => relation.valence);
    return values.length ? { value: values.reduce((a, b) => a + b, 0) / values.length, colour: colourOf(group) } : null;
  }).filter(Boolean);
  if (found.every((stop) => Math.abs(stop.value) > 0.5)) found.push({ value: 0, colour: styled("--other") });
  return found.sort((a, b) => a.value - b.value);
}

/** Return the colour of a value by straight lines between the stops. */
function valueColour(value) {
  const scale = stops();
  const above = scale.findIndex((stop) => stop.value >= value);
  if (above === 0) return scale[0].colour;
  if (above < 0) return scale.at(-1).colour;
  const [low, high] = [scale[above - 1], scale[above]];
  return mixed(low.colour, high.colour, (value - low.value) / (high.value - low.value));
}

function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

function mixed(a, b, share) {
  const [from, to] = [channels(a), channels(b)];
  return `#${from.map((one, at) => Math.round(one + (to[at] - one) * share).toString(16).padStart(2, "0")).join("")}`;
}

/** Return black or white, whichever reads better on a colour (relative luminance of WCAG). */
function readable(colour) {
  const [r, g, b] = channels(colour).map((one) => (one / 255 <= 0.03928 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
}

function valueLegend() {
  return make("div", { class: "scale", "aria-hidden": "true" }, make("span", {}, t("conflict")), stops().map((stop) => make("i", { style: { background: stop.colour } })), make("span", {}, t("cooperation")));
}
