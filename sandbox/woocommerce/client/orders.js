import { confirm } from "../../admin/client/host/dialogs.js";
import { element, inWords, tag, timeOf } from "../../floor/client/elements.js";
import { act, toldWords } from "./api.js";

const KINDS = { processing: "success", completed: "success", pending: "warning", "on-hold": "warning", failed: "critical", cancelled: "critical" };
const DONE = {
  pay: "paid",
  complete: "completed",
  hold: "on hold",
  cancel: "cancelled",
  fail: "failed",
  trash: "in the trash",
  restore: "restored",
  delete: "deleted for good",
};

/** The newest orders, each with the next sensible step as a button and the rest in a menu. */
export function drawOrders(panel, floor) {
  const { orders, count } = floor.orders;
  if (orders.length === 0) return panel.replaceChildren(element("p", { class: "empty" }, "No orders yet. Place one with the form."));
  const openMenu = panel.querySelector("details[open]")?.dataset.order;
  panel.replaceChildren(
    element("ul", { class: "rows" }, ...orders.map((order) => orderRow(order, floor, String(order.id) === openMenu))),
    element("p", { class: "foot-note subdued" }, count > orders.length ? `The ${orders.length} newest of ${count} orders.` : `${count} orders.`),
  );
}

function orderRow(order, floor, isMenuOpen) {
  const next = nextStep(order);
  const isOut = order.status === "trash" || order.status === "cancelled";
  return element(
    "li",
    { class: isOut ? "row order-row is-cancelled" : "row order-row" },
    element(
      "div",
      { class: "order-name" },
      element("strong", {}, `#${order.number}`),
      element("span", { class: "subdued" }, timeOf(`${order.date_created_gmt}Z`)),
    ),
    element("div", { class: "order-what" }, element("span", {}, nameOf(order)), element("span", { class: "subdued" }, contents(order))),
    element("div", { class: "order-total" }, `${order.total} ${order.currency}`),
    element(
      "div",
      { class: "order-tags" },
      tag(order.status === "trash" ? "In the trash" : inWords(order.status.replaceAll("-", " ")), KINDS[order.status]),
      order.refunds.length > 0 && order.status !== "refunded" && tag("Partly refunded", "warning"),
    ),
    element(
      "div",
      { class: "order-actions" },
      next && element("button", { class: "button", type: "button", onclick: () => step(order, next.action, floor) }, next.label),
      moreMenu(order, floor, next, isMenuOpen),
    ),
  );
}

const nameOf = ({ billing }) => `${billing.first_name} ${billing.last_name}`.trim() || "Guest";

const contents = ({ line_items: lines }) => lines.map(({ quantity, name }) => `${quantity} × ${name}`).join(", ") || "Nothing in it";

/** Pay, then complete. */
function nextStep({ status }) {
  if (status === "trash") return { action: "restore", label: "Restore" };
  if (["pending", "failed", "on-hold"].includes(status)) return { action: "pay", label: "Pay" };
  return status === "processing" ? { action: "complete", label: "Complete" } : null;
}

function moreMenu(order, floor, next, isOpen) {
  const isTrashed = order.status === "trash";
  const item = (action, label, isShown, kind = "") =>
    isShown && next?.action !== action && element("button", { type: "button", class: kind, onclick: () => step(order, action, floor) }, label);
  const isOpenOrder = !isTrashed && !["cancelled", "refunded"].includes(order.status);
  return element(
    "details",
    { class: "menu", open: isOpen, "data-order": order.id },
    element("summary", { class: "button button-plain", "aria-label": `More for order ${order.number}` }, "···"),
    element(
      "div",
      { class: "menu-list" },
      item("hold", "Put on hold", isOpenOrder && order.status !== "on-hold"),
      item("complete", "Complete", isOpenOrder && order.status !== "completed"),
      isOpenOrder && element("button", { type: "button", onclick: () => refund(order, floor, 1) }, "Refund the first line"),
      isOpenOrder && element("button", { type: "button", onclick: () => refund(order, floor) }, "Refund everything"),
      item("cancel", "Cancel", isOpenOrder, "critical"),
      item("trash", "Move to the trash", !isTrashed, "critical"),
      element("button", { type: "button", class: "critical", onclick: () => deleteOrder(order, floor) }, "Delete for good"),
    ),
  );
}

async function step(order, action, floor) {
  await act(`orders/${order.id}/${action}`, {}, (result) => `Order ${order.number} is ${DONE[action]}. ${toldWords(result)}`);
  await floor.refresh();
}

async function refund(order, floor, lines) {
  const body = lines ? { lines: order.line_items.slice(0, lines).map(({ id }) => ({ line_id: id })) } : {};
  await act(`orders/${order.id}/refund`, body, (result) => `Order ${order.number} is refunded. ${toldWords(result)}`);
  await floor.refresh();
}

async function deleteOrder(order, floor) {
  const isSure = await confirm({
    title: `Delete order ${order.number} for good?`,
    text: "WooCommerce sends no webhook about it: only a look at the store shows that it is gone.",
    action: "Delete",
    tone: "critical",
  });
  if (isSure) await step(order, "delete", floor);
}
