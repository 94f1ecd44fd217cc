import { openDialog } from "../../admin/client/host/dialogs.js";
import { post } from "./api.js";
import { element, field, select } from "./elements.js";
import { labelOf } from "./place-order.js";
import { lineQuantities } from "./refund-order.js";

/** Order editing: take items out, put one in. */
export async function editOrder(order, floor) {
  const removed = lineQuantities(order, "remove");
  const variants = floor.catalog.products.flatMap((product) => product.variants.map((variant) => [variant.id, labelOf(product, variant)]));
  const added = select([["", "Nothing"], ...variants], { value: "" });
  const quantity = element("input", { type: "number", min: 1, max: 1000, value: 1 });
  const body = element(
    "div",
    { class: "stack" },
    element("p", { class: "label" }, "Remove"),
    removed.node,
    field("Add", added),
    field("Quantity to add", quantity),
  );

  if (!(await openDialog({ title: `Edit ${order.name}`, body, action: "Save" }))) return;
  const add = added.value ? [{ variant_id: added.value, quantity: Number(quantity.value) }] : [];
  await post(`/sandbox/orders/${order.id}/edit`, { add, remove: removed.read() }, `${order.name} edited.`);
  await Promise.all([floor.refresh(), floor.refreshCatalog()]);
}
