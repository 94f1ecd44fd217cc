import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Received } from "../../testing/harness.ts";
import { SECRET, startWooSandbox } from "../testing/woo-sandbox.ts";
import type { WooSandbox } from "../testing/woo-sandbox.ts";

let woo: WooSandbox;
beforeEach(async () => {
  woo = await startWooSandbox();
});
afterEach(() => woo.sandbox.stop());

const topicOf = ({ headers }: Received): unknown => headers["x-wc-webhook-topic"];
const bodyOf = ({ body }: Received): ReturnType<typeof JSON.parse> => JSON.parse(body);
const statesOf = async (): Promise<string[]> => {
  const { body } = await woo.sandbox.api("GET", "/sandbox/woocommerce/deliveries");
  return body.deliveries.map(({ state }: { state: string }) => state);
};
const change = (id: number, note: string) => woo.client.call("PUT", `/wc/v3/orders/${id}`, {}, { customer_note: note });
const newOrder = async (): Promise<number> => (await woo.client.call("POST", "/wc/v3/orders", {}, {})).body.id;

describe("a webhook", () => {
  it("is announced by an unsigned ping before its maker is answered", async () => {
    const { body } = await woo.client.call("POST", "/wc/v3/webhooks", {}, { topic: "order.created", delivery_url: `${woo.sandbox.appUrl}/hook` });
    expect(woo.sandbox.received).toMatchObject([{ body: `webhook_id=${body.id}`, headers: { "content-type": "application/x-www-form-urlencoded" } }]);
    expect(woo.sandbox.received[0]!.headers).not.toHaveProperty("x-wc-webhook-signature");
  });

  it("is signed over the bytes that are sent, in base64", async () => {
    await woo.subscribe("order.created");
    await newOrder();
    const [delivery] = await woo.sandbox.waitFor(1);
    expect(delivery!.headers["x-wc-webhook-signature"]).toBe(createHmac("sha256", SECRET).update(delivery!.body).digest("base64"));
    expect(delivery!.headers).toMatchObject({
      "x-wc-webhook-source": `${woo.site}/`,
      "x-wc-webhook-resource": "order",
      "x-wc-webhook-event": "created",
    });
    expect(delivery!.body).toContain("\\/checkout\\/order-pay\\/");
  });

  it("tells the state at the time it is sent, once for what happened meanwhile", async () => {
    await woo.subscribe("order.updated");
    const id = await newOrder();
    await woo.sandbox.waitFor(1);
    await woo.control("/faults", { delay_ms: 60_000 });
    await change(id, "first");
    await change(id, "second");
    await woo.control("/deliveries/send");
    const deliveries = await woo.sandbox.waitFor(2);
    expect(bodyOf(deliveries[1]!).customer_note).toBe("second");
    expect(await statesOf()).toEqual(["delivered", "delivered"]);
  });

  it("is followed by another one for what happens while it is on its way", async () => {
    const id = await newOrder();
    const notes: string[] = [];
    // The order changes while the first delivery waits for its answer.
    const slow = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
      request.on("end", () => {
        if (body.startsWith("webhook_id")) return void response.end();
        notes.push(JSON.parse(body).customer_note);
        const meanwhile = notes.length === 1 ? change(id, "second") : Promise.resolve();
        void meanwhile.then(() => response.end());
      });
    });
    await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
    const delivery_url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/hook`;
    await woo.client.call("POST", "/wc/v3/webhooks", {}, { topic: "order.updated", delivery_url });
    await change(id, "first");
    await expect.poll(() => notes).toEqual(["first", "second"]);
    slow.closeAllConnections();
    await new Promise((resolve) => slow.close(resolve));
  });

  it("has a connection of its own, as from PHP: a kept one may be closed just when the next is sent", async () => {
    await woo.subscribe("order.created");
    await newOrder();
    const [delivery] = await woo.sandbox.waitFor(1);
    expect(delivery!.headers["connection"]).toBe("close");
  });

  it("of something deleted meanwhile is a signed error", async () => {
    await woo.subscribe("order.created");
    await woo.control("/faults", { delay_ms: 60_000 });
    const id = await newOrder();
    await woo.client.call("DELETE", `/wc/v3/orders/${id}`, { force: "true" });
    await woo.control("/deliveries/send");
    const [delivery] = await woo.sandbox.waitFor(1);
    expect(bodyOf(delivery!)).toEqual({ code: "woocommerce_rest_shop_order_invalid_id", message: "Invalid ID.", data: { status: 404 } });
    expect(delivery!.headers["x-wc-webhook-signature"]).toBe(createHmac("sha256", SECRET).update(delivery!.body).digest("base64"));
  });

  it("is not sent again after a failure, and is disabled by the seventh in a row", async () => {
    const [hook] = await woo.subscribe("order.updated");
    const id = await newOrder();
    await woo.sandbox.waitFor(1);
    woo.sandbox.answer.status = 500;
    const statusOf = async (): Promise<string> => (await woo.client.call("GET", `/wc/v3/webhooks/${hook}`)).body.status;
    for (let failure = 1; failure <= 7; failure++) {
      expect(await statusOf()).toBe("active");
      await change(id, String(failure));
      await woo.sandbox.waitFor(1 + failure);
      await expect.poll(statesOf).not.toContain("pending");
    }
    expect(await statusOf()).toBe("disabled");
    await change(id, "unheard");
    expect((await statesOf()).filter((state) => state === "failed")).toHaveLength(7);
  });

  it("has the delivery id of another one of the same second", async () => {
    await woo.subscribe("order.updated");
    const id = await newOrder();
    await woo.sandbox.waitFor(1);
    await change(id, "x");
    const deliveries = await woo.sandbox.waitFor(2);
    expect(new Set(deliveries.map(({ headers }) => headers["x-wc-webhook-delivery-id"])).size).toBe(1);
  });
});

describe("faults of webhooks", () => {
  it("lose, double, spoil and disable them", async () => {
    const [hook] = await woo.subscribe("order.updated");
    const id = await newOrder();
    await woo.sandbox.waitFor(1);
    await woo.control("/faults", { drop: 1 });
    await change(id, "lost");
    await expect.poll(statesOf).toContain("dropped");
    await woo.control("/faults", { duplicate: 1 });
    await change(id, "twice");
    const twice = await woo.sandbox.waitFor(3);
    expect(twice[1]!.body).toBe(twice[2]!.body);
    await woo.control("/faults", { error_bodies: 1 });
    await change(id, "spoiled");
    expect(bodyOf((await woo.sandbox.waitFor(4))[3]!)).toMatchObject({ code: "woocommerce_rest_cannot_view" });
    await woo.control("/faults", { disable_hooks: true });
    expect((await woo.client.call("GET", `/wc/v3/webhooks/${hook}`)).body.status).toBe("disabled");
  });

  it("let order.updated overtake order.created", async () => {
    await woo.subscribe("order.created", "order.updated");
    await woo.control("/faults", { reorder: 1 });
    await newOrder();
    await woo.sandbox.waitFor(1);
    await woo.control("/deliveries/send");
    expect((await woo.sandbox.waitFor(2)).map(topicOf)).toEqual(["order.updated", "order.created"]);
  });
});
