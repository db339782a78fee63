// Diverging bars per period: cooperation up, conflict down. At the foot of the page they are the filter.

let playing = 0;

/** Say whether any period has a mention of cooperation or of conflict. */
function hasSides(rows) {
  const sides = graph.groups.map((_, at) => sideOf(at));
  return rows.some((row) => row.some((number, at) => number && sides[at]));
}

/** Return an SVG of [periods][groups] counts; groups without a side are left out. */
function barChart(rows, { wide, high, label, from, to }) {
  const sides = graph.groups.map((_, at) => sideOf(at));
  const sum = (row, side) => row.reduce((all, number, at) => all + (sides[at] === side ? number : 0), 0);
  const most = max(1, ...rows.map((row) => max(sum(row, 1), sum(row, -1))));
  const up = max(0, ...rows.map((row) => sum(row, 1)));
  const down = max(0, ...rows.map((row) => sum(row, -1)));
  const unit = (high - 4) / max(1, up + down);
  const base = 2 + up * unit;
  const step = wide / max(1, rows.length);
  const bars = rows.flatMap((row, bin) => periodBars(row, bin, { sides, unit, base, step, dim: from !== undefined && (bin < from || bin > to) }));
  return draw("svg", { class: "chart", viewBox: `0 0 ${wide} ${high}`, preserveAspectRatio: "none", role: "img", "aria-label": `${label}; ≤ ${most}` },
    bars, draw("path", { d: `M0 ${base}H${wide}`, class: "zero" }));
}

function periodBars(row, bin, { sides, unit, base, step, dim }) {
  const gap = min(2, step * 0.16);
  const width = min(step - gap, 26 + min(40, step * 0.3));
  const x = bin * step + (step - width) / 2;
  const bars = [];
  for (const side of [1, -1]) {
    let y = base;
    const order = graph.groups.map((_, at) => at).filter((at) => sides[at] === side && row[at]);
    if (side < 0) order.reverse();
    for (const at of order.reverse()) {
      const tall = row[at] * unit;
      y -= side > 0 ? tall : 0;
      bars.push(draw("rect", { x: x.toFixed(2), y: y.toFixed(2), width: width.toFixed(2), height: tall.toFixed(2), fill: `var(--${graph.groups[at].id}, var(--other))`, class: dim ? "dim" : null }));
      y += side > 0 ? 0 : tall;
    }
  }
  return bars;
}

function drawTime() {
  const bar = byId("time");
  bar.hidden = bins.count < 2;
  if (bar.hidden) return;
  const only = state.link >= 0 ? [state.link] : state.other >= 0 ? linksBetween(state.actor, state.other) : state.actor >= 0 ? linksOf[state.actor] : null;
  const own = only ? perPeriod(only) : null;
  const follows = own && hasSides(own);
  const label = follows && state.actor >= 0 ? t("time_of", { name: nameOf(state.actor) }) : t("time_label");
  const chart = barChart(follows ? own : perPeriod(null), { wide: 1000, high: 56, label, from: state.from, to: state.to });
  if (bar.childElementCount === 0 || bar.dataset.language !== language) buildTime(bar);
  bar.querySelector(".bars").replaceChildren(chart);
  bar.querySelector(".span").textContent = `${bins.label(state.from)} – ${bins.label(state.to)}`;
  for (const [id, value] of [["time-from", state.from], ["time-to", state.to]]) {
    const input = byId(id);
    input.value = value;
    input.setAttribute("aria-valuetext", bins.label(value));
  }
  const note = bar.querySelector(".undated");
  note.textContent = left.undated ? t("n_undated", { n: figure(left.undated) }) : "";
  bar.querySelector(".all").hidden = state.from === 0 && state.to === bins.count - 1;
}

function buildTime(bar) {
  bar.dataset.language = language;
  const input = (id, key, which) => make("input", { id, type: "range", min: 0, max: bins.count - 1, step: 1, "aria-label": t(key), oninput: (event) => moveTime(which, Number(event.target.value)) });
  fill(bar,
    make("div", "when", make("b", "span"), make("span", "undated"),
      make("button", { class: "all", onclick: () => change({ from: 0, to: bins.count - 1 }) }, t("all_dates"))),
    make("div", "range", make("div", "bars"), input("time-from", "period_from", "from"), input("time-to", "period_to", "to")),
    make("div", "keys", make("span", "up", `▲ ${t("cooperation")}`), make("span", "down", `▼ ${t("conflict")}`),
      make("button", { class: "play", hidden: still(), onclick: play }, t("play"))));
}

let timeWaits = 0;
function moveTime(which, value) {
  const patch = which === "from" ? { from: min(value, state.to) } : { to: max(value, state.from) };
  Object.assign(state, patch);
  byId(`time-${which}`).value = state[which];
  cancelAnimationFrame(timeWaits);
  timeWaits = requestAnimationFrame(() => change(patch));
}

/** Move a window of the current width forward, one period at a time, until the end. */
function play() {
  const button = byId("time").querySelector(".play");
  if (playing) return stopPlaying(button);
  const wide = state.to - state.from + 1 < bins.count ? state.to - state.from : max(0, Math.ceil(bins.count / 12) - 1);
  if (state.to >= bins.count - 1) change({ from: 0, to: wide });
  button.textContent = t("pause");
  playing = setInterval(() => {
    if (state.to >= bins.count - 1) return stopPlaying(button);
    return change({ from: state.from + 1, to: state.to + 1 });
  }, 700);
  return undefined;
}

function stopPlaying(button) {
  clearInterval(playing);
  playing = 0;
  button.textContent = t("play");
}
