import { openDialog } from "./dialogs.js";

/** shopify.resourcePicker and shopify.picker: a list with a search field and boxes to tick. */
export function startPickers(bridge, config) {
  bridge.answer("resourcePicker", (options) => pickResources(options, config));
  bridge.answer("picker", async ({ heading, items = [], multiple = false }) => {
    const rows = items.map((item) => ({
      id: item.id,
      title: item.heading,
      detail: (item.data ?? []).join(" · "),
      isDisabled: item.disabled,
      value: item.id,
    }));
    const preselected = items.filter((item) => item.selected).map((item) => item.id);
    return pick({
      title: heading,
      multiple,
      preselected,
      findRows: async (query) => rows.filter((row) => row.title.toLowerCase().includes(query.toLowerCase())),
    });
  });
}

function pickResources({ type = "product", multiple = false, query = "", selectionIds = [], action = "add", filter = {} }, config) {
  if (type === "collection") throw new Error("The stand-in shop has no collections");
  const findRows = async (words) => {
    const answer = await fetch(`/store/${config.handle}/picker-products?${new URLSearchParams({ query: words })}`);
    const { products } = await answer.json();
    const wanted = filter.draft === false ? products.filter((product) => product.status !== "DRAFT") : products;
    return type === "variant" ? wanted.flatMap((product) => product.variants.map(variantRow)) : wanted.map(productRow);
  };
  const title = `${action === "add" ? "Add" : "Select"} ${type === "variant" ? "variants" : "products"}`;
  return pick({ title, multiple, preselected: selectionIds.map(({ id }) => id), findRows, query, action: action === "add" ? "Add" : "Select" });
}

function productRow(product) {
  const count = product.totalVariants === 1 ? "1 variant" : `${product.totalVariants} variants`;
  return { id: product.id, title: product.title, detail: `${count} · ${product.totalInventory} in stock`, value: product };
}

function variantRow(variant) {
  return { id: variant.id, title: variant.displayName, detail: `${variant.sku || "no SKU"} · ${variant.inventoryQuantity} in stock`, value: variant };
}

/** The values of the chosen rows, or undefined when cancelled. `multiple` may be a number: that many at most. */
async function pick({ title, multiple, preselected, findRows, query = "", action = "Select" }) {
  const chosen = new Map();
  const limit = multiple === true ? Infinity : Number(multiple) || 1;

  const search = Object.assign(document.createElement("input"), { type: "search", value: query, placeholder: "Search" });
  search.setAttribute("aria-label", "Search");
  const list = document.createElement("ul");
  list.className = "picker-list";
  const body = document.createElement("div");
  body.append(search, list);

  const draw = async () => {
    const rows = await findRows(search.value);
    for (const row of rows) if (preselected.includes(row.id) && !chosen.has(row.id)) chosen.set(row.id, row.value);
    preselected = [];
    list.replaceChildren(...rows.map((row) => rowElement(row, chosen, limit)));
    if (rows.length === 0) list.textContent = "Nothing found";
  };
  search.addEventListener("input", draw);
  await draw();
  const isChosen = await openDialog({ title, body, action, isWide: true });
  return isChosen ? [...chosen.values()] : undefined;
}

function rowElement(row, chosen, limit) {
  const box = Object.assign(document.createElement("input"), {
    type: limit === 1 ? "radio" : "checkbox",
    name: "picked",
    checked: chosen.has(row.id),
    disabled: Boolean(row.isDisabled),
  });
  box.addEventListener("change", () => {
    if (limit === 1) chosen.clear();
    if (!box.checked) return chosen.delete(row.id);
    if (chosen.size >= limit) box.checked = false;
    else chosen.set(row.id, row.value);
  });
  const title = document.createElement("strong");
  title.textContent = row.title;
  const detail = document.createElement("span");
  detail.className = "subdued";
  detail.textContent = row.detail;
  const words = document.createElement("span");
  words.append(title, detail);
  const label = document.createElement("label");
  label.append(box, words);
  const item = document.createElement("li");
  item.append(label);
  return item;
}
