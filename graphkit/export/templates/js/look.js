// How actors and links look: shape, size, width, colour, dash and end (page.md 3.1).

const SMALL = 60; // relations: up to here labels stand on the lines

let colours_ = null; // kept until the theme changes: asking the style sheet is slow

/** Return the colours of the theme. */
function palette() {
  colours_ ??= {
    back: styled("--back"), text: styled("--text"), node: styled("--node"), accent: styled("--accent"),
    muted: styled("--muted"), ground: styled("--accent-soft"), structural: styled("--structural") || styled("--other"), groups: graph.groups.map(colourOf),
  };
  return colours_;
}

/** Return the bend of each link, so that parallel ones fan out; 0 for a link alone between its two actors. */
function lanes(links) {
  const { source, target } = graph.links;
  const pairs = new Map();
  for (const link of links) {
    const key = min(source[link], target[link]) * actorCount() + max(source[link], target[link]);
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(link);
  }
  const found = new Map();
  for (const [key, pair] of pairs) {
    const low = Math.floor(key / actorCount());
    pair.sort((a, b) => a - b).forEach((link, at) => {
      const middle = (pair.length - 1) / 2;
      const lane = (at - middle) * min(links.length <= SMALL ? 0.24 : 0.13, 0.32 / max(1, middle));
      found.set(link, source[link] === low ? lane : -lane);
    });
  }
  return found;
}

// Canvas units for one pixel when the whole graph is in sight: a large graph gets larger marks.
let unit = 1;

function nodeSize(actor) {
  const share = Math.sqrt(left.actors[actor] / max(80, left.strongest));
  return unit * Math.round(2 * (5.5 + 14.5 * share)) / 2;
}

function lineWidth(link) {
  return unit * (1 + 5.5 * Math.log2(max(1, left.links[link])) / Math.log2(max(20, left.most)));
}

function lineOpacity(link, small) {
  if (isFaint(groupOf(link))) return small ? 0.7 : 0.45;
  return small ? 0.95 : min(0.9, (drawn.links.length > 400 ? 0.34 : 0.5) + 0.14 * Math.log2(max(1, left.links[link])));
}

/** Return what the selection lights up: its actors and links, or null when nothing is selected. */
function lit(view) {
  const { source, target } = graph.links;
  if (state.link >= 0) return { actors: new Set([source[state.link], target[state.link]]), links: new Set([state.link]) };
  if (state.actor < 0 && state.camp >= 0) {
    const camp = new Set(graph.findings.communities[state.camp]);
    return { actors: camp, links: new Set(view.links.filter((link) => camp.has(source[link]) && camp.has(target[link]))) };
  }
  if (state.actor < 0) return null;
  const own = new Set(focusLinks());
  const links = new Set(view.links.filter((link) => own.has(link)));
  const actors = new Set([state.actor, ...(state.other >= 0 ? [state.other] : [])]);
  for (const link of links) actors.add(source[link]).add(target[link]);
  return { actors, links };
}

/** Return an actor as vis-network wants it. */
function nodeLook(actor, colours, light, small) {
  const shape = shapeOf(kindOf(actor));
  const selected = actor === state.actor || actor === state.other;
  const on = !light || light.actors.has(actor);
  const fill = mixed(colours.back, selected ? colours.accent : colours.node, on ? 1 : small ? 0.5 : 0.22);
  const hollow = shape === "ring";
  return {
    id: actor, shape: hollow ? "dot" : shape, size: nodeSize(actor), ...placeOf(actor), label: undefined, chosen: false,
    borderWidth: hollow ? 2.5 : selected ? 3 : 1.5,
    color: { background: hollow ? colours.back : fill, border: hollow ? fill : selected ? colours.text : colours.back },
  };
}

/** Return a link as vis-network wants it. */
function lineLook(link, lane, colours, light, small) {
  const group = groupOf(link);
  const on = !light || light.links.has(link);
  const lift = light && on ? 1.35 : 1;
  const opacity = min(1, lineOpacity(link, small) * lift) * (on ? 1 : small ? 0.25 : 0.08);
  const colour = faded(colours.groups[relationOf(link).group], opacity);
  const bar = endOf(group) === "bar";
  const width = lineWidth(link);
  return {
    id: link, from: graph.links.source[link], to: graph.links.target[link], width, chosen: false,
    color: { color: colour, hover: colour, highlight: colour }, hoverWidth: 0, selectionWidth: 0,
    arrowStrikethrough: bar, // a line ends before its arrow, but touches its bar
    dashes: left.solid[link] ? false : [5 * unit, 4 * unit],
    arrows: relationOf(link).symmetric ? "" : { to: { enabled: true, type: bar ? "bar" : "arrow", scaleFactor: arrowScale(width, bar) } },
    smooth: lane === 0 ? false : { enabled: true, type: lane > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(lane) },
  };
}

/** Return vis-network's factor for an end of constant size: it draws 15 * factor + 3 * width long. */
function arrowScale(width, bar) {
  return max(0.2 * unit, ((bar ? 13 : 12) * unit + 0.8 * width - 3 * min(width, 3 * unit)) / 15);
}

/** Return the point between the ends that vis-network bends a line towards ("curvedCW", "curvedCCW"). */
function bendOf(link, lane) {
  const [from, to] = [placeOf(graph.links.source[link]), placeOf(graph.links.target[link])];
  if (!lane) return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const angle = Math.atan2(from.y - to.y, to.x - from.x) + (lane * 0.5 + 0.5) * Math.PI;
  const reach = (Math.abs(lane) * 0.5 + 0.5) * length;
  return { x: from.x + reach * Math.sin(angle), y: from.y + reach * Math.cos(angle) };
}

/** Return the point and direction of a line at `share` of its way. */
function alongLine(link, lane, share) {
  const [from, via, to] = [placeOf(graph.links.source[link]), bendOf(link, lane), placeOf(graph.links.target[link])];
  const rest = 1 - share;
  const at = (axis) => rest * rest * from[axis] + 2 * share * rest * via[axis] + share * share * to[axis];
  const slope = (axis) => rest * (via[axis] - from[axis]) + share * (to[axis] - via[axis]);
  return { x: at("x"), y: at("y"), angle: Math.atan2(slope("y"), slope("x")) };
}
