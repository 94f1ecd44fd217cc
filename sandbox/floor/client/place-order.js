import { post, shop } from "./api.js";
import { element, field, select } from "./elements.js";
import { sampleGoodsOffer } from "./sample-goods.js";

/** The form at the side: an order as a customer would place it. */
export function drawPlaceOrder(form, floor) {
  const { customers, currency, products } = floor.catalog;
  const title = element("h2", { id: "place-order-title" }, "Place an order");
  if (products.length === 0) {
    const drawAgain = async () => {
      await floor.refreshCatalog();
      drawPlaceOrder(form, floor);
    };
    form.replaceChildren(title, ...sampleGoodsOffer(drawAgain));
    return;
  }
  const customer = select([["", "No customer (guest)"], ...customers.map(({ id, name }) => [id, name])], { value: customers[0]?.id ?? "" });
  const lines = element("div", { class: "order-lines" });
  const addLine = () => lines.append(lineRow(floor, lines));
  const currencyField = select(
    [
      ["USD", "USD"],
      ["EUR", "EUR (tax included)"],
      ["GBP", "GBP"],
      ["JPY", "JPY (no decimals)"],
    ],
    { value: currency },
  );
  const discountKind = select([
    ["", "None"],
    ["percentage", "Percent"],
    ["fixed_amount", `Amount in ${currency}`],
  ]);
  const discountValue = amountInput("10");
  const tip = amountInput("");
  const isPaid = element("input", { type: "checkbox", checked: true });
  const submit = element("button", { class: "button button-primary", type: "submit" }, "Place order");

  discountValue.disabled = true;
  discountKind.addEventListener("change", () => (discountValue.disabled = discountKind.value === ""));

  form.replaceChildren(
    title,
    field("Customer", customer),
    element(
      "fieldset",
      {},
      element("legend", {}, "Products"),
      lines,
      element("button", { class: "button button-plain", type: "button", onclick: addLine }, "+ Add a product"),
    ),
    field("Customer pays in", currencyField),
    element("div", { class: "pair" }, field("Discount", discountKind), field("Value", discountValue)),
    field(`Tip in ${currency}`, tip),
    element("label", { class: "check" }, isPaid, "Paid at once"),
    submit,
  );
  addLine();

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    await post(
      "/sandbox/orders",
      {
        shop,
        customer: customer.value || null,
        lines: [...lines.children].map((row) => ({
          variant_id: row.querySelector("select").value,
          quantity: Number(row.querySelector("input").value),
        })),
        currency: currencyField.value,
        paid: isPaid.checked,
        ...(discountKind.value && { discount: { type: discountKind.value, value: discountValue.value } }),
        ...(Number(tip.value) > 0 && { tip: tip.value }),
      },
      ({ order, webhooks }) =>
        `${order.name} placed. ${webhooks.length === 0 ? "The app gets no webhook: nothing is subscribed." : `${webhooks.length} ${webhooks.length === 1 ? "webhook" : "webhooks"} on the way.`}`,
    );
    submit.disabled = false;
    await Promise.all([floor.refresh(), floor.refreshCatalog()]);
  });
}

/** One product with a quantity. */
function lineRow(floor, lines) {
  const variants = floor.catalog.products.flatMap((product) => product.variants.map((variant) => [variant.id, labelOf(product, variant)]));
  const row = element("div", { class: "order-line" });
  row.append(
    select(variants, { "aria-label": "Product", value: variants[lines.children.length % variants.length]?.[0] }),
    element("input", { type: "number", min: 1, max: 1000, value: 1, required: true, "aria-label": "Quantity" }),
    element(
      "button",
      { class: "button button-plain", type: "button", "aria-label": "Remove this product", onclick: () => lines.children.length > 1 && row.remove() },
      "✕",
    ),
  );
  return row;
}

/** Product, variant and price in one line of a list. */
export function labelOf(product, variant) {
  const name = product.variants.length === 1 ? product.title : `${product.title} · ${variant.title}`;
  return `${name} (${variant.price})`;
}

function amountInput(value) {
  return element("input", { type: "text", inputmode: "decimal", pattern: "\\d+([.]\\d+)?", placeholder: "0.00", value });
}
