import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { releaseLease, takeLease } from "#app/data/system/leases.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { data, type Answer } from "../../tests/helpers/fake-shopify.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { waitUntil } from "../../tests/helpers/wait-until.ts";
import { sessionOf, sessionStorageOf, tokenLockKey } from "./access-token.server.ts";
import { disconnect } from "./disconnect.server.ts";
import { apiFor } from "./shopify-api.server.ts";

let services: TestServices;
let connection: Connection;
beforeEach(async () => {
  services = await testServices();
  connection = await services.connect("acme");
  services.shopify.on("Shop", () => data({ shop: { name: "Acme" } }));
});
afterEach(() => services.close());

const QUERY = "query Shop($email: String) { shop { name } }";
const call = (variables = {}) => apiFor(services.ctx, connection)(QUERY, variables);
const stored = async () => (await services.ctx.db.read.selectFrom("connections").selectAll().where("id", "=", connection.id).executeTakeFirst())!;
const trail = (kind: string) => services.ctx.db.read.selectFrom("audit_log").selectAll().where("kind", "=", kind).orderBy("id").execute();
const answers = (answer: Answer) => services.shopify.on("Shop", () => answer);
const gqlError = (code: string, message: string, more: Record<string, unknown> = {}, extensions: Record<string, unknown> = {}): Answer => ({
  body: { data: null, errors: [{ message, extensions: { code, ...more } }], extensions },
});

describe("a call of the Admin API", () => {
  it("answers the data and leaves a trail without variables", async () => {
    expect(await call({ email: "jane@example.com" })).toEqual({ ok: true, value: { shop: { name: "Acme" } } });
    const [entry] = await trail("api_call");
    expect(entry).toMatchObject({ action: "Shop", connection_id: connection.id, merchant_id: connection.merchant_id });
    expect(JSON.parse(entry!.data)).toEqual({ status: 200, cost: 8, duration_ms: expect.any(Number) });
    expect(entry!.data).not.toContain("jane");
  });

  it.each<[string, Answer, Record<string, unknown>]>([
    [
      "THROTTLED waits for the bucket to fill",
      gqlError(
        "THROTTLED",
        "Throttled",
        {},
        { cost: { requestedQueryCost: 500, actualQueryCost: null, throttleStatus: { currentlyAvailable: 100, restoreRate: 50 } } },
      ),
      { class: "throttled", retryAfterMs: 8000 },
    ],
    ["429 waits as told", { status: 429, headers: { "retry-after": "3.5" }, body: {} }, { class: "throttled", retryAfterMs: 3500 }],
    ["500", { status: 500, body: "<html>" }, { class: "transient", code: "server_error" }],
    ["a body that is no JSON", { body: "<html>" }, { class: "transient", code: "answer_unreadable" }],
    ["an internal error", gqlError("INTERNAL_SERVER_ERROR", "Internal error"), { class: "transient" }],
    [
      "a missing scope is named",
      gqlError("ACCESS_DENIED", "Access denied for customers field.", { requiredAccess: "`read_customers` access scope." }),
      { class: "auth", code: "scope_missing", message: expect.stringContaining("read_customers") },
    ],
    [
      "protected data",
      gqlError("ACCESS_DENIED", "This app is not approved to access the Customer object."),
      { class: "rejected", code: "protected_data" },
    ],
    ["a wrong query", gqlError("undefinedField", "Field 'x' doesn't exist"), { class: "rejected", code: "query_refused" }],
    [
      "a query beyond 1,000 points",
      gqlError("MAX_COST_EXCEEDED", "Query cost is 1100, which exceeds the single query max cost limit (1000).", { cost: 1100, maxCost: 1000 }),
      { class: "rejected", code: "query_refused", message: expect.stringContaining("max cost limit") },
    ],
    [
      "userErrors",
      { body: { data: { orderCancel: { orderCancelUserErrors: [{ message: "Order is locked" }] } } } },
      { class: "rejected", code: "user_errors", message: "Order is locked" },
    ],
    ["a frozen shop", { status: 402, body: {} }, { class: "auth", code: "shop_unavailable" }],
  ])("%s", async (_name, answer, expected) => {
    answers(answer);
    expect(await call()).toEqual({ ok: false, error: expect.objectContaining(expected) });
  });

  it("keeps what was answered when only protected fields are withheld", async () => {
    answers({
      body: {
        data: { order: { id: "1", email: null } },
        errors: [{ message: "This app is not approved to access the email field.", extensions: { code: "ACCESS_DENIED" } }],
      },
    });
    expect(await call()).toEqual({ ok: true, value: { order: { id: "1", email: null } } });
  });

  it.each([
    ["a NUL, which PostgreSQL cannot store", "a\u0000b", "ab"],
    ["two of them", "\u0000a\u0000", "a"],
    ["what looks like one", "a\\u0000b", "a\\u0000b"],
    ["a backslash before one", "a\\\u0000b", "a\\b"],
  ])("leaves out of a text %s", async (_name, note, kept) => {
    answers(data({ order: { note } }));
    expect(await call()).toEqual({ ok: true, value: { order: { note: kept } } });
  });

  it("is transient when Shopify cannot be reached", async () => {
    await services.shopify.close();
    expect(await call()).toMatchObject({ ok: false, error: { class: "transient", code: "unreachable" } });
    expect((await stored()).status).toBe("active");
  });

  it("shows an auth failure on the connection, once, with a sentence", async () => {
    answers(gqlError("ACCESS_DENIED", "Access denied", { requiredAccess: "`read_customers` access scope." }));
    await call();
    await call();
    expect(await stored()).toMatchObject({
      status: "error",
      status_reason: "scope_missing",
      last_error: "The permission read_customers is missing.",
    });
    expect(await trail("error")).toHaveLength(1);
  });

  it("does not turn a disconnected connection into a failing one", async () => {
    await disconnect(services.ctx, connection.merchant_id, connection.id);
    answers({ status: 402, body: {} });
    await call();
    expect(await stored()).toMatchObject({ status: "inactive", status_reason: "disconnected" });
  });
});

describe("the access token", () => {
  it("is refreshed once, however many ask at the same time", async () => {
    services.time.now += 3600_000;
    const results = await Promise.all(Array.from({ length: 20 }, () => call()));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(services.shopify.calls.filter((name) => name === "refresh_token")).toHaveLength(1);
  });

  it("is refreshed a minute before its end, and the rotated refresh token is used next time", async () => {
    services.time.now += 3600_000 - 59_000;
    await call();
    services.time.now += 3600_000;
    expect((await call()).ok).toBe(true);
    expect(services.shopify.calls.filter((name) => name === "refresh_token")).toHaveLength(2);
    expect((await trail("api_call")).filter((entry) => entry.action === "token_refresh").map((entry) => JSON.parse(entry.data) as unknown)).toEqual(
      Array(2).fill({ outcome: "renewed", duration_ms: 0 }),
    );
  });

  it("waits for another process that is refreshing, and uses what that one fetched", async () => {
    services.time.now += 3600_000;
    const { ctx } = services;
    let writes = 0;
    const watched = {
      ...ctx,
      db: Object.assign(Object.create(ctx.db) as typeof ctx.db, { write: ((work) => ((writes += 1), ctx.db.write(work))) as typeof ctx.db.write }),
    };
    const lease = `token:${tokenLockKey(connection.credential_id!, connection.external_id)}`;
    await takeLease(ctx.db, lease, "another process", services.time.now, 60_000);
    const waiting = apiFor(watched, connection)(QUERY, {});
    await waitUntil("the call has asked for the lease again", () => writes >= 2);
    const fetched = { accessToken: "shpat_first", scope: "read_orders", expiresIn: 3600, refreshToken: "shprt_other", refreshTokenExpiresIn: 3600 };
    await sessionStorageOf(ctx, connection.credential_id!).storeSession(sessionOf(connection.external_id, fetched, services.time.now));
    await releaseLease(ctx.db, lease, "another process");
    expect((await waiting).ok).toBe(true);
    expect(services.shopify.calls).toEqual(["Shop"]);
  });

  it("does not wait for ever for a process that died: its lease ends by itself", async () => {
    services.time.now += 3600_000;
    await takeLease(
      services.ctx.db,
      `token:${tokenLockKey(connection.credential_id!, connection.external_id)}`,
      "a dead process",
      services.time.now,
      1,
    );
    const waiting = call();
    services.time.now += 10;
    expect((await waiting).ok).toBe(true);
  });

  it("refused before its time is replaced once", async () => {
    services.shopify.accessTokens = new Set();
    expect((await call()).ok).toBe(true);
    expect(services.shopify.calls).toEqual(["Shop", "refresh_token", "Shop"]);
    services.shopify.on("Shop", () => ({ status: 401, body: {} }));
    expect(await call()).toMatchObject({ ok: false, error: { class: "auth", code: "token_invalid" } });
    expect(services.shopify.calls.filter((name) => name === "Shop")).toHaveLength(4);
  });

  it("that can no longer be refreshed makes the connection an error with a remedy", async () => {
    services.shopify.refreshToken = "shprt_replaced_elsewhere";
    services.time.now += 3600_000;
    expect(await call()).toMatchObject({ ok: false, error: { class: "auth", code: "refresh_token_expired" } });
    expect(await stored()).toMatchObject({
      status: "error",
      status_reason: "refresh_token_expired",
      last_error: expect.stringContaining("Open the app in the Shopify admin"),
    });
  });

  it("whose refresh token is over its time is not even tried", async () => {
    services.time.now += 91 * 24 * 3600_000;
    expect(await call()).toMatchObject({ ok: false, error: { code: "refresh_token_expired" } });
    expect(services.shopify.calls).toEqual([]);
  });
});
