// The panel when nothing is selected: what the filtered data hold, each figure with what it counts.

const HEAD = 10;

function overview() {
  if (!mentions.count) return [make("p", "empty", t("empty"))];
  return [
    make("h2", {}, t("overview")),
    make("p", "hint", t("overview_hint")),
    left.mentions ? [balanceBlock(), actorsBlock(), pairsBlock(), findingsBlock()] : make("p", "empty", t("nothing_left")),
  ];
}

/** Return mentions by group over all links that are left. */
function groupCounts(links) {
  const sums = graph.groups.map(() => 0);
  links.forEach((link) => { sums[relationOf(link).group] += left.links[link]; });
  return sums;
}

function balanceBlock() {
  const sums = groupCounts(linksLeft());
  const total = sums.reduce((a, b) => a + b, 0);
  const rows = sums.map((sum, at) => [graph.groups[at], sum]).filter(([, sum]) => sum);
  return make("section", {},
    make("h3", { title: t("balance_note") }, t("balance")),
    stack(sums, total),
    make("ul", "split", rows.map(([group, sum]) => make("li", {}, make("i", { style: { background: `var(--${group.id}, var(--other))` } }), make("span", { title: labelled(group.definition) }, labelled(group.label)), make("b", {}, figure(sum)), make("small", {}, t("percent", { n: Math.round(100 * sum / total) }))))));
}

/** Return a bar cut into the colours of the groups; `whole` is the number that fills its full width. */
function stack(sums, whole) {
  const bar = make("span", { class: "stack", "aria-hidden": "true" });
  sums.forEach((sum, at) => sum && bar.append(make("i", { style: { width: `${100 * sum / whole}%`, background: `var(--${graph.groups[at].id}, var(--other))` } })));
  return bar;
}

function actorsBlock() {
  const order = actorsLeft().sort((a, b) => left.partners[b] - left.partners[a] || left.actors[b] - left.actors[a] || a - b).slice(0, HEAD);
  const most = left.partners[order[0]] || 1;
  return make("section", {}, make("h3", { title: t("most_connected_note") }, t("most_connected")),
    make("ul", "bars", order.map((actor) => make("li", {},
      make("button", { onclick: () => open(actor) },
        shapeIcon(kindOf(actor)), make("span", "who", nameOf(actor)),
        make("span", { class: "stack", "aria-hidden": "true" }, make("i", { style: { width: `${100 * left.partners[actor] / most}%`, background: "var(--node)" } })),
        make("b", {}, counted(left.partners[actor], "one_partner", "n_partners")))))));
}

/** Return pairs of actors over the links that are left: {a, b, sums by group, total}; those that act on each other
 * most come first, since an office says less than a deed. */
function pairsLeft() {
  left.pairs ??= countedPairs();
  return left.pairs;
}

function countedPairs() {
  const { source, target } = graph.links;
  const pairs = new Map();
  left.links.forEach((number, link) => {
    const [a, b] = [min(source[link], target[link]), max(source[link], target[link])];
    if (!number || a === b) return;
    const key = a * actorCount() + b;
    if (!pairs.has(key)) pairs.set(key, { a, b, sums: graph.groups.map(() => 0), total: 0, acts: 0, links: [] });
    const pair = pairs.get(key);
    pair.sums[relationOf(link).group] += number;
    pair.total += number;
    if (!isFaint(groupOf(link))) pair.acts += number;
    pair.links.push(link);
  });
  return [...pairs.values()].sort((x, y) => y.acts - x.acts || y.total - x.total || x.a - y.a || x.b - y.b);
}

/** Return the number that fills a bar: of what pairs do, since one much quoted office would dwarf all deeds. */
function longest(pairs) {
  return max(...pairs.map((pair) => pair.acts)) || max(1, ...pairs.map((pair) => pair.total));
}

function pairsBlock() {
  const pairs = pairsLeft().slice(0, HEAD);
  const most = longest(pairs);
  return make("section", {}, make("h3", { title: t("strongest_pairs_note") }, t("strongest_pairs")),
    make("ul", "bars", pairs.map((pair) => make("li", {},
      make("button", { onclick: () => openPair(pair.a, pair.b) },
        make("span", "who", `${nameOf(pair.a)} – ${nameOf(pair.b)}`), stack(pair.sums, most), make("b", {}, figure(pair.total)))))));
}

// ---- Findings: computed with the page, over everything that is actual

function findingsBlock() {
  const { communities, bridges, triads } = graph.findings;
  const parts = [
    finding("communities", communities.map(communityRow)),
    finding("bridges", bridges.map(([actor, reached, partners]) => [actorButton(actor), ` ${t("bridge_row", { n: reached, partners })}`])),
    finding("triads", triads.map(triadRow)),
  ].filter(Boolean);
  return parts.length ? make("section", "findings", make("h3", {}, t("findings")), make("p", "hint", t("findings_note")), parts) : null;
}

function finding(word, rows) {
  return rows.length ? make("details", { open: word === "communities" && state.camp >= 0 }, make("summary", {}, `${t(word)} (${rows.length})`), make("p", "hint", t(`${word}_note`)), make("ol", {}, rows.map((row) => make("li", {}, row)))) : null;
}

function communityRow(actors, at) {
  const named = actors.slice(0, 6).map((actor) => [actorButton(actor), " "]);
  return [make("span", "list", named), actors.length > 6 ? ` ${t("and_more", { n: figure(actors.length - 6) })}` : null, " ",
    make("button", { class: "show", "aria-pressed": state.camp === at, onclick: () => showCamp(state.camp === at ? -1 : at) }, t("show_in_graph"))];
}

function triadRow([actors, ties]) {
  const sides = [[0, 1], [0, 2], [1, 2]];
  return sides.map(([a, b], at) => make("span", "tie", make("i", { style: { background: valueColour(ties[at]) }, "aria-hidden": "true" }),
    make("button", { class: "actor", onclick: () => openPair(actors[a], actors[b]) }, `${nameOf(actors[a])} – ${nameOf(actors[b])}`), ` ${ties[at].toFixed(1)}`));
}

function showCamp(camp) {
  showView("graph");
  change({ camp, actor: -1, other: -1, link: -1, near: false });
}

function openPair(actor, other) {
  change({ actor, other, link: -1, near: false });
  if (state.view === "graph") flyBetween(actor, other);
}

function open(actor) {
  change({ actor, other: -1, link: -1, near: false });
  if (state.view === "graph") flyTo(actor);
}
