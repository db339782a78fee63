// The panel on the right: the sentences behind what is selected.

let turn = 0; // drawings wait for the sentences; only the latest may write

async function drawPanel() {
  turn += 1;
  const mine = turn;
  const panel = byId("panel");
  if (state.unknown) return void fill(panel, make("p", "empty", state.unknown), overview());
  offerJump();
  if (state.link < 0 && state.actor < 0) return void fill(panel, overview());
  await readTexts();
  if (mine !== turn) return;
  fill(panel, state.link >= 0 ? linkPanel(state.link) : state.other >= 0 ? pairPanel(state.actor, state.other) : actorPanel(state.actor));
  panel.scrollTop = 0;
}

/** On a narrow screen the panel lies below: offer the way to it while something is selected. */
function offerJump() {
  const { source, target } = graph.links;
  const ends = state.link >= 0 ? [source[state.link], target[state.link]] : [state.actor, state.other].filter((actor) => actor >= 0);
  byId("jump").hidden = !ends.length;
  byId("jump").textContent = `${ends.map(nameOf).join(" – ")}: ${t("evidence")} ↓`;
}

/** Return the mentions of links that pass the filters. */
function passing(links) {
  return links.flatMap((link) => mentionsOf[link].filter((at) => left.passes[at]));
}

/** Return the mentions, and from how many articles that are no copies of one another. */
function countsOf(ats) {
  const origins = new Set(ats.map((at) => graph.articles.origin[mentions.article[at]])).size;
  return [make("span", {}, mentionsText(ats.length)), ats.length > 1 && make("span", { title: t("origins_note") }, counted(origins, "one_origin", "n_origins"))];
}

function closeButton() {
  return make("button", { class: "close", "aria-label": t("back"), title: t("back"), onclick: () => change({ actor: -1, other: -1, link: -1, near: false, path: [] }) }, "×");
}

function actorButton(actor) {
  return make("button", { class: "actor", onclick: () => open(actor) }, nameOf(actor));
}

function sentencesOf(ats, withHead) {
  return ats.length ? cardList(ats, withHead) : make("p", "empty", t("nothing_left"));
}

// ---- One relation

function linkPanel(link) {
  const { source, target } = graph.links;
  const [a, b] = [source[link], target[link]];
  const relation = relationOf(link);
  const ats = passing([link]);
  const between = linksBetween(a, b).filter((one) => left.links[one]);
  return [
    closeButton(),
    make("h2", "pair", actorButton(a), make("span", "arrow", relation.symmetric ? "—" : "→"), actorButton(b)),
    make("p", "facts", make("span", { class: "relation", style: { "--class": `var(--${groupOf(link).id}, var(--other))` }, title: labelled(relation.definition) }, arrowIcon(groupOf(link), relation.symmetric), labelled(relation.label)),
      countsOf(ats)),
    make("p", "definition", labelled(relation.definition)),
    between.length > 1 && make("button", { class: "wide", onclick: () => openPair(a, b) }, t("whole_pair", { a: nameOf(a), b: nameOf(b) })),
    sentencesOf(ats, false),
  ];
}

// ---- Two actors

function pairPanel(a, b) {
  const links = linksBetween(a, b).filter((link) => left.links[link]).sort((x, y) => left.links[y] - left.links[x] || x - y);
  const ats = passing(links);
  return [
    closeButton(),
    make("h2", "pair", actorButton(a), make("span", "arrow", "–"), actorButton(b)),
    make("p", "facts", countsOf(ats)),
    nearTick("only_pair"),
    relationRows(links, a, b),
    miniTimeline(linksBetween(a, b)),
    sentencesOf(ats, true),
  ];
}

/** Return what the one does to the other, what that one does, and what they do together. */
function relationRows(links, a, b) {
  const { source } = graph.links;
  const most = max(1, ...links.map((link) => left.links[link]));
  const isMutual = (link) => relationOf(link).symmetric;
  const sides = [
    [`${nameOf(a)} → ${nameOf(b)}`, (link) => !isMutual(link) && source[link] === a],
    [`${nameOf(b)} → ${nameOf(a)}`, (link) => !isMutual(link) && source[link] === b],
    [`${nameOf(a)} – ${nameOf(b)}`, isMutual],
  ];
  return sides.map(([head, belongs]) => [head, links.filter(belongs)]).map(([head, own]) => own.length > 0 && make("section", {}, make("h3", {}, head),
    make("ul", "bars", own.map((link) => pairRelation(link, most)))));
}

function pairRelation(link, most) {
  return make("li", {}, make("button", { onclick: () => change({ link, actor: -1, other: -1, near: false }) },
    make("span", "who", labelled(relationOf(link).label)),
    make("span", { class: "stack", "aria-hidden": "true" }, make("i", { style: { width: `${100 * left.links[link] / most}%`, background: `var(--${groupOf(link).id}, var(--other))` } })),
    make("b", {}, figure(left.links[link]))));
}

// ---- One actor

function actorPanel(actor) {
  const links = linksOf[actor].filter((link) => left.links[link]);
  const ats = passing(links);
  return [
    closeButton(),
    make("h2", {}, nameOf(actor)),
    make("p", "facts", make("span", "relation", shapeIcon(kindOf(actor)), labelled(kindOf(actor).label)),
      make("span", {}, mentionsText(left.actors[actor])), make("span", {}, counted(left.partners[actor], "one_partner", "n_partners"))),
    identity(actor),
    officesOf(actor),
    nearTick("only_neighbours"),
    make("button", { class: "wide", onclick: () => change({ hidden: [...state.hidden, actor], actor: -1, other: -1, link: -1, near: false, path: [] }) }, t("hide_actor", { name: nameOf(actor) })),
    pathForm(actor),
    partnersBlock(actor),
    miniTimeline(linksOf[actor]),
    make("h3", "section", t("latest")),
    sentencesOf(ats, true),
  ];
}

/** Return names in all languages, other names, and identifiers. */
function identity(actor) {
  const labels = graph.actors.label;
  const rows = Object.keys(labels).filter((code) => code).map((code) => [code.toUpperCase(), labels[code][actor]]);
  const others = graph.actors.alias[actor].slice(0, 8);
  const known = graph.registry.identifiers[actor] ?? [];
  return make("details", "identity", make("summary", {}, `${t("names")}: ${[...new Set(rows.map(([, name]) => name))].join(" · ")}`),
    make("dl", {}, rows.map(([code, name]) => [make("dt", {}, code), make("dd", { lang: code.toLowerCase() }, name)]),
      others.length ? [make("dt", {}, "+"), make("dd", {}, others.join(", "))] : null,
      make("dt", {}, t("identifier")), make("dd", {}, graph.actors.code[actor],
        known.map(([name, url]) => [" · ", safeAddress(url) ? make("a", { href: safeAddress(url), target: "_blank", rel: "noopener noreferrer nofollow" }, name) : name]))));
}

/** Return the offices that the registry knows, as "president of Indonesia, 2014 – 2024". */
function officesOf(actor) {
  const offices = graph.registry.offices[actor];
  if (!offices) return null;
  return make("ul", "offices", offices.map(({ office, of, start, until }) => make("li", {},
    t("office_of", { office: labelled(office), name: labelled(of) }), make("span", {}, ` ${(start ?? "").slice(0, 4)} – ${(until ?? "").slice(0, 4)}`))));
}

function nearTick(word) {
  return make("label", "near", make("input", { type: "checkbox", checked: state.near, onchange: () => change({ near: !state.near }) }), t(word));
}

function pathForm(actor) {
  const found = state.path[0] === actor ? pathNote() : null;
  const input = make("input", { id: "path-to", type: "text", list: "path-names", autocomplete: "off", placeholder: t("path_hint") });
  const names = make("datalist", { id: "path-names" }, actorsLeft().slice(0, 300).map((one) => make("option", { value: nameOf(one) })));
  const failed = make("p", { class: "empty", hidden: true });
  const submit = (event) => {
    event.preventDefault();
    const other = findActor(input.value.trim());
    failed.hidden = other >= 0;
    failed.textContent = t("unknown_actor", { name: input.value });
    if (other >= 0 && other !== actor) change({ path: [actor, other], near: false });
  };
  return make("details", { class: "path", open: found !== null }, make("summary", {}, t("path_to")),
    make("form", { onsubmit: submit }, make("label", { class: "hidden", for: "path-to" }, t("path_to")), input, names, make("button", { type: "submit" }, t("path_find"))), failed, found);
}

function pathNote() {
  const [a, b] = state.path;
  const clear = make("button", { onclick: () => change({ path: [] }) }, t("path_clear"));
  const steps = left.mentions ? pathActors(a, b) : [];
  if (!steps.length) return make("p", "empty", t("path_none", { a: nameOf(a), b: nameOf(b) }), " ", clear);
  return make("p", {}, counted(steps.length - 1, "path_one", "path_found"), ": ", steps.map((actor, at) => [at ? " – " : "", actorButton(actor)]), " ", clear);
}

function partnersBlock(actor) {
  const partners = pairsLeft().filter((pair) => pair.a === actor || pair.b === actor);
  const most = longest(partners);
  const row = (pair) => {
    const other = pair.a === actor ? pair.b : pair.a;
    return make("li", {}, make("button", { onclick: () => openPair(actor, other) },
      make("span", "who", nameOf(other)), stack(pair.sums, most), make("b", {}, figure(pair.total))));
  };
  const list = make("ul", "bars", partners.slice(0, 12).map(row));
  const rest = partners.slice(12);
  const more = rest.length ? make("button", { class: "more", onclick: () => { list.append(...rest.map(row)); more.remove(); } }, t("more", { n: figure(rest.length) })) : null;
  return make("section", {}, make("h3", {}, t("strongest")), list, more);
}

function miniTimeline(links) {
  if (bins.count < 2) return null;
  const rows = perPeriod(links);
  if (!hasSides(rows)) return null;
  return make("section", {}, make("h3", {}, t("over_time")),
    barChart(rows, { wide: 320, high: 72, label: t("time_label") }),
    make("p", "axis", make("span", {}, bins.label(0)), make("span", {}, bins.label(bins.count - 1))));
}
