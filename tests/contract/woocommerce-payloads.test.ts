/**
 * Every real document of WooCommerce's API that we may use as test data is read without error, and what it is mapped to is compared with
 * values taken from the raw JSON by other means than the mapper's. The documents stand in ../shared/contracts and are not ours to copy.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { woocommerce } from "#app/channels/woocommerce/index.ts";
import { canonicalEventSchema, type CanonicalEvent } from "#app/domain/events.ts";
import { wooEvent, type Json } from "../helpers/woocommerce-things.ts";

const FOLDER = fileURLToPath(new URL("../../../shared/contracts/payloads/woocommerce/rest-v3/", import.meta.url));
const isThere = existsSync(FOLDER);
const connection = { externalId: "https://example.com", currency: "USD", country: "US", timezone: null };
const AT = "2026-11-20T10:00:00.001Z";

const raw = (file: string): Json | Json[] => JSON.parse(readFileSync(`${FOLDER}${file}`, "utf8")) as Json | Json[];
function read(topic: string, body: unknown): CanonicalEvent {
  const answer = woocommerce.interpret({ topic, headers: {}, body: Buffer.from(JSON.stringify(body)), triggeredAt: null }, connection);
  if (!answer.ok) throw new Error(`${topic}: ${answer.error.message}`);
  return canonicalEventSchema.parse(answer.value.event);
}
/** Cents by text, not by the product's own money code. */
const cents = (amount: unknown): number => Number(String(amount).replace(".", ""));
const all = (document: Json | Json[]): Json[] => (Array.isArray(document) ? document : [document]);
const flat = (document: Json | Json[]): Json[] =>
  all(document).flatMap((one) => (Array.isArray(one.create) ? [...(one.create as Json[]), ...(one.update as Json[])] : [one]));

const READERS: Record<string, (document: Json | Json[]) => void> = {
  orders(document) {
    for (const order of all(document)) {
      // As our plugin sends it, whose refunds are there; a webhook with refunds is read again.
      const named = (order.refunds as Json[]).map(({ id, total }) => ({
        id,
        amount: String(total).replace("-", ""),
        date_created_gmt: order.date_created_gmt,
      }));
      const event = read("order.updated", wooEvent("order.updated", 1, AT, order, { refunds: named }));
      if (event.type !== "order_snapshot") throw new Error(event.type);
      const items = order.line_items as Json[];
      expect(event.order).toMatchObject({
        external_id: String(order.id),
        order_ref: `WC-${String(order.number)}`,
        total_minor: cents(order.total),
        tax_minor: cents(order.total_tax),
        shipping_minor: cents(order.shipping_total),
        source_status: order.status,
        source_created_at: Date.parse(`${String(order.date_created_gmt)}Z`),
        lines: items.map((line) => ({ external_id: String(line.id), quantity: line.quantity })),
        refunded_minor: (order.refunds as Json[]).reduce((sum, { total }) => sum - cents(total), 0),
        quarantine: null,
      });
      expect(read("order.updated", order).type).toBe(named.length > 0 ? "read_again" : "order_snapshot");
    }
  },
  "order-refunds"(document) {
    for (const refund of all(document)) {
      const order = { ...(raw("orders.0.http-request.json") as Json), refunds: [{ id: refund.id, total: "-1" }] };
      expect(read("order.refunded", wooEvent("order.refunded", 1, AT, order, { refunds: [refund] }))).toMatchObject({
        order: { refunds: [{ external_id: String(refund.id), amount_minor: cents(refund.amount) }] },
      });
    }
  },
  "order-notes"(document) {
    for (const note of all(document))
      expect(read("order_note.created", wooEvent("order_note.created", 1, AT, note))).toMatchObject({
        type: "order_note",
        note: { external_id: String(note.id), order_external_id: "723", is_customer_note: note.customer_note },
      });
  },
  products(document) {
    for (const product of flat(document)) {
      const ids = (product.variations ?? []) as unknown[];
      const variations = ids.map((id) => ({ ...(raw("product-variations.0.http-request.json") as Json), id }));
      const event = read("product.updated", wooEvent("product.updated", 1, AT, product, { variations }));
      expect(event).toMatchObject({
        type: "product_snapshot",
        product: { external_id: String(product.id), variants: { length: product.type === "variable" ? ids.length : 1 } },
      });
      expect(read("product.updated", product).type).toBe(ids.length > 0 || product.type === "variable" ? "read_again" : "product_snapshot");
    }
  },
  "product-variations"(document) {
    for (const variation of flat(document)) {
      const product = { ...(raw("products.0.http-request.json") as Json), type: "variable", variations: [variation.id] };
      expect(read("product.updated", wooEvent("product.updated", 1, AT, product, { variations: [variation] }))).toMatchObject({
        product: { variants: [{ external_id: String(variation.id), price_minor: cents(variation.price) }] },
        levels: [{ inventory_item_external_id: String(variation.id), available: variation.manage_stock === true ? variation.stock_quantity : null }],
      });
    }
  },
  customers(document) {
    for (const customer of flat(document))
      expect(read("customer.updated", customer)).toMatchObject({
        type: "customer_snapshot",
        customer: { external_id: String(customer.id), email: customer.email },
      });
  },
  /** Of no topic of ours: refused with words, not with an exception. */
  coupons: (document) => expect(() => read("coupon.updated", document)).toThrow("does not read the topic coupon.updated"),
  webhooks: (document) => expect(() => read("webhook.updated", document)).toThrow("does not read the topic"),
};

describe.runIf(isThere)("WooCommerce's own documents", () => {
  const files = isThere ? readdirSync(FOLDER) : [];
  it("are all there are", () => {
    expect(new Set(files.map((file) => file.split(".", 1)[0]))).toEqual(new Set(Object.keys(READERS)));
  });
  it.each(files)("%s is read", (file) => READERS[file.split(".", 1)[0] as string]?.(raw(file)));
});
it.skipIf(isThere)("skipped: ../shared/contracts/payloads/woocommerce is not beside this checkout", (context) => {
  context.skip("../shared/contracts/payloads/woocommerce is not beside this checkout");
});
