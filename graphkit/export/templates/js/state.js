// What the reader has chosen. All of it stands in the address, so that a link brings it back.

const WHOLE = innerWidth < 900 ? { actors: 36, lines: 104 } : { actors: 90, lines: 260 }; // what a screen can show (page.md 1.3)
let state = null;

function freshState() {
  return {
    view: "graph", actor: -1, other: -1, link: -1, unknown: "",
    relations: new Uint8Array(graph.relations.length).fill(1),
    statuses: Uint8Array.from(graph.statuses, (status) => Number(!graph.encoding.hidden.includes(status.id))),
    kinds: new Uint8Array(graph.kinds.length).fill(1),
    sources: new Uint8Array(graph.articles.sources.length).fill(1),
    from: 0, to: bins.count - 1,
    top: min(WHOLE.actors, actorCount()), least: 1, confidence: 0, even: false, hidden: [], camp: -1,
    near: false, path: [], rows: "relations", sort: "mentions", up: false, size: innerWidth < 900 ? 12 : innerWidth < 1600 ? 20 : 26,
  };
}

const LISTS = {
  rel: ["relations", () => graph.relations.map((relation) => relation.id)],
  status: ["statuses", () => graph.statuses.map((status) => status.id)],
  type: ["kinds", () => graph.kinds.map((kind) => kind.id)],
  source: ["sources", () => graph.articles.sources],
};

/** Return the part of the address after #: only what differs from the start. */
function address() {
  const usual = freshState();
  const parts = new URLSearchParams();
  const put = (key, value) => parts.set(key, value);
  if (state.link >= 0) put("edge", edgeName(state.link));
  else if (state.actor >= 0) put("actor", graph.actors.id[state.actor]);
  if (state.other >= 0 && state.link < 0) put("with", graph.actors.id[state.other]);
  for (const [key, [field, ids]] of Object.entries(LISTS)) {
    if (state[field].some((on, at) => on !== usual[field][at])) put(key, ids().filter((_, at) => state[field][at]).join(","));
  }
  if (bins.count && state.from > 0) put("from", bins.name(state.from));
  if (bins.count && state.to < bins.count - 1) put("to", bins.name(state.to));
  if (state.top !== usual.top) put("n", state.top);
  if (state.least > 1) put("min", state.least);
  if (state.confidence > 0) put("conf", state.confidence / 100);
  if (state.even) put("even", 1);
  if (state.hidden.length) put("hide", state.hidden.map((actor) => graph.actors.id[actor]).join(","));
  if (state.camp >= 0) put("camp", state.camp + 1);
  if (state.near) put("near", 1);
  if (state.path.length) put("path", state.path.map((actor) => graph.actors.id[actor]).join(","));
  if (state.view !== "graph") put("view", state.view);
  if (state.rows !== usual.rows) put("rows", state.rows);
  if (state.sort !== usual.sort || state.up) put("sort", state.sort + (state.up ? ",up" : ""));
  if (state.size !== usual.size) put("size", state.size);
  if (language !== graph.language) put("lang", language);
  if (document.documentElement.dataset.theme) put("theme", document.documentElement.dataset.theme);
  return parts.toString().replaceAll("%2C", ",");
}

/** Return the state that an address describes; what it does not name is as at the start. */
function stateFrom(text) {
  const parts = new URLSearchParams(text);
  const found = freshState();
  for (const [key, [field, ids]] of Object.entries(LISTS)) {
    if (parts.has(key)) {
      const wanted = new Set(parts.get(key).split(","));
      found[field] = Uint8Array.from(ids(), (id) => Number(wanted.has(id)));
    }
  }
  if (bins.count && parts.get("from")) found.from = max(0, bins.find(parts.get("from"), false));
  if (bins.count && parts.get("to")) found.to = max(found.from, bins.find(parts.get("to"), true));
  found.top = bounded(parts.get("n"), 1, min(1000, actorCount()), found.top);
  found.least = bounded(parts.get("min"), 1, 1e6, 1);
  found.confidence = bounded(parts.get("conf") * 100, 0, 100, 0);
  found.size = bounded(parts.get("size"), 2, 80, found.size);
  if (document.getElementById(`tab-${parts.get("view")}`)) found.view = parts.get("view");
  if (parts.get("rows") === "actors") found.rows = "actors";
  if (parts.has("sort")) [found.sort, found.up] = [parts.get("sort").split(",")[0], parts.get("sort").endsWith(",up")];
  found.even = parts.has("even");
  found.hidden = (parts.get("hide") ?? "").split(",").filter(Boolean).map(findActor).filter((actor) => actor >= 0);
  found.camp = bounded(parts.get("camp"), 1, graph.findings.communities.length, 0) - 1;
  select(found, parts);
  found.near = parts.has("near") && found.actor >= 0;
  const path = (parts.get("path") ?? "").split(",").filter(Boolean).map(findActor);
  if (path.length === 2 && !path.includes(-1)) found.path = path;
  return found;
}

function select(found, parts) {
  if (parts.get("edge")) {
    found.link = findLink(parts.get("edge"));
    if (found.link < 0) found.unknown = t("unknown_link");
    return;
  }
  for (const [key, field] of [["actor", "actor"], ["with", "other"]]) {
    if (!parts.get(key)) continue;
    found[field] = findActor(parts.get(key));
    if (found[field] < 0) found.unknown = t("unknown_actor", { name: parts.get(key) });
  }
  if (found.actor < 0) found.other = -1;
}

function bounded(value, low, high, otherwise) {
  const number = Math.round(Number(value));
  return value === null || !Number.isFinite(number) || number === 0 && low > 0 ? otherwise : max(low, min(high, number));
}

function edgeName(link) {
  const { source, target } = graph.links;
  return [graph.actors.id[source[link]], relationOf(link).id, graph.actors.id[target[link]]].join(",");
}

function findLink(name) {
  const [source, relation, target] = name.split(",");
  const [a, b] = [findActor(source ?? ""), findActor(target ?? "")];
  if (a < 0 || b < 0) return -1;
  const named = (link) => relationOf(link).id === relation && (graph.links.source[link] === a || relationOf(link).symmetric);
  return linksBetween(a, b).find(named) ?? -1;
}

/** Change the state and redraw what depends on it. */
function change(patch) {
  Object.assign(state, { unknown: "" }, patch);
  remember();
  refresh();
}

/** Write the state to the address; frames without an address of their own refuse, and that is no harm. */
function remember() {
  try {
    const text = address();
    history.replaceState(null, "", text ? `#${text}` : "#");
  } catch {
    // a notebook's srcdoc frame
  }
}
