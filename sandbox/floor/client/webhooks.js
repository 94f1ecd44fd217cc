import { element, tag, timeOf } from "./elements.js";

/** The last webhooks and what became of each. */
export function drawWebhooks(panel, floor) {
  const { webhooks } = floor.activity;
  if (webhooks.length === 0)
    return panel.replaceChildren(element("p", { class: "empty" }, "Nothing sent yet. The app subscribes to topics during its onboarding."));
  panel.replaceChildren(
    element("ul", { class: "rows" }, ...webhooks.map(webhookRow)),
    element("p", { class: "foot-note subdued" }, "The last 100. Shopify gives up after 8 retries over 4 hours."),
  );
}

function webhookRow(webhook) {
  return element(
    "li",
    { class: "row webhook-row" },
    element("div", {}, element("strong", {}, webhook.topic), element("span", { class: "subdued" }, webhook.about)),
    element("div", { class: "subdued" }, timeOf(webhook.created_at)),
    element("div", { class: "webhook-result" }, stateTag(webhook), element("span", { class: "subdued" }, result(webhook))),
  );
}

function stateTag({ state }) {
  return (
    {
      delivered: tag("Delivered", "success"),
      pending: tag("On the way", "warning"),
      failed: tag("Given up", "critical"),
      dropped: tag("Dropped by a fault", "critical"),
    }[state] ?? tag(state)
  );
}

function result({ status, error, attempts, duration_ms: duration, state, due_at: dueAt }) {
  const answer = status ? `${status} in ${duration} ms` : (error ?? "");
  const tries = attempts > 1 ? `${attempts} attempts` : "";
  const next = state === "pending" && attempts > 0 ? `next ${timeOf(dueAt)}` : "";
  return [answer, tries, next].filter(Boolean).join(" · ");
}
