/** What should be registered for a connection against what Shopify lists. */
import { listSubscriptions, type ListedSubscription } from "#app/channels/shopify/subscriptions.ts";
import { graphqlTopic } from "#app/channels/shopify/topics.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { saveSubscription } from "#app/data/webhook-subscriptions.server.ts";
import type { Failure } from "#app/domain/failure.ts";
import { ok, type Result } from "#app/lib/result.ts";
import { chosenEntities, expectedTopics } from "./channel-topics.ts";
import type { ServiceContext } from "./context.server.ts";
import { apiFor, type ApiOptions } from "./shopify-api.server.ts";

export interface SubscriptionDifference {
  /** Expected and listed with our address. */
  matching: { topic: string; id: string }[];
  /** Expected, not listed. */
  missing: string[];
  /** Expected, but listed with another address only. */
  wrongAddress: { topic: string; id: string; uri: string }[];
  /** Listed and not (or no longer) wanted; `topic` as GraphQL's enum spells it. */
  extra: { topic: string; id: string; uri: string }[];
}

export const deliveryAddress = (ctx: Pick<ServiceContext, "appUrl">): string => `${ctx.appUrl}/webhooks/shopify`;

/** Asks Shopify, and writes down in the registry what was found. */
export async function compareSubscriptions(
  ctx: ServiceContext,
  connection: Connection,
  options: ApiOptions = {},
): Promise<Result<SubscriptionDifference, Failure>> {
  const listed = await listSubscriptions(apiFor(ctx, connection, options));
  if (!listed.ok) return listed;
  const difference = differenceOf(
    expectedTopics(chosenEntities(connection)).map((topic) => topic.topic),
    listed.value,
    deliveryAddress(ctx),
  );
  const now = ctx.clock();
  await ctx.db.write(async (tx) => {
    const save = (topic: string, externalId: string | null, message: string | null) =>
      saveSubscription(
        tx,
        connection.merchant_id,
        connection.id,
        { topic, source: "api", externalId, status: message === null ? "active" : "error", message },
        now,
      );
    for (const { topic, id } of difference.matching) await save(topic, id, null);
    for (const topic of difference.missing) await save(topic, null, "Shopify no longer lists this subscription.");
    for (const { topic, id } of difference.wrongAddress) await save(topic, id, "Shopify sends this topic to another address.");
  });
  return ok(difference);
}

export function differenceOf(expected: readonly string[], listed: readonly ListedSubscription[], address: string): SubscriptionDifference {
  const difference: SubscriptionDifference = { matching: [], missing: [], wrongAddress: [], extra: [] };
  const used = new Set<string>();
  for (const topic of expected) {
    const ofTopic = listed.filter((one) => one.topicEnum === graphqlTopic(topic));
    const right = ofTopic.find((one) => one.uri === address);
    const chosen = right ?? ofTopic[0];
    if (!chosen) difference.missing.push(topic);
    else if (right) difference.matching.push({ topic, id: right.id });
    else difference.wrongAddress.push({ topic, id: chosen.id, uri: chosen.uri });
    if (chosen) used.add(chosen.id);
  }
  difference.extra = listed.filter((one) => !used.has(one.id)).map((one) => ({ topic: one.topicEnum, id: one.id, uri: one.uri }));
  return difference;
}
