import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alpha } from "../../tests/helpers/attack.ts";
import { openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { wooConnectionId } from "../../tests/helpers/seed-bridge.ts";
import { SEED_NOW } from "../../tests/helpers/seed-model.ts";
import { seedTenant } from "../../tests/helpers/seed-tenant.ts";
import { duration, presentBridgeConnection } from "./bridge-connection.server.ts";
import { commandTitle, doctorFindings } from "./bridge-words.ts";
import { presentConnectWooCommerce } from "./connect-woocommerce.server.ts";
import { presentIntegrations } from "./integrations.server.ts";

let opened: OpenTestDatabase;
beforeEach(async () => {
  opened = await openTestDatabase();
  await seedTenant(opened.db, alpha);
});
afterEach(() => opened?.close());
const id = wooConnectionId(alpha);
const show = (now: number) => presentBridgeConnection(opened.db, alpha.merchantId, id, { timeZone: "UTC", now });
const change = (patch: object) => opened.db.write((tx) => tx.update("bridge_sites", patch, { connection_id: id }));

describe("the page of a store", () => {
  it("is there for a WooCommerce connection only", async () => {
    expect(await presentBridgeConnection(opened.db, alpha.merchantId, alpha.connectionId, { timeZone: null, now: SEED_NOW })).toBeNull();
    expect(await presentBridgeConnection(opened.db, alpha.merchantId, "con_nobody", { timeZone: null, now: SEED_NOW })).toBeNull();
    expect(await show(SEED_NOW)).toMatchObject({
      name: "alpha store",
      site: "alpha.example.com",
      status: "active",
      reason: null,
      plugin: {
        isSilent: false,
        movedTo: null,
        clock: null,
        numbers: { missing: 1 },
        doctor: [{ title: "Scheduled tasks", state: "bad", detail: "alpha" }],
      },
    });
  });

  it("says what is wrong: silence, a wrong clock, a move, what waits and what never came", async () => {
    await change({
      clock_offset_ms: -900_000,
      capabilities: '{"home_url":"https://new.example.com/"}',
      outbox: '{"pending":3,"failed":1,"oldest_ms":7200000}',
    });
    await opened.db.write((tx) =>
      tx.update("bridge_gaps", { until_seq: alpha.deliveryIds[0] + 1000, asked_times: 20, asked_at: SEED_NOW }, { connection_id: id }),
    );
    expect((await show(SEED_NOW + 7 * 3_600_000))?.plugin).toMatchObject({
      isSilent: true,
      clock: "15 minutes behind",
      movedTo: "new.example.com/",
      outbox: { waiting: 3, failed: 1, oldest: "2 hours" },
      numbers: { missing: 1000, isGivenUp: true },
    });
    // The same place under another scheme is no move; what cannot be read is as if it had not been said.
    await change({ capabilities: '{"home_url":"http://alpha.example.com"}', outbox: "no json", health: '{"a":1}' });
    expect((await show(SEED_NOW))?.plugin).toMatchObject({ movedTo: null, outbox: null, doctor: [] });
  });

  it("is reached from the list, which says when the store was last heard of", async () => {
    const { integrations } = await presentIntegrations(opened.db, alpha.merchantId, "UTC", SEED_NOW);
    const store = integrations.find((one) => one.id === id);
    expect(store).toMatchObject({
      type: "WooCommerce",
      account: "https://alpha.example.com",
      canEdit: false,
      open: { url: `/app/integrations/${id}` },
      lastContact: { text: expect.stringMatching(/^Today/) as string },
    });
  });
});

describe("the page that connects stores", () => {
  it("tells how the latest code stands", async () => {
    const view = (now: number) => presentConnectWooCommerce(opened.db, alpha.merchantId, { timeZone: "UTC", now, appUrl: "https://hub.example.com" });
    expect(await view(SEED_NOW + 60_000)).toMatchObject({
      hubUrl: "https://hub.example.com",
      code: { state: "waiting", secondsLeft: 840 },
      stores: [{ id, isPaired: true }],
    });
    expect(await view(SEED_NOW + 900_000)).toMatchObject({ code: { state: "expired" } });
    const use = (connection_id: string) =>
      opened.db.write((tx) => tx.update("pairing_codes", { used_at: SEED_NOW, connection_id }, { merchant_id: alpha.merchantId }));
    await use(id);
    expect(await view(SEED_NOW)).toMatchObject({ code: { state: "paired", connectionId: id, site: "alpha.example.com" } });
    await use("con_deleted");
    expect(await view(SEED_NOW)).toMatchObject({ code: { state: "none" } });
  });
});

describe("words", () => {
  it("of the doctor put what is wrong first, and know a check that is not known", () => {
    expect(
      doctorFindings([
        { check: "clock", state: "ok" },
        { check: "new_thing", state: "odd", detail: "x" },
        null,
        { check: 7 },
        { check: "cron", state: "problem", detail: "y" },
      ]),
    ).toEqual([
      { check: "cron", title: "Scheduled tasks", state: "bad", detail: "y" },
      { check: "new_thing", title: "New thing", state: "unknown", detail: "x" },
      { check: "clock", title: "Server clock", state: "good", detail: "" },
    ]);
    expect(doctorFindings("nothing")).toEqual([]);
  });

  it("of commands and times are sentences", () => {
    expect(commandTitle("stock.set", { product_id: 1, variation_id: 2, quantity: 3 })).toBe("Set the stock of product 2 to 3");
    expect(commandTitle("resend", { seqs: [1] })).toBe("Send 1 event again");
    expect(commandTitle("resend", { seqs: [1, 2] })).toBe("Send 2 events again");
    expect(commandTitle("new.kind", {})).toBe("New kind");
    expect([1, 90_000, 5_400_000, 200_000_000].map(duration)).toEqual(["1 minute", "2 minutes", "2 hours", "2 days"]);
  });
});
