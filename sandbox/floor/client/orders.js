import { post } from "./api.js";
import { confirm } from "../../admin/client/host/dialogs.js";
import { editOrder } from "./edit-order.js";
import { element, inWords, tag, timeOf } from "./elements.js";
import { refundOrder } from "./refund-order.js";

/** The newest orders, each with the next sensible step as a button and the rest in a menu. */
export function drawOrders(panel, floor) {
  const { orders, order_count: count } = floor.activity;
  if (orders.length === 0) return panel.replaceChildren(element("p", { class: "empty" }, "No orders yet. Place one with the form."));
  const openMenu = panel.querySelector("details[open]")?.dataset.order;
  panel.replaceChildren(
    element("ul", { class: "rows" }, ...orders.map((order) => orderRow(order, floor, order.id === openMenu))),
    element("p", { class: "foot-note subdued" }, count > orders.length ? `The ${orders.length} newest of ${count} orders.` : `${count} orders.`),
  );
}

function orderRow(order, floor, isMenuOpen) {
  const next = nextStep(order);
  return element(
    "li",
    { class: order.cancelled ? "row order-row is-cancelled" : "row order-row" },
    element("div", { class: "order-name" }, element("strong", {}, order.name), element("span", { class: "subdued" }, timeOf(order.created_at))),
    element("div", { class: "order-what" }, element("span", {}, order.customer_name), element("span", { class: "subdued" }, contents(order))),
    element("div", { class: "order-total" }, `${order.current_total} ${order.currency}`),
    element("div", { class: "order-tags" }, tag(inWords(order.financial_status), paymentKind(order)), stateTag(order)),
    element(
      "div",
      { class: "order-actions" },
      next && element("button", { class: "button", type: "button", onclick: () => act(order, next.action, floor) }, next.label),
      moreMenu(order, floor, next, isMenuOpen),
    ),
  );
}

/** Pay, then ship, then deliver. */
function nextStep(order) {
  if (order.cancelled) return null;
  if (Number(order.outstanding) > 0) return { action: "pay", label: "Pay" };
  if (canShip(order)) return { action: "fulfill", label: "Fulfil" };
  if (order.fulfillments.length > 0 && !order.delivered) return { action: "deliver", label: "Deliver" };
  return null;
}

function moreMenu(order, floor, next, isOpen) {
  const item = (label, run, isShown = true, kind = "") => isShown && element("button", { type: "button", class: kind, onclick: run }, label);
  const step = (action, label, isShown, kind) => item(label, () => act(order, action, floor), isShown && next?.action !== action, kind);
  const hasLines = order.lines.some((line) => line.current_quantity > 0);
  return element(
    "details",
    { class: "menu", open: isOpen, "data-order": order.id },
    element("summary", { class: "button button-plain", "aria-label": `More for ${order.name}` }, "···"),
    element(
      "div",
      { class: "menu-list" },
      step("pay", "Pay", !order.cancelled && Number(order.outstanding) > 0),
      step("fulfill", "Fulfil", !order.cancelled && canShip(order)),
      step("deliver", "Deliver", order.fulfillments.length > 0 && !order.delivered),
      item("Refund…", () => refundOrder(order, floor), hasLines),
      item("Edit…", () => editOrder(order, floor), !order.cancelled),
      step("cancel", "Cancel order", !order.cancelled, "critical"),
      item("Delete", () => deleteOrder(order, floor), true, "critical"),
    ),
  );
}

async function act(order, action, floor) {
  const done = { pay: "paid", fulfill: "fulfilled", deliver: "delivered", cancel: "cancelled", delete: "deleted" }[action];
  await post(
    `/sandbox/orders/${order.id}/${action}`,
    {},
    ({ webhooks = [] }) => `${order.name} ${done}. ${webhooks.map(({ topic }) => topic).join(", ") || "No webhook subscribed"}.`,
  );
  await floor.refresh();
}

async function deleteOrder(order, floor) {
  if (
    await confirm({
      title: `Delete ${order.name}?`,
      text: "It goes from the shop for good; the app gets orders/delete.",
      action: "Delete",
      tone: "critical",
    })
  )
    await act(order, "delete", floor);
}

function canShip(order) {
  return order.lines.some((line) => line.current_quantity > line.fulfilled_quantity) && order.fulfillment_status !== "FULFILLED";
}

function contents(order) {
  const items = order.lines.filter((line) => line.current_quantity > 0);
  const first = items[0];
  if (!first) return "Nothing left";
  return `${first.current_quantity} × ${first.title}${items.length > 1 ? ` and ${items.length - 1} more` : ""}`;
}

/** Where the goods are; a cancelled order that never left is only cancelled. */
function stateTag(order) {
  if (order.cancelled && order.fulfillment_status === "UNFULFILLED") return tag("Cancelled", "critical");
  return tag(order.delivered ? "Delivered" : inWords(order.fulfillment_status), shippingKind(order));
}

function paymentKind({ financial_status: state }) {
  return { PAID: "success", PENDING: "warning", AUTHORIZED: "warning", PARTIALLY_PAID: "warning" }[state] ?? "";
}

function shippingKind(order) {
  if (order.delivered) return "success";
  return { FULFILLED: "success", PARTIALLY_FULFILLED: "warning" }[order.fulfillment_status] ?? "warning";
}
