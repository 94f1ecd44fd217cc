import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tidyRequests } from "#app/services/woocommerce/tidy-requests.server.ts";
import { insertConnection } from "../../tests/helpers/open-test-database.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import type { ApiAnswer } from "./answer.ts";
import { once } from "./idempotency.server.ts";

let services: TestServices;
let done = 0;
beforeEach(async () => {
  vi.stubEnv("APP_URL", "https://app.example.com");
  vi.stubEnv("ENCRYPTION_KEYS", `k1:${Buffer.alloc(32, 5).toString("base64")}`);
  services = await testServices();
  done = 0;
  for (const name of ["alpha", "bravo"]) await insertConnection(services.ctx.db, name);
});
afterEach(() => services?.close());

const call = (
  change: Partial<Parameters<typeof once>[1]> = {},
  work: () => Promise<ApiAnswer> = () => Promise.resolve({ status: 201, body: { n: ++done } }),
) => once(services.ctx, { merchantId: "mer_alpha", method: "POST", path: "/api/v1/x", key: "one", body: Buffer.from("{}"), ...change }, work);
const typeOf = (answer: { body: unknown }): string | undefined => (answer.body as { error?: { type: string } }).error?.type;

describe("Idempotency-Key", () => {
  it("does a call once, and gives its answer again", async () => {
    expect(await call()).toEqual({ status: 201, body: { n: 1 } });
    expect(await call()).toEqual({ status: 201, body: { n: 1 }, headers: { "idempotent-replayed": "true" } });
    expect(done).toBe(1);
  });

  it("is another's with another merchant, method or path; a call without one is done each time", async () => {
    for (const change of [
      {},
      { merchantId: "mer_bravo" },
      { method: "PUT" },
      { path: "/api/v1/y" },
      { key: "two" },
      { key: undefined },
      { key: undefined },
    ])
      await call(change);
    expect(done).toBe(7);
  });

  it("refuses the key for another body, and while the first call is under way", async () => {
    let go = () => {};
    const first = call({}, () => new Promise((resolve) => (go = () => resolve({ status: 200, body: { n: ++done } }))));
    await expect.poll(async () => (await services.ctx.db.write((tx) => tx.list("idempotent_requests", {}))).length).toBe(1);
    const second = await call();
    expect([second.status, typeOf(second), second.headers?.["retry-after"]]).toEqual([409, "request_in_progress", "5"]);
    expect(typeOf(await call({ body: Buffer.from("{} ") }))).toBe("idempotency_key_reused");
    go();
    await first;
    expect(typeOf(await call({ path: "/api/v1/x?a=1" }))).toBe("idempotency_key_reused");
    expect(done).toBe(1);
  });

  it("keeps no trouble of the moment, and frees the key after a fault", async () => {
    for (const status of [429, 500, 502, 503]) await call({}, () => Promise.resolve({ status, body: {} }));
    await expect(call({}, () => Promise.reject(new Error("a fault")))).rejects.toThrow("a fault");
    expect(await call()).toMatchObject({ status: 201, body: { n: 1 } });
    await call({ key: "refused" }, () => Promise.resolve({ status: 422, body: { no: true } }));
    expect(await call({ key: "refused" })).toMatchObject({ status: 422, body: { no: true } });
  });

  it("does again what its process did not live to answer, and forgets after a day", async () => {
    void call({}, () => new Promise(() => undefined));
    await expect.poll(async () => (await services.ctx.db.write((tx) => tx.list("idempotent_requests", {}))).length).toBe(1);
    services.time.now += 121_000;
    expect(await call()).toMatchObject({ status: 201 });
    services.time.now += 24 * 3_600_000 + 1;
    expect(await call()).toMatchObject({ status: 201, body: { n: 2 } });
    services.time.now += 24 * 3_600_000 + 1;
    await tidyRequests(services.ctx);
    expect(await services.ctx.db.write((tx) => tx.list("idempotent_requests", {}))).toEqual([]);
  });

  it.each(["", " ", "a b", "ä", "x".repeat(256)])("refuses the key %j", async (key) => {
    expect(typeOf(await call({ key }))).toBe("validation_failed");
    expect(done).toBe(0);
  });
});
