/** Registers the topics of the chosen entities with Shopify, one result per topic as it comes, and takes away what is no longer chosen. */
import type { ApiCall, TopicDeclaration } from "#app/channels/contract.ts";
import { createSubscription, deleteSubscription, listSubscriptions, moveSubscription } from "#app/channels/shopify/subscriptions.ts";
import { graphqlTopic } from "#app/channels/shopify/topics.ts";
import { writeAudit, type AuditEntry } from "#app/data/audit.server.ts";
import { getConnection, updateConnection, type Connection } from "#app/data/connections.server.ts";
import { listRegistry, saveSubscription, type RegistryState } from "#app/data/webhook-subscriptions.server.ts";
import type { Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { chosenEntities, declaredTopics, expectedTopics } from "./channel-topics.ts";
import { deliveryAddress, differenceOf, type SubscriptionDifference } from "./compare-subscriptions.server.ts";
import type { ServiceContext } from "./context.server.ts";
import { apiFor } from "./shopify-api.server.ts";

export interface TopicResult {
  topic: string;
  label: string;
  status: "active" | "inactive" | "error";
  /** declared: by the app file, nothing was called. */
  change: "declared" | "kept" | "created" | "moved" | "removed" | "failed";
  /** Shopify's own words when it refused. */
  message: string | null;
}

/** Runs to the end only if iterated to the end. Repeating it is harmless: what is there is kept. */
export async function* registerWebhooks(
  ctx: ServiceContext,
  connection: Connection,
  actor: AuditEntry["actor"] = "merchant",
): AsyncGenerator<TopicResult, void> {
  const call = apiFor(ctx, connection, { actor });
  for (const topic of declaredTopics()) yield await settle(ctx, connection, topic, "declared", ok(null));
  const expected = expectedTopics(chosenEntities(connection));
  const listed = await listSubscriptions(call);
  if (!listed.ok) {
    for (const topic of expected) yield await settle(ctx, connection, topic, "failed", listed);
    return;
  }
  const difference = differenceOf(
    expected.map((topic) => topic.topic),
    listed.value,
    deliveryAddress(ctx),
  );
  let active = 0;
  for (const topic of expected) {
    const { change, result } = await bringAbout(ctx, call, topic.topic, difference);
    if (result.ok) active += 1;
    yield await settle(ctx, connection, topic, change, result);
  }
  yield* removeUnwanted(ctx, call, connection, difference, expected);
  await finish(ctx, connection, actor, active, expected.length);
}

/** Registers one topic again: the work of a sync item {webhook_subscription, register}, and of the page's "Register again". */
export async function registerTopic(
  ctx: ServiceContext,
  connection: Connection,
  topic: string,
  options: { syncItemId?: string; actor?: AuditEntry["actor"] } = {},
): Promise<Result<null, Failure>> {
  const declaration = expectedTopics(chosenEntities(connection)).find((one) => one.topic === topic);
  // Not chosen any more since this was planned: nothing to do.
  if (!declaration) return ok(null);
  const call = apiFor(ctx, connection, options);
  const listed = await listSubscriptions(call);
  if (!listed.ok) return listed;
  const { change, result } = await bringAbout(ctx, call, topic, differenceOf([topic], listed.value, deliveryAddress(ctx)));
  await settle(ctx, connection, declaration, change, result);
  return result.ok ? ok(null) : result;
}

async function bringAbout(
  ctx: ServiceContext,
  call: ApiCall,
  topic: string,
  difference: SubscriptionDifference,
): Promise<{ change: TopicResult["change"]; result: Result<string, Failure> }> {
  const kept = difference.matching.find((one) => one.topic === topic);
  if (kept) return { change: "kept", result: ok(kept.id) };
  const moved = difference.wrongAddress.find((one) => one.topic === topic);
  const result = moved ? await moveSubscription(call, moved.id, deliveryAddress(ctx)) : await createSubscription(call, topic, deliveryAddress(ctx));
  return { change: result.ok ? (moved ? "moved" : "created") : "failed", result };
}

/** Writes the registry row and says what became of the topic. */
async function settle(
  ctx: ServiceContext,
  connection: Connection,
  topic: TopicDeclaration,
  change: TopicResult["change"],
  result: Result<string | null, Failure>,
): Promise<TopicResult> {
  const state: RegistryState = result.ok
    ? { topic: topic.topic, source: topic.source, externalId: result.value, status: "active", message: null }
    : { topic: topic.topic, source: topic.source, externalId: null, status: "error", message: result.error.message };
  await saveSubscription(ctx.db, connection.merchant_id, connection.id, state, ctx.clock());
  return { topic: topic.topic, label: topic.label, status: state.status, change, message: state.message };
}

async function* removeUnwanted(
  ctx: ServiceContext,
  call: ApiCall,
  connection: Connection,
  difference: SubscriptionDifference,
  expected: readonly TopicDeclaration[],
): AsyncGenerator<TopicResult, void> {
  const rows = (await listRegistry(ctx.db, connection.merchant_id, connection.id)).filter((row) => row.source === "api");
  const stays = new Set(expected.map((topic) => topic.topic));
  const failed = new Map<string, Failure>();
  for (const extra of difference.extra) {
    const gone = await deleteSubscription(call, extra.id);
    if (!gone.ok) failed.set(extra.topic, gone.error);
  }
  for (const row of rows.filter((one) => !stays.has(one.topic))) {
    const error = failed.get(graphqlTopic(row.topic)) ?? null;
    const state: RegistryState = {
      topic: row.topic,
      source: "api",
      externalId: null,
      status: error ? "error" : "inactive",
      message: error?.message ?? null,
    };
    await saveSubscription(ctx.db, connection.merchant_id, connection.id, state, ctx.clock());
    yield { topic: row.topic, label: row.topic, status: state.status, change: error ? "failed" : "removed", message: state.message };
  }
}

async function finish(ctx: ServiceContext, connection: Connection, actor: AuditEntry["actor"], active: number, expected: number): Promise<void> {
  await ctx.db.write(async (tx) => {
    const now = ctx.clock();
    const current = await getConnection(tx, connection.merchant_id, connection.id);
    // A refused topic (say, protected customer data) must not hold up onboarding for ever: one that works is enough to go on.
    if (current?.onboarding_step === "webhooks" && active > 0)
      await updateConnection(tx, connection.merchant_id, connection.id, { onboarding_step: "first_order", updated_at: now });
    await writeAudit(
      tx,
      connection.merchant_id,
      {
        connectionId: connection.id,
        kind: "command",
        actor,
        action: "webhooks_registered",
        entityType: "connection",
        entityId: connection.id,
        data: { active, expected },
      },
      now,
    );
  });
}

/** For callers that only want the outcome: every topic's result, or the first failure's sentence. */
export async function registerAllWebhooks(
  ctx: ServiceContext,
  connection: Connection,
  actor: AuditEntry["actor"] = "merchant",
): Promise<Result<TopicResult[], TopicResult[]>> {
  const results: TopicResult[] = [];
  for await (const result of registerWebhooks(ctx, connection, actor)) results.push(result);
  return results.some((result) => result.status === "error") ? err(results) : ok(results);
}
