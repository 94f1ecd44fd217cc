/** API keys with a clock that is moved. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findUsableKey } from "#app/api/keys.server.ts";
import { listApiKeys } from "#app/data/api-keys.server.ts";
import { MOST_KEYS } from "#app/domain/api-key.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { tell } from "../../tests/helpers/told-deliveries.ts";
import { createApiKey, revokeApiKey, rotateApiKey, type NewKey } from "./api-keys.server.ts";
import { deleteConnection } from "./delete-connection.server.ts";

const DAY_MS = 86_400_000;
let services: TestServices;
let merchantId: string;
beforeEach(async () => {
  services = await testServices();
  merchantId = (await services.connect("one")).merchant_id;
});
afterEach(() => services.close());

const wanted: NewKey = { name: "Shop system", mode: "live", scopes: ["events:write"], expiresAt: null };
async function make(change: Partial<NewKey> = {}) {
  const made = await createApiKey(services.ctx, merchantId, { ...wanted, ...change });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}
const usable = async (key: string) => (await findUsableKey(services.ctx.db, key, services.time.now)).ok;
const stored = async () => listApiKeys(services.ctx.db, merchantId);

describe("an API key", () => {
  it("is 32 random characters, of which only the hash and the first four are kept", async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => make()));
    expect(new Set(made.map(({ key }) => key)).size).toBe(20);
    for (const { key } of made) expect(key).toMatch(/^cd_live_[0-9A-Za-z]{32}$/);
    const text = JSON.stringify(await stored());
    for (const { key } of made) {
      expect(text).toContain(key.slice(0, 12));
      expect(text).not.toContain(key.slice(0, 13));
    }
  });

  it.each([
    ["no name", { name: "  " }, "name_invalid"],
    ["a name over two lines", { name: "a\nb" }, "name_invalid"],
    ["a name that is too long", { name: "x".repeat(101) }, "name_invalid"],
    ["no right", { scopes: [] }, "scopes_invalid"],
    ["rights that the test space has not", { mode: "test", scopes: ["events:write", "read"] }, "scopes_invalid"],
    ["an end in the past", { expiresAt: 1 }, "expiry_invalid"],
    ["an end beyond reason", { expiresAt: Date.UTC(2040, 0, 1) }, "expiry_invalid"],
    ["an end that is no number", { expiresAt: NaN }, "expiry_invalid"],
  ] as [string, Partial<NewKey>, string][])("is not made with %s", async (_what, change, code) => {
    expect(await createApiKey(services.ctx, merchantId, { ...wanted, ...change })).toMatchObject({ ok: false, error: { code } });
    expect(await stored()).toEqual([]);
  });

  it("ends with its time, and when it is revoked", async () => {
    const [short, long] = [await make({ expiresAt: services.time.now + DAY_MS }), await make()];
    services.time.now += DAY_MS - 1;
    expect(await usable(short.key)).toBe(true);
    services.time.now += 1;
    expect([await usable(short.key), await usable(long.key)]).toEqual([false, true]);
    expect((await revokeApiKey(services.ctx, merchantId, long.id)).ok).toBe(true);
    expect(await usable(long.key)).toBe(false);
    // Revoked once: the time stays.
    const [before] = await stored();
    services.time.now += DAY_MS;
    await revokeApiKey(services.ctx, merchantId, long.id);
    expect((await stored())[0]!.revoked_at).toBe(before!.revoked_at);
  });

  it("is replaced by one with the same rights and as long a life; the old one ends after the overlap, not later than it would have", async () => {
    const old = await make({ scopes: ["read", "events:write"], expiresAt: services.time.now + 2 * DAY_MS });
    services.time.now += DAY_MS / 2;
    const rotated = await rotateApiKey(services.ctx, merchantId, old.id);
    if (!rotated.ok) throw new Error(rotated.error.code);
    expect((await stored()).find((key) => key.id === rotated.value.id)).toMatchObject({
      name: "Shop system",
      scopes: "events:write,read",
      expires_at: services.time.now + 2 * DAY_MS,
    });
    expect(rotated.value.oldEndsAt).toBe(services.time.now + DAY_MS);
    expect(await rotateApiKey(services.ctx, merchantId, old.id)).toMatchObject({ ok: false, error: { code: "key_not_found" } });
    services.time.now += DAY_MS;
    expect([await usable(old.key), await usable(rotated.value.key)]).toEqual([false, true]);
    services.time.now += DAY_MS - 1;
    const last = await rotateApiKey(services.ctx, merchantId, rotated.value.id, 7 * DAY_MS);
    expect(last).toMatchObject({ ok: true, value: { oldEndsAt: services.time.now + 1 } });
    const now = await rotateApiKey(services.ctx, merchantId, last.ok ? last.value.id : "", 0);
    expect(now).toMatchObject({ ok: true, value: { oldEndsAt: services.time.now } });
    expect(await usable(last.ok ? last.value.key : "")).toBe(false);
  });

  it("is one of fifty at most; those that work no longer do not count", async () => {
    const keys = [];
    for (let n = 0; n < MOST_KEYS; n++) keys.push(await make());
    expect(await createApiKey(services.ctx, merchantId, wanted)).toMatchObject({ ok: false, error: { code: "too_many_keys" } });
    await revokeApiKey(services.ctx, merchantId, keys[0]!.id);
    expect((await createApiKey(services.ctx, merchantId, wanted)).ok).toBe(true);
  });

  it("goes with its connection; the next key connects anew", async () => {
    const { key } = await make();
    const connection = () => services.ctx.db.read.selectFrom("connections").selectAll().where("channel", "=", "api").executeTakeFirstOrThrow();
    const { id } = await connection();
    await deleteConnection(services.ctx, merchantId, id);
    expect(await usable(key)).toBe(false);
    expect(await stored()).toEqual([]);
    await make();
    expect(await connection()).toMatchObject({ id, status: "active", deleted_at: null, entities: '["orders","customers"]' });
  });

  it("goes when the store's data is erased: the merchant's systems tell nothing more", async () => {
    const keys = [await make(), await make({ mode: "test" })];
    const { ctx, time } = services;
    const stand = { db: ctx.db, queue: ctx.queue, time };
    await tell(stand, "one.myshopify.com", { topic: "app/uninstalled", event: { type: "app_uninstalled" } });
    expect(await usable(keys[0]!.key)).toBe(true);
    await tell(stand, "one.myshopify.com", { topic: "shop/redact", event: { type: "shop_redact" } });
    for (const { key } of keys) expect(await usable(key)).toBe(false);
    expect(await stored()).toEqual([]);
  });

  it("leaves in the audit trail who made and ended it, never the key", async () => {
    const { id, key } = await make();
    await revokeApiKey(services.ctx, merchantId, id, "operator");
    const entries = await services.ctx.db.read.selectFrom("audit_log").selectAll().where("entity_id", "=", id).orderBy("id").execute();
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
      ["api_key_created", "merchant"],
      ["api_key_revoked", "operator"],
    ]);
    expect(JSON.stringify(entries)).not.toContain(key.slice(8));
  });
});
