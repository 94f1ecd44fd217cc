import { post, shop } from "./api.js";
import { confirm } from "../../admin/client/host/dialogs.js";
import { element, field, select } from "./elements.js";

/** The three privacy requests that Shopify sends to every app. */
export function drawPrivacy(panel, floor) {
  const customer = select(floor.catalog.customers.map(({ id, name }) => [id, name]));
  const send = async (topic) => {
    await post(`/sandbox/shops/${shop}/compliance`, { topic, customer_id: customer.value }, `${topic} sent.`);
    await floor.refresh();
  };
  const eraseShop = async () => {
    const isSure = await confirm({
      title: "Send shop/redact now?",
      text: "Shopify sends it 48 hours after an uninstall. The app must erase everything it holds of this shop.",
      action: "Send",
      tone: "critical",
    });
    if (!isSure) return;
    // In place of the one that waits for its 48 hours, if one does.
    await post(`/sandbox/shops/${shop}/redact-now`, {}, "shop/redact sent.");
    await floor.refresh();
  };
  const hasCustomers = floor.catalog.customers.length > 0;
  panel.replaceChildren(
    element(
      "div",
      { class: "stack narrow-form" },
      hasCustomers && [
        field("Customer", customer),
        request("Asks what the app knows about this customer.", "customers/data_request", () => send("customers/data_request")),
        request("Asks the app to erase this customer.", "customers/redact", () => send("customers/redact")),
      ],
      request("Asks the app to erase the whole shop.", "shop/redact", eraseShop),
    ),
  );
}

function request(words, topic, onSend) {
  return element(
    "div",
    { class: "request" },
    element("span", {}, element("strong", {}, topic), element("span", { class: "subdued" }, words)),
    element("button", { class: "button", type: "button", onclick: onSend }, "Send"),
  );
}
