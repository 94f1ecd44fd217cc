/** The WordPress bridge as a site meets it: real processes, signed calls, what is stored and what is answered. */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disconnect } from "#app/services/disconnect.server.ts";
import { planCommand } from "#app/services/bridge/plan-command.server.ts";
import { createPairingCode } from "#app/services/bridge/pairing-code.server.ts";
import { insertConnection } from "../helpers/open-test-database.ts";
import { createSite, pairBody, siteEvent, type BridgeSiteClient } from "../helpers/bridge-client.ts";
import { startEventStand, type EventStand } from "../helpers/event-stand.ts";
import { generateCalls } from "../helpers/generated-batches.ts";
import { recordSecret } from "../helpers/results-folder.ts";
import { runCrossdock } from "../helpers/run-crossdock.ts";
import type { RunningApp } from "../helpers/start-app.ts";
import { testEngine } from "../helpers/test-database.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { wooEvent, wooOrder } from "../helpers/woocommerce-things.ts";

let stand: EventStand;
let app: RunningApp;
let merchantId: string;
beforeAll(async () => {
  stand = await startEventStand();
  stand.options.env = { TRUST_PROXY: "1" };
  app = await stand.start("web");
  merchantId = await stand.addMerchant("acme");
});
afterAll(() => stand?.close());

let sites = 0;
/** A site of its own, paired, so that tests do not meet. */
async function pairedSite(of = merchantId, hub = app.url): Promise<BridgeSiteClient> {
  const site = createSite(hub, `https://shop-${++sites}.example.com`);
  const { code } = await createPairingCode(stand.ctx, of);
  const answer = await site.pair(code);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return site;
}
const stored = (site: BridgeSiteClient) =>
  stand.db.read.selectFrom("deliveries").selectAll().where("connection_id", "=", site.connectionId).orderBy("id").execute();
const siteRow = (site: BridgeSiteClient) =>
  stand.db.read.selectFrom("bridge_sites").selectAll().where("connection_id", "=", site.connectionId).executeTakeFirstOrThrow();
const UNVERIFIED = { status: 401, body: { error: { type: "webhook_verification_failed" } } };

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
    for (const path of ["status", "commands"]) expect((await site.call<{ wanted: number[] }>("GET", path)).body.wanted).toEqual([4, 5]);
    expect(await site.call("POST", "heartbeat", { outbox: { pending: 0, failed: 0, oldest_ms: null } })).toMatchObject({ body: { wanted: [4, 5] } });
    expect(await site.send([siteEvent(5)])).toMatchObject({ body: { last_seq: 3, max_seq: 6, wanted: [4] } });
    expect(await site.send([siteEvent(4)])).toMatchObject({ body: { last_seq: 6, max_seq: 6, wanted: [] } });
  });

  it("are kept as they were sent, to the byte", async () => {
    const site = await pairedSite();
    const { id, occurred_at } = siteEvent(1);
    const text = `{ "id":"${id}", "seq": 1,"topic":"order.created","occurred_at":"${occurred_at}","resource_id":12345678901234567,"origin":"hook","data":{"object":{"total":1.10,"id":12345678901234567890}} }`;
    // The first number has more digits than a double: a site that writes it so is told.
    expect(await site.call("POST", "events", `{"events":[${text}]}`)).toMatchObject({ status: 200 });
    const [delivery] = await stored(site);
    const payload = await stand.db.read.selectFrom("delivery_payloads").selectAll().where("delivery_id", "=", delivery!.id).executeTakeFirstOrThrow();
    expect(Buffer.from(payload.body).toString()).toBe(text);
    expect(JSON.parse(payload.headers)).toMatchObject({ "x-crossdock-connection": site.connectionId });
    expect(payload.headers).not.toContain("signature");
  });

  it("are all refused, with all that is wrong, when one of them is wrong", async () => {
    const site = await pairedSite();
    const wrong = [siteEvent(1), { ...siteEvent(2), seq: 0 }, "text", { ...siteEvent(4), id: "no", occurred_at: "yesterday", data: [] }];
    const answer = await site.send(wrong);
    expect(answer).toMatchObject({ status: 422, body: { error: { type: "validation_failed" } } });
    expect(answer.body.errors!.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "events.1.seq number_out_of_range",
      "events.2 type_wrong",
      "events.3.id value_invalid",
      "events.3.occurred_at time_invalid",
      "events.3.data type_wrong",
    ]);
    const many = Array.from({ length: 101 }, (_, at) => siteEvent(at + 1));
    expect(await site.send(many)).toMatchObject({ status: 422, body: { errors: [{ path: "events", code: "too_long" }] } });
    expect(await site.send([])).toMatchObject({ status: 422, body: { errors: [{ path: "events", code: "empty" }] } });
    expect(await site.call("POST", "events", { other: 1 })).toMatchObject({ status: 422, body: { errors: [{ path: "events", code: "required" }] } });
    expect(await stored(site)).toEqual([]);
    expect(await siteRow(site)).toMatchObject({ last_seq: 0, max_seq: 0 });
    expect(await site.send(many.slice(0, 100))).toMatchObject({ status: 200, body: { accepted: 100, last_seq: 100 } });
  });

  it("with the same id and other content are kept beside the first, and not counted twice", async () => {
    const site = await pairedSite();
    const event = siteEvent(1);
    await site.send([event]);
    expect(await site.send([{ ...event, data: { object: null } }])).toMatchObject({ status: 200, body: { accepted: 0, duplicates: 1, last_seq: 1 } });
    expect(await stored(site)).toMatchObject([{ status: "pending" }, { status: "held", error_code: "same_id_other_content" }]);
  });

  it("are not taken too large, unpacked too large, or packed as something else", async () => {
    const site = await pairedSite();
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, " "));
    expect(bomb.length).toBeLessThan(100_000);
    const gzip = { headers: { "content-encoding": "gzip" } };
    expect(await site.call("POST", "events", bomb, gzip)).toMatchObject({ status: 413, body: { error: { type: "payload_too_large" } } });
    expect(await site.call("POST", "events", "no gzip at all", gzip)).toMatchObject({ status: 400 });
    expect(await site.call("POST", "events", { events: [siteEvent(1)] }, { headers: { "content-encoding": "br" } })).toMatchObject({ status: 415 });
    expect(await site.call("POST", "events", { events: [siteEvent(1)] }, { headers: { "content-type": "text/plain" } })).toMatchObject({
      status: 415,
    });
    expect((await site.call("POST", "events", Buffer.alloc(5 * 1024 * 1024 + 1, 32))).status).toBe(413);
    // What is large and fits goes through.
    const large = Array.from({ length: 60 }, (_, at) => siteEvent(at + 1, { data: { object: { note: "x".repeat(200_000) } } }));
    expect(await site.send(large, { isPacked: true })).toMatchObject({ status: 200, body: { accepted: 60 } });
  });
});

describe("the door", () => {
  it("opens to nobody whose signature is not the site's, and says nothing of who is behind it", async () => {
    const [site, other] = [await pairedSite(), await pairedSite()];
    const { secret } = site;
    const event = siteEvent(1);
    const attempts: Parameters<BridgeSiteClient["send"]>[1][] = [
      { secrets: [other.secret] },
      { secrets: [] },
      { headers: { "x-crossdock-connection": other.connectionId } },
      { headers: { "x-crossdock-connection": "con_nobody" } },
      { headers: { "x-crossdock-connection": "'; DROP TABLE bridge_sites" } },
      { headers: { "webhook-signature": "v1," } },
      { headers: { "webhook-signature": `v1,${"A".repeat(43)}=` } },
      { headers: { "webhook-signature": secret } },
      { headers: { "webhook-id": "msg_another" } },
      { headers: { "webhook-timestamp": String(Math.floor(Date.now() / 1000) + 1) } },
      { headers: { "webhook-timestamp": "now" } },
      { headers: { "content-encoding": "gzip" }, secrets: [] },
    ];
    for (const attempt of attempts) {
      const answer = await site.send([event], attempt);
      expect(answer, JSON.stringify(attempt)).toMatchObject(UNVERIFIED);
      expect(JSON.stringify(answer.body)).not.toContain("acme");
      expect(answer.body).toHaveProperty("server_time");
    }
    const answer = await site.call("POST", "events", { events: [event] }, { messageId: "msg_1" });
    expect(answer.status).toBe(200);
    expect(await stored(site)).toHaveLength(1);
    expect(await stored(other)).toHaveLength(0);
  });

  it("tells a wrong clock from a wrong secret, and shows it", async () => {
    const site = await pairedSite();
    for (const [ahead, words] of [
      [301_000, "ahead"],
      [-302_000, "behind"],
    ] as const) {
      const answer = await site.send([siteEvent(1)], { clockAhead: ahead });
      expect(answer).toMatchObject(UNVERIFIED);
      expect(answer.body.error!.message).toContain(words);
      const told = Date.parse((answer.body as unknown as { server_time: string }).server_time);
      expect(Math.abs(told - Date.now())).toBeLessThan(60_000);
      expect(Math.abs((await siteRow(site)).clock_offset_ms! - ahead)).toBeLessThan(60_000);
    }
    for (const ahead of [-240_000, 240_000]) expect((await site.call("GET", "status", undefined, { clockAhead: ahead })).status).toBe(200);
  });

  it("answers what is not there, and what is not for that method", async () => {
    const site = await pairedSite();
    expect((await site.call("GET", "nothing")).status).toBe(404);
    expect((await site.call("GET", "commands/cmd_1/result/more")).status).toBe(404);
    expect((await site.call("GET", "events")).status).toBe(405);
    expect((await site.call("POST", "status", {})).headers.get("allow")).toBe("GET");
    expect(await site.call("POST", "heartbeat", "{")).toMatchObject({ status: 400, body: { error: { type: "request_unreadable" } } });
  });

  it("answers 409 for events and commands of a store that was disconnected, and the rest as ever", async () => {
    const site = await pairedSite();
    await disconnect(stand.ctx, merchantId, site.connectionId);
    const inactive = { status: 409, body: { error: { type: "integration_inactive" } } };
    expect(await site.send([siteEvent(1)])).toMatchObject(inactive);
    expect(await site.call("GET", "commands")).toMatchObject(inactive);
    expect(await site.call("GET", "status")).toMatchObject({ status: 200, body: { connection: { status: "inactive" } } });
    expect((await site.call("POST", "heartbeat", {})).status).toBe(200);
    expect(await stored(site)).toEqual([]);
    const { code } = await createPairingCode(stand.ctx, merchantId);
    await site.pair(code);
    expect(await site.send([siteEvent(1)])).toMatchObject({ status: 200, body: { accepted: 1, last_seq: 1 } });
  });

  it("answers two thousand calls that nobody should make without ever failing", { timeout: 300_000 }, async () => {
    const site = await pairedSite();
    const seen = new Map<number, number>();
    const calls = generateCalls(2000, 20261121);
    for (let at = 0; at < calls.length; at += 20)
      await Promise.all(
        calls.slice(at, at + 20).map(async ({ method, path, body }, beside) => {
          const address = { "x-forwarded-for": `198.51.${Math.floor((at + beside) / 200)}.${(at + beside) % 200}` };
          const answer = await site.call(method, path, method === "POST" ? body : undefined, { headers: address });
          expect(answer.status, `${path} ${body.slice(0, 300)}: ${JSON.stringify(answer.body)}`).toBeLessThan(500);
          // Who renews the secret without a word to the others ends them.
          if (path === "rotate-secret" && answer.status === 200) site.secret = (answer.body as { secret: string }).secret;
          seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
        }),
      );
    for (const status of [200, 400, 422]) expect(seen.get(status), JSON.stringify([...seen])).toBeGreaterThan(20);
    // And it still works: a whole batch after all that.
    expect(await site.send([siteEvent(1_000_000)])).toMatchObject({ status: 200 });
  });
});

describe("pairing", () => {
  it("says all that is wrong at once, and uses no code up for it", async () => {
    const site = createSite(app.url, "no address at all");
    const { code } = await createPairingCode(stand.ctx, merchantId);
    const answer = await site.pair(code, { code: 7, capabilities: "none" });
    expect(answer).toMatchObject({ status: 422, body: { error: { type: "validation_failed" } } });
    expect((answer.body as unknown as { errors: { path: string }[] }).errors.map(({ path }) => path).sort()).toEqual([
      "capabilities",
      "code",
      "site_url",
    ]);
    site.siteUrl = "https://late.example.com/";
    expect(await site.pair(code)).toMatchObject({ status: 201, body: { merchant_name: "acme" } });
    expect(await site.call("GET", "status")).toMatchObject({
      body: {
        last_seq: 0,
        max_seq: 0,
        wanted: [],
        merchant: { name: "acme" },
        connection: { status: "active", name: "late.example.com" },
        entities: { orders: true },
      },
    });
  });

  it("is closed to whoever guesses, and only to them", async () => {
    const site = createSite(app.url, "https://guessed.example.com");
    const from = (address: string) => ({ secrets: [], headers: { "x-forwarded-for": address } });
    for (let guess = 0; guess < 10; guess++)
      expect(await site.pair("ZZZZZ-ZZZZ2", {}, from("192.0.2.1"))).toMatchObject({ status: 403, body: { error: { type: "pairing_code_invalid" } } });
    const { code } = await createPairingCode(stand.ctx, merchantId);
    const refused = await site.pair(code, {}, from("192.0.2.1"));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    // What a guesser says of itself is not believed: the proxy in front of us adds the address that it sees.
    expect((await site.pair(code, {}, from("203.0.113.9, 192.0.2.1"))).status).toBe(429);
    expect((await site.pair(code, {}, from("192.0.2.2"))).status).toBe(201);
  });

  it("of another merchant's store is refused, unless the store itself says so: then everything goes along", async () => {
    const second = await stand.addMerchant("second");
    const site = await pairedSite();
    await site.send([siteEvent(1), siteEvent(3)]);
    const { code } = await createPairingCode(stand.ctx, second);
    expect(await createSite(app.url, site.siteUrl).pair(code)).toMatchObject({ status: 409, body: { error: { type: "store_already_connected" } } });
    // A signature that is not the site's is none.
    expect((await site.pair(code, {}, { secrets: [(await pairedSite()).secret] })).status).toBe(409);
    const { connectionId } = site;
    const joined = await site.pair(code, {}, {});
    expect(joined).toMatchObject({ status: 201, body: { connection_id: connectionId, merchant_name: "second" } });
    expect((await stored(site)).map((row) => row.merchant_id)).toEqual([second, second]);
    expect(await site.send([siteEvent(2)])).toMatchObject({ status: 200, body: { last_seq: 3 } });
    const audit = (of: string) => stand.db.read.selectFrom("audit_log").select("action").where("merchant_id", "=", of).execute();
    expect((await audit(second)).map(({ action }) => action)).toContain("site_joined");
    expect((await audit(merchantId)).map(({ action }) => action)).toContain("site_left");
  });

  it("without a Shopify store needs an invitation, where not everybody may sign up", async () => {
    const site = createSite(app.url, "https://new-shop.example.com");
    const signUp = (change: object = {}) =>
      site.call<{ connection_id: string; secret: string; merchant_name: string }>(
        "POST",
        "merchants",
        { ...pairBody(site.siteUrl), shop_name: "New shop", email: "owner@example.com", ...change },
        { secrets: [] },
      );
    expect(await signUp()).toMatchObject({ status: 403, body: { error: { type: "signup_not_allowed" } } });
    expect(await signUp({ email: "no", shop_name: "", site_url: 1 })).toMatchObject({ status: 422 });
    const { secrets, dataDir, databaseUrl } = stand.options;
    const invited = await runCrossdock(["merchants", "create", "--invite", "for a test", "--json"], {
      ...secrets,
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
    });
    const { code } = invited.json<{ code: string; expires_at: string }>();
    const made = await signUp({ invitation_code: code });
    expect(made).toMatchObject({ status: 201, body: { merchant_name: "New shop" } });
    recordSecret("bridge secret", made.body.secret);
    Object.assign(site, { connectionId: made.body.connection_id, secret: made.body.secret });
    expect(await site.send([siteEvent(1)])).toMatchObject({ status: 200 });
    expect(await signUp({ invitation_code: code, site_url: "https://second-shop.example.com" })).toMatchObject({ status: 403 });
  });
});

describe("a secret", () => {
  it("is renewed while the old one goes on, and by no recorded call", async () => {
    const site = await pairedSite();
    const first = site.secret;
    const recorded = { messageId: "msg_recorded" };
    const renewed = await site.call<{ secret: string }>("POST", "rotate-secret", {}, recorded);
    expect(renewed.status).toBe(200);
    recordSecret("bridge secret", renewed.body.secret);
    for (const secrets of [[first], [renewed.body.secret], [renewed.body.secret, first]])
      expect((await site.call("GET", "status", undefined, { secrets })).status).toBe(200);
    expect(await site.call("POST", "rotate-secret", {}, recorded)).toMatchObject(UNVERIFIED);
    // The signature of a GET is over nothing: it must not stand for this.
    expect((await site.call("POST", "rotate-secret", "")).status).toBe(400);
    expect((await site.call("POST", "disconnect", { plugin_version: "1" })).status).toBe(422);
    // Twice without having seen the answer: the old one is still good, and the last answer too.
    const second = await site.call<{ secret: string }>("POST", "rotate-secret", {}, { secrets: [first] });
    recordSecret("bridge secret", second.body.secret);
    for (const secrets of [[first], [second.body.secret]]) expect((await site.call("GET", "status", undefined, { secrets })).status).toBe(200);
    expect((await site.call("GET", "status", undefined, { secrets: [renewed.body.secret] })).status).toBe(401);
    site.secret = second.body.secret;
    expect(await site.call("POST", "disconnect", {})).toMatchObject({ status: 200, body: { status: "inactive" } });
    expect((await site.send([siteEvent(1)])).status).toBe(409);
  });
});

describe("commands", () => {
  interface Fetched {
    commands: { id: string; kind: string; payload: Record<string, unknown>; created_at: string; expires_at: string }[];
  }
  const plan = (site: BridgeSiteClient, key: string) =>
    stand.db.write((tx) =>
      planCommand(stand.ctx, tx, { id: site.connectionId, merchant_id: merchantId }, "stock.set", { product_id: 5, quantity: 3 }, key, {
        cause: "operator",
      }),
    );

  it("are given to one, answered once, and said to wait", async () => {
    const site = await pairedSite();
    expect((await site.call<Fetched>("GET", "commands")).body.commands).toEqual([]);
    for (let at = 0; at < 12; at++) await plan(site, `stock:${at}`);
    expect(await site.send([siteEvent(1)])).toMatchObject({ body: { commands_waiting: 12 } });
    const fetched = await Promise.all([1, 2, 3].map(() => site.call<Fetched>("GET", "commands")));
    const ids = fetched.flatMap(({ body }) => body.commands.map(({ id }) => id));
    expect(fetched.every(({ body }) => body.commands.length <= 10)).toBe(true);
    expect(new Set(ids).size).toBe(12);
    expect(ids).toHaveLength(12);
    expect(fetched.flatMap(({ body }) => body.commands)[0]).toMatchObject({ kind: "stock.set", payload: { product_id: 5, quantity: 3 } });
    const answer = (id: string, body: unknown) => site.call("POST", `commands/${id}/result`, body);
    expect(await answer(ids[0]!, { status: "done", result: [] })).toMatchObject({ status: 200, body: { status: "done" } });
    expect(await answer(ids[0]!, { status: "failed", reason: { code: "x", message: "y" } })).toMatchObject({ status: 200, body: { status: "done" } });
    expect(await answer(ids[1]!, { status: "failed", reason: { code: "changed_meanwhile", message: "There are 7 now." } })).toMatchObject({
      body: { status: "failed" },
    });
    expect(await answer(ids[2]!, { status: "failed" })).toMatchObject({ status: 422, body: { errors: [{ path: "reason", code: "required" }] } });
    expect(await answer("cmd_none", { status: "done" })).toMatchObject({ status: 404, body: { error: { type: "command_not_found" } } });
    // Not by another site of the same merchant either.
    expect((await (await pairedSite()).call("POST", `commands/${ids[2]}/result`, { status: "done" })).status).toBe(404);
    const items = await stand.db.read
      .selectFrom("sync_queue")
      .select(["status", "error_message"])
      .where("connection_id", "=", site.connectionId)
      .where("status", "<>", "pending")
      .orderBy("status")
      .execute();
    expect(items).toEqual([
      { status: "completed", error_message: null },
      { status: "dead", error_message: "There are 7 now." },
    ]);
  });

  it("are waited for, and come as soon as there are any", async () => {
    const site = await pairedSite();
    const waiting = site.call<Fetched>("GET", "commands?wait=25");
    const first = await Promise.race([waiting.then(() => "answered"), site.call("GET", "status").then(() => "still waiting")]);
    expect(first).toBe("still waiting");
    const id = await plan(site, "stock:late");
    expect((await waiting).body.commands.map((one) => one.id)).toEqual([id]);
    const hangUp = new AbortController();
    const given = site.call("GET", "commands?wait=25", undefined, { signal: hangUp.signal }).catch((error: Error) => error.name);
    hangUp.abort();
    expect(await given).toBe("AbortError");
    expect(await site.call("GET", "commands?wait=26")).toMatchObject({ status: 422 });
  });
});

describe("wp-admin", () => {
  it("sees its own store, and manages keys where there is no Shopify store", async () => {
    const own = await stand.addMerchant(`own-${testEngine}`);
    const site = await pairedSite(own);
    const other = await pairedSite(own);
    const failing = siteEvent(1, { topic: "order.created", data: { object: "no order" } });
    await site.send([failing]);
    await other.send([siteEvent(1, { topic: "order.created", data: { object: "no order either" } })]);
    const [mine] = await stored(site);
    const [theirs] = await stored(other);
    await stand.db.write(async (tx) => {
      for (const { id } of [mine!, theirs!])
        await tx.update("deliveries", { status: "dead", error_class: "rejected", error_code: "body_unreadable", error_message: "no order" }, { id });
    });
    const list = await site.call<{ problems: { id: number; title: string }[] }>("GET", "problems");
    expect(list.body.problems).toMatchObject([{ id: mine!.id, title: "It cannot be read", error: { code: "body_unreadable" } }]);
    expect((await site.call("POST", `problems/${theirs!.id}/replay`, {})).status).toBe(404);
    expect(await site.call("POST", `problems/${mine!.id}/replay`, {})).toMatchObject({ status: 200, body: { replayed: 1, skipped: 0 } });
    expect((await site.call<{ problems: unknown[] }>("GET", "problems")).body.problems).toEqual([]);
    expect(await site.call("GET", "monitor")).toMatchObject({
      status: 200,
      body: { window: "24h", now: { pending: 1, needs_attention: 0 }, deliveries: [{ id: mine!.id }] },
    });
    expect(await site.call("GET", "orders?search=4711")).toMatchObject({ status: 200, body: { orders: [], next_cursor: null } });
    expect(await site.call("GET", "orders/by-external/4711")).toMatchObject({ status: 404, body: { error: { type: "order_not_found" } } });
    expect(await site.call("GET", "problems?cursor=broken")).toMatchObject({ status: 422, body: { errors: [{ path: "cursor" }] } });

    const made = await site.call<{ id: string; key: string }>("POST", "keys", { name: "ERP", scopes: ["read"] });
    expect(made.status).toBe(201);
    recordSecret("API key", made.body.key);
    expect(await site.call("POST", "keys", { name: "", scopes: ["read"] })).toMatchObject({ status: 422, body: { error: { type: "name_invalid" } } });
    expect(await site.call("GET", "keys")).toMatchObject({ body: { count: 1, keys: [{ id: made.body.id, name: "ERP", status: "active" }] } });
    expect(JSON.stringify((await site.call("GET", "keys")).body)).not.toContain(made.body.key);
    expect(await site.call("POST", `keys/${made.body.id}/revoke`, {})).toMatchObject({ status: 200, body: { key: { status: "revoked" } } });
    expect((await site.call("POST", "keys/key_none/revoke", {})).status).toBe(404);
    expect(await site.call("GET", "integrations")).toMatchObject({
      status: 200,
      body: {
        integrations: expect.arrayContaining([
          expect.objectContaining({ id: site.connectionId, platform: "woocommerce", is_this_store: true }),
        ]) as unknown,
      },
    });
  });

  it("manages nothing of an account that is managed in Shopify", async () => {
    const { merchantId: withShop } = await insertConnection(stand.db, `shopify-${testEngine}`);
    const site = await pairedSite(withShop);
    const refused = { status: 403, body: { error: { type: "managed_elsewhere" } } };
    expect(await site.call("GET", "keys")).toMatchObject(refused);
    expect(await site.call("POST", "keys", { name: "ERP", scopes: ["read"] })).toMatchObject(refused);
    expect(await site.call("POST", "keys/key_1/revoke", {})).toMatchObject(refused);
    expect(await site.call("GET", "integrations")).toMatchObject(refused);
    expect((await site.call("GET", "monitor")).status).toBe(200);
  });
});

describe("with a worker", () => {
  it("an order becomes what it is, and the store's own admin sees it by its own number", async () => {
    const worker = await stand.start(testEngine === "postgres" ? "worker" : "all");
    const own = await stand.addMerchant(`worked-${testEngine}`);
    const site = await pairedSite(own);
    const at = (second: number) => `2026-11-20T10:00:0${second}.000Z`;
    const placed = wooEvent("order.created", 1, at(1), wooOrder());
    const paid = wooEvent("order.paid", 2, at(2), wooOrder({ status: "completed" }));
    expect(await site.send([paid, placed])).toMatchObject({ status: 200, body: { accepted: 2, last_seq: 2 } });
    const order = () => stand.db.read.selectFrom("orders").selectAll().where("connection_id", "=", site.connectionId).executeTakeFirst();
    await waitUntil("the order is delivered", async () => (await order())?.hub_status === "DELIVERED", {
      timeoutMs: 60_000,
      everyMs: 100,
      explain: async () => JSON.stringify(await stored(site)),
    });
    const shown = await site.call<{ order: { order_ref: string; timeline: unknown[] } }>("GET", "orders/by-external/723");
    expect(shown).toMatchObject({ status: 200, body: { order: { order_ref: "WC-723", total: "26.45", status: "DELIVERED", external_id: "723" } } });
    expect(shown.body.order.timeline.length).toBeGreaterThanOrEqual(2);
    expect(await site.call("GET", "orders?search=723")).toMatchObject({ body: { orders: [{ order_ref: "WC-723" }], next_cursor: null } });
    expect(await site.call("GET", "monitor")).toMatchObject({ body: { completed: 2, failed: 0, success_rate: 100 } });
    // Another store of the same merchant has its own order 723, or none.
    const other = await pairedSite(own);
    expect((await other.call("GET", "orders/by-external/723")).status).toBe(404);
    expect((await other.call<{ orders: unknown[] }>("GET", "orders")).body.orders).toEqual([]);

    // A command that nobody fetches ends by itself, by the worker's hand.
    const id = await stand.db.write((tx) =>
      planCommand(stand.ctx, tx, { id: site.connectionId, merchant_id: own }, "order.status", { order_id: 723, status: "processing" }, "short", {
        cause: "operator",
        lifeMs: 1,
      }),
    );
    const item = () =>
      stand.db.read
        .selectFrom("sync_queue")
        .selectAll()
        .where("connection_id", "=", site.connectionId)
        .where("action", "=", "command")
        .executeTakeFirstOrThrow();
    await waitUntil("the command is given up", async () => (await item()).status === "dead", {
      timeoutMs: 60_000,
      everyMs: 100,
      explain: async () => JSON.stringify(await item()),
    });
    expect(await item()).toMatchObject({ error_code: "command_not_fetched" });
    expect((await site.call<{ commands: unknown[] }>("GET", "commands")).body.commands).toEqual([]);
    expect(id).not.toBeNull();
    await worker.stop();
  });
});

describe("a killed process", () => {
  it("loses nothing and counts nothing twice, at whatever moment it was", { timeout: 300_000 }, async () => {
    const site = await pairedSite();
    let victim = await stand.start("web");
    site.hubUrl = victim.url;
    const all = Array.from({ length: 400 }, (_, at) => siteEvent(at + 1));
    const batches: (typeof all)[] = [];
    for (let at = 0; at < all.length; at += 10) batches.push(all.slice(at, at + 10));
    let kills = 0;
    // As the plugin does: a batch is sent again until it was answered 200.
    async function untilTaken(batch: typeof all): Promise<void> {
      await waitUntil("the batch is taken", async () => (await site.send(batch).catch(() => ({ status: 0 }))).status === 200, {
        timeoutMs: 120_000,
        everyMs: 20,
      });
    }
    const killing = (async () => {
      while (kills < 4) {
        const before = (await stored(site)).length;
        await waitUntil("some more are stored", async () => (await stored(site)).length >= Math.min(before + 60, all.length), {
          timeoutMs: 120_000,
          everyMs: 5,
        });
        kills++;
        await victim.kill();
        victim = await stand.start("web");
        site.hubUrl = victim.url;
      }
    })();
    for (let at = 0; at < batches.length; at += 4) await Promise.all(batches.slice(at, at + 4).map(untilTaken));
    await killing;
    site.hubUrl = app.url;
    expect((await stored(site)).map((row) => row.dedupe_key).sort()).toEqual(all.map(({ id }) => id).sort());
    expect(await site.call("GET", "status")).toMatchObject({ body: { last_seq: 400, max_seq: 400, wanted: [] } });
  });

  it("between storing and counting is made good by the repeat", async () => {
    const site = await pairedSite();
    const events = [siteEvent(1), siteEvent(2), siteEvent(3)];
    await site.send([events[0]]);
    // The second was stored by a process that ended before it counted: its number is not known.
    await site.send([events[1]]);
    await stand.db.write((tx) => tx.update("bridge_sites", { last_seq: 1, max_seq: 1 }, { connection_id: site.connectionId }));
    expect(await site.send([events[2]])).toMatchObject({ body: { last_seq: 1, max_seq: 3, wanted: [2] } });
    expect(await site.send([events[1]])).toMatchObject({ body: { accepted: 0, duplicates: 1, last_seq: 3, wanted: [] } });
  });
});

describe("several processes", () => {
  it("count together what comes to each of them in any order", { timeout: 300_000 }, async (context) => {
    if (testEngine !== "postgres") context.skip("two web processes need PostgreSQL");
    const site = await pairedSite();
    const second = await stand.start("web");
    const twin: BridgeSiteClient = { ...createSite(second.url, site.siteUrl), connectionId: site.connectionId, secret: site.secret };
    // `send` and `call` of the twin speak for the twin alone.
    const beside = Object.assign(createSite(second.url, site.siteUrl), { connectionId: twin.connectionId, secret: twin.secret });
    const all = Array.from({ length: 300 }, (_, at) => siteEvent(at + 1));
    const shuffled = all
      .map((event, at) => ({ event, key: (at * 7919) % 307 }))
      .sort((a, b) => a.key - b.key)
      .map(({ event }) => event);
    const sends: Promise<{ status: number }>[] = [];
    for (let at = 0; at < shuffled.length; at += 6) sends.push((at % 12 === 0 ? site : beside).send(shuffled.slice(at, at + 6)));
    expect(new Set((await Promise.all(sends)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(await beside.call("GET", "status")).toMatchObject({ body: { last_seq: 300, max_seq: 300, wanted: [] } });
    expect(await stored(site)).toHaveLength(300);
    expect(await stand.db.read.selectFrom("bridge_gaps").selectAll().where("connection_id", "=", site.connectionId).execute()).toEqual([]);
  });
});
