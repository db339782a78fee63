// Names of actors on the canvas: constant size on screen, strongest first, none over another.

const measured = new Map();

function textWidth(context, text, font) {
  const key = `${font}|${text}`;
  if (!measured.has(key)) measured.set(key, context.measureText(text).width);
  return measured.get(key);
}

/** Draw the names of `actors` (strongest first) on the canvas of the graph. */
function drawNames(context, view) {
  const scale = network.getScale();
  const taken = view.actors.length > CROWD ? [] : view.actors.map((actor) => nodeBox(actor));
  const light = view.light;
  const order = light ? [...view.actors].sort((a, b) => rank(a, light) - rank(b, light)) : view.actors;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  const frame = byId("canvas");
  const [low, high] = [network.DOMtoCanvas({ x: 2, y: 2 }), network.DOMtoCanvas({ x: frame.clientWidth - 2, y: frame.clientHeight - 2 })];
  const strong = new Set(view.actors.slice(0, NAMED)); // these are named even over the mark of a weaker one
  const isInside = (box) => box[0] > low.x && box[1] > low.y && box[2] < high.x && box[3] < high.y;
  for (const actor of order) drawName(context, actor, { ...view, isInside, strong }, scale, taken);
}

/** Return 0 for the selected, 1 for lit, 2 for other actors. */
function rank(actor, light) {
  if (actor === state.actor || actor === state.other) return 0;
  return light.actors.has(actor) ? 1 : 2;
}

function drawName(context, actor, view, scale, taken) {
  const spot = placeOf(actor);
  const selected = actor === state.actor || actor === state.other || actor === walked;
  const on = !view.light || view.light.actors.has(actor);
  const size = selected ? 15 : max(11.5, min(14.5, 10.5 + Math.sqrt(left.actors[actor]) * 0.45));
  const font = `${selected ? 700 : 500} ${size}px system-ui, sans-serif`;
  const text = shortened(nameOf(actor));
  context.font = font;
  const half = (textWidth(context, text, font) / 2 + 3) / scale; // names side by side keep a gap
  const spots = aroundActor(spot, nodeSize(actor), half, (size + 2) / scale, 4 / scale);
  const free = freeSpot(actor, spots.filter(view.isInside), taken, view.strong.has(actor));
  if (!free && !selected) return;
  const box = free ?? spots[0];
  const [middle, top] = [(box[0] + box[2]) / 2, box[1]];
  taken.push(box);
  context.save();
  context.font = `${selected ? 700 : 500} ${size / scale}px system-ui, sans-serif`;
  context.globalAlpha = on ? 1 : view.small ? 0.6 : 0.34;
  context.lineWidth = 3.5 / scale;
  context.strokeStyle = view.colours.back;
  context.fillStyle = view.colours.text;
  context.strokeText(text, middle, top);
  context.fillText(text, middle, top);
  context.restore();
}

/** Return the first box that meets none that is taken; the name of a strong actor may lie over the mark of a weaker one. */
function freeSpot(actor, spots, taken, strong) {
  const fits = (others) => spots.find((box) => !others.some((other) => other.actor !== actor && meets(box, other)));
  return fits(taken) ?? (strong ? fits(taken.filter((other) => !(left.actors[other.actor] <= left.actors[actor]))) : undefined);
}

const NAMED = 24;
const CROWD = 260; // actors up to which names keep clear of the marks of other actors, too

function nodeBox(actor) {
  const { x, y } = placeOf(actor);
  const size = nodeSize(actor) * 0.9;
  return Object.assign([x - size, y - size, x + size, y + size], { actor });
}

/** Return the boxes that a name may fill: below, above, right and left of its actor. */
function aroundActor({ x, y }, size, half, high, gap) {
  const box = (left_, top) => [left_, top, left_ + 2 * half, top + high];
  return [box(x - half, y + size + gap), box(x - half, y - size - gap - high), box(x + size + 1.5 * gap, y - high / 2), box(x - size - 1.5 * gap - 2 * half, y - high / 2)];
}

/** Draw a faint ground behind the community that is lit. */
function drawCamp(context, view) {
  if (state.camp < 0 || state.actor >= 0 || state.link >= 0) return;
  const camp = new Set(graph.findings.communities[state.camp]);
  const edge = outerPoints(view.actors.filter((actor) => camp.has(actor)).map(placeOf));
  if (!edge.length) return;
  context.beginPath();
  edge.forEach(({ x, y }, at) => (at ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
  context.lineJoin = "round";
  context.lineWidth = 64 * unit;
  context.strokeStyle = context.fillStyle = view.colours.ground;
  context.stroke();
  context.fill();
}

/** Return the convex hull of points (Andrew's monotone chain). */
function outerPoints(points) {
  const order = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const turns = (a, b, c) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  const chain = (row) => row.reduce((kept, point) => {
    while (kept.length > 1 && turns(kept.at(-2), kept.at(-1), point) <= 0) kept.pop();
    return [...kept, point];
  }, []);
  return order.length < 3 ? order : [...chain(order).slice(0, -1), ...chain(order.reverse()).slice(0, -1)];
}

function meets(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

function shortened(text) {
  return text.length > 34 ? `${text.slice(0, 33)}…` : text;
}

// ---- Relations on their lines

const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73];
const LABELLED = 8; // lit lines of a large graph up to which each says its relation

/** Write relations along their lines: all of a small graph, else the few that are lit. */
function drawRelations(context, view) {
  const wanted = view.light ? view.links.filter((link) => view.light.links.has(link)) : view.links;
  if (!view.small && (!view.light || wanted.length > LABELLED)) return;
  const scale = network.getScale();
  const taken = view.actors.map((actor) => ({ ...placeOf(actor), r: nodeSize(actor), weight: 6 }));
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const link of wanted) drawRelation(context, link, view, scale, taken);
}

function drawRelation(context, link, view, scale, taken) {
  const text = labelled(relationOf(link).label);
  context.font = "11px system-ui, sans-serif";
  const half = textWidth(context, text, context.font) / 2 / scale;
  const [from, to] = [placeOf(graph.links.source[link]), placeOf(graph.links.target[link])];
  if (Math.hypot(to.x - from.x, to.y - from.y) < (view.small ? 2.1 : 2.6) * half) return;
  const spots = SHARES.map((share) => discs(alongLine(link, view.lane.get(link), share), half, 7 / scale));
  const cost = spots.map((spot, at) => at * 0.2 + clash(spot.discs, taken));
  const best = spots[cost.indexOf(min(...cost))];
  const slim = byId("canvas").clientWidth < 600 && !view.light;
  if (slim && clash(best.discs, taken)) return; // on a telephone a text over another helps nobody
  taken.push(...best.discs);
  context.save();
  context.translate(best.x, best.y);
  context.rotate(Math.abs(best.angle) > Math.PI / 2 ? best.angle + Math.PI : best.angle);
  context.font = `${11 / scale}px system-ui, sans-serif`;
  context.lineWidth = 3.5 / scale;
  context.strokeStyle = view.colours.back;
  context.fillStyle = view.light ? view.colours.text : view.colours.muted;
  const beside = lineWidth(link) * scale > 4 ? -lineWidth(link) / 2 - 7 / scale : 0; // a wide line would hide it
  context.strokeText(text, 0, beside);
  context.fillText(text, 0, beside);
  context.restore();
}

/** Return how badly discs meet those that are taken; an actor weighs more than another text. */
function clash(own, taken) {
  const meet = (disc) => own.some((one) => Math.hypot(one.x - disc.x, one.y - disc.y) < one.r + disc.r);
  return taken.reduce((sum, disc) => sum + (meet(disc) ? disc.weight ?? 1 : 0), 0);
}

/** Return a spot with discs that cover a text of this half width along its direction. */
function discs(spot, half, r) {
  const number = max(1, Math.round(half / r));
  const at = (step) => half * (number === 1 ? 0 : (2 * step) / (number - 1) - 1);
  return { ...spot, discs: Array.from({ length: number }, (_, step) => ({ x: spot.x + at(step) * Math.cos(spot.angle), y: spot.y + at(step) * Math.sin(spot.angle), r })) };
}

/** Draw a ring around the actor that the keyboard stands on. */
function drawWalked(context, view) {
  const spot = walked >= 0 ? placeOf(walked) : null;
  if (!spot) return;
  context.beginPath();
  context.arc(spot.x, spot.y, nodeSize(walked) + 6 / network.getScale(), 0, 2 * Math.PI);
  context.lineWidth = 2.5 / network.getScale();
  context.strokeStyle = view.colours.accent;
  context.stroke();
}
