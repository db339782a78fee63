// Elements are made here and nowhere else: text enters the page as text nodes, never as markup.

const { max, min } = Math;
const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);

/** Return a new element; `properties` are attributes, "on..." listeners, "style" as an object, or a class alone. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  if (tag === "button") element.type = "button"; // a form's own button says so
  return dressed(element, typeof properties === "string" ? { class: properties } : properties, children);
}

function draw(tag, properties = {}, ...children) {
  return dressed(document.createElementNS(SVG, tag), properties, children);
}

function dressed(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("aria-")) element.setAttribute(name, String(value));
    else if (value === false) continue;
    else if (name.startsWith("on")) hear(element, name.slice(2), value);
    else if (name === "style") for (const [rule, set] of Object.entries(value)) element.style.setProperty(rule, set);
    else if (name === "checked" || name === "value" || name === "disabled") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  return element;
}

function hear(target, event, act) {
  target.addEventListener(event, act);
}

function fill(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

/** Return the children that are there; null, undefined and false stand for none. */
function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Return the value of a custom property of the style sheet, such as a colour. */
function styled(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Return a colour with an opacity; the colour is #rrggbb. */
function faded(colour, opacity) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `rgba(${parts.join(",")},${Math.round(opacity * 1000) / 1000})`;
}

function save(name, type, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function say(text) {
  byId("live").textContent = text;
}
