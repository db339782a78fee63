// Search over every name of every actor: without case and accents, beginnings first.

let searchable = null; // per actor: its names, [folded, as written], and all of them as one text; built at first use
let hits = [];
let picked = -1;

function prepareSearch() {
  searchable ??= graph.actors.id.map((_, actor) => {
    const names = namesOf(actor).map((name) => [folded(name), name]);
    return { names, text: names.map(([name]) => name).join("\n") };
  });
}

/** Return up to 12 {actor, name}: whole names, then beginnings, then words, then insides; stronger actors first. */
function find(text) {
  const wanted = folded(text.trim());
  if (!wanted) return [];
  const grades = [[], [], [], []];
  searchable.forEach(({ names, text: all }, actor) => {
    if (!all.includes(wanted)) return;
    let best = null;
    for (const [name, written] of names) {
      const at = name.indexOf(wanted);
      if (at < 0) continue;
      const grade = name.length === wanted.length ? 0 : at === 0 ? 1 : name[at - 1] === " " ? 2 : 3;
      if (!best || grade < best.grade) best = { grade, actor, name: written };
    }
    if (best && grades[best.grade].length < 12) grades[best.grade].push(best);
  });
  return grades.flat().slice(0, 12);
}

function startSearch() {
  const field = byId("search");
  hear(field, "focus", prepareSearch);
  hear(field, "input", () => { prepareSearch(); picked = -1; showHits(find(field.value)); });
  hear(field, "keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      pick((picked + (event.key === "ArrowDown" ? 1 : hits.length - 1 + (picked < 0 ? 1 : 0))) % max(1, hits.length));
    } else if (event.key === "Enter" && hits.length) take(hits[max(0, picked)].actor);
    else if (event.key === "Escape") { field.value = ""; showHits([]); field.blur(); }
  });
  hear(field, "blur", () => setTimeout(() => showHits([]), 150));
}

function showHits(found) {
  const field = byId("search");
  const list = byId("hits");
  hits = found;
  const none = !found.length && field.value.trim() && document.activeElement === field;
  list.hidden = !found.length && !none;
  field.setAttribute("aria-expanded", String(found.length > 0));
  field.removeAttribute("aria-activedescendant");
  fill(list, none ? make("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, t("no_hits", { text: field.value.trim().slice(0, 60) })) : found.map(hit));
  if (none) say(t("no_hits", { text: field.value.trim().slice(0, 60) }));
}

function hit({ actor, name }, at) {
  const other = name !== nameOf(actor) ? t("also_named", { name }) : labelled(kindOf(actor).label);
  return make("li", { id: `hit-${at}`, role: "option", "aria-selected": "false", onpointerdown: (event) => { event.preventDefault(); take(actor); } },
    shapeIcon(kindOf(actor)), make("b", {}, nameOf(actor)), make("span", {}, other));
}

function pick(at) {
  picked = at;
  hits.forEach((_, index) => byId(`hit-${index}`)?.setAttribute("aria-selected", String(index === at)));
  if (hits.length) byId("search").setAttribute("aria-activedescendant", `hit-${at}`);
  byId(`hit-${at}`)?.scrollIntoView({ block: "nearest" });
}

function take(actor) {
  byId("search").value = "";
  showHits([]);
  open(actor);
  byId("panel").focus({ preventScroll: true });
  say(t("selected", { name: nameOf(actor), kind: labelled(kindOf(actor).label), n: left.actors[actor], partners: left.partners[actor] }));
}
