import { element, field, select } from "../../floor/client/elements.js";
import { act, toldWords } from "./api.js";

/** The form at the side: an order as a customer's checkout would make it. */
export function drawPlaceOrder(form, floor) {
  const title = element("h2", { id: "place-order-title" }, "Place an order");
  const goods = floor.products.flatMap(goodsOf);
  if (goods.length === 0) return form.replaceChildren(title, element("p", { class: "subdued" }, "This store sells nothing yet."));
  const customer = select([
    ["", "Somebody"],
    ["guest", "A guest"],
  ]);
  const lines = element("div", { class: "order-lines" });
  const addLine = () => lines.append(lineRow(goods, lines));
  const coupon = select([
    ["", "None"],
    ["welcome10", "welcome10 (10 %)"],
    ["fiver", "fiver (an amount)"],
  ]);
  const isPaid = element("input", { type: "checkbox", checked: true });
  const submit = element("button", { class: "button button-primary", type: "submit" }, "Place order");
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
    field("Coupon", coupon),
    element("label", { class: "check" }, isPaid, "Paid at once"),
    submit,
  );
  addLine();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    await act(
      "orders",
      {
        ...(customer.value === "guest" && { customer_id: null }),
        lines: [...lines.children].map((row) => ({
          ...JSON.parse(row.querySelector("select").value),
          quantity: Number(row.querySelector("input").value),
        })),
        ...(coupon.value && { coupon: coupon.value }),
        paid: isPaid.checked,
      },
      (result) => `Order ${result.order.number} placed: ${result.order.total} ${result.order.currency}. ${toldWords(result)}`,
    );
    submit.disabled = false;
    await Promise.all([floor.refresh(), floor.refreshProducts()]);
  });
}

/** What can be bought of a product: itself, or each of its variations. */
function goodsOf(product) {
  if (product.type !== "variable") return [[JSON.stringify({ product_id: product.id }), `${product.name} (${product.price})`]];
  return product.variation_list.map((variation) => [
    JSON.stringify({ product_id: product.id, variation_id: variation.id }),
    `${product.name} · ${variation.name} (${variation.price})`,
  ]);
}

/** One product with a quantity. */
function lineRow(goods, lines) {
  const row = element("div", { class: "order-line" });
  row.append(
    select(goods, { "aria-label": "Product", value: goods[(lines.children.length * 7) % goods.length][0] }),
    element("input", { type: "number", min: 1, max: 1000, value: 1, required: true, "aria-label": "Quantity" }),
    element(
      "button",
      { class: "button button-plain", type: "button", "aria-label": "Remove this product", onclick: () => lines.children.length > 1 && row.remove() },
      "✕",
    ),
  );
  return row;
}
