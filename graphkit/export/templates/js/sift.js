// One pass over the mentions decides what the filters leave; every view reads the result.

let left = null;

/** Apply all filters and set `left`: the mentions that pass, and counts by link and actor. */
function sift() {
  const allowed = linksAllowed();
  left = tally(allowed);
  if (state.path.length) left = tally(onlyPath(allowed));
  if (state.near && state.actor >= 0) left = tally(onlyNear(allowed));
  countActors(left);
}

/** Return, for each link, whether its relation and the types of both actors are switched on. */
function linksAllowed() {
  const { source, target, relation } = graph.links;
  const kind = graph.actors.kind;
  const shown = Uint8Array.from(kind, (one) => state.kinds[one]);
  for (const actor of state.hidden) shown[actor] = 0;
  return Uint8Array.from(relation, (one, link) => (state.relations[one] && shown[source[link]] && shown[target[link]] ? 1 : 0));
}

/** Count the mentions of allowed links that pass the filters on mentions. */
function tally(allowed) {
  const { count, link, article, status, confidence, bin } = mentions;
  const source = graph.articles.source;
  const solid = graph.statuses.findIndex((one) => one.id === graph.encoding.solid);
  const found = { passes: new Uint8Array(count), whenever: new Uint8Array(count), links: new Uint32Array(linkCount()),
    solid: new Uint32Array(linkCount()), mentions: 0, undated: 0 };
  for (let at = 0; at < count; at += 1) {
    if (!allowed[link[at]] || !state.statuses[status[at]] || confidence[at] < state.confidence) continue;
    if (!state.sources[source[article[at]]]) continue;
    found.whenever[at] = 1;
    if (bin[at] < 0) found.undated += 1;
    else if (bin[at] < state.from || bin[at] > state.to) continue;
    found.passes[at] = 1;
    found.links[link[at]] += 1;
    if (status[at] === solid) found.solid[link[at]] += 1;
  }
  if (state.least > 1) dropRare(found);
  return found;
}

/** Keep links between the selected actor and its neighbours, or between the two of a pair. */
function onlyNear(allowed) {
  const { source, target } = graph.links;
  const keep = new Set(state.other >= 0 ? [state.actor, state.other] : [state.actor]);
  if (state.other < 0) {
    for (const link of linksOf[state.actor]) if (left.links[link]) keep.add(source[link]).add(target[link]);
  }
  return allowed.map((on, link) => Number(on && keep.has(source[link]) && keep.has(target[link])));
}

/** Keep links on a shortest path between the two actors of `state.path`. */
function onlyPath(allowed) {
  const steps = pathActors(...state.path);
  const keep = new Set();
  for (let at = 1; at < steps.length; at += 1) linksBetween(steps[at - 1], steps[at]).forEach((link) => keep.add(link));
  return allowed.map((on, link) => Number(on && keep.has(link)));
}

/** Return the actors on a shortest path over links that are left, both ends included; empty for none. */
function pathActors(from, to) {
  const { source, target } = graph.links;
  const before = new Map([[from, -1]]);
  const queue = [from];
  for (let at = 0; at < queue.length && !before.has(to); at += 1) {
    for (const link of linksOf[queue[at]]) {
      const next = source[link] === queue[at] ? target[link] : source[link];
      if (before.has(next) || !left.links[link]) continue;
      before.set(next, queue[at]);
      queue.push(next);
    }
  }
  const steps = [];
  for (let actor = before.has(to) ? to : -1; actor >= 0; actor = before.get(actor)) steps.unshift(actor);
  return steps;
}

function dropRare(found) {
  mentions.link.forEach((link, at) => {
    if (found.links[link] < state.least) found.passes[at] = found.whenever[at] = 0;
  });
  found.links.forEach((number, link) => {
    if (number < state.least) found.links[link] = found.solid[link] = 0;
  });
}

/** Count mentions and partners of each actor over the links that are left. */
function countActors(found) {
  const { source, target } = graph.links;
  found.actors = new Uint32Array(actorCount());
  found.partners = new Uint32Array(actorCount());
  found.strongest = 0;
  found.most = found.links.reduce((most, number) => max(most, number), 0);
  const seen = new Set();
  found.links.forEach((number, link) => {
    if (!number) return;
    const [a, b] = [source[link], target[link]];
    found.mentions += number;
    found.actors[a] += number;
    if (a === b) return;
    found.actors[b] += number;
    const pair = min(a, b) * actorCount() + max(a, b);
    if (seen.has(pair)) return;
    seen.add(pair);
    found.partners[a] += 1;
    found.partners[b] += 1;
  });
  for (const number of found.actors) found.strongest = max(found.strongest, number);
}

/** Return the links that pass, strongest first. */
function linksLeft() {
  left.linksInOrder ??= strongestFirst(left.links);
  return left.linksInOrder.slice();
}

function strongestFirst(counts) {
  const passed = [];
  counts.forEach((number, index) => number && passed.push(index));
  return passed.sort((a, b) => counts[b] - counts[a] || a - b);
}

/** Return the actors that pass, strongest first. */
function actorsLeft() {
  left.actorsInOrder ??= strongestFirst(left.actors);
  return left.actorsInOrder.slice();
}

const BESIDE = 5; // lines drawn between the same two actors of a large graph

/** Return the links in the order in which they are drawn; evened out, those of much mentioned actors count less. */
function drawingOrder(links) {
  if (!state.even) return links;
  const { source, target } = graph.links;
  const weight = (link) => left.links[link] / Math.sqrt(left.actors[source[link]] * left.actors[target[link]]);
  return links.map((link) => [link, weight(link)]).sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([link]) => link);
}

/** Return the first links, few between the same two actors, so that one pair does not take all the room. */
function spread(links, limit) {
  const { source, target } = graph.links;
  const beside = new Map();
  const found = [];
  for (const link of links) {
    const pair = min(source[link], target[link]) * actorCount() + max(source[link], target[link]);
    const number = beside.get(pair) ?? 0;
    if (number >= BESIDE) continue;
    beside.set(pair, number + 1);
    if (found.push(link) === limit) break;
  }
  return found;
}

/** Choose what the graph draws: the strongest actors and links, whatever belongs to the
 * selection, and for each actor one line at least; an actor without any is left out. */
function chosen() {
  const { source, target } = graph.links;
  const all = actorsLeft();
  const actors = new Set(all.slice(0, state.top));
  const focus = focusLinks();
  focus.slice(0, 40).forEach((link) => actors.add(source[link]).add(target[link]));
  if (state.actor >= 0) actors.add(state.actor);
  if (state.other >= 0) actors.add(state.other);
  const passed = linksLeft();
  if (state.camp >= 0) graph.findings.communities[state.camp].slice(0, 60).forEach((actor) => left.actors[actor] && actors.add(actor));
  const between = drawingOrder(passed.filter((link) => actors.has(source[link]) && actors.has(target[link])));
  const limit = max(WHOLE.lines, Math.round(state.top * WHOLE.lines / WHOLE.actors));
  const links = new Set(between.length <= SMALL ? between : spread(between, limit));
  focus.forEach((link) => actors.has(source[link]) && actors.has(target[link]) && links.add(link));
  const joined = new Set([state.actor, state.other]);
  links.forEach((link) => joined.add(source[link]).add(target[link]));
  for (const link of between) {
    if (joined.has(source[link]) && joined.has(target[link])) continue;
    links.add(link);
    joined.add(source[link]).add(target[link]);
  }
  return { actors: [...actors].filter((actor) => joined.has(actor)), links: [...links], all: all.length, hidden: passed.length - links.size };
}

function focusLinks() {
  const strength = (a, b) => left.links[b] - left.links[a] || a - b;
  if (state.link >= 0) return [state.link];
  if (state.actor < 0) return [];
  const own = state.other >= 0 ? linksBetween(state.actor, state.other) : linksOf[state.actor];
  return own.filter((link) => left.links[link]).sort(strength);
}

/** Return [periods][groups] counts; `only` are links, or null for all that pass everything but the dates. */
function perPeriod(only) {
  const rows = Array.from({ length: bins.count }, () => new Uint32Array(graph.groups.length));
  const add = (at) => {
    if (left.whenever[at] && mentions.bin[at] >= 0) rows[mentions.bin[at]][mentions.group[at]] += 1;
  };
  if (only) only.forEach((link) => mentionsOf[link].forEach(add));
  else for (let at = 0; at < mentions.count; at += 1) add(at);
  return rows;
}

/** Return +1 for a group of cooperation, -1 for conflict, 0 for neither, by the mean value of its relations. */
function sideOf(group) {
  const values = graph.relations.filter((relation) => relation.group === group && relation.valence);
  return Math.sign(values.reduce((sum, relation) => sum + relation.valence, 0));
}
