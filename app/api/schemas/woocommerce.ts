/** WooCommerce stores with REST keys: connecting, testing, reading, writing. */
import { z } from "zod";
import { HOOK_TOPICS, HTTP_CONFIRMATION, isHttpConfirmation, readPlace, STORE_CHECKS, SYNC_MINUTES } from "#app/domain/store-connection.ts";
import { normaliseStoreUrl } from "#app/services/woocommerce/store-url.ts";
import { check, line, named, page, pageQuery, time } from "./common.ts";

/* ---- connecting ---- */

const storeUrl = check(
  z.string().max(500),
  "store_url_invalid",
  "Is not a web address such as https://shop.example.com.",
  (text) => normaliseStoreUrl(text).ok,
  {
    description: "As it stands in the browser. With https; one with http needs `http_confirmation`.",
    examples: ["https://shop.example.com"],
  },
);
const keyOf = (prefix: "ck" | "cs") =>
  check(
    z.string().min(1).max(100),
    "value_invalid",
    `Begins with ${prefix}_ and consists of letters and digits.`,
    (text) => new RegExp(`^${prefix}_[A-Za-z0-9]{8,90}$`).test(text),
    {
      pattern: `^${prefix}_[A-Za-z0-9]{8,90}$`,
      examples: [`${prefix}_0123456789abcdef0123456789abcdef01234567`],
    },
  );
const integrationName = check(line(100), "name_invalid", "Is empty.", (text) => text.trim() !== "").describe(
  "The store's own name where it is not given.",
);
const autoSync = z.boolean().describe("Whether what changes in the store is taken over by itself. true where it is not given.");
const syncEvery = z
  .int()
  .min(SYNC_MINUTES.least)
  .max(SYNC_MINUTES.most)
  .describe("How often the store is asked what changed, beside its webhooks; 10 where it is not given.");
const httpConfirmation = check(z.string().max(200), "value_unknown", `Is not "${HTTP_CONFIRMATION}".`, isHttpConfirmation).describe(
  `For a store without https, in these words: "${HTTP_CONFIRMATION}". Everything that is sent can then be read on the way.`,
);
const wish = {
  store_url: storeUrl,
  integration_name: integrationName.optional(),
  auto_sync: autoSync.optional(),
  sync_every_minutes: syncEvery.optional(),
  http_confirmation: httpConfirmation.optional(),
};
export const integrationBodySchema = named(
  "IntegrationRequest",
  z.object({
    ...wish,
    consumer_key: keyOf("ck").describe("From WooCommerce, Settings, Advanced, REST API, with the permission Read/Write."),
    consumer_secret: keyOf("cs").describe("Kept sealed; never shown again."),
  }),
);
export const authorizationBodySchema = named("AuthorizationRequest", z.object(wish));
export const authorizationSchema = named(
  "Authorization",
  z.object({
    authorize_url: z.url().describe("Open it in the browser of the store's owner: WooCommerce asks there, and hands the keys over."),
    expires_at: time,
  }),
);
/** What WooCommerce posts. Members that are not listed are ignored. */
export const authorizationCallbackSchema = named(
  "AuthorizationCallback",
  z.object({ user_id: z.string().min(1).max(200), consumer_key: keyOf("ck"), consumer_secret: keyOf("cs") }),
);
export const authorizedSchema = named(
  "Authorized",
  z.object({ status: z.literal("received").describe("The keys are tried at the store next; when they work it is connected.") }),
);

const STATUSES = ["active", "inactive", "error"] as const;
const integrationFields = {
  id: z.string(),
  platform: z.literal("woocommerce"),
  store_url: z.string(),
  integration_name: z.string(),
  status: z.enum(STATUSES).describe("error: the store refuses the keys; `test` says why."),
};
export const integrationSchema = named(
  "Integration",
  z.object({
    ...integrationFields,
    user_id: z.string().describe("The account that the key belongs to."),
    auto_sync: z.boolean(),
    sync_every_minutes: z.int(),
    created_at: time,
  }),
);
export const integrationCreatedSchema = named("IntegrationCreated", z.object({ message: z.string(), integration: integrationSchema }));
const listedIntegrationSchema = named(
  "ListedIntegration",
  z.object({ ...integrationFields, last_sync: time.nullable(), ways: z.array(z.enum(["plugin", "keys"])).describe("How it is connected.") }),
);
export const integrationListSchema = named("IntegrationList", z.object({ integrations: z.array(listedIntegrationSchema), count: z.int() }));
export const integrationChangeSchema = named(
  "IntegrationChange",
  z
    .object({ integration_name: integrationName.optional(), auto_sync: autoSync.optional(), sync_every_minutes: syncEvery.optional() })
    .refine((change) => Object.values(change).some((value) => value !== undefined), {
      error: "Give something to change.",
      params: { code: "required" },
    }),
);
const errorClosed = { error: z.string().describe("A code of /api/docs/errors.").nullable(), message: z.string().nullable() };
export const integrationDetailSchema = named(
  "IntegrationDetail",
  z.object({
    integration: integrationSchema,
    last_error: z.string().nullable(),
    polls: z
      .array(z.object({ entity: z.string(), last_polled_at: time.nullable(), next_poll_at: time, found: z.int(), ...errorClosed }))
      .describe("When the store was asked last what changed, and when it is asked next."),
    webhooks: z.array(z.object({ topic: z.string(), status: z.enum(STATUSES), message: z.string().nullable(), checked_at: time.nullable() })),
  }),
);
export const removedSchema = named("Removed", z.object({ message: z.string() }));

/* ---- test ---- */

export const storeTestSchema = named(
  "StoreTest",
  z.object({
    message: z.string(),
    works: z.boolean().describe("Orders can be read. Look at `checks` for the rest."),
    checks: z.array(
      z.object({
        check: z.enum(STORE_CHECKS),
        state: z.enum(["ok", "warning", "failed", "skipped"]),
        message: z.string(),
        code: z.string().optional().describe("A code of /api/docs/errors."),
        remedy: z.string().optional(),
      }),
    ),
    store: z.object({
      name: z.string().nullable(),
      version: z.string().nullable(),
      currency: z.string().nullable(),
      country: z.string().nullable(),
      timezone: z.string().nullable(),
    }),
  }),
);

/* ---- sync ---- */

export const syncBodySchema = named(
  "SyncRequest",
  z.object({
    status: check(z.string().max(40), "value_invalid", "Is not a status of WooCommerce such as processing.", (text) => /^[a-z0-9_-]+$/.test(text))
      .optional()
      .describe("WooCommerce's own word; `any` where it is not given."),
    since: check(
      z.string().max(60),
      "time_invalid",
      "Is neither a time in ISO 8601 nor the `next_since` of an answer.",
      (text) => readPlace(text) !== null,
    )
      .optional()
      .meta({
        description: "Orders changed at or after this, or `next_since` of the answer before. All where it is not given.",
        examples: ["2026-11-20T00:00:00Z"],
      }),
    limit: z.int().min(1).max(100).optional().describe("100 where it is not given."),
  }),
);
export const syncAnswerSchema = named(
  "Synced",
  z.object({
    message: z.string(),
    result: z.object({
      integration_id: z.string(),
      timestamp: time,
      total_orders: z.int().describe("Read from the store in this call: synced, failed and waiting."),
      synced: z.int().describe("In Crossdock as the store has them."),
      failed: z.int().describe("Read, stored, and not understood: `errors` says why. Nothing of them is lost."),
      waiting: z.int().describe("Stored safely and still in work when the answer was due."),
      errors: z.array(
        z.object({ order_id: z.string(), order_ref: z.string().nullable(), code: z.string(), message: z.string(), delivery_id: z.int() }),
      ),
      next_since: z.string().optional().describe("There is more: send it as `since`. Opaque; no order is left out between two answers."),
    }),
  }),
);

/* ---- stock, webhooks ---- */

export const stockBodySchema = named("StockRequest", z.object({ sku: line(255), quantity: z.int().min(-1_000_000).max(10_000_000) }));
export const stockAnswerSchema = named(
  "StockSet",
  z.object({
    message: z.string(),
    result: z.object({
      integration_id: z.string(),
      sku: z.string(),
      product_id: z.string(),
      variation_id: z.string().nullable(),
      quantity_before: z.number().nullable(),
      quantity: z.int(),
      changed: z.boolean().describe("false: the store had it so before."),
    }),
  }),
);
export const hooksBodySchema = named(
  "WebhooksRequest",
  z.object({
    topics: z.array(z.enum(HOOK_TOPICS)).min(1).max(HOOK_TOPICS.length),
    delivery_url: z
      .string()
      .max(500)
      .optional()
      .describe("One of this installation's own addresses for WooCommerce; the right one where it is not given."),
  }),
);
export const hooksAnswerSchema = named(
  "WebhooksMade",
  z.object({
    message: z.string(),
    webhooks: z.array(
      z.object({
        topic: z.enum(HOOK_TOPICS),
        status: z.enum(["active", "error"]),
        change: z.enum(["created", "kept", "mended", "failed"]),
        external_id: z.string().nullable().describe("The store's id of it."),
        ...errorClosed,
      }),
    ),
  }),
);

/* ---- log ---- */

export const logQuerySchema = z.object({ limit: pageQuery.limit, after: pageQuery.after, before: pageQuery.before });
export const logSchema = named(
  "IntegrationLog",
  z.object({
    log: z.array(
      z.object({
        id: z.int(),
        at: time,
        kind: z.enum(["api_call", "command", "error"]),
        by: z.string().describe("worker, merchant, watchdog, operator …"),
        action: z.string().describe("Of a call: its method and path."),
        data: z.record(z.string(), z.unknown()).describe("What was asked, how it went and how long it took. Neither keys nor contents."),
      }),
    ),
    ...page,
  }),
);
