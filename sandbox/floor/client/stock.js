import { post } from "./api.js";
import { element } from "./elements.js";

let search = "";

/** Every variant with its stock at each location; a changed number is sent when the field is left. */
export function drawStock(panel, floor) {
  // Somebody is typing: the numbers are drawn again after that.
  if (panel.contains(document.activeElement)) return;
  const { products, locations } = floor.catalog;
  if (products.length === 0) return panel.replaceChildren(element("p", { class: "empty" }, "This shop has no products."));
  const rows = element("tbody");
  const fill = () =>
    rows.replaceChildren(
      ...products.flatMap((product) =>
        product.variants.filter((variant) => isFound(product, variant)).map((variant) => variantRow(product, variant, locations, floor)),
      ),
    );
  const searchInput = element("input", {
    type: "search",
    placeholder: "Search products and SKUs",
    value: search,
    "aria-label": "Search products and SKUs",
  });
  searchInput.addEventListener("input", () => {
    search = searchInput.value;
    fill();
  });
  fill();
  panel.replaceChildren(
    searchInput,
    element(
      "div",
      { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Stock per location" },
      element(
        "table",
        {},
        element(
          "thead",
          {},
          element("tr", {}, element("th", {}, "Product"), ...locations.map(({ name }) => element("th", { class: "number" }, name))),
        ),
        rows,
      ),
    ),
  );
}

function isFound(product, variant) {
  return `${product.title} ${variant.title} ${variant.sku}`.toLowerCase().includes(search.toLowerCase());
}

function variantRow(product, variant, locations, floor) {
  const name = product.variants.length === 1 ? product.title : `${product.title} · ${variant.title}`;
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, name, element("span", { class: "subdued" }, variant.sku)),
    ...locations.map((location) => stockCell(product, variant, location, name, floor)),
  );
}

function stockCell(product, variant, location, name, floor) {
  const level = variant.stock.find(({ location_id: id }) => id === location.id);
  if (!level) return element("td", { class: "number subdued" }, "–");
  const input = element("input", { type: "number", value: level.available, "aria-label": `${name} at ${location.name}` });
  input.addEventListener("change", async () => {
    const available = Number(input.value);
    const done = await post(
      `/sandbox/products/${product.id}/stock`,
      { variant_id: variant.id, location_id: location.id, available },
      `${name} at ${location.name}: ${available}.`,
    );
    if (done) level.available = available;
    else input.value = level.available;
    await floor.refresh();
  });
  return element("td", { class: "number" }, input);
}
