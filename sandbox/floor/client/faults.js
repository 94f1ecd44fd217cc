import { post } from "./api.js";
import { element, field, select } from "./elements.js";

const KINDS = [
  ["drop", "Lose webhooks", "They are never sent; only reconciliation can find them."],
  ["duplicate", "Send webhooks twice", "The same id and body again."],
  ["reorder", "Shuffle webhooks", "Some are held back, so that later ones overtake them."],
  ["status_429", "Admin API answers 429", "Throttled: the app must wait and try again."],
  ["status_5xx", "Admin API answers 503", "A server error in the middle of the app's work."],
];
const HOW_OFTEN = [
  ["", "Off"],
  ["0.1", "1 in 10"],
  ["0.5", "Every other"],
  ["1", "The next one"],
  ["5", "The next five"],
  ["true", "All"],
];

/** The bad day: what the network and Shopify do wrong. */
export function drawFaults(panel, floor) {
  const selects = KINDS.map(([name, label, hint]) => ({ name, node: select(HOW_OFTEN), label, hint }));
  const delay = element("input", { type: "number", min: 0, max: 3600, step: 0.5, value: 0 });
  const duration = select([
    ["60000", "1 minute"],
    ["600000", "10 minutes"],
    ["", "Until I stop it"],
  ]);
  const send = async (faults, done) => {
    await post("/sandbox/faults", faults, done);
    await floor.refresh();
  };
  const read = () => ({
    ...Object.fromEntries(
      selects.filter(({ node }) => node.value).map(({ name, node }) => [name, node.value === "true" ? true : Number(node.value)]),
    ),
    ...(Number(delay.value) > 0 && { delay_ms: Number(delay.value) * 1000 }),
    ...(duration.value && { until: Number(duration.value) }),
  });
  const stop = () => {
    for (const { node } of selects) node.value = "";
    delay.value = 0;
    return send({}, "Faults are off.");
  };
  const form = element(
    "form",
    { class: "stack two-columns" },
    ...selects.map(({ node, label, hint }) => field(label, node, hint)),
    field("Delay every webhook by (seconds)", delay),
    field("For", duration),
    element(
      "div",
      { class: "form-actions" },
      element("button", { class: "button", type: "button", onclick: stop }, "Stop all"),
      element("button", { class: "button button-primary", type: "submit" }, "Start"),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(read(), "Faults are on.");
  });
  panel.replaceChildren(form);
}
