import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApiKey, revokeApiKey, rotateApiKey } from "#app/services/api-keys.server.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { presentApiKeys } from "./api-keys.server.ts";

let services: TestServices;
let merchantId: string;
beforeEach(async () => {
  services = await testServices();
  merchantId = (await services.connect("one")).merchant_id;
});
afterEach(() => services.close());

const present = () => presentApiKeys(services.ctx.db, merchantId, { timeZone: "UTC", now: services.time.now, appUrl: "https://app.example.com" });
async function make(name: string) {
  const made = await createApiKey(services.ctx, merchantId, { name, mode: "live", scopes: ["events:write", "read"], expiresAt: null });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}
const use = (id: string, used: number, startedAt: number) =>
  services.ctx.db.write((tx) => tx.insert("quota_windows", { id, merchant_id: merchantId, started_at: startedAt, used }));

describe("the API keys page", () => {
  it("begins empty, with the address to call", async () => {
    expect(await present()).toEqual({ keys: [], former: [], endpoint: "https://app.example.com/webhooks/commerce/event", calls: null });
  });

  it("shows of a key its beginning, its rights and its use, and puts those aside that work no longer", async () => {
    const [one, two, three] = [await make("one"), await make("two"), await make("three")];
    await revokeApiKey(services.ctx, merchantId, two.id);
    await rotateApiKey(services.ctx, merchantId, three.id);
    await use(`key:${one.id}`, 1_000, services.time.now - 60_000);
    await use(`key:${three.id}`, 7, services.time.now - 3_600_000);
    await use(`merchant:${merchantId}`, 5_000, services.time.now - 60_000);
    const view = await present();
    expect(view.keys.map(({ name, state, calls, canReplace }) => [name, state, calls, canReplace]).sort()).toEqual([
      ["one", "active", "1,000 of 1,000 calls this hour", true],
      ["three", "active", null, true],
      ["three", "replaced", null, false],
    ]);
    expect(view.former).toMatchObject([{ name: "two", state: "revoked", calls: null, ends: { text: "today at 09:00" } }]);
    expect(view.keys.find((key) => key.name === "one")).toMatchObject({
      shown: `${one.key.slice(0, 12)}…`,
      may: "Send events, read",
      lastUsed: null,
      ends: null,
    });
    expect(view.calls).toMatchObject({ used: "5,000", limit: "5,000", isFull: true, resetsAt: { text: "today at 09:59" } });
    expect(JSON.stringify(view)).not.toContain(one.key.slice(0, 13));
  });
});
