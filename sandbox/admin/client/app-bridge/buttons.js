import { onHostEvent } from "./transport.js";

// The host draws the app's buttons and links; it knows each by a number. The numbers live here and not in attributes:
// React compares the server's markup with its own, and an attribute of ours would be a mismatch.
let lastNumber = 0;
const numbers = new WeakMap();
const elements = new Map();

function numberOf(element) {
  if (!numbers.has(element)) {
    lastNumber += 1;
    numbers.set(element, lastNumber);
    elements.set(lastNumber, new WeakRef(element));
  }
  return numbers.get(element);
}

/** What the host needs to draw a button or link of the app. */
export function describeButton(element) {
  return {
    id: numberOf(element),
    text: element.textContent.trim(),
    href: element.getAttribute("href"),
    rel: element.getAttribute("rel"),
    variant: element.getAttribute("variant"),
    tone: element.getAttribute("tone"),
    disabled: element.hasAttribute("disabled") && element.getAttribute("disabled") !== "false",
    loading: element.hasAttribute("loading") && element.getAttribute("loading") !== "false",
  };
}

/** Direct children that are buttons or links, and the menus (<section label>) with theirs. */
export function describeButtons(container) {
  return [...container.children].flatMap((child) => {
    if (child.matches("button, a")) return [describeButton(child)];
    if (!child.matches("section")) return [];
    const items = [...child.querySelectorAll("button, a")].map(describeButton);
    return [{ id: numberOf(child), text: child.getAttribute("label") ?? "More actions", items }];
  });
}

/** A press in the host is a click on the app's own element, so that its handlers run as they are. */
export function followHostPresses() {
  onHostEvent("press", ({ id }) => elements.get(id)?.deref()?.click());
}
