import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";

const prepared = new WeakSet<object>();

/** Every function of this folder that needs the tables calls it, so no start-up order has to be kept. */
function ensureMailTables(ctx: SandboxContext): void {
  if (prepared.has(ctx.db)) return;
  ctx.db.exec(`
    CREATE TABLE IF NOT EXISTS mail_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS mail (
      seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL,
      message_id TEXT, subject TEXT, text TEXT, headers TEXT NOT NULL, raw BLOB NOT NULL
    ) STRICT;
  `);
  prepared.add(ctx.db);
}

export function readMailSetting<T>(ctx: SandboxContext, name: string): T | null {
  ensureMailTables(ctx);
  const row = ctx.db.prepare("SELECT value FROM mail_setting WHERE name = ?").get(name) as { value: string } | undefined;
  return row ? (JSON.parse(row.value) as T) : null;
}

export function writeMailSetting(ctx: SandboxContext, name: string, value: unknown): void {
  ensureMailTables(ctx);
  ctx.db.prepare("INSERT OR REPLACE INTO mail_setting (name, value) VALUES (?, ?)").run(name, JSON.stringify(value));
}

export interface Mail {
  seq: number;
  at: string;
  from: string;
  to: string[];
  message_id: string | null;
  subject: string | null;
  text: string | null;
  /** As they came, in their order; names in lower case. */
  headers: { name: string; value: string }[];
}

interface MailRow {
  seq: number;
  at: number;
  sender: string;
  recipients: string;
  message_id: string | null;
  subject: string | null;
  text: string | null;
  headers: string;
  raw: Buffer;
}

export function addMail(ctx: SandboxContext, mail: Omit<Mail, "seq" | "at"> & { raw: Buffer }): void {
  ensureMailTables(ctx);
  ctx.db
    .prepare("INSERT INTO mail (at, sender, recipients, message_id, subject, text, headers, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    .run(ctx.now(), mail.from, JSON.stringify(mail.to), mail.message_id, mail.subject, mail.text, JSON.stringify(mail.headers), mail.raw);
}

const viewOf = ({ seq, at, sender, recipients, message_id, subject, text, headers }: MailRow): Mail => ({
  seq,
  at: new Date(at).toISOString(),
  from: sender,
  to: JSON.parse(recipients) as string[],
  message_id,
  subject,
  text,
  headers: JSON.parse(headers) as Mail["headers"],
});

/** Newest first. */
export function listMails(ctx: SandboxContext, limit: number): Mail[] {
  ensureMailTables(ctx);
  return (ctx.db.prepare("SELECT * FROM mail ORDER BY seq DESC LIMIT ?").all(limit) as MailRow[]).map(viewOf);
}

export function rawMail(ctx: SandboxContext, seq: string): Buffer {
  ensureMailTables(ctx);
  const row = ctx.db.prepare("SELECT raw FROM mail WHERE seq = ?").get(seq) as { raw: Buffer } | undefined;
  if (!row) throw new Refusal(404, "seq", `there is no mail ${seq}`, "see GET /sandbox/mail/messages");
  return row.raw;
}
