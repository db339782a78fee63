// The two data blocks of the page, and indexes over them. Everything is a number into a column.

let graph = null;
let texts = null;
let mentions = null; // typed columns: link, article, status, confidence, group, bin
let linksOf = null; // actor -> its links
let mentionsOf = null; // link -> its mentions
let bins = null; // {unit, first, count, label(i), name(i)}

/** Return a data block of the page, unpacked where it is packed. */
async function block(id) {
  const element = byId(id);
  if (element.type === "application/json") return JSON.parse(element.textContent);
  const bytes = Uint8Array.from(atob(element.textContent.trim()), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

async function readGraph() {
  graph = await block("graph");
  const { keys, ...spoken } = graph.words; // texts by language, in the order of the keys
  graph.words = Object.fromEntries(Object.entries(spoken).map(([code, own]) => [code, Object.fromEntries(keys.map((key, at) => [key, own[at]]))]));
  const { mentions: columns, links, actors, articles } = graph;
  mentions = {
    count: columns.link.length,
    link: Uint32Array.from(columns.link),
    article: Uint32Array.from(columns.article),
    status: Uint8Array.from(columns.status),
    confidence: Uint8Array.from(columns.confidence),
  };
  const groupOfLink = links.relation.map((relation) => graph.relations[relation].group);
  mentions.group = Uint8Array.from(columns.link, (link) => groupOfLink[link]);
  bins = periods(articles.day.filter((day) => day !== null));
  const binOf = articles.day.map((day) => (day === null ? -1 : bins.of(day)));
  mentions.bin = Int32Array.from(columns.article, (article) => binOf[article]);
  mentionsOf = grouped(mentions.link, links.source.length);
  linksOf = actors.id.map(() => []);
  links.source.forEach((source, link) => {
    linksOf[source].push(link);
    if (links.target[link] !== source) linksOf[links.target[link]].push(link);
  });
}

/** Read the sentences, once, when the first one is asked for. */
async function readTexts() {
  texts ??= await block("texts");
  return texts;
}

/** Return, for each of `size` keys, the indexes that have it, in order. */
function grouped(keys, size) {
  const lists = Array.from({ length: size }, () => []);
  keys.forEach((key, index) => lists[key].push(index));
  return lists;
}

// ---- Periods of time: days for weeks, months for years, years for decades

const UNITS = {
  day: { index: (date) => Math.floor(date / 86400000), start: (index) => new Date(index * 86400000), cut: 10 },
  month: {
    index: (date) => date.getUTCFullYear() * 12 + date.getUTCMonth(),
    start: (index) => new Date(Date.UTC(Math.floor(index / 12), index % 12, 1)),
    cut: 7,
  },
  year: { index: (date) => date.getUTCFullYear(), start: (index) => new Date(Date.UTC(index, 0, 1)), cut: 4 },
};

function periods(days) {
  const first = days.reduce((a, b) => min(a, b), Infinity);
  const last = days.reduce((a, b) => max(a, b), -Infinity);
  const span = last - first;
  const unit = span <= 62 ? "day" : span <= 365 * 15 ? "month" : "year";
  const { index, start, cut } = UNITS[unit];
  const at = (day) => index(new Date(day * 86400000));
  if (!days.length) return { unit, count: 0, of: () => -1, name: () => "", label: () => "", find: () => -1 };
  const zero = at(first);
  const count = at(last) - zero + 1;
  const precision = { year: 0, month: 1, day: 2 }[unit];
  return {
    unit, count,
    of: (day) => at(day) - zero,
    name: (bin) => start(zero + bin).toISOString().slice(0, cut),
    label: (bin) => written.dates[precision].format(start(zero + bin)),
    year: (bin) => start(zero + bin).getUTCFullYear(),
    /** Return the period that an ISO date lies in or nearest to; a short one means its start, or its end. */
    find: (text, end) => {
      const parts = text.split("-").map(Number);
      if (!parts[0] || parts.some(Number.isNaN)) return -1;
      const whole = end && parts.length < 3
        ? Date.UTC(parts[0], parts.length === 1 ? 12 : parts[1], 0) : Date.UTC(parts[0], (parts[1] || 1) - 1, parts[2] || 1);
      return max(0, min(count - 1, index(new Date(whole)) - zero));
    },
  };
}

// ---- Names of things

const actorCount = () => graph.actors.id.length;
const linkCount = () => graph.links.source.length;

function nameOf(actor) {
  const labels = graph.actors.label;
  return (labels[language] ?? labels.en ?? Object.values(labels)[0])[actor];
}

const kindOf = (actor) => graph.kinds[graph.actors.kind[actor]];
const relationOf = (link) => graph.relations[graph.links.relation[link]];
const groupOf = (link) => graph.groups[relationOf(link).group];

function shapeOf(kind) {
  return graph.encoding.kinds[kind.id] ?? graph.encoding.other.kind;
}

function endOf(group) {
  return (graph.encoding.groups[group.id] ?? graph.encoding.other.group).end;
}

/** Say whether a group is context rather than content: drawn faintly, ranked last. */
function isFaint(group) {
  return Boolean((graph.encoding.groups[group.id] ?? {}).faint);
}

function colourOf(group) {
  return styled(`--${group.id}`) || styled("--other");
}

/** Return the actor whose id, code or name is this, or -1. */
function findActor(name) {
  const { id, code } = graph.actors;
  const exact = id.indexOf(name);
  if (exact >= 0) return exact;
  const byCode = code.indexOf(name);
  if (byCode >= 0) return byCode;
  const wanted = folded(name);
  return id.findIndex((_, actor) => namesOf(actor).some((known) => folded(known) === wanted));
}

function namesOf(actor) {
  const labels = Object.values(graph.actors.label).map((column) => column[actor]);
  return [...new Set([...labels, ...graph.actors.alias[actor], graph.actors.code[actor]])];
}

/** Return all links between two actors, in either direction. */
function linksBetween(a, b) {
  const { source, target } = graph.links;
  return linksOf[a].filter((link) => (source[link] === b || target[link] === b) && (a !== b || source[link] === target[link]));
}
