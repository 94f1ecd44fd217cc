/**
 * Every code of the failure catalogue is made somewhere in app/, and a test meets it: either one beside what makes it, or, for the codes that
 * no other test names, one here. A code that nothing makes, or that no test meets, fails.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { authenticateApi } from "#app/api/authenticate.server.ts";
import { deliveryRoutes } from "#app/api/deliveries.server.ts";
import { failureOfNetwork } from "#app/channels/shopify/admin-client.ts";
import { failureOfStatus } from "#app/channels/shopify/admin-failures.ts";
import { refreshAccessToken } from "#app/channels/shopify/oauth.ts";
import { readProduct } from "#app/channels/shopify/read-product.ts";
import { failureOf as smtpFailureOf } from "#app/connectors/smtp/failures.ts";
import { readAccount } from "#app/connectors/whatsapp/account.ts";
import { failureOf as whatsAppFailureOf } from "#app/connectors/whatsapp/failures.ts";
import { send as sendByWhatsApp } from "#app/connectors/whatsapp/send.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { takeLease } from "#app/data/system/leases.server.ts";
import { explainFailure, FAILURE_CATALOGUE, type FailureCode } from "#app/domain/failure-catalogue.ts";
import { answerFor } from "#app/ingest/respond.ts";
import { ok } from "#app/lib/result.ts";
import { createApiKey, revokeApiKey } from "#app/services/api-keys.server.ts";
import { downloadDataExport } from "#app/services/download-data-export.server.ts";
import { reconnect } from "#app/services/reconnect.server.ts";
import { renameConnection } from "#app/services/rename-connection.server.ts";
import { setDeliveryRule } from "#app/services/set-delivery-rule.server.ts";
import { withShopLock } from "#app/services/with-shop-lock.server.ts";
import { holdUntilSeen } from "#app/sync/hold.server.ts";
import { data } from "../helpers/fake-shopify.ts";
import { projectRoot } from "../helpers/results-folder.ts";
import { testServices, type TestServices } from "../helpers/service-context.ts";
import { anOrder, process as work, tell } from "../helpers/told-deliveries.ts";

const CODES = Object.keys(FAILURE_CATALOGUE) as FailureCode[];
const HERE = "tests/contract/failure-codes.test.ts";
/** Where codes are listed and explained, not made. */
const LISTS = /^app\/(domain\/failure|api\/(docs\/|operations|openapi|example-values))/;

const sources = (patterns: string[], isMeant: (file: string) => boolean): string =>
  globSync(patterns, { cwd: projectRoot })
    .filter(isMeant)
    .map((file) => readFileSync(join(projectRoot, file), "utf8"))
    .join("\n");
const isTest = (file: string) => /\.test\.tsx?$/.test(file);
const named = (code: string, text: string) => new RegExp(`["'\`]${code}["'\`]`).test(text);

describe("every code of the failure catalogue", () => {
  it("is made somewhere", () => {
    const app = sources(["app/**/*.{ts,tsx}"], (file) => !isTest(file) && !LISTS.test(file));
    // The catalogue makes two itself: for a code that it does not know.
    const byClass = new Set<string>(["source_gone", "changed_meanwhile"]);
    expect(CODES.filter((code) => !named(code, app) && !byClass.has(code))).toEqual([]);
  });

  it("is met by a test", () => {
    const tests = sources(
      ["app/**/*.test.{ts,tsx}", "sandbox/**/*.test.ts", "tests/**/*.ts"],
      (file) => file !== HERE && !/failure-catalogue\.test/.test(file) && !file.includes("tenancy"),
    );
    const met = new Set([...CODES.filter((code) => named(code, tests)), ...Object.keys(MADE_HERE)]);
    expect(CODES.filter((code) => !met.has(code))).toEqual([]);
  });
});

let services: TestServices;
let connection: Connection;
beforeEach(() => {
  vi.stubEnv("APP_URL", "https://app.example.com");
  vi.stubEnv("ENCRYPTION_KEYS", `k1:${Buffer.alloc(32, 5).toString("base64")}`);
});
beforeAll(async () => {
  services = await testServices();
  connection = await services.connect("acme");
});
afterAll(() => services?.close());

/** The code that a result or an answer holds. */
function codeOf(outcome: unknown): string {
  const { ok: isOk, error, body, failure } = outcome as Record<string, unknown> & { error?: { code?: string; body?: unknown } };
  if (isOk === false && error?.code !== undefined) return error.code;
  const answer = (body ?? error?.body) as { error: { type: string } } | undefined;
  return answer?.error.type ?? (failure as { code: string } | undefined)?.code ?? (outcome as { code: string }).code;
}
const key = (change: object) =>
  createApiKey(services.ctx, connection.merchant_id, { name: "k", mode: "live", scopes: ["read"], expiresAt: null, ...change });

const MADE_HERE: Partial<Record<FailureCode, () => unknown>> = {
  webhook_verification_failed: () => answerFor({ kind: "unverified", message: "wrong" }),
  method_not_allowed: () => answerFor({ kind: "wrong_method" }),
  store_unavailable: () => answerFor({ kind: "not_writable" }),
  source_gone: () => ({ code: CODES.find((code) => FAILURE_CATALOGUE[code] === explainFailure("of a newer version", "not_found")) }),
  changed_meanwhile: () => ({ code: CODES.find((code) => FAILURE_CATALOGUE[code] === explainFailure("of a newer version", "conflict")) }),
  order_not_seen_yet: () => holdUntilSeen({ now: 1, waitingSince: 0 } as never, "order", "1"),
  product_keeps_changing: () => {
    const page = { pageInfo: { hasNextPage: true, endCursor: "a" }, nodes: [] };
    let at = 0;
    const product = () => ({ id: "gid://shopify/Product/1", title: "Pot", tags: [], updatedAt: `2026-11-21T10:00:0${at++}Z`, variants: page });
    const last = () => ({ updatedAt: `2026-11-21T10:00:0${at++}Z`, variants: { pageInfo: { hasNextPage: false }, nodes: [] } });
    const call = (_query: unknown, variables: Record<string, unknown>) => Promise.resolve(ok({ product: "after" in variables ? last() : product() }));
    return readProduct(call as never, "1", { externalId: "a.myshopify.com", currency: "USD", country: "US", timezone: null }, ["read_products"]);
  },
  app_secret_wrong: () =>
    refreshAccessToken("a.myshopify.com", { clientId: "c", clientSecret: "s" } as never, "r", () =>
      Promise.resolve(Response.json({ error: "invalid_client" }, { status: 400 })),
    ),
  timeout: () => failureOfNetwork(new DOMException("too late", "TimeoutError")),
  request_refused: () => failureOfStatus(400, null),
  shop_busy: async () => {
    await takeLease(services.ctx.db, "token:held", "another process", services.time.now, 60_000);
    return withShopLock(services.ctx, "held", () => Promise.resolve(1), 0);
  },
  days_invalid: () => setDeliveryRule(services.ctx, connection.merchant_id, connection.id, 61),
  name_invalid: () => renameConnection(services.ctx, connection.merchant_id, connection.id, "  "),
  export_not_found: () => downloadDataExport(services.ctx, connection.merchant_id, "exp_of_nobody"),
  integration_changed: () => {
    // The app is uninstalled while Shopify is asked whether it lets us in.
    services.shopify.on("ShopFacts", async () => {
      await services.ctx.db.write((tx) => tx.update("connections", { status: "inactive", status_reason: "uninstalled" }, { id: connection.id }));
      return data({ shop: { name: "Acme", currencyCode: "USD", ianaTimezone: "UTC", shopAddress: { countryCodeV2: "US" } } });
    });
    return reconnect(services.ctx, connection.merchant_id, connection.id);
  },
  erasure_in_progress: async () => {
    const { connect, ctx, time } = services;
    const erased = await connect("erased");
    const stand = { db: ctx.db, queue: ctx.queue, time };
    await tell(stand, erased.external_id, { topic: "orders/create", event: { type: "order_snapshot", order: anOrder(), facts: [] } });
    await tell(stand, erased.external_id, { topic: "shop/redact", event: { type: "shop_redact" } });
    await work(stand);
    return ctx.db.read
      .selectFrom("attempts")
      .select("error_code as code")
      .where("merchant_id", "=", erased.merchant_id)
      .where("outcome", "=", "held")
      .executeTakeFirstOrThrow();
  },
  too_many_found: async () => {
    const other = await services.connect("many");
    await services.ctx.db.write(async (tx) => {
      for (let at = 0; at < 10_001; at++)
        await tx.insert("deliveries", {
          merchant_id: other.merchant_id,
          connection_id: other.id,
          mode: "live",
          dedupe_key: `many-${at}`,
          topic: "orders/create",
          origin: "live",
          status: "dead",
          received_at: 1,
          next_attempt_at: 1,
          body_sha256: "",
          body_bytes: 0,
        });
    });
    const replay = deliveryRoutes.find(({ method }) => method === "POST")!;
    return replay.handle(
      { ctx: services.ctx, json: () => Promise.resolve(ok({ status: "dead" })) } as never,
      { merchantId: other.merchant_id } as never,
    );
  },
  api_not_configured: () => authenticateApi(services.ctx, undefined),
  key_not_found: () => revokeApiKey(services.ctx, connection.merchant_id, "key_of_nobody"),
  scopes_invalid: () => key({ scopes: [] }),
  expiry_invalid: () => key({ expiresAt: 1 }),
  too_many_keys: async () => {
    for (let made = await key({}); ; made = await key({})) if (!made.ok) return made;
  },
  sender_busy: () => smtpFailureOf(Object.assign(new Error("later"), { responseCode: 451 }), "envelope"),
  sender_message_refused: () => smtpFailureOf(Object.assign(new Error("spam"), { responseCode: 554 }), "content"),
  sender_settings_incomplete: () => readAccount({ settings: {}, secret: null }),
  sender_template_missing: () => {
    const account = { settings: { phone_number_id: "10000" }, secret: { access_token: "a", app_secret: "b", verify_token: "c" } };
    return sendByWhatsApp({ id: "msg_1", to: "+14155552671", language: "en", template: null } as never, account as never, {} as never);
  },
  sender_template_refused: () => whatsAppFailureOf({ code: 132000 }),
};

describe("a code that no other test names is made", () => {
  it.each(Object.entries(MADE_HERE))("%s", async (code, make) => {
    expect(codeOf(await make())).toBe(code);
  });
});
