/** What the cards of a store with REST keys can do: connect one, try it, read it, set how often it is asked. */
import { z } from "zod";
import { FAILURE_CATALOGUE, type FailureCode } from "#app/domain/failure-catalogue.ts";
import type { Failure } from "#app/domain/failure.ts";
import { HOOK_TOPICS, SYNC_MINUTES } from "#app/domain/store-connection.ts";
import { type ActionResult, done, parseForm } from "#app/lib/action-result.ts";
import type { CurrentMerchant } from "../current-merchant.server.ts";
import type { ServiceContext } from "../context.server.ts";
import { refusedBy } from "../failure-problem.ts";
import { startAuthorization } from "./authorize.server.ts";
import type { StoreCheck } from "./check-store.server.ts";
import { createIntegration } from "./create-integration.server.ts";
import { changeIntegration, findIntegration, testIntegration } from "./integrations.server.ts";
import { ensureHooks } from "./store-webhooks.server.ts";
import { syncOrders } from "./sync-orders.server.ts";

const text = (most: number, needed: string) => z.string(needed).trim().min(1, needed).max(most, "This is too long");
const storeUrl = text(500, "Enter the store's address");
const words = z.string().max(200).optional();
const connection = z.string().min(1).max(100);
const schema = z.discriminatedUnion(
  "intent",
  [
    z.object({
      intent: z.literal("connect"),
      store_url: storeUrl,
      consumer_key: text(100, "Enter the consumer key").regex(/^ck_[A-Za-z0-9]{8,}$/, "A consumer key begins with ck_"),
      consumer_secret: text(100, "Enter the consumer secret").regex(/^cs_[A-Za-z0-9]{8,}$/, "A consumer secret begins with cs_"),
      http_confirmation: words,
      has_webhooks: z.enum(["true", "false"]).optional(),
    }),
    z.object({
      intent: z.literal("authorize"),
      store_url: storeUrl,
      http_confirmation: words,
      has_webhooks: z.enum(["true", "false"]).optional(),
    }),
    z.object({ intent: z.literal("test"), connection }),
    z.object({ intent: z.literal("sync"), connection }),
    z.object({ intent: z.literal("make_webhooks"), connection }),
    z.object({
      intent: z.literal("set_schedule"),
      connection,
      auto_sync: z.enum(["true", "false"]),
      minutes: z.coerce.number().int().min(SYNC_MINUTES.least).max(SYNC_MINUTES.most),
    }),
  ],
  "The form is not one of this page's",
);

export interface StoreKeysAnswer {
  /** Of a store that was connected just now. */
  connectionId?: string;
  /** The store's page on which its owner says yes. */
  authorizeUrl?: string;
  checks?: StoreCheck[];
}

export async function answerStoreKeys(
  { ctx, merchantId }: Pick<CurrentMerchant, "ctx" | "merchantId">,
  request: Request,
): Promise<ActionResult<StoreKeysAnswer>> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  const { value } = form;
  if (value.intent === "connect") return connect(ctx, merchantId, value);
  if (value.intent === "authorize") {
    const started = await startAuthorization(ctx, merchantId, {
      storeUrl: value.store_url,
      httpConfirmation: value.http_confirmation,
      hasWebhooks: value.has_webhooks === "true",
    });
    return started.ok ? done("", { authorizeUrl: started.value.url }) : refusedBy(started.error, fieldOf(started.error));
  }
  const found = await findIntegration(ctx, merchantId, value.connection);
  if (!found.ok) return refusedBy(found.error);
  switch (value.intent) {
    case "test": {
      const tested = await testIntegration(ctx, found.value);
      if (!tested.ok) return refusedBy(tested.error);
      const failed = tested.value.checks.filter((one) => one.state === "failed").length;
      return done(failed === 0 ? "Everything works" : `${failed} of ${tested.value.checks.length} checks failed`, { checks: tested.value.checks });
    }
    case "sync": {
      const synced = await syncOrders(ctx, found.value, {});
      if (!synced.ok) return refusedBy(synced.error);
      const { total, nextSince } = synced.value;
      return done(
        `${total.toLocaleString("en-GB")} ${total === 1 ? "order" : "orders"} read${nextSince === null ? "" : ", there are more: they are read through the API, or press again later"}`,
      );
    }
    case "make_webhooks": {
      const made = await ensureHooks(ctx, found.value, HOOK_TOPICS, { actor: "merchant" });
      if (!made.ok) return refusedBy(made.error);
      const failed = made.value.find((one) => one.failure !== null)?.failure;
      return failed ? refusedBy(failed) : done(`${made.value.length} webhooks are active`);
    }
    case "set_schedule": {
      const changed = await changeIntegration(ctx, found.value, { autoSync: value.auto_sync === "true", syncEveryMinutes: value.minutes });
      return changed.ok ? done("Saved") : refusedBy(changed.error);
    }
  }
}

type Connect = Extract<z.output<typeof schema>, { intent: "connect" }>;

async function connect(ctx: ServiceContext, merchantId: string, form: Connect): Promise<ActionResult<StoreKeysAnswer>> {
  const made = await createIntegration(ctx, merchantId, {
    storeUrl: form.store_url,
    consumerKey: form.consumer_key,
    consumerSecret: form.consumer_secret,
    httpConfirmation: form.http_confirmation,
  });
  if (!made.ok) return refusedBy(made.error, fieldOf(made.error));
  const connectionId = made.value.id;
  if (form.has_webhooks !== "true") return done("Connected", { connectionId });
  const hooks = await ensureHooks(ctx, made.value, HOOK_TOPICS, { actor: "merchant" });
  const isWhole = hooks.ok && hooks.value.every((one) => one.status === "active");
  return done(isWhole ? "Connected, with its webhooks" : "Connected. Some webhooks could not be made: see the store's page", { connectionId });
}

/** Which field of the form it is about. */
function fieldOf({ code }: Failure): string | null {
  const fields: Partial<Record<FailureCode, string>> = {
    store_url_invalid: "store_url",
    store_name_unknown: "store_url",
    store_address_not_public: "store_url",
    store_moved: "store_url",
    store_http_unconfirmed: "http_confirmation",
  };
  return Object.hasOwn(FAILURE_CATALOGUE, code) ? (fields[code as FailureCode] ?? null) : null;
}
