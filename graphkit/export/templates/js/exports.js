// What leaves the page: a picture, a drawing, tables, a link.

const EXPORTS = [
  ["export_png", savePicture],
  ["export_svg", saveDrawing],
  ["export_csv", saveRelations],
  ["export_sentences", saveSentences],
  ["export_link", copyLink],
  ["print", () => window.print()],
];

function startExports() {
  const button = byId("export");
  const menu = byId("exports");
  const show = (on) => {
    menu.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    if (on) {
      fill(menu, EXPORTS.map(([key, act]) => make("button", { onclick: () => { show(false); act(); } }, t(key))));
      menu.firstElementChild.focus();
    }
  };
  hear(button, "click", () => show(menu.hidden));
  hear(menu, "keydown", (event) => {
    if (event.key === "Escape") { show(false); button.focus(); }
  });
  hear(document, "pointerdown", (event) => {
    if (!menu.hidden && !menu.contains(event.target) && event.target !== button) show(false);
  });
}

function fileName(suffix) {
  const name = folded(graph.title).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "graph";
  return `${name}.${suffix}`;
}

// ---- Pictures

function savePicture() {
  showView("graph");
  network.redraw();
  const canvas = byId("canvas").querySelector("canvas");
  const copy = make("canvas", { width: canvas.width, height: canvas.height });
  const context = copy.getContext("2d");
  context.fillStyle = styled("--back");
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => save(fileName("png"), "image/png", blob));
}

function saveDrawing() {
  if (!network) drawGraph();
  save(fileName("svg"), "image/svg+xml", new XMLSerializer().serializeToString(drawing()));
}

/** Return the drawn graph as an SVG element. */
function drawing() {
  const spots = drawn.actors.map(placeOf);
  const low = [min(...spots.map((spot) => spot.x)) - 80 * unit, min(...spots.map((spot) => spot.y)) - 40 * unit];
  const high = [max(...spots.map((spot) => spot.x)) + 80 * unit, max(...spots.map((spot) => spot.y)) + 50 * unit];
  const colours = palette();
  const font = 12.5 * unit;
  return draw("svg", { viewBox: [...low, high[0] - low[0], high[1] - low[1]].map(Math.round).join(" "), width: 1200, "font-family": "system-ui, sans-serif" },
    draw("title", {}, graph.title),
    draw("rect", { x: low[0], y: low[1], width: high[0] - low[0], height: high[1] - low[1], fill: colours.back }),
    drawn.links.map((link) => drawnLine(link, drawn.lane.get(link), colours)),
    drawn.actors.map((actor) => drawnActor(actor, colours)),
    drawnNames(colours, font, [low[0], high[0]]));
}

function drawnLine(link, lane, colours) {
  const [from, to] = [placeOf(graph.links.source[link]), placeOf(graph.links.target[link])];
  const middle = bendOf(link, lane);
  const end = towards(to, lane ? middle : from, nodeSize(graph.links.target[link]) + 2 * unit);
  const start = towards(from, lane ? middle : to, nodeSize(graph.links.source[link]));
  const colour = colours.groups[relationOf(link).group];
  const width = lineWidth(link);
  const group = draw("g", { stroke: colour, fill: "none", "stroke-opacity": lineOpacity(link, drawn.small), "stroke-width": width.toFixed(1) },
    draw("title", {}, `${nameOf(graph.links.source[link])} ${labelled(relationOf(link).label)} ${nameOf(graph.links.target[link])} (${left.links[link]})`),
    draw("path", { d: `M${round(start)}Q${round(middle)} ${round(end)}`, "stroke-dasharray": left.solid[link] ? null : `${5 * unit} ${4 * unit}` }));
  if (!relationOf(link).symmetric) group.append(drawnEnd(end, lane ? middle : from, endOf(groupOf(link)) === "bar", width, colour));
  return group;
}

function towards(point, other, distance) {
  const length = Math.hypot(other.x - point.x, other.y - point.y) || 1;
  return { x: point.x + (other.x - point.x) * distance / length, y: point.y + (other.y - point.y) * distance / length };
}

const round = (point) => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`;

function drawnEnd(tip, before, bar, width, colour) {
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const [ux, uy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  const half = 3 * unit + 0.8 * width;
  const at = (along, across) => `${(tip.x + ux * along - uy * across).toFixed(1)} ${(tip.y + uy * along + ux * across).toFixed(1)}`;
  if (bar) return draw("path", { d: `M${at(0, half)}L${at(0, -half)}`, "stroke-width": 2.5 * unit });
  return draw("path", { d: `M${at(0, 0)}L${at(-2 * half, half)}L${at(-2 * half, -half)}z`, fill: colour, stroke: "none" });
}

function drawnActor(actor, colours) {
  const spot = placeOf(actor);
  const size = nodeSize(actor);
  const shape = shapeOf(kindOf(actor));
  const look = shape === "ring" ? { fill: colours.back, stroke: colours.node, "stroke-width": 2 } : { fill: colours.node };
  const move = `translate(${(spot.x - size).toFixed(1)} ${(spot.y - size).toFixed(1)}) scale(${(size / 7).toFixed(3)})`;
  return draw("path", { d: OUTLINES[shape] ?? OUTLINES.dot, transform: move, ...look }, draw("title", {}, nameOf(actor)));
}

/** Return the names that have room, those of the strongest actors first. */
function drawnNames(colours, font, [left_, right]) {
  const taken = drawn.actors.map(nodeBox);
  return drawn.actors.map((actor, at) => {
    const text = shortened(nameOf(actor));
    const spots = aroundActor(placeOf(actor), nodeSize(actor), text.length * font * 0.29, font * 1.25, 3 * unit);
    const box = freeSpot(actor, spots.filter((one) => one[0] > left_ && one[2] < right), taken, at < NAMED);
    if (!box) return null;
    taken.push(box);
    return draw("text", { x: (box[0] + box[2]) / 2, y: (box[1] + font).toFixed(1), "text-anchor": "middle", "font-size": font.toFixed(1), fill: colours.text, stroke: colours.back, "stroke-width": 3 * unit, "paint-order": "stroke" }, text);
  });
}

// ---- Print: paper is white, and gets the drawing in place of the canvas

let screenTheme = null; // the theme while printing, to go back to

function startPrint() {
  hear(window, "beforeprint", () => {
    screenTheme = document.documentElement.dataset.theme ?? "";
    setTheme("light");
    if (network) fill(byId("printed"), drawing());
  });
  hear(window, "afterprint", () => {
    fill(byId("printed"));
    setTheme(screenTheme);
  });
}

// ---- Tables

/** Return a cell of CSV; a beginning that a spreadsheet would take for a formula is made plain text. */
function quoted(value) {
  const text = String(value ?? "");
  const plain = /^[=+\-@\t\r]/.test(text) && typeof value !== "number" ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function csv(rows) {
  return `\ufeff${rows.map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
}

function saveRelations() {
  factsKept = new Map();
  const rows = linksLeft().map((link) => {
    const { source, target } = graph.links;
    const facts = rowFacts(link);
    return [graph.actors.code[source[link]], nameOf(source[link]), relationOf(link).id, graph.actors.code[target[link]], nameOf(target[link]), left.links[link], facts.sources, facts.first, facts.last, facts.statuses, facts.confidence];
  });
  save(fileName("relations.csv"), "text/csv;charset=utf-8", csv([["source", "source_name", "relation", "target", "target_name", "mentions", "sources", "first", "last", "statuses", "confidence"], ...rows]));
}

async function saveSentences() {
  await readTexts();
  const rows = [];
  for (let at = 0; at < mentions.count; at += 1) if (left.passes[at]) rows.push(sentenceRow(at));
  save(fileName("sentences.csv"), "text/csv;charset=utf-8", csv([["source", "relation", "target", "status", "said_by", "confidence", "sentence", "date", "outlet", "title", "url"], ...rows]));
}

function sentenceRow(at) {
  const { source, target } = graph.links;
  const [link, article] = [mentions.link[at], mentions.article[at]];
  const day = graph.articles.day[article];
  return [graph.actors.code[source[link]], relationOf(link).id, graph.actors.code[target[link]], graph.statuses[mentions.status[at]].id, texts.voices[texts.voice[at]]?.[0] ?? "", mentions.confidence[at] / 100,
    texts.sentences[texts.sentence[at]], day === null ? "" : isoDay(day), graph.articles.sources[graph.articles.source[article]], graph.articles.title[article], graph.articles.url[article]];
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    say(t("link_copied"));
  } catch {
    say(t("link_failed"));
  }
}
