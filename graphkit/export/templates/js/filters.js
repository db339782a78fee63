// The filters on the left: relation classes and relations, status, actor type, source, sliders.

const opened = new Set(); // groups whose relations are listed

function drawFilters() {
  const small = linkCount() <= SMALL;
  if (small && !opened.size) graph.groups.forEach((_, at) => opened.add(at));
  const counts = filterCounts();
  const focus = document.activeElement?.closest("#filters") ? document.activeElement.dataset.key : null;
  fill(byId("filters"),
    fieldset("relations_head", graph.groups.map((group, at) => groupRows(group, at, counts))),
    fieldset("status_head", tickRows("statuses", graph.statuses, counts.statuses, statusIcon)),
    fieldset("type_head", tickRows("kinds", graph.kinds, counts.kinds, shapeIcon, true)),
    sourceBlock(counts),
    actorCount() > WHOLE.actors && slider("actors_shown", "top", 10, min(1000, actorCount()), 1, String),
    counts.most > 1 && !small && slider("min_mentions", "least", 1, min(50, counts.most), 1, String),
    linkCount() > WHOLE.lines && make("label", { class: "even", title: t("even_note") }, tick("even", state.even, () => change({ even: !state.even })), t("even")),
    counts.least < counts.best && slider("min_confidence", "confidence", 0, 100, 5, (value) => figure(value / 100)),
    make("button", { class: "reset", "data-key": "reset", onclick: reset }, t("reset")));
  if (focus) byId("filters").querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
}

function fieldset(head, rows) {
  return rows.length ? make("fieldset", {}, make("legend", {}, t(head)), rows) : null;
}

/** Count mentions by relation, status, kind and source, before any filter: what a tick can bring. */
let countsKept = null;
function filterCounts() {
  if (countsKept) return countsKept;
  const { link, status, article, confidence } = mentions;
  const { source, target, relation } = graph.links;
  const found = { relations: new Uint32Array(graph.relations.length), statuses: new Uint32Array(graph.statuses.length),
    kinds: new Uint32Array(graph.kinds.length), sources: new Uint32Array(graph.articles.sources.length), least: 100, best: 0, most: 0 };
  for (let at = 0; at < mentions.count; at += 1) {
    found.relations[relation[link[at]]] += 1;
    found.statuses[status[at]] += 1;
    found.sources[graph.articles.source[article[at]]] += 1;
    found.least = min(found.least, confidence[at]);
    found.best = max(found.best, confidence[at]);
  }
  const ends = new Set([...source, ...target]);
  ends.forEach((actor) => { found.kinds[graph.actors.kind[actor]] += 1; });
  found.most = mentionsOf.reduce((most, list) => max(most, list.length), 0);
  countsKept = found;
  return found;
}

function groupRows(group, at, counts) {
  const own = graph.relations.map((relation, index) => (relation.group === at && counts.relations[index] ? index : -1)).filter((index) => index >= 0);
  if (!own.length) return null;
  const on = own.filter((index) => state.relations[index]).length;
  const total = own.reduce((sum, index) => sum + counts.relations[index], 0);
  const isOpen = opened.has(at);
  const name = labelled(group.label);
  const box = tick(`group-${group.id}`, on > 0, () => setRelations(own, on < own.length));
  box.indeterminate = on > 0 && on < own.length;
  return make("div", "group",
    make("div", "row head",
      make("button", { class: "fold", "aria-expanded": isOpen, "data-key": `fold-${group.id}`,
        "aria-label": t(isOpen ? "close_group" : "open_group", { name }),
        onclick: () => { if (isOpen) opened.delete(at); else opened.add(at); drawFilters(); } }, isOpen ? "▾" : "▸"),
      make("label", { title: labelled(group.definition) }, box, arrowIcon(group), make("span", "what", name)),
      make("span", "number", figure(total))),
    isOpen && make("div", "children", own.map((index) => relationRow(index, counts))));
}

function relationRow(index, counts) {
  const relation = graph.relations[index];
  return tickRow(`relation-${relation.id}`, state.relations[index], () => setRelations([index], !state.relations[index]),
    null, relation, counts.relations[index], () => only("relations", index));
}

function setRelations(indexes, on) {
  const relations = state.relations.slice();
  indexes.forEach((index) => { relations[index] = Number(on); });
  change({ relations });
}

function only(field, index) {
  const alone = state[field].every((on, at) => Boolean(on) === (at === index));
  change({ [field]: alone ? freshState()[field] : state[field].map((_, at) => Number(at === index)) });
}

function tickRows(field, terms, counts, icon, byCount) {
  const order = terms.map((_, at) => at).sort((a, b) => (byCount ? counts[b] - counts[a] : 0) || a - b);
  return order.map((at) => [terms[at], at]).map(([term, at]) => (counts[at] ? tickRow(`${field}-${term.id}`, state[field][at], () => {
    const values = state[field].slice();
    values[at] = Number(!values[at]);
    change({ [field]: values });
  }, icon?.(term), term, counts[at], () => only(field, at)) : null)).filter(Boolean);
}

function tickRow(key, on, toggle, icon, term, number, alone) {
  return make("div", "row",
    make("label", { title: labelled(term.definition ?? {}) || null }, tick(key, on, toggle), icon, make("span", "what", labelled(term.label))),
    make("button", { class: "only", "data-key": `only-${key}`, "aria-label": `${t("only")} ${labelled(term.label)}`, onclick: alone }, t("only")),
    make("span", "number", figure(number)));
}

function tick(key, on, toggle) {
  return make("input", { type: "checkbox", checked: Boolean(on), "data-key": key, onchange: toggle });
}

function statusIcon(status) {
  const solid = status.id === graph.encoding.solid;
  return draw("svg", { class: "icon", width: 24, height: 12, viewBox: "0 0 24 12", "aria-hidden": "true" },
    draw("path", { d: "M1 6h22", stroke: "var(--muted)", "stroke-width": 2.5, "stroke-dasharray": solid ? "none" : "4 3" }));
}

const LISTED = 24; // sources listed before "more": hundreds would be drawn anew at each change
let everySource = false;

function sourceBlock(counts) {
  const names = graph.articles.sources;
  if (names.length < 2) return null;
  const order = names.map((_, at) => at).sort((a, b) => counts.sources[b] - counts.sources[a] || a - b);
  const some = state.sources.includes(0); // those that are on are listed, however weak
  const listed = everySource ? order : order.filter((at, rank) => rank < LISTED || (some && state.sources[at])).slice(0, 2 * LISTED);
  const terms = listed.map((at) => [at, { id: names[at], label: { en: sourceName(at) } }]);
  const rows = terms.map(([at, term]) => tickRow(`source-${at}`, state.sources[at], () => {
    const sources = state.sources.slice();
    sources[at] = Number(!sources[at]);
    change({ sources });
  }, null, term, counts.sources[at], () => only("sources", at)));
  const rest = order.length - listed.length;
  const more = rest > 0 && make("button", { class: "more", "data-key": "sources", onclick: () => { everySource = true; drawFilters(); } }, t("more", { n: figure(rest) }));
  return make("fieldset", {}, make("legend", {}, t("source_head")), make("div", "scroll", rows, more));
}

function slider(word, field, low, high, step, written) {
  const id = `slide-${field}`;
  const output = make("output", { for: id }, written(min(high, state[field])));
  let waiting = 0;
  const input = make("input", { id, type: "range", min: low, max: high, step, value: state[field], "data-key": id,
    oninput: () => {
      output.textContent = written(Number(input.value));
      clearTimeout(waiting);
      waiting = setTimeout(() => change({ [field]: Number(input.value) }), 60);
    } });
  return make("div", "slider", make("label", { for: id }, t(word)), output, input);
}

function reset() {
  const { view, rows, sort, up } = state;
  state = { ...freshState(), view, rows, sort, up };
  remember();
  refresh();
}

/** Write above the views what is filtered, so that nobody takes a part for the whole. */
function drawFiltered() {
  const usual = freshState();
  const parts = [];
  const partly = (field, key) => {
    const on = state[field].filter(Boolean).length;
    if (state[field].some((value, at) => value !== usual[field][at])) parts.push(t(key, { n: on, all: state[field].length }));
  };
  partly("relations", "f_relations");
  if (state.statuses.some((value, at) => value !== usual.statuses[at])) {
    parts.push(t("f_statuses", { list: graph.statuses.filter((_, at) => state.statuses[at]).map((status) => labelled(status.label)).join(", ") || "–" }));
  }
  partly("kinds", "f_kinds");
  partly("sources", "f_sources");
  if (bins.count && (state.from > 0 || state.to < bins.count - 1)) parts.push(t("f_dates", { from: bins.label(state.from), to: bins.label(state.to) }));
  if (state.least > 1) parts.push(t("f_min", { n: state.least }));
  if (state.confidence > 0) parts.push(t("f_confidence", { n: figure(state.confidence / 100) }));
  if (state.near && state.other >= 0) parts.push(t("f_pair", { a: nameOf(state.actor), b: nameOf(state.other) }));
  else if (state.near) parts.push(t("f_near", { name: nameOf(state.actor) }));
  if (state.hidden.length) parts.push(t("f_hidden", { list: state.hidden.map(nameOf).join(", ") }));
  if (state.path.length) parts.push(t("f_path", { a: nameOf(state.path[0]), b: nameOf(state.path[1]) }));
  const line = byId("filtered");
  line.hidden = !parts.length;
  fill(line, make("b", {}, t("is_filtered")), ` ${parts.join(" · ")} `, make("button", { onclick: reset }, t("reset")));
}
