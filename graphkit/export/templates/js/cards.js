// A card is one sentence with its marks, and where it comes from.

const PAGE = 40; // cards before "more"

/** Return the pieces of a sentence: [text, roles] where spans of source (0), target (1), trigger (2) cut it. */
function pieces(sentence, spans) {
  const cuts = [...new Set([0, sentence.length, ...spans])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, at) => {
    const start = cuts[at];
    const roles = [0, 1, 2].filter((role) => spans[2 * role] <= start && end <= spans[2 * role + 1] && spans[2 * role] < spans[2 * role + 1]);
    return { text: sentence.slice(start, end), roles, end };
  });
}

/** Return a sentence as nodes, both actors and the trigger marked. */
function marked(at) {
  const link = mentions.link[at];
  const sentence = texts.sentences[texts.sentence[at]];
  const spans = texts.spans.slice(6 * at, 6 * at + 6);
  const ends = [graph.links.source[link], graph.links.target[link]];
  return pieces(sentence, spans).map(({ text, roles, end }) => {
    if (!roles.length) return text;
    const trigger = roles.includes(2);
    const actors = roles.filter((role) => role < 2).map((role) => ends[role]);
    const node = make(actors.length ? "mark" : "span", { class: trigger ? "trigger" : null, title: actors.map(nameOf).join(", ") || labelled(relationOf(link).label) }, text);
    const meant = roles.filter((role) => role < 2 && end === spans[2 * role + 1]).map((role) => resolved(sentence.slice(spans[2 * role], spans[2 * role + 1]), ends[role]));
    return [node, meant.filter(Boolean).map((name) => make("span", "meant", ` [${name}]`))];
  });
}

/** Return the actor's name where the words themselves do not say it ("the alliance"), else "". */
function resolved(words, actor) {
  const text = folded(words);
  return namesOf(actor).some((name) => text.includes(folded(name))) ? "" : nameOf(actor);
}

/** Return the mentions in groups of one sentence each (wire copies fold), newest first. */
function foldedCopies(ats) {
  const groups = new Map();
  for (const at of [...ats].sort((a, b) => newest(a, b))) {
    const words = texts.sentences[texts.sentence[at]].toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
    const key = `${mentions.link[at]}|${mentions.status[at]}|${texts.voice[at]}|${words}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(at);
  }
  return [...groups.values()];
}

function newest(a, b) {
  const day = graph.articles.day;
  const [left_, right] = [day[mentions.article[a]] ?? -1e9, day[mentions.article[b]] ?? -1e9];
  return right - left_ || a - b;
}

/** Return cards grouped by date, `PAGE` of them and a button for more. */
function cardList(ats, withHead) {
  const groups = foldedCopies(ats);
  const list = make("div", "cards");
  let shown = 0;
  let lastDate = null;
  const more = make("button", { class: "more", onclick: () => add() });
  function add() {
    for (const group of groups.slice(shown, shown + PAGE)) {
      const article = mentions.article[group[0]];
      const date = dated(graph.articles.day[article], graph.articles.precision[article]);
      if (date !== lastDate) list.append(make("h3", "date", date));
      lastDate = date;
      list.append(card(group, withHead));
    }
    shown = min(groups.length, shown + PAGE);
    more.hidden = shown >= groups.length;
    more.textContent = t("more", { n: figure(min(PAGE, groups.length - shown)) });
  }
  add();
  return make("div", {}, list, more);
}

/** Return one card for mentions of the same sentence. */
function card(group, withHead) {
  const [at] = group;
  const link = mentions.link[at];
  const article = mentions.article[at];
  const status = graph.statuses[mentions.status[at]];
  const solid = status.id === graph.encoding.solid;
  return make("article", { class: "card", style: { "--class": `var(--${groupOf(link).id}, var(--other))` } },
    withHead && headOf(link),
    claimOf(at),
    make("p", { class: "words", lang: graph.articles.language[article] }, marked(at)),
    make("p", "meta",
      make("span", { class: solid ? "chip" : "chip dashed", title: labelled(status.definition) }, labelled(status.label)),
      make("span", { title: `${t("confidence")} · ${t("rule", { rule: texts.rules[texts.rule[at]] })}` }, figure(mentions.confidence[at] / 100)),
      officeOf(at),
      make("span", {}, sourceName(graph.articles.source[article])),
      articleLink(article, at)),
    copiesOf(group));
}

function headOf(link) {
  const { source, target } = graph.links;
  return make("p", "triple",
    nameOf(source[link]), " ",
    make("button", { class: "relation", title: labelled(relationOf(link).definition), onclick: () => change({ link, actor: -1, other: -1, near: false }) }, labelled(relationOf(link).label)),
    " ", nameOf(target[link]));
}

/** Return the line that says whose claim a sentence is, or null where the article itself says it. */
function claimOf(at) {
  const voice = texts.voices[texts.voice[at]];
  if (!voice) return null;
  const [principal, speaker] = voice.map((code) => (findActor(code) >= 0 ? nameOf(findActor(code)) : code));
  const who = principal === speaker ? t("said_by", { name: speaker }) : t("said_for", { name: speaker, principal });
  return make("p", { class: "claim", title: t("claim", { name: principal }) }, `${t("claim_word")}: ${who}`);
}

function officeOf(at) {
  const office = texts.offices[at];
  return office ? make("span", {}, t("office", { office })) : null;
}

function copiesOf(group) {
  const articles = [...new Set(group.map((at) => mentions.article[at]))];
  if (articles.length < 2) return null;
  const names = [...new Set(articles.slice(1).map((article) => sourceName(graph.articles.source[article])))];
  const text = counted(articles.length - 1, "also_in_one", "also_in");
  return make("details", "copies", make("summary", {}, `${text}: ${names.slice(0, 4).join(", ")}`),
    make("ul", {}, articles.slice(1).map((article) => make("li", {}, `${dated(graph.articles.day[article], graph.articles.precision[article])} · ${sourceName(graph.articles.source[article])} `,
      articleLink(article, group.find((at) => mentions.article[at] === article))))));
}

/** Return a link to the article at its sentence; only http and https addresses become links. */
function articleLink(article, at) {
  const address_ = safeAddress(graph.articles.url[article]);
  const title = graph.articles.title[article];
  if (!address_) return make("span", { class: "title", title }, title);
  return make("a", { "data-plain": address_, href: address_ + fragment(texts.sentences[texts.sentence[at]]), title, target: "_blank", rel: "noopener noreferrer nofollow" }, t("open_article"));
}

function safeAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href.replace(/#.*$/, "") : "";
  } catch {
    return "";
  }
}

/** Return a text fragment that scrolls the article to the sentence. */
function fragment(sentence) {
  const words = sentence.trim().split(/\s+/);
  const code = (part) => encodeURIComponent(part.join(" ")).replaceAll("-", "%2D");
  return words.length < 9 ? `#:~:text=${code(words)}` : `#:~:text=${code(words.slice(0, 4))},${code(words.slice(-4))}`;
}
