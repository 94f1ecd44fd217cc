import { randomBytes } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import { ensureWhatsAppTables } from "./tables.ts";

export interface StoredMessage {
  seq: number;
  id: string;
  direction: "out" | "in";
  at: number;
  /** The customer's, digits only, as WhatsApp writes it. */
  phone: string;
  template: string | null;
  language: string | null;
  text: string;
  status: "accepted" | "sent" | "delivered" | "read" | "failed" | "received";
  callback_data: string | null;
}

/** wamid.HBgL…: base64 of something that only WhatsApp reads. */
const newMessageId = (): string => `wamid.HBgL${randomBytes(24).toString("base64").replace(/[+/=]/g, "A")}`;

export function addMessage(ctx: SandboxContext, message: Omit<StoredMessage, "seq" | "id" | "at">): StoredMessage {
  ensureWhatsAppTables(ctx);
  const { lastInsertRowid } = ctx.db
    .prepare(
      `INSERT INTO whatsapp_message (id, direction, at, phone, template, language, text, status, callback_data)
       VALUES (@id, @direction, @at, @phone, @template, @language, @text, @status, @callback_data)`,
    )
    .run({ ...message, id: newMessageId(), at: ctx.now() });
  return ctx.db.prepare("SELECT * FROM whatsapp_message WHERE seq = ?").get(lastInsertRowid) as StoredMessage;
}

export function requireMessage(ctx: SandboxContext, id: string): StoredMessage {
  ensureWhatsAppTables(ctx);
  const message = ctx.db.prepare("SELECT * FROM whatsapp_message WHERE id = ? OR callback_data = ?").get(id, id) as StoredMessage | undefined;
  if (!message) throw new Refusal(404, "id", `there is no message ${id}`, "see GET /sandbox/whatsapp/messages");
  return message;
}

export function setStatus(ctx: SandboxContext, id: string, status: StoredMessage["status"]): void {
  ctx.db.prepare("UPDATE whatsapp_message SET status = ? WHERE id = ?").run(status, id);
}

/**
 * The app's ids of messages that were accepted once more before the app had been told that the one before had failed: what nobody may do
 * but a person who decides to.
 */
export function listTakenAgain(ctx: SandboxContext): string[] {
  ensureWhatsAppTables(ctx);
  const rows = ctx.db
    .prepare(
      `SELECT DISTINCT later.callback_data AS id FROM whatsapp_message later
       JOIN whatsapp_message before ON before.callback_data = later.callback_data AND before.seq < later.seq
       WHERE NOT EXISTS (SELECT 1 FROM whatsapp_report told WHERE told.state = 'delivered' AND told.delivered_at <= later.at
         AND instr(told.body, '"id":"' || before.id || '","status":"failed"') > 0)`,
    )
    .all() as { id: string }[];
  return rows.map(({ id }) => id);
}

/** Newest first. */
export function listMessages(ctx: SandboxContext, limit: number): StoredMessage[] {
  ensureWhatsAppTables(ctx);
  return ctx.db.prepare("SELECT * FROM whatsapp_message ORDER BY seq DESC LIMIT ?").all(limit) as StoredMessage[];
}

export interface Template {
  name: string;
  language: string;
  body: string;
}

export function findTemplate(ctx: SandboxContext, name: string, language: string): Template | undefined {
  ensureWhatsAppTables(ctx);
  return ctx.db.prepare("SELECT * FROM whatsapp_template WHERE name = ? AND language = ?").get(name, language) as Template | undefined;
}

export function listTemplates(ctx: SandboxContext): Template[] {
  ensureWhatsAppTables(ctx);
  return ctx.db.prepare("SELECT * FROM whatsapp_template ORDER BY name, language").all() as Template[];
}

export function approveTemplate(ctx: SandboxContext, template: Template): void {
  ensureWhatsAppTables(ctx);
  ctx.db.prepare("INSERT OR REPLACE INTO whatsapp_template (name, language, body) VALUES (@name, @language, @body)").run(template);
}

/** How many variables {{1}}, {{2}}, … a template has. */
export const variablesOf = (body: string): number => new Set([...body.matchAll(/\{\{(\d+)\}\}/g)].map(([, number]) => number)).size;

interface Call {
  method: string;
  path: string;
  body: string | null;
  /** null: WhatsApp's document is not at hand. */
  problems: readonly string[] | null;
  outcome: string;
}

/** Keeps every call for GET /sandbox/whatsapp/requests. The token is not among it. */
export function recordCall(ctx: SandboxContext, { method, path, body, problems, outcome }: Call): void {
  ensureWhatsAppTables(ctx);
  ctx.db
    .prepare("INSERT INTO whatsapp_call (at, method, path, body, valid, problems, outcome) VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(
      ctx.now(),
      method,
      path,
      body,
      problems === null ? null : Number(problems.length === 0),
      problems === null ? null : JSON.stringify(problems),
      outcome,
    );
}

export function listCalls(ctx: SandboxContext, limit: number): object[] {
  ensureWhatsAppTables(ctx);
  const rows = ctx.db.prepare("SELECT * FROM whatsapp_call ORDER BY seq DESC LIMIT ?").all(limit) as {
    at: number;
    method: string;
    path: string;
    body: string | null;
    valid: number | null;
    problems: string | null;
    outcome: string;
  }[];
  return rows.map(({ at, body, valid, problems, ...row }) => ({
    ...row,
    at: new Date(at).toISOString(),
    body: body === null ? null : jsonOr(body),
    valid: valid === null ? null : valid === 1,
    problems: problems === null ? null : (JSON.parse(problems) as unknown),
  }));
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
