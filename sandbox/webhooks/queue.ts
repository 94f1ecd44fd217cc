import type { SandboxContext } from "../context.ts";

/** One webhook on its way. Several rows may share a webhook_id only by redelivery of the same row, never otherwise. */
export interface QueuedWebhook {
  seq: number;
  webhook_id: string;
  event_id: string;
  shop: string;
  topic: string;
  uri: string;
  subscription_id: string | null;
  entity_id: string | null;
  body: string;
  triggered_at: string;
  created_at: number;
  state: "pending" | "delivered" | "failed" | "dropped";
  due_at: number;
  attempts: number;
  faults_applied: number;
}

export interface WebhookAttempt {
  started_at: number;
  duration_ms: number;
  status: number | null;
  answer: string | null;
  error: string | null;
}

export function listDue(ctx: SandboxContext, limit: number): QueuedWebhook[] {
  return ctx.db
    .prepare("SELECT * FROM webhook WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, seq LIMIT ?")
    .all(ctx.now(), limit) as QueuedWebhook[];
}

/** When the next pending webhook is due, or null. */
export function nextDueAt(ctx: SandboxContext): number | null {
  return (ctx.db.prepare("SELECT min(due_at) AS at FROM webhook WHERE state = 'pending'").get() as { at: number | null }).at;
}

export function setState(ctx: SandboxContext, seq: number, state: QueuedWebhook["state"]): void {
  ctx.db.prepare("UPDATE webhook SET state = ? WHERE seq = ?").run(state, seq);
}

export function postpone(ctx: SandboxContext, seq: number, dueAt: number): void {
  ctx.db.prepare("UPDATE webhook SET due_at = ?, faults_applied = 1 WHERE seq = ?").run(Math.round(dueAt), seq);
}

export function recordAttempt(ctx: SandboxContext, seq: number, attempt: WebhookAttempt): void {
  ctx.db.prepare("UPDATE webhook SET attempts = attempts + 1 WHERE seq = ?").run(seq);
  ctx.db
    .prepare("INSERT INTO webhook_attempt (webhook_seq, started_at, duration_ms, status, answer, error) VALUES (?, ?, ?, ?, ?, ?)")
    .run(seq, attempt.started_at, attempt.duration_ms, attempt.status, attempt.answer, attempt.error);
}

export interface WebhookFilter {
  shop?: string | undefined;
  topic?: string | undefined;
  entityId?: string | undefined;
  state?: string | undefined;
  webhookIds?: string[] | undefined;
  limit?: number | undefined;
}

/** Newest first, with attempts. */
export function listWebhooks(ctx: SandboxContext, filter: WebhookFilter): (QueuedWebhook & { attempt_list: WebhookAttempt[] })[] {
  const rows = ctx.db
    .prepare(
      `SELECT * FROM webhook WHERE (@shop IS NULL OR shop = @shop) AND (@topic IS NULL OR topic = @topic) AND (@entity IS NULL OR entity_id = @entity)
         AND (@state IS NULL OR state = @state) AND (@ids IS NULL OR webhook_id IN (SELECT value FROM json_each(@ids)))
       ORDER BY seq DESC LIMIT @limit`,
    )
    .all({
      shop: filter.shop ?? null,
      topic: filter.topic ?? null,
      entity: filter.entityId ?? null,
      state: filter.state ?? null,
      ids: filter.webhookIds ? JSON.stringify(filter.webhookIds) : null,
      limit: filter.limit ?? 1000,
    }) as QueuedWebhook[];
  const attempts = ctx.db.prepare(
    "SELECT started_at, duration_ms, status, answer, error FROM webhook_attempt WHERE webhook_seq = ? ORDER BY started_at, rowid",
  );
  return rows.map((row) => ({ ...row, attempt_list: attempts.all(row.seq) as WebhookAttempt[] }));
}

/** Puts webhooks back in the queue at once, with the same ids and bodies and a fresh set of retries. */
export function requeue(ctx: SandboxContext, seqs: number[]): void {
  const update = ctx.db.prepare("UPDATE webhook SET state = 'pending', due_at = ?, attempts = 0, faults_applied = 1 WHERE seq = ?");
  for (const seq of seqs) update.run(ctx.now(), seq);
}
