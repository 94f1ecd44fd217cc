/** The webhook subscriptions of the fake Shopify: a list that tests can look into and damage. */
import type { Connection } from "#app/data/connections.server.ts";
import { registerAllWebhooks } from "#app/services/register-webhooks.server.ts";
import { data, type Answer, type FakeShopify } from "./fake-shopify.ts";
import { testServices, type TestServices } from "./service-context.ts";

export interface FakeSubscription {
  id: string;
  topic: string;
  uri: string;
}

export interface FakeSubscriptions {
  list: FakeSubscription[];
  /** Topics (as GraphQL spells them) that are refused, with Shopify's words. */
  refused: Map<string, string>;
}

/** Pages of two, so that every reader must turn them. */
const PAGE = 2;

export function withSubscriptions(shopify: FakeShopify): FakeSubscriptions {
  const fake: FakeSubscriptions = { list: [], refused: new Map() };
  let made = 0;
  const refuse = (name: string, message: string): Answer =>
    data({ [name]: { webhookSubscription: null, userErrors: [{ field: ["topic"], message }] } });
  shopify.on("WebhookSubscriptions", ({ after }) => {
    const from = after === null ? 0 : Number(after);
    const nodes = fake.list.slice(from, from + PAGE);
    return data({ webhookSubscriptions: { nodes, pageInfo: { hasNextPage: from + PAGE < fake.list.length, endCursor: String(from + PAGE) } } });
  });
  shopify.on("WebhookSubscriptionCreate", ({ topic, uri }) => {
    const refusal = fake.refused.get(String(topic));
    if (refusal) return refuse("webhookSubscriptionCreate", refusal);
    if (fake.list.some((one) => one.topic === topic && one.uri === uri))
      return refuse("webhookSubscriptionCreate", "Address for this topic has already been taken");
    made += 1;
    fake.list.push({ id: `gid://shopify/WebhookSubscription/${made}`, topic: String(topic), uri: String(uri) });
    return data({ webhookSubscriptionCreate: { webhookSubscription: { id: fake.list.at(-1)!.id }, userErrors: [] } });
  });
  shopify.on("WebhookSubscriptionUpdate", ({ id, uri }) => {
    fake.list = fake.list.map((one) => (one.id === id ? { ...one, uri: String(uri) } : one));
    return data({ webhookSubscriptionUpdate: { webhookSubscription: { id }, userErrors: [] } });
  });
  shopify.on("WebhookSubscriptionDelete", ({ id }) => {
    fake.list = fake.list.filter((one) => one.id !== id);
    return data({ webhookSubscriptionDelete: { deletedWebhookSubscriptionId: id, userErrors: [] } });
  });
  return fake;
}

/** A connected shop whose webhooks are all registered, with the list that its Shopify keeps of them. */
export async function subscribedShop(): Promise<{ services: TestServices; connection: Connection; subscriptions: FakeSubscriptions }> {
  const services = await testServices();
  const connection = await services.connect("acme");
  const subscriptions = withSubscriptions(services.shopify);
  await registerAllWebhooks(services.ctx, connection);
  return { services, connection, subscriptions };
}
