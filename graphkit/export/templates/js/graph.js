// The graph view: vis-network draws what `chosen` picks; positions come with the page.

let network = null;
let nodeSet = null;
let lineSet = null;
const nodesSeen = new Map(); // what stands in the data sets, as text
const linesSeen = new Map();
let hiding = false; // very many lines are hidden while the reader drags or zooms
const positions = {}; // actor -> {x, y}, where the reader dragged it
let drawn = { actors: [], links: [] };
let walked = -1; // the actor that the keyboard stands on
let pointer = { x: 0, y: 0 };

let upright = false; // on a high, narrow canvas x and y change places, so that the picture fills it
let stretch = 1; // and y is drawn out or pressed together, for the same reason

const settled = new Map(); // actor -> {x, y}, moved a little where marks would lie over each other

function placeOf(actor) {
  return positions[actor] ?? settled.get(actor) ?? homeOf(actor);
}

function homeOf(actor) {
  const { x, y } = graph.actors;
  return upright ? { x: y[actor], y: x[actor] * stretch } : { x: x[actor], y: y[actor] * stretch };
}

/** Fit the shape of the picture to that of the canvas, within limits that keep distances honest. */
function shapePicture() {
  const { clientWidth, clientHeight } = byId("canvas");
  upright = clientHeight > clientWidth * 1.15;
  const { actors } = chosen();
  const spots = actors.map(homeOf);
  const extent = (axis) => max(...spots.map((spot) => spot[axis])) - min(...spots.map((spot) => spot[axis])) + 1;
  const wanted = actors.length > 3 ? (clientHeight - 90) / (clientWidth - 140) * extent("x") / extent("y") : 1;
  stretch = max(0.75, min(1.6, wanted)) || 1;
}

function startGraph() {
  shapePicture();
  nodeSet = new vis.DataSet();
  lineSet = new vis.DataSet();
  network = new vis.Network(byId("canvas"), { nodes: nodeSet, edges: lineSet }, {
    ...graph.vis,
    interaction: { ...graph.vis.interaction, zoomSpeed: 0.7 },
    nodes: { labelHighlightBold: false },
    edges: { endPointOffset: { to: 1 } },
  });
  network.on("beforeDrawing", (context) => drawCamp(context, drawn));
  network.on("afterDrawing", (context) => {
    drawWalked(context, drawn);
    drawRelations(context, drawn);
    drawNames(context, drawn);
  });
  network.on("click", clicked);
  for (const event of ["dragging", "dragEnd"]) {
    network.on(event, ({ nodes }) => { if (nodes.length) Object.assign(positions, network.getPositions(nodes)); });
  }
  listenToPointer();
}

/** Bring the canvas up to date with filters and selection. */
function drawGraph() {
  const view = chosen();
  drawLegend(view); // it takes its room before the canvas is measured
  if (!network) startGraph();
  const small = view.links.length <= SMALL && linkCount() <= SMALL * 3;
  drawn = { ...view, small, lane: lanes(view.links), colours: palette(), light: lit(view) };
  drawn.actors.sort((a, b) => left.actors[b] - left.actors[a] || a - b);
  settle(drawn.actors);
  const lane = drawn.lane;
  quietly(() => {
    replace(nodeSet, nodesSeen, view.actors.map((actor) => nodeLook(actor, drawn.colours, drawn.light, small)));
    replace(lineSet, linesSeen, view.links.map((link) => lineLook(link, lane.get(link), drawn.colours, drawn.light, small)));
  });
  if (hiding !== view.links.length > 1500) {
    hiding = !hiding;
    network.setOptions({ interaction: { hideEdgesOnDrag: hiding, hideEdgesOnZoom: hiding } });
  }
  byId("nothing").hidden = view.actors.length > 0;
  byId("nothing").textContent = mentions.count ? t("nothing_left") : t("empty");
}

/** Change the data sets and draw once, in the next frame, not after each event of theirs. The manual of vis-network does
 * not name these events; the version that the page is written for has them. */
function quietly(act) {
  const tell = (event) => network.body.emitter.emit(event);
  tell("_blockRedraw");
  act();
  tell("_allowRedraw");
  tell("_requestRedraw");
}

/** Make a data set hold exactly these items; what looks as before is left alone, which is most of it. */
function replace(set, seen, items) {
  const wanted = new Set(items.map((item) => item.id));
  const gone = [...seen.keys()].filter((id) => !wanted.has(id));
  const changed = items.filter((item) => {
    const look = JSON.stringify(item);
    const same = seen.get(item.id) === look;
    seen.set(item.id, look);
    return !same;
  });
  gone.forEach((id) => seen.delete(id));
  if (gone.length) set.remove(gone);
  if (changed.length) set.update(changed);
}

/** Move marks that would lie over each other apart, the weaker one of two more. */
function settle(actors) {
  settled.clear();
  if (actors.length > CROWD) return;
  const spots = actors.map((actor) => ({ ...homeOf(actor), size: nodeSize(actor) + 5 * unit }));
  for (let round_ = 0, moved = true; moved && round_ < 40; round_ += 1) {
    moved = false;
    for (let b = 1; b < spots.length; b += 1) for (let a = 0; a < b; a += 1) moved = pushed(spots[a], spots[b], b + a) || moved;
  }
  actors.forEach((actor, at) => settled.set(actor, { x: Math.round(spots[at].x), y: Math.round(spots[at].y) }));
}

/** Push two marks apart where they meet; the number turns those that lie exactly on each other. */
function pushed(a, b, number) {
  const [dx, dy] = [b.x - a.x || Math.cos(number), (b.y - a.y || Math.sin(number)) * 0.8];
  const over = a.size + b.size - Math.hypot(dx, dy);
  if (over <= 0.5) return false;
  const length = Math.hypot(dx, dy) || 1;
  const [x, y] = [dx / length * over * 0.5, dy / length * over * 0.5];
  Object.assign(a, { x: a.x - x * 0.5, y: a.y - y * 0.5 });
  Object.assign(b, { x: b.x + x * 1.5, y: b.y + y * 1.5 });
  return true;
}

/** Bring all drawn actors into sight, room for their names included, and size the marks for that. */
function fitGraph(animated) {
  if (!drawn.actors.length) return;
  const slim = byId("canvas").clientWidth < 600 ? 0.72 : 1;
  let view = wholeView();
  if (!(view.scale > 0)) return;
  for (let turn_ = 0; turn_ < 4 && Math.abs(unit * view.scale - slim) > 0.02; turn_ += 1) {
    unit = slim / view.scale;
    settle(drawn.actors); // larger marks push each other apart, and the picture grows
    view = wholeView();
  }
  drawGraph();
  network.moveTo({ ...view, animation: animated && !still() ? { duration: 350 } : false });
}

/** Return the middle and the scale at which all drawn actors and their names are in sight. */
function wholeView() {
  const { clientWidth, clientHeight } = byId("canvas");
  const spots = drawn.actors.map(placeOf);
  const [xs, ys] = [spots.map((spot) => spot.x), spots.map((spot) => spot.y)];
  const [low, high] = [{ x: min(...xs), y: min(...ys) }, { x: max(...xs), y: max(...ys) }];
  const scale = min(1.3, (clientWidth - (clientWidth < 600 ? 80 : 130)) / (high.x - low.x + 1), (clientHeight - 72) / (high.y - low.y + 1));
  return { scale, position: { x: (low.x + high.x) / 2, y: (low.y + high.y) / 2 + 6 / scale } };
}

function still() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function flyTo(actor) {
  const spot = placeOf(actor);
  network.moveTo({ position: spot, scale: max(1.25 / unit, network.getScale()), animation: still() ? false : { duration: 350 } });
}

/** Bring two actors into sight, far enough apart to read what lies between them. */
function flyBetween(a, b) {
  const [from, to] = [placeOf(a), placeOf(b)];
  const apart = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const crowded = linksBetween(a, b).filter((link) => left.links[link]).length > 6;
  const scale = min((drawn.small ? 1.35 : crowded ? 2.4 : 1.7) / unit, (byId("canvas").clientWidth * 0.45) / apart);
  network.moveTo({ position: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, scale: max(scale, 1 / unit), animation: still() ? false : { duration: 350 } });
}

function zoomBy(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: still() ? false : { duration: 160 } });
}

function clicked(event) {
  if (event.nodes.length) change({ actor: event.nodes[0], other: -1, link: -1, near: false });
  else if (event.edges.length) change({ link: event.edges[0], actor: -1, other: -1, near: false });
  else if (!state.near) change({ actor: -1, other: -1, link: -1, camp: -1 });
}

// ---- Hover

function listenToPointer() {
  const tip = byId("tip");
  hear(byId("canvas"), "pointermove", (event) => {
    const frame = byId("canvas").getBoundingClientRect();
    pointer = { x: event.clientX - frame.left, y: event.clientY - frame.top, wide: frame.width };
    if (!tip.hidden) placeTip(tip);
  });
  network.on("hoverNode", ({ node }) => showTip(tip, nodeTip(node)));
  network.on("hoverEdge", ({ edge }) => showTip(tip, lineTip(edge)));
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, () => { tip.hidden = true; byId("canvas").style.cursor = ""; });
}

function showTip(tip, lines) {
  fill(tip, lines);
  tip.hidden = false;
  byId("canvas").style.cursor = "pointer";
  placeTip(tip);
}

function placeTip(tip) {
  const side = pointer.x > pointer.wide - 240;
  tip.style.left = side ? "auto" : `${pointer.x + 14}px`;
  tip.style.right = side ? `${pointer.wide - pointer.x + 14}px` : "auto";
  tip.style.top = `${pointer.y + 12}px`;
}

function nodeTip(actor) {
  return [make("b", {}, nameOf(actor)), make("span", {}, `${labelled(kindOf(actor).label)} · ${mentionsText(left.actors[actor])} · ${counted(left.partners[actor], "one_partner", "n_partners")}`)];
}

function lineTip(link) {
  const { source, target } = graph.links;
  const arrow = relationOf(link).symmetric ? "—" : "→";
  return [make("b", {}, `${nameOf(source[link])} ${arrow} ${nameOf(target[link])}`),
    make("span", {}, `${labelled(relationOf(link).label)} · ${mentionsText(left.links[link])}`)];
}

function mentionsText(number) {
  return counted(number, "one_mention", "n_mentions");
}

// ---- Legend

function drawLegend(view) {
  const seen = new Set(view.links.map((link) => relationOf(link).group));
  const { source } = graph.links;
  const lines = view.hidden > 0 || view.actors.length < view.all
    ? t("shown_some", { shown: figure(view.actors.length), all: figure(view.all), lines: figure(view.links.length), hidden: figure(view.hidden) })
    : t("shown_all", { shown: figure(view.actors.length), lines: figure(view.links.length) });
  fill(byId("legend"),
    make("div", "key",
      graph.groups.map((group, at) => seen.has(at) && make("span", { class: "swatch", title: labelled(group.definition) }, arrowIcon(group), labelled(group.label))).filter(Boolean)),
    make("p", "notes", [t("legend_bar"), t("legend_dash"), t("legend_width"), t("legend_missing")].join(" · ")),
    make("strong", "shown", lines));
  byId("legend").hidden = source.length === 0;
}

/** Return a small arrow, T-bar, or line without an end, in the colour of a group. */
function arrowIcon(group, plain = false) {
  const colour = `var(--${group.id}, var(--other))`;
  const end = endOf(group) === "bar" ? draw("path", { d: "M20 1.5v9", stroke: colour, "stroke-width": 3 })
    : draw("path", { d: "M15 1.5 22 6l-7 4.5z", fill: colour });
  const icon = draw("svg", { class: "icon", width: 24, height: 12, viewBox: "0 0 24 12", "aria-hidden": "true" },
    draw("path", { d: plain ? "M1 6h22" : "M1 6h18", stroke: colour, "stroke-width": 3 }), plain ? null : end);
  return icon;
}

const OUTLINES = {
  dot: "M7 1.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z",
  ring: "M7 2.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 1 0 0-9.6z",
  hexagon: "M4 1.8h6L13 7l-3 5.2H4L1 7z",
  diamond: "M7 .8 13.2 7 7 13.2.8 7z",
  triangle: "M7 1.5 13 12H1z",
  triangleDown: "M7 12.5 13 2H1z",
  square: "M2 2h10v10H2z",
  star: "m7 .8 1.8 4.1 4.4.4-3.3 3 1 4.4L7 10.4l-3.9 2.3 1-4.4-3.3-3 4.4-.4z",
};

function shapeIcon(kind) {
  const shape = shapeOf(kind);
  const look = shape === "ring" ? { fill: "none", stroke: "var(--node)", "stroke-width": 2 } : { fill: "var(--node)" };
  return draw("svg", { class: "icon", width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" },
    draw("path", { d: OUTLINES[shape] ?? OUTLINES.dot, ...look }));
}
