import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startWooSandbox } from "../testing/woo-sandbox.ts";
import type { WooSandbox } from "../testing/woo-sandbox.ts";

let woo: WooSandbox;
beforeEach(async () => {
  woo = await startWooSandbox();
});
afterEach(() => woo.sandbox.stop());

const topicsOf = ({ events }: { events: { resource: string; event: string }[] }): string[] =>
  events.map(({ resource, event }) => `${resource}.${event}`);

describe("playing the customers and the owner", () => {
  it("takes an order through its life", async () => {
    const { order } = await woo.control("/orders", { paid: true, coupon: "welcome10" });
    expect(order).toMatchObject({ status: "processing", created_via: "checkout", coupon_lines: [{ code: "welcome10" }] });
    const step = (name: string) => woo.control(`/orders/${order.id}/${name}`);
    expect((await step("complete")).order.status).toBe("completed");
    expect(topicsOf(await step("trash"))).toEqual(["order.deleted"]);
    expect(await step("restore")).toMatchObject({ order: { status: "completed" } });
    const refunded = await step("refund");
    expect(refunded.order).toMatchObject({ status: "refunded", refunds: [{ total: `-${order.total}` }] });
    const deleted = await step("delete");
    expect(deleted.order).toBeNull();
    expect(topicsOf(deleted)).not.toContain("order.deleted");
  });

  it("refunds a line with its tax, and puts it back on the shelf", async () => {
    const { products } = (await woo.sandbox.api("GET", "/sandbox/woocommerce/products")).body;
    const mug = products.find(({ sku }: { sku: string }) => sku === "STONEWAR");
    const { order } = await woo.control("/orders", { paid: true, lines: [{ product_id: mug.id, quantity: 2 }] });
    const { order: refunded } = await woo.control(`/orders/${order.id}/refund`, { lines: [{ line_id: order.line_items[0].id, quantity: 1 }] });
    expect(refunded.status).toBe("processing");
    expect(refunded.refunds).toHaveLength(1);
    const { body } = await woo.client.call("GET", `/wc/v3/products/${mug.id}`);
    expect(body.stock_quantity).toBe(mug.stock_quantity - 1);
  });

  it("says no with a reason: a status that nobody registered", async () => {
    const { order } = await woo.control("/orders", {});
    const refused = await woo.sandbox.api("POST", `/sandbox/woocommerce/orders/${order.id}/status`, { status: "in-kitchen" });
    expect([refused.status, refused.body.error.field]).toEqual([422, "status"]);
    await woo.control("/statuses", { slug: "in-kitchen", label: "In kitchen" });
    expect((await woo.control(`/orders/${order.id}/status`, { status: "in-kitchen" })).order.status).toBe("in-kitchen");
    expect((await woo.client.call("GET", "/wc/v3/orders", { status: "in-kitchen" })).body).toHaveLength(1);
  });

  it("changes stock, also of a variation", async () => {
    const { products } = (await woo.sandbox.api("GET", "/sandbox/woocommerce/products")).body;
    const shirt = products.find(({ type }: { type: string }) => type === "variable");
    const [variation] = shirt.variation_list;
    await woo.control(`/products/${shirt.id}/stock`, { variation_id: variation.id, quantity: 0 });
    const { body } = await woo.client.call("GET", `/wc/v3/products/${shirt.id}/variations/${variation.id}`);
    expect(body).toMatchObject({ stock_quantity: 0, stock_status: "outofstock" });
  });

  it("opens stores of one's own, and revokes keys", async () => {
    const made = await woo.sandbox.api("PUT", "/sandbox/woocommerce/stores/mine", { currency: "EUR", decimals: 2 });
    expect([made.status, made.body.currency, made.body.orders]).toEqual([201, "EUR", 0]);
    const nothing = await woo.sandbox.api("POST", "/sandbox/woocommerce/orders", { store: "mine" });
    expect([nothing.status, nothing.body.error.field]).toEqual([422, "lines"]);
    const revoked = await woo.sandbox.api("DELETE", `/sandbox/woocommerce/stores/mine/keys/${made.body.keys[0].id}`);
    expect(revoked.status).toBe(200);
    expect((await woo.sandbox.api("DELETE", `/sandbox/woocommerce/stores/mine/keys/${made.body.keys[0].id}`)).status).toBe(404);
  });
});

describe("faults of the REST API", () => {
  it("answer as WordPress and firewalls do, once each", async () => {
    await woo.control("/faults", { html_403: 1, status_5xx: 1 });
    const [firewall, critical, well] = [
      await woo.client.call("GET", "/wc/v3/orders"),
      await woo.client.call("GET", "/wc/v3/orders"),
      await woo.client.call("GET", "/wc/v3/orders"),
    ];
    expect([firewall.status, firewall.body, firewall.headers["content-type"]]).toEqual([403, null, "text/html; charset=UTF-8"]);
    expect(critical).toMatchObject({ status: 500, body: { code: "internal_server_error" } });
    expect(well.status).toBe(200);
  });

  it("leave a trace of every call, without what proves who called", async () => {
    await woo.client.call("GET", "/wc/v3/orders", { per_page: "1" });
    const { requests } = (await woo.sandbox.api("GET", "/sandbox/woocommerce/requests")).body;
    expect(requests[0]).toMatchObject({ method: "GET", path: "wc/v3/orders", query: "per_page=1", status: 200 });
    expect(JSON.stringify(requests)).not.toContain("ck_");
  });
});
