// The timeline view: all mentions per period, then the strongest pairs, one row each.

const ROWS = 24;

function drawTimeline() {
  const view = byId("view-timeline");
  if (!bins.count) return void fill(view, make("p", { class: "empty" }, mentions.count ? t("no_dates") : t("empty")));
  if (!left.mentions) return void fill(view, make("p", { class: "empty" }, t("nothing_left")));
  const span = [state.from, state.to];
  const pairs = pairsLeft().slice(0, ROWS);
  fill(view,
    make("h2", {}, t("timeline_caption")),
    make("div", { class: "grid" }, make("span", { class: "side" }, make("b", {}, `▲ ${t("cooperation")}`), make("b", {}, `▼ ${t("conflict")}`)),
      barChart(perPeriod(null).slice(span[0], span[1] + 1), { wide: 900, high: 150, label: t("timeline_caption") })),
    make("div", { class: "grid" }, make("span"), axis(span)),
    make("h2", {}, t("timeline_pairs")),
    make("p", { class: "hint" }, t("timeline_note")),
    make("div", { class: "pairs" }, pairs.map((pair) => pairRow(pair, span))));
}

function axis([from, to]) {
  const steps = Math.min(6, to - from);
  const at = (step) => Math.round(from + (to - from) * step / Math.max(1, steps));
  return make("div", { class: "axis" }, Array.from({ length: steps + 1 }, (_, step) => make("span", {}, bins.label(at(step)))));
}

function pairRow(pair, span) {
  const dots = dotsOf(pair, span);
  const chart = draw("svg", { class: "dots", viewBox: "0 0 900 26", preserveAspectRatio: "none", role: "img", "aria-label": `${nameOf(pair.a)} – ${nameOf(pair.b)}: ${mentionsText(pair.total)}` },
    draw("path", { d: "M0 13h900", class: "track" }));
  const layer = make("div", { class: "plot" }, chart, dots);
  return make("div", { class: "grid" },
    make("button", { type: "button", class: "pairname", title: `${nameOf(pair.a)} – ${nameOf(pair.b)}`, onclick: () => change({ actor: pair.a, other: pair.b, link: -1, near: false }) },
      make("span", {}, `${nameOf(pair.a)} – ${nameOf(pair.b)}`), make("b", {}, figure(pair.total))),
    layer);
}

/** Return a dot for each period in which a pair is mentioned, in the colour of its strongest class then. */
function dotsOf(pair, [from, to]) {
  const periods_ = new Map();
  for (const at of passing(pair.links)) {
    const bin = mentions.bin[at];
    if (bin < 0) continue;
    if (!periods_.has(bin)) periods_.set(bin, graph.groups.map(() => 0));
    periods_.get(bin)[relationOf(mentions.link[at]).group] += 1;
  }
  return [...periods_].sort(([a], [b]) => a - b).map(([bin, sums]) => {
    const total = sums.reduce((a, b) => a + b, 0);
    const group = graph.groups[sums.indexOf(Math.max(...sums))];
    const size = Math.min(22, 7 + 3 * Math.sqrt(total));
    return make("i", { class: "dot", title: `${bins.label(bin)}: ${mentionsText(total)}`,
      style: { left: `${100 * (bin - from + 0.5) / (to - from + 1)}%`, width: `${size}px`, height: `${size}px`, background: `var(--${group.id}, var(--other))` },
      onclick: () => change({ actor: pair.a, other: pair.b, link: -1, near: false }) });
  });
}
