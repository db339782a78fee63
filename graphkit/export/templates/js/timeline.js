// The timeline view: all mentions per period, then the strongest pairs, one row each.

const ROWS = 24;

function drawTimeline() {
  const view = byId("view-timeline");
  if (!bins.count) return void fill(view, make("p", "empty", mentions.count ? t("no_dates") : t("empty")));
  if (bins.count === 1) return void fill(view, make("p", "empty", t("one_date", { date: bins.label(0) })));
  if (!left.mentions) return void fill(view, make("p", "empty", t("nothing_left")));
  const span = [state.from, state.to];
  const pairs = pairsLeft().slice(0, ROWS);
  const rows = perPeriod(null).slice(span[0], span[1] + 1);
  fill(view,
    make("h2", {}, t("timeline_caption")),
    make("div", "grid", make("span", "side", make("b", {}, `▲ ${t("cooperation")}`, peak(rows, 1)), make("b", {}, `▼ ${t("conflict")}`, peak(rows, -1))),
      barChart(rows, { wide: 900, high: 150, label: t("timeline_caption") })),
    make("div", "grid", make("span"), axis(span)),
    balanceRows(span),
    make("h2", {}, t("timeline_pairs")),
    make("p", "hint", t("timeline_note")),
    make("div", "pairs", pairs.map((pair) => pairRow(pair, span))));
}

function axis([from, to]) {
  const steps = min(6, to - from);
  const at = (step) => Math.round(from + (to - from) * step / max(1, steps));
  return make("div", "axis", Array.from({ length: steps + 1 }, (_, step) => make("span", {}, bins.label(at(step)))));
}

/** Return the highest bar of a side in words. */
function peak(rows, side) {
  const most = max(...rows.map((row) => row.reduce((sum, number, at) => sum + (sideOf(at) === side ? number : 0), 0)));
  return make("small", {}, t("at_most", { n: figure(most) }));
}

/** Return {sum, number} of the values of interactions in each period that is shown. */
function valuesPerPeriod([from, to]) {
  const found = Array.from({ length: to - from + 1 }, () => ({ sum: 0, number: 0 }));
  for (let at = 0; at < mentions.count; at += 1) {
    const { valence } = relationOf(mentions.link[at]);
    const bin = mentions.bin[at] - from;
    if (!left.passes[at] || !valence || mentions.bin[at] < from || !found[bin]) continue;
    found[bin].sum += valence;
    found[bin].number += 1;
  }
  return found;
}

/** Return the mean value of each period as a line of dots between conflict and cooperation. */
function balanceRows(span) {
  const values = valuesPerPeriod(span).map(({ sum, number }, bin) => ({ bin, number, value: number ? sum / number : null })).filter(({ number }) => number);
  if (values.length < 2) return null;
  const wide = span[1] - span[0] + 1;
  const across = ({ bin }) => 100 * (bin + 0.5) / wide;
  const down = ({ value }) => 50 - 4.4 * value;
  const course = values.map((one) => [across(one).toFixed(2), down(one).toFixed(2)].join(" ")).join("L");
  const line = draw("svg", { class: "balance", viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" },
    draw("path", { d: "M0 50h100", class: "zero" }), draw("path", { d: `M${course}` }));
  const dots = values.map((one) => make("i", { class: "dot still", title: t("balance_dot", { period: bins.label(span[0] + one.bin), value: one.value.toFixed(1), n: figure(one.number) }),
    style: { left: `${across(one)}%`, top: `${down(one)}%`, background: valueColour(one.value), ...dotSize(min(16, 6 + Math.sqrt(one.number))) } }));
  return [make("h2", {}, t("balance_over_time")), make("p", "hint", t("balance_over_time_note")),
    make("div", "grid", make("span", "side", make("b", {}, `+10 ${t("cooperation")}`), make("b", {}, `−10 ${t("conflict")}`)),
      make("div", { class: "plot high", role: "img", "aria-label": t("balance_over_time_note") }, line, dots))];
}

function dotSize(size) {
  return { width: `${size}px`, height: `${size}px` };
}

function pairRow(pair, span) {
  const dots = dotsOf(pair, span);
  const chart = draw("svg", { class: "dots", viewBox: "0 0 900 26", preserveAspectRatio: "none", role: "img", "aria-label": `${nameOf(pair.a)} – ${nameOf(pair.b)}: ${mentionsText(pair.total)}` },
    draw("path", { d: "M0 13h900", class: "track" }));
  const layer = make("div", "plot", chart, dots);
  return make("div", "grid",
    make("button", { class: "pairname", title: `${nameOf(pair.a)} – ${nameOf(pair.b)}`, onclick: () => change({ actor: pair.a, other: pair.b, link: -1, near: false }) },
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
    const group = graph.groups[sums.indexOf(max(...sums))];
    const size = min(22, 7 + 3 * Math.sqrt(total));
    return make("i", { class: "dot", title: `${bins.label(bin)}: ${mentionsText(total)}`,
      style: { left: `${100 * (bin - from + 0.5) / (to - from + 1)}%`, ...dotSize(size), background: `var(--${group.id}, var(--other))` },
      onclick: () => change({ actor: pair.a, other: pair.b, link: -1, near: false }) });
  });
}
