// The start of the page, what each change redraws, and the keys.

const DRAWN = { graph: drawGraph, table: drawTable, matrix: drawMatrix, timeline: drawTimeline };

/** Redraw everything that depends on the state. */
function refresh() {
  sift();
  if (document.activeElement?.type !== "range") drawFilters();
  drawFiltered();
  drawTime();
  DRAWN[state.view]();
  drawPanel();
}

function showView(view) {
  state.view = view;
  openTab(view);
  DRAWN[view]();
  remember();
}

function openTab(view) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const on = tab.dataset.view === view;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    byId(`view-${tab.dataset.view}`).hidden = !on;
  }
}

function drawScope() {
  const { articles } = graph;
  const sources = articles.sources.filter(Boolean).length;
  const days = articles.day.filter((day) => day !== null);
  const one = articles.id.length === 1;
  const least = filterCounts().least;
  const parts = [
    counted(articles.id.length, "scope_article", "scope_articles"),
    sources === 0 ? "" : sources === 1 ? articles.sources.find(Boolean) : t("scope_sources", { n: figure(sources) }),
    days.length ? (one ? dated(articles.day[0], articles.precision[0]) : `${dated(days.reduce((a, b) => min(a, b)), 3)} – ${dated(days.reduce((a, b) => max(a, b)), 3)}`) : "",
    counted(mentions.count, "scope_statement", "scope_statements"),
    mentions.count && least > 0 ? t("scope_confidence", { n: figure(least / 100) }) : "",
  ];
  byId("scope").textContent = parts.filter(Boolean).join(" · ");
}

function dress() {
  const codes = Object.keys(graph.words);
  const next = codes[(codes.indexOf(language) + 1) % codes.length];
  byId("language").textContent = next.toUpperCase();
  drawScope();
}

function switchLanguage() {
  const codes = Object.keys(graph.words);
  speak(codes[(codes.indexOf(language) + 1) % codes.length]);
  measured.clear();
  dress();
  remember();
  refresh();
}

function switchTheme() {
  const chosen_ = document.documentElement.dataset.theme;
  const dark = chosen_ ? chosen_ === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(dark ? "light" : "dark");
  remember();
  refresh();
}

/** Take on a theme; "" follows the system. */
function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  colours_ = null;
}

// ---- Keys

function startKeys() {
  hear(document, "keydown", (event) => {
    const typing = event.target.matches("input[type=search], input[type=text]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || byId("helper").open) return;
    if (event.key === "/") { event.preventDefault(); byId("search").focus(); }
    else if (event.key === "?") showHelp();
    else if (event.key === "Escape" && (state.actor >= 0 || state.link >= 0 || state.camp >= 0)) change({ camp: -1, actor: -1, other: -1, link: -1, near: false, path: [] });
    else if (/^[1-4]$/.test(event.key) && event.target.type !== "range") showView(Object.keys(DRAWN)[event.key - 1]);
  });
  hear(byId("canvas"), "keydown", walk);
  hear(byId("canvas"), "blur", () => { walked = -1; network?.redraw(); });
  hear(document.querySelector("[role=tablist]"), "keydown", walkTabs);
}

/** Arrow keys in the canvas: up and down walk the actors by strength, left and right the relations of one. */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step && (event.key === "ArrowDown" || event.key === "ArrowUp" || (state.actor < 0 && state.link < 0))) {
    event.preventDefault();
    const order = drawn.actors;
    walked = order[(order.indexOf(walked) + step + order.length) % order.length] ?? -1;
    if (walked >= 0) say(t("walk", { name: nameOf(walked), kind: labelled(kindOf(walked).label), n: figure(left.actors[walked]) }));
    network.redraw();
  } else if (step) {
    event.preventDefault();
    walkLines(step);
  } else if (event.key === "Enter" && walked >= 0) {
    open(walked);
    sayActor(walked);
  }
}

function walkLines(step) {
  const actor = state.actor >= 0 ? state.actor : walked >= 0 ? walked : graph.links.source[state.link];
  const own = linksOf[actor].filter((link) => left.links[link]).sort((a, b) => left.links[b] - left.links[a] || a - b);
  if (!own.length) return;
  const link = own[(own.indexOf(state.link) + step + own.length) % own.length];
  walked = actor;
  change({ link, actor: -1, other: -1, near: false });
  const { source, target } = graph.links;
  say(t("say_link", { a: nameOf(source[link]), relation: labelled(relationOf(link).label), b: nameOf(target[link]), n: figure(left.links[link]) }));
}

function sayActor(actor) {
  say(t("selected", { name: nameOf(actor), kind: labelled(kindOf(actor).label), n: figure(left.actors[actor]), partners: figure(left.partners[actor]) }));
}

function walkTabs(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const views = Object.keys(DRAWN);
  const next = views[(views.indexOf(state.view) + step + views.length) % views.length];
  showView(next);
  byId(`tab-${next}`).focus();
}

function showHelp() {
  const rows = [["/", "key_search"], ["↑ ↓", "key_walk"], ["← →", "key_lines"], ["Enter", "key_open"], ["Esc", "key_clear"], ["1 2 3 4", "key_views"], ["?", "key_help"]];
  const dialog = byId("helper");
  fill(dialog,
    make("h2", {}, t("how_to_read")),
    make("ul", {}, [1, 2, 3, 4, 5].map((at) => make("li", {}, t(`read_${at}`)))),
    make("h2", {}, t("keys")),
    make("dl", {}, rows.map(([key, word]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, t(word))])),
    make("button", { onclick: () => dialog.close() }, t("close")));
  dialog.showModal();
}

// ---- Start

function listen() {
  for (const tab of document.querySelectorAll("[role=tab]")) hear(tab, "click", () => showView(tab.dataset.view));
  hear(byId("language"), "click", switchLanguage);
  hear(byId("theme"), "click", switchTheme);
  hear(byId("help"), "click", showHelp);
  hear(byId("jump"), "click", () => byId("panel").scrollIntoView({ behavior: still() ? "auto" : "smooth" }));
  hear(byId("zoom-in"), "click", () => zoomBy(1.35));
  hear(byId("zoom-out"), "click", () => zoomBy(1 / 1.35));
  hear(byId("zoom-fit"), "click", () => fitGraph(true));
  hear(matchMedia("(prefers-color-scheme: dark)"), "change", () => { colours_ = null; refresh(); });
  hear(window, "hashchange", () => takeAddress());
  startSearch();
  startExports();
  startPrint();
  startKeys();
}

/** Read the address, or the state that the page was written with, and show it. */
function takeAddress() {
  const given = location.hash.slice(1);
  const parts = new URLSearchParams(given || new URLSearchParams(graph.start).toString());
  if (parts.get("lang") in graph.words) speak(parts.get("lang"));
  if (["light", "dark"].includes(parts.get("theme"))) setTheme(parts.get("theme"));
  state = stateFrom(parts);
  dress();
  openTab(state.view);
  refresh();
  if (network) showSelected();
}

/** Bring the whole graph into sight, and two selected actors nearer. */
function showSelected() {
  fitGraph(false);
  const { source, target } = graph.links;
  if (state.link >= 0) flyBetween(source[state.link], target[state.link]);
  else if (state.other >= 0) flyBetween(state.actor, state.other);
}

async function start() {
  await readGraph();
  speak(graph.language);
  listen();
  takeAddress();
  document.body.classList.remove("starting");
  performance.mark("drawn");
  document.body.dataset.ready = "1";
}

start();
