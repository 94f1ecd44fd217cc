import { z } from "zod";
import { parseInput } from "../commerce/inputs.ts";
import type { SandboxContext } from "../context.ts";
import type { Route } from "../http.ts";
import { wakeDispatcher } from "../webhooks/emit.ts";
import { listWebhooks, requeue } from "../webhooks/queue.ts";
import type { QueuedWebhook, WebhookAttempt } from "../webhooks/queue.ts";
import { readLimit } from "./paging.ts";

const redeliverSchema = z.strictObject({
  webhook_ids: z.array(z.string()).min(1).optional(),
  shop: z.string().optional(),
  topic: z.string().optional(),
  order_id: z.string().optional(),
  state: z.enum(["pending", "delivered", "failed", "dropped"]).optional(),
});

interface RequestRow {
  seq: number;
  at: number;
  shop: string | null;
  api_version: string;
  operation: string | null;
  query: string | null;
  variables: string | null;
  status: number;
  requested_cost: number | null;
  actual_cost: number | null;
  valid: number | null;
  errors: string | null;
}

export const trafficRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/sandbox/requests",
    handle: (request, ctx) => ({ status: 200, body: { requests: listRequests(ctx, readLimit(request.query, 500), request.query.get("shop")) } }),
  },
  {
    method: "GET",
    pattern: "/sandbox/webhooks",
    handle(request, ctx) {
      const get = (name: string) => request.query.get(name) ?? undefined;
      const id = get("webhook_id");
      const webhooks = listWebhooks(ctx, {
        shop: get("shop"),
        topic: get("topic"),
        entityId: get("order_id") ?? get("entity_id"),
        state: get("state"),
        webhookIds: id ? [id] : undefined,
        limit: readLimit(request.query, 500),
      });
      return { status: 200, body: { webhooks: webhooks.map((webhook) => webhookView(webhook, request.query.get("body") === "true")) } };
    },
  },
  {
    method: "POST",
    pattern: "/sandbox/webhooks/redeliver",
    handle(request, ctx) {
      const input = parseInput(redeliverSchema, request.json());
      const found = listWebhooks(ctx, {
        shop: input.shop,
        topic: input.topic,
        entityId: input.order_id,
        state: input.state,
        webhookIds: input.webhook_ids,
        limit: 10_000,
      });
      requeue(
        ctx,
        found.map((webhook) => webhook.seq),
      );
      wakeDispatcher(ctx);
      return { status: 202, body: { webhooks: found.map((webhook) => ({ webhook_id: webhook.webhook_id, topic: webhook.topic })) } };
    },
  },
];

function listRequests(ctx: SandboxContext, limit: number, shop: string | null): object[] {
  const rows = ctx.db
    .prepare("SELECT * FROM admin_request WHERE (@shop IS NULL OR shop = @shop) ORDER BY seq DESC LIMIT @limit")
    .all({ shop, limit }) as RequestRow[];
  return rows.map((row) => ({
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    shop: row.shop,
    api_version: row.api_version,
    status: row.status,
    operation: row.operation,
    query: row.query,
    variables: row.variables === null ? null : (JSON.parse(row.variables) as unknown),
    valid: row.valid === null ? null : row.valid === 1,
    cost: { requested: row.requested_cost, actual: row.actual_cost },
    errors: row.errors === null ? null : (JSON.parse(row.errors) as unknown),
  }));
}

function webhookView(webhook: QueuedWebhook & { attempt_list: WebhookAttempt[] }, withBody: boolean): object {
  return {
    webhook_id: webhook.webhook_id,
    event_id: webhook.event_id,
    shop: webhook.shop,
    topic: webhook.topic,
    uri: webhook.uri,
    subscription: webhook.subscription_id === null ? "toml" : `gid://shopify/WebhookSubscription/${webhook.subscription_id}`,
    entity_id: webhook.entity_id,
    triggered_at: webhook.triggered_at,
    state: webhook.state,
    due_at: new Date(webhook.due_at).toISOString(),
    attempts: webhook.attempts,
    attempt_list: webhook.attempt_list.map((attempt) => ({ ...attempt, started_at: new Date(attempt.started_at).toISOString() })),
    // The body as text: parsed and written again its long ids would lose digits.
    ...(withBody ? { body: webhook.body } : {}),
  };
}
