import { element, tag, timeOf } from "../../floor/client/elements.js";

/** The webhooks of the store, and the last deliveries with what became of each. */
export function drawWebhooks(panel, floor) {
  const { webhooks } = floor.state;
  panel.replaceChildren(
    element(
      "ul",
      { class: "hook-list", "aria-label": "Webhooks of the store" },
      ...webhooks.map((hook) =>
        element(
          "li",
          {},
          hook.topic,
          hook.status !== "active" && tag(hook.status, "critical"),
          hook.failure_count > 0 && tag(`${hook.failure_count} failed in a row`, "warning"),
        ),
      ),
    ),
    floor.deliveries.length === 0
      ? element("p", { class: "empty" }, "Nothing sent yet.")
      : element("ul", { class: "rows" }, ...floor.deliveries.map(deliveryRow)),
    element("p", { class: "foot-note subdued" }, "The last 100. Each is sent once; the seventh failure in a row disables its webhook."),
  );
}

const STATES = {
  delivered: ["Delivered", "success"],
  pending: ["On the way", "warning"],
  failed: ["Failed", "critical"],
  dropped: ["Never sent", "critical"],
};

function deliveryRow(delivery) {
  const [words, kind] = STATES[delivery.state] ?? [delivery.state];
  const result = delivery.status ? `Answered ${delivery.status}` : (delivery.error ?? "");
  return element(
    "li",
    { class: "row webhook-row" },
    element("div", {}, element("strong", {}, delivery.topic), element("span", { class: "subdued" }, `#${delivery.resource_id}`)),
    element("div", { class: "subdued" }, timeOf(delivery.created_at)),
    element("div", { class: "webhook-result" }, tag(words, kind), element("span", { class: "subdued" }, result)),
  );
}
