/** What was refused is counted for the store it names, on either engine: never for another, and a flood of made-up names stays small. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReceiptCounters, type ReceiptCounters } from "#app/inbox/receipt-counters.server.ts";
import { presentRefusedSignatures } from "#app/presenters/refused-signatures.server.ts";
import { insertConnection, openTestDatabase, type OpenTestDatabase } from "../helpers/open-test-database.ts";

const NOW = 1_750_000_000_000;
let open: OpenTestDatabase;
let counters: ReceiptCounters;

beforeEach(async () => {
  open = await openTestDatabase();
  await insertConnection(open.db, "one");
  await insertConnection(open.db, "two");
  counters = createReceiptCounters(open.db);
});
afterEach(() => open.close());

const from = (account: string) => ({ channel: "shopify", account });
const rows = () => open.db.read.selectFrom("receipt_counters").selectAll().orderBy("connection_id").execute();
async function refusedOf(account: string): Promise<string | null> {
  const { id, merchant_id } = await open.db.read.selectFrom("connections").selectAll().where("external_id", "=", account).executeTakeFirstOrThrow();
  return (await presentRefusedSignatures(open.db, merchant_id, id, NOW, "shopify"))?.extent ?? null;
}

describe("what was received unsigned", () => {
  it("is shown to the store that it names, and to no other", async () => {
    for (let i = 0; i < 3; i++) counters.countClaimed("unverified", from("one.myshopify.com"), NOW);
    await counters.flush();
    expect(await refusedOf("one.myshopify.com")).toBe("3 webhooks that name your store were refused in the last 24 hours.");
    expect(await refusedOf("two.myshopify.com")).toBeNull();
    counters.countClaimed("unverified", from("two.myshopify.com"), NOW);
    await counters.flush();
    expect(await refusedOf("two.myshopify.com")).toBe("1 webhook that names your store was refused in the last 24 hours.");
  });

  it("counts for nobody when the store is not connected, was deleted, or is of another channel", async () => {
    await open.db.write((tx) => tx.update("connections", { deleted_at: NOW }, { external_id: "two.myshopify.com" }));
    counters.countClaimed("unverified", from("stranger.myshopify.com"), NOW);
    counters.countClaimed("unverified", from("two.myshopify.com"), NOW);
    counters.countClaimed("unverified", { channel: "woocommerce", account: "one.myshopify.com" }, NOW);
    counters.count("unverified", null, NOW);
    await counters.flush();
    expect((await rows()).map((row) => [row.connection_id, Number(row.count)])).toEqual([["", 4]]);
    // Also beside one of the right channel.
    counters.countClaimed("unverified", { channel: "woocommerce", account: "one.myshopify.com" }, NOW);
    counters.countClaimed("unverified", from("one.myshopify.com"), NOW);
    await counters.flush();
    expect(await refusedOf("one.myshopify.com")).toMatch(/^1 webhook /);
  });

  it("stays small however many stores strangers name", async () => {
    for (let i = 0; i < 5_000; i++) counters.countClaimed("unverified", from(`made-up-${i}.myshopify.com`), NOW);
    counters.countClaimed("unverified", from("one.myshopify.com"), NOW);
    await counters.flush();
    expect((await rows()).map((row) => [row.connection_id, Number(row.count)])).toEqual([["", 5_001]]);
    counters.countClaimed("unverified", from("one.myshopify.com"), NOW);
    await counters.flush();
    expect(await refusedOf("one.myshopify.com")).toMatch(/^1 webhook /);
  });

  it("says what a merchant of Shopify can do, and nothing about WooCommerce", async () => {
    counters.countClaimed("unverified", from("one.myshopify.com"), NOW);
    await counters.flush();
    const { id, merchant_id } = (
      await open.db.read.selectFrom("connections").selectAll().where("external_id", "=", "one.myshopify.com").execute()
    )[0]!;
    const shopify = await presentRefusedSignatures(open.db, merchant_id, id, NOW, "shopify");
    expect(shopify?.remedy).toMatch(/^Shopify: .*SHOPIFY_API_SECRET.*If you sent nothing/);
    expect(shopify?.remedy).not.toMatch(/WooCommerce/);
    expect((await presentRefusedSignatures(open.db, merchant_id, id, NOW))?.remedy).toMatch(/^WooCommerce: /);
  });
});
