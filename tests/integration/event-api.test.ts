/** The event API through its door, on real processes: what interfaces.md promises of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rotateApiKey, revokeApiKey } from "#app/services/api-keys.server.ts";
import type { ShownKey } from "#app/services/api-keys.server.ts";
import { anEvent, postEvent, startEventStand, type EventAnswer, type EventStand } from "../helpers/event-stand.ts";
import { generatedEvents } from "../helpers/generated-events.ts";
import { runCrossdock } from "../helpers/run-crossdock.ts";
import type { RunningApp } from "../helpers/start-app.ts";
import { testEngine } from "../helpers/test-database.ts";
import { waitUntil } from "../helpers/wait-until.ts";

let stand: EventStand;
beforeAll(async () => void (stand = await startEventStand()));
afterAll(() => stand?.close());

const orderOf = (merchantId: string, externalId: string) =>
  stand.db.read.selectFrom("orders").selectAll().where("merchant_id", "=", merchantId).where("external_id", "=", externalId).executeTakeFirst();
const unfinished = (merchantId: string) =>
  stand.db.read
    .selectFrom("deliveries")
    .select(["id", "status", "error_code", "error_message"])
    .where("merchant_id", "=", merchantId)
    .where("status", "in", ["pending", "processing", "failed"])
    .execute();
const processed = (merchantId: string) =>
  waitUntil("all is processed", async () => (await unfinished(merchantId)).length === 0, {
    timeoutMs: 120_000,
    everyMs: 100,
    explain: async () => JSON.stringify((await unfinished(merchantId)).slice(0, 5)),
  });
const left = (answer: EventAnswer) => Number(answer.headers.get("ratelimit-remaining"));

describe("an event", () => {
  let app: RunningApp;
  let merchantId: string;
  let key: ShownKey;
  beforeAll(async () => {
    app = await stand.start();
    merchantId = await stand.addMerchant("first");
    key = await stand.addKey(merchantId);
  });
  afterAll(() => app?.kill());
  const post = (body: unknown, headers?: Record<string, string>) => postEvent(app.url, key.key, body, headers);

  it("is accepted once, stored, and becomes an order with its customer; a repeat is told the same id", async () => {
    const merchantId = await stand.addMerchant("fresh");
    const { key: fresh } = await stand.addKey(merchantId);
    const post = (body: unknown) => postEvent(app.url, fresh, body);
    const first = await post(anEvent());
    expect(first).toMatchObject({ status: 202, body: { status: "accepted", event_id: expect.stringMatching(/^evt_\w+$/), duplicate: false } });
    expect(first.headers.get("ratelimit-limit")).toBe("1000");
    expect(first.headers.get("ratelimit-remaining")).toBe("999");
    expect(Number(first.headers.get("ratelimit-reset"))).toBeGreaterThan(3_590);
    await processed(merchantId);
    const order = await orderOf(merchantId, "10045");
    expect(order).toMatchObject({
      order_ref: "API-10045",
      hub_status: "DELIVERED",
      delivered_at: Date.parse("2026-11-20T10:00:00Z"),
      total_minor: 12_990,
      currency: "EUR",
      is_test: 0,
      phone_e164: "+14155552671",
    });
    const customer = await stand.db.read.selectFrom("customers").selectAll().where("merchant_id", "=", merchantId).executeTakeFirstOrThrow();
    expect(customer).toMatchObject({ id: order!.customer_id, name: "Ana Example", email: "ana@example.com", phone_e164: "+14155552671" });
    expect(await stand.db.read.selectFrom("order_lines").selectAll().where("order_id", "=", order!.id).execute()).toMatchObject([
      { title: "Blue mug", sku: "MUG-1", quantity: 2, unit_price_minor: 6495 },
    ]);
    // Also where the same moment is written in another way.
    for (const again of [anEvent(), anEvent({ occurred_at: "2026-11-20T11:15:00.000+01:00" })])
      expect(await post(again)).toMatchObject({ status: 200, body: { status: "accepted", event_id: first.body.event_id, duplicate: true } });
    await processed(merchantId);
    expect(await orderOf(merchantId, "10045")).toEqual(order);
  });

  it("is another merchant's own with the same triple", async () => {
    const mine = await post(anEvent());
    const other = await stand.addMerchant("second");
    const theirs = await postEvent(app.url, (await stand.addKey(other)).key, anEvent());
    expect(theirs).toMatchObject({ status: 202, body: { duplicate: false } });
    expect(theirs.body.event_id).not.toBe(mine.body.event_id);
    await processed(other);
    expect((await orderOf(other, "10045"))!.id).not.toBe((await orderOf(merchantId, "10045"))!.id);
  });

  it("is told everything that is wrong with it at once, and stores nothing", async () => {
    const before = await stand.db.read.selectFrom("deliveries").select("id").execute();
    const answer = await post({
      event_type: "order_lost",
      external_order_id: "",
      occurred_at: "yesterday",
      customer: { phone: "0171 2345678", email: "ana" },
      order: { status: "lost", total: "19.999", currency: "EUR", lines: [{ quantity: 0 }] },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.error!.type).toBe("validation_failed");
    expect(answer.body.errors!.map(({ path, code }) => `${path} ${code}`).sort()).toEqual(
      [
        "customer.email email_invalid",
        "customer.phone phone_not_e164",
        "event_type value_unknown",
        "external_order_id empty",
        "occurred_at time_invalid",
        "order.lines[0].quantity number_out_of_range",
        "order.lines[0].title required",
        "order.status status_unknown",
        "order.total amount_invalid",
      ].sort(),
    );
    for (const { message } of answer.body.errors!) expect(message).toMatch(/^[A-Z].*\.$/);
    expect(left(answer)).toBeGreaterThan(900);
    expect(await stand.db.read.selectFrom("deliveries").select("id").execute()).toEqual(before);
  });

  it("is refused for what is wrong around it, each with its limits in the headers", async () => {
    const refused = async (answer: Promise<EventAnswer>, status: number, type: string) => {
      const { headers, ...said } = await answer;
      expect(said).toMatchObject({ status, body: { error: { type } } });
      for (const name of ["limit", "remaining", "reset"]) expect(headers.get(`ratelimit-${name}`), `${type} ${name}`).toMatch(/^\d+$/);
    };
    await refused(postEvent(app.url, null, anEvent()), 401, "invalid_api_key");
    await refused(postEvent(app.url, "cd_live_", anEvent()), 401, "invalid_api_key");
    await refused(postEvent(app.url, `${key.key.slice(0, -1)}${key.key.endsWith("a") ? "b" : "a"}`, anEvent()), 401, "invalid_api_key");
    await refused(post("{"), 422, "validation_failed");
    await refused(post(anEvent(), { "content-type": "application/x-www-form-urlencoded" }), 415, "unsupported_media_type");
    await refused(post(" ".repeat(5 * 1024 * 1024 + 1)), 413, "payload_too_large");
    const reader = await stand.addKey(merchantId, { scopes: ["read"] });
    await refused(postEvent(app.url, reader.key, anEvent()), 403, "key_scope_missing");
    const get = await fetch(`${app.url}/webhooks/commerce/event`);
    expect([get.status, get.headers.get("allow"), get.headers.get("ratelimit-limit")]).toEqual([405, "POST", "1000"]);
  });

  it("with the same triple and another body is answered as a repeat, and kept for a person to compare", async () => {
    const first = await post(anEvent({ external_order_id: "10046" }));
    const other = await post(anEvent({ external_order_id: "10046", order: { status: "delivered" } }));
    expect(other).toMatchObject({ status: 200, body: { event_id: first.body.event_id, duplicate: true } });
    await processed(merchantId);
    const rows = await stand.db.read
      .selectFrom("deliveries")
      .select(["status", "error_code"])
      .where("dedupe_key", "like", "%|10046%")
      .orderBy("id")
      .execute();
    expect(rows).toEqual([
      { status: "completed", error_code: null },
      { status: "held", error_code: "same_id_other_content" },
    ]);
  });

  it("of a test key goes to the test space, apart from the live one", async () => {
    const test = await stand.addKey(merchantId, { mode: "test" });
    expect(test.key).toMatch(/^cd_test_[0-9A-Za-z]{32}$/);
    await post(anEvent());
    expect(await postEvent(app.url, test.key, anEvent())).toMatchObject({ status: 202, body: { duplicate: false } });
    await processed(merchantId);
    const orders = await stand.db.read
      .selectFrom("orders as o")
      .innerJoin("connections as c", "c.id", "o.connection_id")
      .select(["o.is_test", "c.external_id as account", "c.name"])
      .where("o.merchant_id", "=", merchantId)
      .where("o.external_id", "=", "10045")
      .orderBy("o.is_test")
      .execute();
    expect(orders).toEqual([
      { is_test: 0, account: merchantId, name: "Event API" },
      { is_test: 1, account: `${merchantId}:test`, name: "Event API (test)" },
    ]);
  });

  it("is refused while the event API is disconnected, and after it was deleted", async () => {
    const other = await stand.addMerchant("leaving");
    const { key: their } = await stand.addKey(other);
    const set = (patch: { status: string; deleted_at: number | null }) =>
      stand.db.write((tx) => tx.update("connections", patch, { merchant_id: other }));
    await set({ status: "inactive", deleted_at: null });
    expect(await postEvent(app.url, their, anEvent())).toMatchObject({ status: 409, body: { error: { type: "integration_inactive" } } });
    await set({ status: "inactive", deleted_at: 1 });
    expect(await postEvent(app.url, their, anEvent())).toMatchObject({ status: 404, body: { error: { type: "integration_not_found" } } });
  });
});

describe("a key", () => {
  let app: RunningApp;
  beforeAll(async () => void (app = await stand.start("web")));
  afterAll(() => app?.kill());

  const env = (): Record<string, string> => ({ DATABASE_URL: stand.database.url, DATA_DIR: stand.options.dataDir, ...stand.options.secrets });
  const token = async (key: string) => {
    const answer = await fetch(`${app.url}/api/v1/auth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ api_key: key }),
    });
    return {
      status: answer.status,
      body: (await answer.json()) as { access_token: string; token_type: string; expires_in: number; error?: { type: string } },
    };
  };
  const rest = async (accessToken: string) => {
    const answer = await fetch(`${app.url}/api/v1/deliveries`, { headers: { authorization: `Bearer ${accessToken}` } });
    return { status: answer.status, text: await answer.text() };
  };

  it("is made, used, revoked, and then refused: by commands", { timeout: 300_000 }, async () => {
    const merchantId = await stand.addMerchant("commands");
    const made = (await runCrossdock(["keys", "create", "Shop system", "--merchant", merchantId, "--json"], env())).json<{
      id: string;
      key: string;
    }>();
    expect(made).toMatchObject({
      name: "Shop system",
      mode: "live",
      status: "active",
      scopes: ["events:write", "read", "write"],
      last_used_at: null,
    });
    expect(await postEvent(app.url, made.key, anEvent())).toMatchObject({ status: 202 });
    const list = await runCrossdock(["keys", "list", "--merchant", merchantId, "--json"], env());
    expect(list.json<unknown[]>()).toMatchObject([{ id: made.id, status: "active", last_used_at: expect.stringMatching(/^20/) }]);
    expect(list.stdout).not.toContain(made.key);
    const shown = await runCrossdock(["keys", "list", "--merchant", merchantId], env());
    expect(shown.stdout).toContain(made.key.slice(0, "cd_live_".length + 4));
    expect((await runCrossdock(["keys", "revoke", made.id], env())).code).toBe(0);
    expect(await postEvent(app.url, made.key, anEvent())).toMatchObject({
      status: 401,
      body: { error: { type: "invalid_api_key", message: "This API key was revoked." } },
    });
    // Nowhere in the database, not even in a backup, is there anything to send.
    const rows = await stand.db.read.selectFrom("api_keys").selectAll().execute();
    const payloads = await stand.db.read.selectFrom("delivery_payloads").select("headers").execute();
    expect(JSON.stringify([rows, payloads, await stand.db.read.selectFrom("audit_log").selectAll().execute()])).not.toContain(made.key.slice(12));
    expect((await runCrossdock(["keys", "create", "--merchant", "mer_nobody"], env())).code).toBe(1);
    expect((await runCrossdock(["keys", "create", "--mode", "both"], env())).code).toBe(2);
    expect((await runCrossdock(["keys", "create", "--merchant", merchantId, "--mode", "test", "--scopes", "read"], env())).stderr).toContain(
      "events:write",
    );
    expect((await runCrossdock(["keys", "revoke", "key_nothing"], env())).code).toBe(1);
  });

  it("gives a token for a quarter of an hour that is dead with its key", async () => {
    const merchantId = await stand.addMerchant("tokens");
    const key = await stand.addKey(merchantId, { scopes: ["read"] });
    const made = await token(key.key);
    expect(made).toMatchObject({ status: 200, body: { token_type: "Bearer", expires_in: 900 } });
    expect((await rest(made.body.access_token)).status).toBe(200);
    const [header, payload, signature] = made.body.access_token.split(".") as [string, string, string];
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Record<string, unknown>;
    const other = Buffer.from(JSON.stringify({ ...claims, sub: "mer_first" })).toString("base64url");
    for (const bad of [
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${header}.${other}.${signature}`,
      `${header}.${payload}.x`,
      key.key,
      "",
    ])
      expect((await rest(bad)).status, bad.slice(0, 20)).toBe(401);
    // Its right is the key's: one for events reads nothing.
    const sender = await token((await stand.addKey(merchantId)).key);
    expect(await rest(sender.body.access_token)).toMatchObject({ status: 403, text: expect.stringContaining("key_scope_missing") });
    expect(await token((await stand.addKey(merchantId, { mode: "test" })).key)).toMatchObject({ status: 403 });
    await revokeApiKey(stand.ctx, merchantId, key.id);
    expect(await rest(made.body.access_token)).toMatchObject({ status: 401, text: expect.stringContaining("invalid_access_token") });
    expect(await token(key.key)).toMatchObject({ status: 401, body: { error: { type: "invalid_api_key" } } });
  });

  it("is replaced without a gap: both work until the old one's time is over", async () => {
    const merchantId = await stand.addMerchant("rotation");
    const old = await stand.addKey(merchantId);
    const rotated = await rotateApiKey(stand.ctx, merchantId, old.id);
    if (!rotated.ok) throw new Error(rotated.error.message);
    expect(rotated.value.oldEndsAt - Date.now()).toBeGreaterThan(86_390_000);
    for (const { key } of [old, rotated.value]) expect((await postEvent(app.url, key, anEvent())).status).toBeLessThan(300);
    await stand.db.write((tx) => tx.update("api_keys", { expires_at: Date.now() - 1 }, { id: old.id }));
    expect(await postEvent(app.url, old.key, anEvent())).toMatchObject({ status: 401, body: { error: { message: "This API key has expired." } } });
    expect((await postEvent(app.url, rotated.value.key, anEvent())).status).toBe(200);
  });
});

/** Runs `call` for each, so many at a time. */
async function inParallel<T, R>(items: readonly T[], width: number, call: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let index = next++; index < items.length; index = next++) answers[index] = await call(items[index]!, index);
    }),
  );
  return answers;
}

describe("limits", { timeout: 600_000 }, () => {
  it("hold exactly, per key and merchant, for processes together and over a restart, whatever 5,000 bodies say", async () => {
    const seed = Number(process.env["CROSSDOCK_TEST_SEED"] ?? 20_261_121);
    const merchantId = await stand.addMerchant("busy");
    // On PostgreSQL two processes answer; on SQLite there is one.
    const webs = await Promise.all(testEngine === "postgres" ? [stand.start("web"), stand.start("web")] : [stand.start("web")]);
    const webAt = (index: number) => webs[index % webs.length]!.url;
    const keys: ShownKey[] = [];
    for (let n = 0; n < 6; n++) keys.push(await stand.addKey(merchantId));
    const [first, , , , , sixth] = keys as [ShownKey, ShownKey, ShownKey, ShownKey, ShownKey, ShownKey];

    // More than are allowed, at once: exactly 1,000 are let in.
    const bodies = generatedEvents(seed, 5_000);
    const statuses = new Map<number, number>();
    const send = async (key: ShownKey, body: string | Uint8Array, index: number): Promise<EventAnswer> => {
      const answer = await postEvent(webAt(index), key.key, body);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status >= 500 || ![200, 202, 422, 429].includes(answer.status))
        throw new Error(`${answer.status} for body ${index} of seed ${seed}: ${String(body).slice(0, 500)}`);
      return answer;
    };
    const extra = Array.from({ length: 20 }, () => JSON.stringify(anEvent()));
    const ofFirst = await inParallel([...bodies.slice(0, 1_000), ...extra], 16, (body, index) => send(first, body, index));
    expect(ofFirst.filter((answer) => answer.status === 429)).toHaveLength(20);
    expect(ofFirst.at(-1)).toMatchObject({ status: 429, body: { error: { type: "rate_limited" } } });

    const ended = await postEvent(webAt(0), first.key, anEvent());
    expect(ended).toMatchObject({ status: 429, body: { error: { type: "rate_limited", message: expect.stringContaining("one key") } } });
    expect(Number(ended.headers.get("retry-after"))).toBeGreaterThan(3_000);
    expect([ended.headers.get("ratelimit-limit"), left(ended), ended.headers.get("ratelimit-reset")]).toEqual([
      "1000",
      0,
      ended.headers.get("retry-after"),
    ]);

    for (let n = 1; n < 5; n++) await inParallel(bodies.slice(n * 1_000, (n + 1) * 1_000), 16, (body, index) => send(keys[n]!, body, index));
    // Not nothing but refusals, and not nothing but good ones.
    for (const status of [200, 202, 422])
      expect(statuses.get(status), `answers with ${status}: ${JSON.stringify([...statuses])}`).toBeGreaterThan(500);

    // The 5,001st of the merchant, with a key that was never used.
    const full = await postEvent(webAt(1), sixth.key, anEvent());
    expect(full).toMatchObject({ status: 429, body: { error: { message: expect.stringContaining("all keys") } } });
    expect(full.headers.get("ratelimit-limit")).toBe("5000");

    const used = await stand.db.read.selectFrom("quota_windows").select(["id", "used"]).where("merchant_id", "=", merchantId).execute();
    expect(Object.fromEntries(used.map((row) => [row.id, row.used]))).toEqual({
      [`merchant:${merchantId}`]: 5_000,
      ...Object.fromEntries(keys.slice(0, 5).map((key) => [`key:${key.id}`, 1_000])),
    });

    for (const web of webs) await web.kill();
    const again = await stand.start("all");
    expect((await postEvent(again.url, first.key, anEvent())).status).toBe(429);
    expect((await postEvent(again.url, sixth.key, anEvent())).status).toBe(429);
    // Another merchant is none of their business.
    const quiet = await stand.addKey(await stand.addMerchant("quiet"));
    expect(await postEvent(again.url, quiet.key, anEvent())).toMatchObject({ status: 202 });

    // And whatever was let in can be worked on: nothing of it is a fault of ours.
    await processed(merchantId);
    const failed = await stand.db.read
      .selectFrom("deliveries")
      .select(["id", "error_code", "error_message"])
      .where("merchant_id", "=", merchantId)
      .where("status", "in", ["dead", "failed"])
      .execute();
    expect(failed).toEqual([]);
    await again.kill();
  });
});
