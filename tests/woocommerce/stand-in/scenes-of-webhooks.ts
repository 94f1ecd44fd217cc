import { BILLING, makeProduct, makeVariable } from "./scenes-of-orders.ts";
import type { Scene, Stage } from "./transcript.ts";

const TOPICS = ["order", "product", "customer"].flatMap((resource) =>
  ["created", "updated", "deleted", "restored"].map((event) => `${resource}.${event}`),
);

async function subscribe(stage: Stage, topics: readonly string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const topic of topics)
    ids.push((await stage.call(topic, "POST", "/webhooks", { name: topic, topic, delivery_url: stage.hookUrl, secret: stage.secret })).id);
  await stage.hooks("made");
  return ids;
}

const unsubscribe = async (stage: Stage, ids: readonly number[]): Promise<void> => {
  for (const id of ids) await stage.call("removed", "DELETE", `/webhooks/${id}`, undefined, { force: "true", _fields: "id" });
};

const told: Scene = {
  name: "what webhooks tell",
  async play(stage) {
    const ids = await subscribe(stage, TOPICS);
    const { id: mug } = await makeProduct(stage);
    await stage.hooks("a product");
    await stage.call("stock", "PUT", `/products/${mug}`, { stock_quantity: 9 });
    await stage.hooks("stock");
    const { product, small } = await makeVariable(stage);
    await stage.hooks("a variable product");
    await stage.call("its stock", "PUT", `/products/${product}/variations/${small}`, { stock_quantity: 8 });
    await stage.hooks("its stock");
    const { id: customer } = await stage.call("a customer", "POST", "/customers", { email: "hooked@example.com" });
    await stage.hooks("a customer");
    const order = await stage.call("paid", "POST", "/orders", {
      customer_id: customer,
      billing: BILLING,
      set_paid: true,
      line_items: [
        { product_id: mug, quantity: 1 },
        { product_id: product, variation_id: small, quantity: 1 },
      ],
    });
    await stage.hooks("paid");
    const path = `/orders/${order.id}`;
    await stage.call("nothing", "PUT", path, {});
    await stage.call("completed", "PUT", path, { status: "completed" });
    await stage.hooks("two changes, one delivery with the last state");
    await stage.call("a note", "POST", `${path}/notes`, { note: "x" });
    await stage.hooks("a note");
    const refund = await stage.call("a refund", "POST", `${path}/refunds`, { amount: "1", api_refund: false });
    await stage.hooks("a refund");
    await stage.call("refund deleted", "DELETE", `${path}/refunds/${refund.id}`, undefined, { force: "true", _fields: "id" });
    await stage.hooks("a refund deleted");
    await stage.call("cancelled", "PUT", path, { status: "cancelled" });
    await stage.hooks("cancelled");
    await stage.call("trashed", "DELETE", path, undefined, { _fields: "id" });
    await stage.hooks("trashed");
    await stage.restore("order", order.id);
    await stage.hooks("restored", ["order.updated"]);
    await stage.call("trashed again", "DELETE", path, undefined, { _fields: "id" });
    await stage.call("out by a status", "PUT", path, { status: "processing" }, { _fields: "id" });
    await stage.hooks("out by a status");
    await stage.call("deleted", "DELETE", path, undefined, { force: "true", _fields: "id" });
    await stage.hooks("deleted");
    const short = await stage.call("a short life", "POST", "/orders", {});
    await stage.call("ended", "DELETE", `/orders/${short.id}`, undefined, { force: "true", _fields: "id" });
    await stage.hooks("a short life");
    await stage.call("a customer's name", "PUT", `/customers/${customer}`, { first_name: "Zed" });
    await stage.hooks("a customer's name");
    await stage.call("a customer deleted", "DELETE", `/customers/${customer}`, undefined, { force: "true", _fields: "id" });
    await stage.hooks("a customer deleted");
    await stage.call("a product trashed", "DELETE", `/products/${mug}`, undefined, { _fields: "id" });
    await stage.hooks("a product trashed");
    await stage.restore("product", mug);
    await stage.hooks("a product restored");
    await stage.call("a product deleted", "DELETE", `/products/${mug}`, undefined, { force: "true", _fields: "id" });
    await stage.call("a variation deleted", "DELETE", `/products/${product}/variations/${small}`, undefined, { force: "true", _fields: "id" });
    await stage.hooks("deleted for good");
    await unsubscribe(stage, ids);
  },
};

const kept: Scene = {
  name: "webhooks as things",
  async play(stage) {
    const [id] = await subscribe(stage, ["order.updated"]);
    await stage.call("read", "GET", `/webhooks/${id}`);
    await stage.call("listed", "GET", "/webhooks", undefined, { include: String(id) });
    await stage.call("paused", "PUT", `/webhooks/${id}`, { status: "paused", name: "Later" });
    await stage.call("an order nobody hears of", "POST", "/orders", {}, { _fields: "status" });
    await stage.hooks("paused");
    await stage.call("another topic", "PUT", `/webhooks/${id}`, { status: "active", topic: "order.created" });
    await stage.call(
      "without a name and secret",
      "POST",
      "/webhooks",
      { topic: "action.wc_thing", delivery_url: stage.hookUrl },
      { _fields: "status,topic,hooks,resource,event" },
    );
    await stage.hooks("made");
    for (const bad of [
      { topic: "order.nope" },
      { topic: "order.updated" },
      { topic: "order.updated", delivery_url: "ftp:x" },
      { topic: "order.updated", delivery_url: "x", status: "off" },
    ])
      await stage.call(`refused: ${JSON.stringify(bad)}`, "POST", "/webhooks", bad);
    await stage.call("unknown", "GET", "/webhooks/999999");
    await stage.call("unknown, changed", "PUT", "/webhooks/999999", { status: "active" });
    await stage.call("zero, changed", "PUT", "/webhooks/0", {});
    await stage.call("deliveries", "GET", `/webhooks/${id}/deliveries`);
    await stage.call("into the trash", "DELETE", `/webhooks/${id}`);
    await stage.call("deleted", "DELETE", `/webhooks/${id}`, undefined, { force: "true" });
    await stage.call("gone", "DELETE", `/webhooks/${id}`, undefined, { force: "true" });
  },
};

const silenced: Scene = {
  name: "a webhook that fails",
  async play(stage) {
    const [id] = await subscribe(stage, ["order.updated"]);
    const order = await stage.call("an order", "POST", "/orders", {}, { _fields: "id" });
    await stage.hooks("it works");
    stage.answerHooks(500);
    for (let failure = 1; failure <= 8; failure++) {
      await stage.call(`change ${failure}`, "PUT", `/orders/${order.id}`, { customer_note: String(failure) }, { _fields: "customer_note" });
      await stage.hooks(`failure ${failure}`);
      await stage.call(`status after ${failure}`, "GET", `/webhooks/${id}`, undefined, { _fields: "status" });
    }
    stage.answerHooks(302);
    await stage.call("on again", "PUT", `/webhooks/${id}`, { status: "active" }, { _fields: "status" });
    await stage.call("a change", "PUT", `/orders/${order.id}`, {}, { _fields: "id" });
    await stage.hooks("a redirection counts as success");
    await stage.call("status", "GET", `/webhooks/${id}`, undefined, { _fields: "status" });
    await unsubscribe(stage, [id!]);
  },
};

export const WEBHOOK_SCENES: readonly Scene[] = [told, kept, silenced];
