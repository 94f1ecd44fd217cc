import { element, field, select } from "../../floor/client/elements.js";
import { post } from "./api.js";

const KINDS = [
  ["drop", "Lose webhooks", "Never sent; WooCommerce tries once only."],
  ["duplicate", "Send webhooks twice", "The same body, often the same delivery id."],
  ["reorder", "Shuffle webhooks", "order.updated may come before order.created."],
  ["error_bodies", "Send signed errors", "What is sent when the webhook's owner has lost the right to look."],
  ["disable_hooks", "Disable webhooks", "Silently, as after too many failures. Stopping the fault does not turn them on again."],
  ["strip_authorization", "Strip the Authorization header", "What some servers do before PHP sees it."],
  ["status_5xx", "REST answers 500", "WordPress' critical error."],
  ["html_403", "A firewall answers 403", "A page of HTML instead of JSON."],
];
const HOW_OFTEN = [
  ["", "Off"],
  ["0.1", "1 in 10"],
  ["0.5", "Every other"],
  ["1", "The next one"],
  ["5", "The next five"],
  ["true", "All"],
];

/** The bad day: what the store's server, its plugins and the network do wrong. */
export function drawFaults(panel, floor) {
  const selects = KINDS.map(([name, label, hint]) => ({ name, node: select(HOW_OFTEN), label, hint }));
  const delay = element("input", { type: "number", min: 0, max: 3600, step: 0.5, value: 0 });
  const send = async (faults, done) => {
    await post("faults", faults, done);
    await floor.refresh();
  };
  const read = () => ({
    ...Object.fromEntries(
      selects.filter(({ node }) => node.value).map(({ name, node }) => [name, node.value === "true" ? true : Number(node.value)]),
    ),
    ...(Number(delay.value) > 0 && { delay_ms: Number(delay.value) * 1000 }),
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
    field("Delay every webhook by (seconds)", delay, "Its body is what is true at the end of the wait."),
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
