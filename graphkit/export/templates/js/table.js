// The table view: relations, or actors, that pass the filters; every column sorts.

const CHUNK = 150;

const RELATION_COLUMNS = [
  ["source", (link) => nameOf(graph.links.source[link])],
  ["relation", (link) => labelled(relationOf(link).label)],
  ["target", (link) => nameOf(graph.links.target[link])],
  ["mentions", (link) => left.links[link]],
  ["actual", (link) => left.solid[link]],
  ["sources", (link) => rowFacts(link).sources],
  ["first", (link) => rowFacts(link).first],
  ["last", (link) => rowFacts(link).last],
  ["confidence", (link) => rowFacts(link).confidence],
];

const ACTOR_COLUMNS = [
  ["actor", (actor) => nameOf(actor)],
  ["type", (actor) => labelled(kindOf(actor).label)],
  ["mentions", (actor) => left.actors[actor]],
  ["partners", (actor) => left.partners[actor]],
];

let factsKept = new Map();

/** Return what the mentions of a link say together: sources, dates, statuses, best confidence. */
function rowFacts(link) {
  if (factsKept.has(link)) return factsKept.get(link);
  const { source, day } = graph.articles;
  const ats = mentionsOf[link].filter((at) => left.passes[at]);
  const days = ats.map((at) => day[mentions.article[at]]).filter((one) => one !== null);
  const number = graph.statuses.map((_, status) => ats.filter((at) => mentions.status[at] === status).length);
  const facts = {
    sources: new Set(ats.map((at) => source[mentions.article[at]])).size,
    first: days.length ? isoDay(min(...days)) : "",
    last: days.length ? isoDay(max(...days)) : "",
    statuses: graph.statuses.map((status, at) => (number[at] ? `${labelled(status.label)} ${figure(number[at])}` : "")).filter(Boolean).join(", "),
    confidence: max(...ats.map((at) => mentions.confidence[at])) / 100,
  };
  factsKept.set(link, facts);
  return facts;
}

function isoDay(day) {
  return new Date(day * 86400000).toISOString().slice(0, 10);
}

function drawTable() {
  factsKept = new Map();
  const actors = state.rows === "actors";
  const columns = actors ? ACTOR_COLUMNS : RELATION_COLUMNS;
  const ids = sorted(actors ? actorsLeft() : linksLeft(), columns);
  const body = make("tbody");
  const more = make("button", { class: "more", onclick: () => addRows() });
  let shown = 0;
  function addRows() {
    body.append(...ids.slice(shown, shown + CHUNK).map((id) => tableRow(id, columns, actors)));
    shown = min(ids.length, shown + CHUNK);
    more.hidden = shown >= ids.length;
    more.textContent = t("more", { n: figure(min(CHUNK, ids.length - shown)) });
  }
  addRows();
  fill(byId("view-table"),
    make("div", "bar", rowsSwitch(), make("span", "hint", t("table_of", { n: figure(ids.length) }))),
    ids.length ? make("table", "data", make("caption", "hidden", t(actors ? "table_actors" : "table_caption")),
      make("thead", {}, make("tr", {}, columns.map(([key, value]) => headCell(key, value)))), body) : make("p", "empty", mentions.count ? t("nothing_left") : t("empty")),
    more);
}

function sorted(ids, columns) {
  const value = (columns.find(([key]) => key === state.sort) ?? columns.find(([key]) => key === "mentions"))[1];
  const sign = state.up ? 1 : -1;
  const compare = (a, b) => (typeof a === "number" ? a - b : String(a).localeCompare(String(b), language));
  const keyed = ids.map((id) => [id, value(id)]);
  keyed.sort((x, y) => sign * compare(x[1], y[1]) || x[0] - y[0]);
  return keyed.map(([id]) => id);
}

function rowsSwitch() {
  return make("div", { class: "switch", role: "group", "aria-label": t("view_table") }, ["relations", "actors"].map((rows) => make("button", { "aria-pressed": state.rows === rows, onclick: () => change({ rows, sort: "mentions", up: false }) }, t(`rows_${rows}`))));
}

function headCell(key) {
  const on = state.sort === key;
  const text = ["first", "last", "source", "relation", "target", "actor", "type"].includes(key);
  return make("th", { scope: "col", "aria-sort": on ? (state.up ? "ascending" : "descending") : null, class: `of-${key}` },
    make("button", { "aria-label": t("sort_by", { name: t(key) }), title: t(key), onclick: () => change({ sort: key, up: on ? !state.up : text }) }, t(key === "confidence" ? "sure" : key), make("span", { "aria-hidden": "true", class: "sorted" }, on ? (state.up ? " ▲" : " ▼") : "")));
}

function tableRow(id, columns, actors) {
  const opens = () => (actors ? open(id) : change({ link: id, actor: -1, other: -1, near: false }));
  const on = actors ? state.actor === id : state.link === id;
  return make("tr", { class: on ? "on" : null, onclick: opens }, columns.map(([key, value], at) => cell(id, key, value(id), at === 0, actors, opens)));
}

function cell(id, key, value, first, actors, opens) {
  const number = typeof value === "number";
  if (first) return make("th", { scope: "row" }, make("button", { onclick: (event) => { event.stopPropagation(); opens(); } }, value));
  if (key === "relation") return make("td", {}, make("span", { class: "relation", title: value, style: { "--class": `var(--${groupOf(id).id}, var(--other))` } }, value));
  return make("td", { class: number ? "number" : key === "first" || key === "last" ? "day" : null, title: key === "actual" ? rowFacts(id).statuses : null }, number ? figure(value) : value);
}
