import { openDialog } from "../../admin/client/host/dialogs.js";
import { post } from "./api.js";
import { element, field, select } from "./elements.js";

/** Refund of everything left, of an amount, or of chosen lines. */
export async function refundOrder(order, floor) {
  const kind = select(
    [
      ["all", "Everything that is left"],
      ["amount", "An amount, no items"],
      ["lines", "Chosen items"],
    ],
    { value: "all" },
  );
  const amount = element("input", { type: "text", inputmode: "decimal", value: order.current_total });
  const amountField = field(`Amount in ${order.currency}`, amount);
  const lines = lineQuantities(order, "refund");
  const restock = element("input", { type: "checkbox", checked: true });
  const restockField = element("label", { class: "check" }, restock, "Put the items back in stock");
  const showFields = () => {
    amountField.hidden = kind.value !== "amount";
    lines.node.hidden = kind.value !== "lines";
    restockField.hidden = kind.value !== "lines";
  };
  kind.addEventListener("change", showFields);
  showFields();

  const body = element("div", { class: "stack" }, field("Refund", kind), amountField, lines.node, restockField);
  if (!(await openDialog({ title: `Refund ${order.name}`, body, action: "Refund" }))) return;
  const request =
    kind.value === "amount"
      ? { amount: amount.value }
      : kind.value === "lines"
        ? { lines: lines.read().map((line) => ({ ...line, restock: restock.checked })) }
        : {};
  await post(`/sandbox/orders/${order.id}/refund`, request, `${order.name} refunded.`);
  await Promise.all([floor.refresh(), floor.refreshCatalog()]);
}

/** The order's lines with a quantity each, 0 at first; read() gives those above 0. */
export function lineQuantities(order, verb) {
  const inputs = order.lines
    .filter((line) => line.current_quantity > 0)
    .map((line) => ({
      line,
      input: element("input", { type: "number", min: 0, max: line.current_quantity, value: 0, "aria-label": `How many of ${line.title} to ${verb}` }),
    }));
  const node = element(
    "ul",
    { class: "line-quantities" },
    ...inputs.map(({ line, input }) =>
      element("li", {}, element("span", {}, line.title, element("span", { class: "subdued" }, ` of ${line.current_quantity}`)), input),
    ),
  );
  const read = () => inputs.map(({ line, input }) => ({ line_id: line.id, quantity: Number(input.value) })).filter(({ quantity }) => quantity > 0);
  return { node, read };
}
