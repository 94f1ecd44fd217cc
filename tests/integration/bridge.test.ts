/** The WordPress bridge as a site meets it: real processes, signed calls, what is stored and what is answered. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPairingCode } from "#app/services/bridge/pairing-code.server.ts";
import { createSite, siteEvent, type BridgeSiteClient } from "../helpers/bridge-client.ts";
import { startEventStand, type EventStand } from "../helpers/event-stand.ts";
import type { RunningApp } from "../helpers/start-app.ts";

let stand: EventStand;
let app: RunningApp;
let merchantId: string;
beforeAll(async () => {
  stand = await startEventStand();
  app = await stand.start("web");
  merchantId = await stand.addMerchant("acme");
});
afterAll(() => stand?.close());

let sites = 0;
/** A site of its own, paired, so that tests do not meet. */
async function pairedSite(of = merchantId): Promise<BridgeSiteClient> {
  const site = createSite(app.url, `https://shop-${++sites}.example.com`);
  const { code } = await createPairingCode(stand.ctx, of);
  const answer = await site.pair(code, {}, { secrets: [], headers: { "x-forwarded-for": `203.0.113.${sites}` } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return site;
}
const stored = (site: BridgeSiteClient) =>
  stand.db.read.selectFrom("deliveries").selectAll().where("connection_id", "=", site.connectionId).orderBy("id").execute();

describe("events", () => {
  it("are stored once, counted, and answered with what is missing", async () => {
    const site = await pairedSite();
    const [one, two, three] = [siteEvent(1), siteEvent(2, { topic: "test.event" }), siteEvent(3)];
    expect(await site.send([one, two])).toMatchObject({
      status: 200,
      body: { accepted: 2, duplicates: 0, last_seq: 2, max_seq: 2, wanted: [], commands_waiting: 0 },
    });
    expect(await site.send([two, three], { isPacked: true })).toMatchObject({ status: 200, body: { accepted: 1, duplicates: 1, last_seq: 3 } });
    expect(await stored(site)).toMatchObject([
      {
        dedupe_key: one.id,
        topic: "order.updated",
        mode: "live",
        source_event_id: "1",
        triggered_at: Date.parse(one.occurred_at),
        merchant_id: merchantId,
      },
      { dedupe_key: two.id, topic: "test.event", mode: "test" },
      { dedupe_key: three.id },
    ]);
    expect(await site.send([siteEvent(6)])).toMatchObject({ body: { last_seq: 3, max_seq: 6, wanted: [4, 5] } });
    expect(await site.send([siteEvent(5)])).toMatchObject({ body: { last_seq: 3, max_seq: 6, wanted: [4] } });
    expect(await site.send([siteEvent(4)])).toMatchObject({ body: { last_seq: 6, max_seq: 6, wanted: [] } });
  });
});
