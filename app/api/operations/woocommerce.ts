/** WooCommerce stores with REST keys. */
import { EXAMPLES } from "../example-values.ts";
import * as schemas from "../schemas/woocommerce.ts";
import { statusBodySchema, statusMapSchema, statusSetSchema } from "../schemas/status-map.ts";
import type { Operation } from "./operation.ts";

const BASE = "/api/v1/woocommerce";
const ONE = `${BASE}/integrations/{id}`;
const id = { id: { description: "From the answer to connecting, or from the list.", example: EXAMPLES.integration.id } };

/** What a store's own answer, or its silence, is told as. */
const upstream = {
  502: ["unreachable", "timeout", "server_error", "store_name_unknown", "store_tls_failed", "store_answer_unreadable"],
  503: ["rate_limited"],
} as const;
const refused = [
  "store_keys_refused",
  "store_rest_missing",
  "store_blocked",
  "store_moved",
  "store_permission_missing",
  "store_address_not_public",
  "store_http_unconfirmed",
] as const;
const keyed = { 409: ["request_in_progress"], 422: ["idempotency_key_reused"] } as const;
const IDEMPOTENT = " Takes an `Idempotency-Key`: the same call again within a day gets the same answer and does nothing.";

export const woocommerceOperations: readonly Operation[] = [
  {
    id: "createIntegration",
    method: "POST",
    path: `${BASE}/integrations`,
    tag: "WooCommerce",
    summary: "Connect a store",
    description:
      "The keys are tried at the store before they are kept, sealed. A store that is connected already gets the new keys. From then on the store is asked every few minutes what changed; " +
      `what was there before is read with \`sync\`. Stores are reached at public addresses with https alone.${IDEMPOTENT}`,
    auth: "token",
    scope: "write",
    body: { type: "application/json", schema: schemas.integrationBodySchema, example: EXAMPLES.integrationBody },
    answers: {
      201: {
        description: "Connected.",
        schema: schemas.integrationCreatedSchema,
        example: { message: "The store is connected.", integration: EXAMPLES.integration },
      },
    },
    refusals: {
      404: ["source_gone"],
      409: [...keyed[409], "store_already_connected"],
      422: [...keyed[422], ...refused, "store_refused"],
      502: upstream[502],
      503: upstream[503],
    },
    example: "connect-woocommerce",
  },
  {
    id: "listIntegrations",
    method: "GET",
    path: `${BASE}/integrations`,
    tag: "WooCommerce",
    summary: "List stores",
    description: "Every WooCommerce store of the account, the plugin's among them.",
    auth: "token",
    scope: "read",
    answers: {
      200: { description: "The stores.", schema: schemas.integrationListSchema, example: { integrations: [EXAMPLES.listedIntegration], count: 1 } },
    },
  },
  {
    id: "getIntegration",
    method: "GET",
    path: ONE,
    tag: "WooCommerce",
    summary: "Show a store",
    description: "With the state of its webhooks, and when it was asked last what changed.",
    auth: "token",
    scope: "read",
    pathParameters: id,
    answers: {
      200: {
        description: "The store.",
        schema: schemas.integrationDetailSchema,
        example: { integration: EXAMPLES.integration, last_error: null, polls: [], webhooks: [] },
      },
    },
    refusals: { 404: ["integration_not_found"] },
  },
  {
    id: "changeIntegration",
    method: "PATCH",
    path: ONE,
    tag: "WooCommerce",
    summary: "Change a store's settings",
    description: "What is not given stays. New keys are given by connecting the store once more.",
    auth: "token",
    scope: "write",
    pathParameters: id,
    body: { type: "application/json", schema: schemas.integrationChangeSchema, example: { auto_sync: true, sync_every_minutes: 5 } },
    answers: {
      200: {
        description: "Changed.",
        schema: schemas.integrationCreatedSchema,
        example: { message: "The integration was changed.", integration: EXAMPLES.integration },
      },
    },
    refusals: { 404: ["integration_not_found"] },
  },
  {
    id: "deleteIntegration",
    method: "DELETE",
    path: ONE,
    tag: "WooCommerce",
    summary: "Remove a store",
    description:
      "The webhooks that Crossdock made are removed from the store, as far as it can be reached; its keys, orders, customers and products are removed here.",
    auth: "token",
    scope: "write",
    pathParameters: id,
    answers: {
      200: { description: "Removed.", schema: schemas.removedSchema, example: { message: "The integration and what came from it were removed." } },
    },
    refusals: { 404: ["integration_not_found"] },
  },
  {
    id: "authorizeIntegration",
    method: "POST",
    path: `${BASE}/authorizations`,
    tag: "WooCommerce",
    summary: "Connect with one click",
    description:
      "Without copying keys: send the store's owner to the address in the answer. WooCommerce asks there, makes keys and hands them over by itself. Good once, for an hour.",
    auth: "token",
    scope: "write",
    body: { type: "application/json", schema: schemas.authorizationBodySchema, example: { store_url: "https://shop.example.com" } },
    answers: { 201: { description: "Waits for the owner.", schema: schemas.authorizationSchema, example: EXAMPLES.authorization } },
    refusals: { 422: ["callback_needs_https", "store_address_not_public", "store_http_unconfirmed"] },
  },
  {
    id: "finishAuthorization",
    method: "POST",
    path: `${BASE}/authorizations/callback`,
    tag: "WooCommerce",
    summary: "Hand keys over (WooCommerce)",
    description: "Called by WooCommerce itself when the owner has said yes. The keys are tried at the store before it is connected.",
    auth: null,
    body: {
      type: "application/json",
      schema: schemas.authorizationCallbackSchema,
      example: { user_id: "q1w2e3…", consumer_key: EXAMPLES.integrationBody.consumer_key, consumer_secret: EXAMPLES.integrationBody.consumer_secret },
    },
    answers: { 200: { description: "Taken.", schema: schemas.authorizedSchema, example: { status: "received" } } },
    refusals: { 403: ["authorization_invalid"], 409: ["store_already_connected"] },
  },
  {
    id: "testIntegration",
    method: "POST",
    path: `${ONE}/test`,
    tag: "WooCommerce",
    summary: "Test a store",
    description:
      "What works and what does not, each with what to do. Nothing in the store is changed, and no body is needed. A store that had been refused and lets us in again goes on.",
    auth: "token",
    scope: "write",
    pathParameters: id,
    answers: { 200: { description: "The checks, also where they failed.", schema: schemas.storeTestSchema, example: EXAMPLES.storeTest } },
    refusals: { 404: ["integration_not_found"], 409: ["store_keys_missing"] },
  },
  {
    id: "syncIntegration",
    method: "POST",
    path: `${ONE}/sync`,
    tag: "WooCommerce",
    summary: "Sync orders",
    description:
      "Reads up to 100 orders, those changed longest ago first, stores them and waits up to ten seconds for what becomes of them: the counters are of what was done. Repeat with `next_since` until there is none. " +
      `Orders changed before the store was connected are history: no messages follow from them.${IDEMPOTENT}`,
    auth: "token",
    scope: "write",
    pathParameters: id,
    body: { type: "application/json", schema: schemas.syncBodySchema, example: { since: "2026-11-01T00:00:00Z", limit: 100 } },
    answers: { 200: { description: "What was read, and what became of it.", schema: schemas.syncAnswerSchema, example: EXAMPLES.synced } },
    refusals: {
      404: ["integration_not_found", "source_gone"],
      409: [...keyed[409], "integration_inactive", "store_keys_missing"],
      422: [...keyed[422], ...refused, "store_refused"],
      502: upstream[502],
      503: upstream[503],
    },
  },
  {
    id: "setStock",
    method: "POST",
    path: `${ONE}/products/sync`,
    tag: "WooCommerce",
    summary: "Set the stock of a SKU",
    description: `Finds the product or variation with exactly this SKU, sets its stock in the store, and looks whether the store kept it.${IDEMPOTENT}`,
    auth: "token",
    scope: "write",
    pathParameters: id,
    body: { type: "application/json", schema: schemas.stockBodySchema, example: { sku: "LS-M-BLUE", quantity: 12 } },
    answers: { 200: { description: "The store has it so.", schema: schemas.stockAnswerSchema, example: EXAMPLES.stockSet } },
    refusals: {
      404: ["integration_not_found", "sku_not_found", "source_gone"],
      409: [...keyed[409], "integration_inactive", "store_keys_missing", "sku_ambiguous", "stock_not_taken"],
      422: [...keyed[422], ...refused, "store_key_read_only", "store_refused"],
      502: upstream[502],
      503: upstream[503],
    },
  },
  {
    id: "makeWebhooks",
    method: "POST",
    path: `${ONE}/webhooks`,
    tag: "WooCommerce",
    summary: "Make webhooks in a store",
    description:
      "Makes what is missing of these topics and mends what is there, signed with a secret of ours. They are looked after: WooCommerce switches a webhook off without a word when its deliveries fail, and Crossdock makes it again. " +
      `Webhooks go to this installation alone.${IDEMPOTENT}`,
    auth: "token",
    scope: "write",
    pathParameters: id,
    body: { type: "application/json", schema: schemas.hooksBodySchema, example: { topics: ["order.created", "order.updated", "order.deleted"] } },
    answers: { 200: { description: "What became of each topic.", schema: schemas.hooksAnswerSchema, example: EXAMPLES.hooksMade } },
    refusals: {
      404: ["integration_not_found", "source_gone"],
      409: [...keyed[409], "integration_inactive", "store_keys_missing"],
      422: [...keyed[422], ...refused, "delivery_url_not_ours", "store_refused"],
      502: [...upstream[502], "outcome_unknown"],
      503: upstream[503],
    },
  },
  {
    id: "showStatusMap",
    method: "GET",
    path: `${ONE}/status-map`,
    tag: "WooCommerce",
    summary: "Show what a store's statuses mean",
    description: "Both ways, and the statuses that nobody has given a meaning yet: orders with one wait.",
    auth: "token",
    scope: "read",
    pathParameters: id,
    answers: {
      200: {
        description: "The meanings.",
        schema: statusMapSchema,
        example: {
          in: [{ from: "processing", to: "PROCESSING", is_own: false, original: "PROCESSING", orders: 12, orders_differing: 0 }],
          out: [{ from: "DELIVERED", to: "completed", is_own: false, original: "completed" }],
          unknown: [{ status: "awaiting-pickup", waiting: 2 }],
        },
      },
    },
    refusals: { 404: ["integration_not_found"] },
  },
  {
    id: "setStatusMeaning",
    method: "PUT",
    path: `${ONE}/status-map`,
    tag: "WooCommerce",
    summary: "Say what a store's status means",
    description:
      "One status at a time, either way. What waited for it goes on at once; orders that are here keep their status until the store tells of them again, unless `apply_to_orders` says otherwise.",
    auth: "token",
    scope: "write",
    pathParameters: id,
    body: { type: "application/json", schema: statusBodySchema, example: { direction: "in", from: "awaiting-pickup", to: "PACKED" } },
    answers: { 200: { description: "Saved.", schema: statusSetSchema, example: { message: "Saved.", released: 2, orders: 0 } } },
    refusals: { 404: ["integration_not_found"], 409: ["integration_inactive"], 422: ["status_invalid"] },
  },
  {
    id: "readIntegrationLog",
    method: "GET",
    path: `${ONE}/log`,
    tag: "WooCommerce",
    summary: "Show a store's debug log",
    description: "Every call to the store, every command and every error, newest first. Neither keys nor contents.",
    auth: "token",
    scope: "read",
    query: schemas.logQuerySchema,
    pathParameters: id,
    answers: { 200: { description: "A page of the log.", schema: schemas.logSchema, example: EXAMPLES.integrationLog } },
    refusals: { 404: ["integration_not_found"] },
  },
];
