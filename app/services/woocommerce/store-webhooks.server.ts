/**
 * Core webhooks of a store without our plugin: made by us, signed with a secret of ours, and looked after. WooCommerce switches one off without
 * a word after seven failures in a row, and deletes none by itself; the registry says which there should be.
 * https://woocommerce.com/document/webhooks/
 */
import { randomBytes } from "node:crypto";
import { writeAudit, type AuditEntry } from "#app/data/audit.server.ts";
import { getConnection, updateConnection, type Connection } from "#app/data/connections.server.ts";
import { listRegistry, saveSubscription } from "#app/data/webhook-subscriptions.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { storeApi, type StoreApi, type StoreApiOptions } from "./store-api.server.ts";
import { readStoreSecret, sealStoreSecret } from "./store-settings.ts";

export interface HookResult {
  topic: string;
  status: "active" | "error";
  change: "created" | "kept" | "mended" | "failed";
  /** The store's id of it. */
  externalId: string | null;
  failure: Failure | null;
}

interface StoreHook {
  id: string;
  topic: string;
  status: string;
  deliveryUrl: string;
}

export const hookAddress = (ctx: Pick<ServiceContext, "appUrl">, connectionId: string): string =>
  `${ctx.appUrl}/webhooks/woocommerce/${connectionId}`;

/** Whether webhooks may be sent there: to this installation's doors for WooCommerce, and nowhere else. */
export function isOurAddress(ctx: Pick<ServiceContext, "appUrl">, connectionId: string, given: string): boolean {
  const url = URL.parse(given);
  if (url === null || url.origin !== new URL(ctx.appUrl).origin || url.search !== "" || url.username !== "" || url.password !== "") return false;
  return url.pathname === `/webhooks/woocommerce/${connectionId}` || url.pathname === "/api/v1/woocommerce/webhooks/receive";
}

/** Makes what is missing of these topics, and mends what is there. Fails only where the store cannot be asked at all. */
export async function ensureHooks(
  ctx: ServiceContext,
  connection: Connection,
  topics: readonly string[],
  options: StoreApiOptions & { deliveryUrl?: string | undefined } = {},
): Promise<Result<HookResult[], Failure>> {
  if (connection.status === "inactive") return err(failure("conflict", "integration_inactive", "The integration is disconnected."));
  const { deliveryUrl = hookAddress(ctx, connection.id), ...apiOptions } = options;
  const api = storeApi(ctx, connection, apiOptions);
  const listed = await listHooks(api);
  if (!listed.ok) return listed;
  const secret = await webhookSecret(ctx, connection);
  const results: HookResult[] = [];
  for (const topic of topics) {
    const mine = listed.value.filter((hook) => hook.topic === topic && isOurAddress(ctx, connection.id, hook.deliveryUrl));
    results.push(await ensureOne(ctx, api, connection, { topic, deliveryUrl, secret, mine }));
  }
  const actor: AuditEntry["actor"] = options.actor ?? "merchant";
  const data = { active: results.filter((one) => one.status === "active").length, expected: topics.length };
  await writeAudit(
    ctx.db,
    connection.merchant_id,
    { connectionId: connection.id, kind: "command", actor, action: "webhooks_registered", entityType: "connection", entityId: connection.id, data },
    ctx.clock(),
  );
  return ok(results);
}

async function ensureOne(
  ctx: ServiceContext,
  api: StoreApi,
  connection: Connection,
  { topic, deliveryUrl, secret, mine }: { topic: string; deliveryUrl: string; secret: string; mine: StoreHook[] },
): Promise<HookResult> {
  const wanted = { name: `Crossdock ${topic}`, topic, delivery_url: deliveryUrl, secret, status: "active" };
  const [kept, ...doubles] = [...mine].sort((a, b) => Number(b.status === "active") - Number(a.status === "active"));
  // Always told the secret: it cannot be read, and one that differs would have every delivery refused.
  const answer = kept === undefined ? await api.send("POST", "/webhooks", wanted) : await api.send("PUT", `/webhooks/${kept.id}`, wanted);
  // Two for the same topic would tell everything twice.
  for (const double of doubles) await api.send("DELETE", `/webhooks/${double.id}`, undefined, { force: "true" });
  const id = answer.ok ? (idOf(answer.value) ?? kept?.id ?? null) : null;
  const error = answer.ok ? null : answer.error;
  await saveSubscription(
    ctx.db,
    connection.merchant_id,
    connection.id,
    { topic, source: "api", externalId: id, status: error === null ? "active" : "error", message: error?.message ?? null },
    ctx.clock(),
  );
  const isWhole = kept?.status === "active" && kept.deliveryUrl === deliveryUrl;
  return {
    topic,
    status: error === null ? "active" : "error",
    change: error !== null ? "failed" : kept === undefined ? "created" : isWhole ? "kept" : "mended",
    externalId: id,
    failure: error,
  };
}

const idOf = (hook: unknown): string | null => /^\d{1,20}$/.exec(String((hook as { id?: unknown } | null)?.id))?.[0] ?? null;

async function listHooks(api: StoreApi): Promise<Result<StoreHook[], Failure>> {
  const hooks: StoreHook[] = [];
  for (let page = 1; ; page++) {
    const listed = await api.list("/webhooks", { per_page: 100, page, orderby: "id", order: "asc" });
    if (!listed.ok) return listed;
    for (const item of listed.value.items) {
      const { id, topic, status, delivery_url: deliveryUrl } = (item ?? {}) as Record<string, unknown>;
      const known = idOf({ id });
      if (known !== null && typeof topic === "string" && typeof deliveryUrl === "string")
        hooks.push({ id: known, topic, status: String(status), deliveryUrl });
    }
    if (listed.value.items.length < 100) return ok(hooks);
  }
}

/** Those that we made; as far as the store can be reached. */
export async function removeHooks(ctx: ServiceContext, connection: Connection): Promise<void> {
  if (connection.secret_encrypted === null) return;
  const api = storeApi(ctx, connection, { actor: "merchant" });
  const listed = await listHooks(api);
  if (!listed.ok) return;
  const mine = listed.value.filter((hook) => isOurAddress(ctx, connection.id, hook.deliveryUrl) && hook.deliveryUrl.includes(connection.id));
  for (const hook of mine) await api.send("DELETE", `/webhooks/${hook.id}`, undefined, { force: "true" });
}

/** One for all webhooks of the store; made when it is first needed. */
function webhookSecret(ctx: ServiceContext, connection: Connection): Promise<string> {
  return ctx.db.write(async (tx) => {
    await tx.lock(`webhook-secret:${connection.id}`);
    const current = (await getConnection(tx, connection.merchant_id, connection.id)) ?? connection;
    const secret = readStoreSecret(ctx.box, current);
    if (secret.webhook_secret !== undefined) return secret.webhook_secret;
    const made = randomBytes(32).toString("base64url");
    await updateConnection(tx, connection.merchant_id, connection.id, {
      secret_encrypted: sealStoreSecret(ctx.box, connection.id, { ...secret, webhook_secret: made }),
      updated_at: ctx.clock(),
    });
    return made;
  });
}

export interface Ailing {
  topic: string;
  reason: "missing" | "switched_off" | "wrong_address";
}

const WORDS: Record<Ailing["reason"], string> = {
  missing: "The webhook is no longer in the store. It is made again.",
  switched_off: "The store switched the webhook off, as WooCommerce does without a word after failed deliveries. It is switched on again.",
  wrong_address: "The webhook goes to another address. It is mended.",
};

/** Which of the registry's webhooks the store does not have as they should be; written into the registry, so that pages tell. */
export async function findAilingHooks(ctx: ServiceContext, connection: Connection): Promise<Result<Ailing[], Failure>> {
  const rows = (await listRegistry(ctx.db, connection.merchant_id, connection.id)).filter((row) => row.source === "api" && row.status !== "inactive");
  if (rows.length === 0) return ok([]);
  const listed = await listHooks(storeApi(ctx, connection, { actor: "watchdog" }));
  if (!listed.ok) return listed;
  const ailing: Ailing[] = [];
  for (const row of rows) {
    const reason = reasonOf(ctx, connection, row.topic, listed.value);
    if (reason !== null) ailing.push({ topic: row.topic, reason });
    const state = {
      topic: row.topic,
      source: "api" as const,
      externalId: row.external_id,
      status: reason === null ? ("active" as const) : ("error" as const),
    };
    await saveSubscription(ctx.db, connection.merchant_id, connection.id, { ...state, message: reason === null ? null : WORDS[reason] }, ctx.clock());
  }
  return ok(ailing);
}

function reasonOf(ctx: ServiceContext, connection: Connection, topic: string, hooks: readonly StoreHook[]): Ailing["reason"] | null {
  const named = hooks.filter((hook) => hook.topic === topic);
  const mine = named.filter((hook) => isOurAddress(ctx, connection.id, hook.deliveryUrl));
  if (mine.some((hook) => hook.status === "active")) return null;
  if (mine.length > 0) return "switched_off";
  // One that we made for an address that has changed since.
  return named.some((hook) => hook.deliveryUrl.includes(connection.id)) ? "wrong_address" : "missing";
}
