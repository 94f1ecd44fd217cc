/** Reports to the app, as Meta sends them: signed with the app secret, again and again until they are answered 200. */
import { createHmac } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import { readAccount, readCallback } from "./account.ts";
import { drawWhatsAppFault, readWhatsAppFaults } from "./faults.ts";
import { setStatus, type StoredMessage } from "./store.ts";
import { ensureWhatsAppTables } from "./tables.ts";

interface Report {
  seq: number;
  body: string;
  attempts: number;
}

const TIMEOUT_MS = 5_000;
/** Meta's backoff spans days; here it is short, so that a restart of the app is soon made up for. */
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
const MAX_ATTEMPTS = 50;
const wakers = new WeakMap<object, () => void>();

const TITLES: Readonly<Record<number, string>> = {
  130429: "Rate limit hit",
  131049: "This message was not delivered to maintain healthy ecosystem engagement.",
  131050: "User has stopped receiving marketing messages",
  131056: "(Business Account, Consumer Account) pair rate limit hit",
};
/** Meta's words for an error, at the call and in a report alike. */
export const titleOf = (code: number): string => TITLES[code] ?? "Message undeliverable";

/** The envelope around every report. */
const envelope = (ctx: SandboxContext, value: object): string => {
  const { business_account_id, display_phone_number, phone_number_id } = readAccount(ctx);
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [
      {
        id: business_account_id,
        changes: [{ value: { messaging_product: "whatsapp", metadata: { display_phone_number, phone_number_id }, ...value }, field: "messages" }],
      },
    ],
  });
};

const seconds = (ms: number): string => String(Math.floor(ms / 1000));

export interface ReportedError {
  code: number;
  title: string;
}

/** Sets the message's status and reports it; the faults may lose, double or delay the report. */
export function reportStatus(
  ctx: SandboxContext,
  message: StoredMessage,
  status: "sent" | "delivered" | "read" | "failed",
  error?: ReportedError,
  afterMs = 0,
): void {
  setStatus(ctx, message.id, status);
  const body = envelope(ctx, {
    statuses: [
      {
        id: message.id,
        status,
        timestamp: seconds(ctx.now()),
        recipient_id: message.phone,
        ...(message.callback_data !== null && { biz_opaque_callback_data: message.callback_data }),
        ...(status === "failed" || status === "read"
          ? {}
          : {
              conversation: { id: `c${message.seq}`, origin: { type: "utility" } },
              pricing: { billable: true, pricing_model: "PMP", category: "utility" },
            }),
        ...(error && { errors: [{ ...error, message: error.title, error_data: { details: error.title } }] }),
      },
    ],
  });
  queueReport(ctx, body, afterMs);
}

/** A customer's message; `answers` is the message it is an answer to. */
export function reportIncoming(ctx: SandboxContext, message: StoredMessage, name: string, answers: StoredMessage | null): void {
  const body = envelope(ctx, {
    contacts: [{ profile: { name }, wa_id: message.phone }],
    messages: [
      {
        ...(answers && { context: { from: readAccount(ctx).display_phone_number, id: answers.id } }),
        from: message.phone,
        id: message.id,
        timestamp: seconds(ctx.now()),
        type: "text",
        text: { body: message.text },
      },
    ],
  });
  queueReport(ctx, body, 0);
}

function queueReport(ctx: SandboxContext, body: string, afterMs: number): void {
  ensureWhatsAppTables(ctx);
  if (drawWhatsAppFault(ctx, "drop_reports")) return;
  const faults = readWhatsAppFaults(ctx);
  const now = ctx.now();
  // Reordered: this one leaves after those that follow it.
  const late = drawWhatsAppFault(ctx, "reorder_reports") ? 1_500 : 0;
  const dueAt = now + afterMs + (faults.delay_reports_ms ?? 0) + late;
  const insert = ctx.db.prepare("INSERT INTO whatsapp_report (body, created_at, due_at, state) VALUES (?, ?, ?, 'pending')");
  insert.run(body, now, dueAt);
  if (drawWhatsAppFault(ctx, "duplicate_reports")) insert.run(body, now, dueAt + 50);
  wakers.get(ctx.db)?.();
}

/** Delivers what is due, one after the other, until it is stopped. */
export function startReporting(ctx: SandboxContext): { stop(): Promise<void> } {
  ensureWhatsAppTables(ctx);
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isBusy = false;
  const wake = (): void => {
    if (isBusy || isStopped) return;
    clearTimeout(timer);
    isBusy = true;
    running = work().finally(() => {
      isBusy = false;
      if (isStopped) return;
      const next = ctx.db.prepare("SELECT min(due_at) AS at FROM whatsapp_report WHERE state = 'pending'").get() as { at: number | null };
      if (next.at !== null) timer = setTimeout(wake, Math.max(10, Math.min(next.at - ctx.now(), 60_000)));
    });
  };
  const work = async (): Promise<void> => {
    for (;;) {
      const due = ctx.db
        .prepare("SELECT seq, body, attempts FROM whatsapp_report WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, seq LIMIT 1")
        .get(ctx.now()) as Report | undefined;
      if (due === undefined || isStopped) return;
      await deliver(ctx, due);
    }
  };
  wakers.set(ctx.db, wake);
  wake();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      wakers.delete(ctx.db);
      await running;
    },
  };
}

async function deliver(ctx: SandboxContext, report: Report): Promise<void> {
  const callback = readCallback(ctx);
  const answer = callback === null ? "no callback URL is set" : await post(ctx, callback.url, report.body);
  const attempts = report.attempts + 1;
  const state = answer === "200" ? "delivered" : attempts >= MAX_ATTEMPTS ? "failed" : "pending";
  const dueAt = ctx.now() + RETRY_MS[Math.min(attempts, RETRY_MS.length) - 1]!;
  ctx.db
    .prepare("UPDATE whatsapp_report SET state = ?, attempts = ?, due_at = ?, last_answer = ?, delivered_at = ? WHERE seq = ?")
    .run(state, attempts, dueAt, answer, state === "delivered" ? ctx.now() : null, report.seq);
}

async function post(ctx: SandboxContext, url: string, body: string): Promise<string> {
  const signature = createHmac("sha256", readAccount(ctx).app_secret).update(body).digest("hex");
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "facebookexternalua", "x-hub-signature-256": `sha256=${signature}` },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: "error",
    });
    await response.text();
    return String(response.status);
  } catch (error) {
    return (error as Error).name;
  }
}

export function listReports(ctx: SandboxContext, limit: number): object[] {
  ensureWhatsAppTables(ctx);
  const rows = ctx.db.prepare("SELECT * FROM whatsapp_report ORDER BY seq DESC LIMIT ?").all(limit) as {
    seq: number;
    body: string;
    created_at: number;
    attempts: number;
    state: string;
    last_answer: string | null;
  }[];
  return rows.map(({ created_at, body, seq, attempts, state, last_answer }) => ({
    seq,
    created_at: new Date(created_at).toISOString(),
    state,
    attempts,
    last_answer,
    body: JSON.parse(body) as unknown,
  }));
}
