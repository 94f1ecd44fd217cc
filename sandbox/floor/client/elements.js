/** element("p", { class: "x", onclick }, "text", child): the one way this page makes nodes; text is never markup. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

let lastField = 0;

/** A labelled field; `control` is the input or select. */
export function field(label, control, hint) {
  lastField += 1;
  control.id ||= `field-${lastField}`;
  const hintNode = hint && element("span", { class: "hint", id: `${control.id}-hint` }, hint);
  if (hint) control.setAttribute("aria-describedby", `${control.id}-hint`);
  return element("div", { class: "field" }, element("label", { for: control.id }, label), control, hintNode);
}

/** A <select> of [value, label] pairs. */
export function select(options, attributes = {}) {
  const { value, ...rest } = attributes;
  const node = element("select", rest, ...options.map(([key, label]) => element("option", { value: key }, label)));
  if (value !== undefined) node.value = value;
  return node;
}

export function tag(words, kind = "") {
  return element("span", { class: `tag ${kind && `tag-${kind}`}` }, words);
}

/** "PARTIALLY_PAID" → "Partially paid" */
export function inWords(state) {
  const words = state.replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The time of today, the day of any other day; in the reader's time zone. */
export function timeOf(iso) {
  const date = new Date(iso);
  const now = new Date();
  if (now.toDateString() === date.toDateString()) return date.toLocaleTimeString("en-GB");
  const isThisYear = now.getFullYear() === date.getFullYear();
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...(!isThisYear && { year: "2-digit" }) });
}
