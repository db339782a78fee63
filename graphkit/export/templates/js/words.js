// The languages of the interface, and numbers and dates as they are written in them.

let language = "en";

/** Return an interface text with its {gaps} filled. */
function t(key, gaps = {}) {
  const text = graph.words[language][key];
  return text.replace(/\{(\w+)\}/g, (gap, name) => (name in gaps ? String(gaps[name]) : gap));
}

/** Return a number with its noun: `one` is the key for exactly one, `many` for the rest. */
function counted(number, one, many) {
  return number === 1 ? t(one) : t(many, { n: figure(number) });
}

let written = null; // formatters of the language, made once: they are slow to make

function figure(number) {
  return number < 1000 && Number.isInteger(number) ? String(number) : written.number.format(number);
}

function formatters() {
  const shapes = [{ year: "numeric" }, { year: "numeric", month: "short" }, { year: "numeric", month: "short", day: "numeric" }];
  return {
    number: new Intl.NumberFormat(t("locale")),
    dates: shapes.map((shape) => new Intl.DateTimeFormat(t("locale"), { timeZone: "UTC", ...shape })),
  };
}

/** Return the label of a term in the language of the interface, else in English, else any. */
function labelled(labels) {
  return labels[language] ?? labels.en ?? Object.values(labels)[0] ?? "";
}

/** Return a day since 1970 as a date, as exact as it is known: 1 year, 2 month, 3 day. */
function dated(day, precision) {
  if (day === null) return t("no_date");
  return written.dates[precision - 1].format(day * 86400000);
}

/** Write every text that the template left to the script. */
function speak(chosen) {
  language = chosen in graph.words ? chosen : Object.keys(graph.words)[0];
  written = formatters();
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = t(element.dataset.word);
  for (const element of document.querySelectorAll("[data-hint]")) element.placeholder = t(element.dataset.hint);
  for (const element of document.querySelectorAll("[data-say]")) {
    element.setAttribute("aria-label", t(element.dataset.say));
    if (element.tagName === "BUTTON") element.title = t(element.dataset.say);
  }
}

function sourceName(source) {
  return graph.articles.sources[source] || t("no_source");
}

/** Return text without case and accents, for comparing names. */
function folded(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f\u2019']/g, "").toLowerCase();
}
