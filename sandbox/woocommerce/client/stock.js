import { element } from "../../floor/client/elements.js";
import { act } from "./api.js";

/** Every product and variation with its stock; a changed number is sent when the field is left. */
export function drawStock(panel, floor) {
  // Somebody is typing: the numbers are drawn again after that.
  if (panel.contains(document.activeElement)) return;
  if (floor.products.length === 0) return panel.replaceChildren(element("p", { class: "empty" }, "This store has no products."));
  const rows = floor.products.flatMap((product) =>
    product.type === "variable" ? product.variation_list.map((variation) => stockRow(product, variation, floor)) : [stockRow(product, null, floor)],
  );
  panel.replaceChildren(
    element(
      "div",
      { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Stock" },
      element(
        "table",
        {},
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            element("th", {}, "Product"),
            element("th", { class: "number" }, "Price"),
            element("th", { class: "number" }, "In stock"),
          ),
        ),
        element("tbody", {}, ...rows),
      ),
    ),
  );
}

function stockRow(product, variation, floor) {
  const thing = variation ?? product;
  const name = variation ? `${product.name} · ${variation.name}` : product.name;
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, name, element("span", { class: "subdued" }, thing.sku)),
    element("td", { class: "number" }, thing.price),
    thing.manage_stock === true ? stockCell(product, variation, name, floor) : element("td", { class: "number subdued" }, "not counted"),
  );
}

function stockCell(product, variation, name, floor) {
  const thing = variation ?? product;
  const input = element("input", { type: "number", value: thing.stock_quantity, "aria-label": `Stock of ${name}` });
  input.addEventListener("change", async () => {
    const quantity = Number(input.value);
    const body = { quantity, ...(variation && { variation_id: variation.id }) };
    const done = await act(`products/${product.id}/stock`, body, `${name}: ${quantity}. product.updated.`);
    if (done) thing.stock_quantity = quantity;
    else input.value = thing.stock_quantity;
    await floor.refresh();
  });
  return element("td", { class: "number" }, input);
}
