/** Webhook subscriptions of one shop by the Admin API. What shopify.app.toml declares is never listed here. */
import { z } from "zod";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ApiCall } from "../contract.ts";
import { graphqlTopic } from "./topics.ts";

export interface ListedSubscription {
  id: string;
  /** As GraphQL's enum spells it: ORDERS_CREATE. */
  topicEnum: string;
  uri: string;
}

export const SUBSCRIPTIONS_QUERY = /* GraphQL */ `
  query WebhookSubscriptions($after: String) {
    webhookSubscriptions(first: 100, after: $after) {
      nodes {
        id
        topic
        uri
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
export const SUBSCRIPTION_CREATE = /* GraphQL */ `
  mutation WebhookSubscriptionCreate($topic: WebhookSubscriptionTopic!, $uri: String!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri, format: JSON }) {
      webhookSubscription {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`;
export const SUBSCRIPTION_UPDATE = /* GraphQL */ `
  mutation WebhookSubscriptionUpdate($id: ID!, $uri: String!) {
    webhookSubscriptionUpdate(id: $id, webhookSubscription: { uri: $uri, format: JSON }) {
      webhookSubscription {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`;
export const SUBSCRIPTION_DELETE = /* GraphQL */ `
  mutation WebhookSubscriptionDelete($id: ID!) {
    webhookSubscriptionDelete(id: $id) {
      deletedWebhookSubscriptionId
      userErrors {
        field
        message
      }
    }
  }
`;

const pageSchema = z.object({
  webhookSubscriptions: z.object({
    nodes: z.array(z.object({ id: z.string(), topic: z.string(), uri: z.string() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
const madeSchema = z.object({ webhookSubscription: z.object({ id: z.string() }) });
const unreadable = err(failure("transient", "answer_unreadable", "Shopify's answer could not be read."));

export async function listSubscriptions(call: ApiCall): Promise<Result<ListedSubscription[], Failure>> {
  const listed: ListedSubscription[] = [];
  for (let after: string | null = null; ;) {
    const answer = await call(SUBSCRIPTIONS_QUERY, { after });
    if (!answer.ok) return answer;
    const page = pageSchema.safeParse(answer.value).data?.webhookSubscriptions;
    if (!page) return unreadable;
    listed.push(...page.nodes.map(({ id, topic, uri }) => ({ id, topicEnum: topic, uri })));
    if (!page.pageInfo.hasNextPage) return ok(listed);
    after = page.pageInfo.endCursor;
  }
}

/** Answers the subscription's id. A refused topic is `rejected` with Shopify's own words. */
export async function createSubscription(call: ApiCall, topic: string, uri: string): Promise<Result<string, Failure>> {
  const answer = await call(SUBSCRIPTION_CREATE, { topic: graphqlTopic(topic), uri });
  if (!answer.ok) return answer;
  const made = madeSchema.safeParse(answer.value.webhookSubscriptionCreate).data;
  return made ? ok(made.webhookSubscription.id) : unreadable;
}

/** Points an existing subscription at another address. */
export async function moveSubscription(call: ApiCall, id: string, uri: string): Promise<Result<string, Failure>> {
  const answer = await call(SUBSCRIPTION_UPDATE, { id, uri });
  return answer.ok ? ok(id) : answer;
}

export async function deleteSubscription(call: ApiCall, id: string): Promise<Result<string, Failure>> {
  const answer = await call(SUBSCRIPTION_DELETE, { id });
  return answer.ok ? ok(id) : answer;
}
