import type { SandboxContext } from "../context.ts";

const prepared = new WeakSet<object>();

/** Makes the tables of the stand-in WhatsApp. Every function of this folder that needs them calls it, so no start-up order has to be kept. */
export function ensureWhatsAppTables(ctx: SandboxContext): void {
  if (prepared.has(ctx.db)) return;
  ctx.db.exec(`
    CREATE TABLE IF NOT EXISTS whatsapp_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    -- Templates as WhatsApp Manager has approved them.
    CREATE TABLE IF NOT EXISTS whatsapp_template (
      name TEXT NOT NULL, language TEXT NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (name, language)
    ) STRICT;
    -- Every message, accepted from the shop or written by a customer. status of one from the shop: accepted, sent, delivered, read, failed.
    CREATE TABLE IF NOT EXISTS whatsapp_message (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, direction TEXT NOT NULL, at INTEGER NOT NULL,
      phone TEXT NOT NULL, template TEXT, language TEXT, text TEXT NOT NULL,
      status TEXT NOT NULL, callback_data TEXT
    ) STRICT;
    -- Every call that the app made.
    CREATE TABLE IF NOT EXISTS whatsapp_call (
      seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, body TEXT,
      -- 0: WhatsApp's own document would refuse it; null: the document is not at hand.
      valid INTEGER, problems TEXT,
      -- answered status, or what was done instead of answering
      outcome TEXT NOT NULL
    ) STRICT;
    -- Reports on their way to the app. state: pending, delivered, failed.
    CREATE TABLE IF NOT EXISTS whatsapp_report (
      seq INTEGER PRIMARY KEY, body TEXT NOT NULL, created_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL, last_answer TEXT, delivered_at INTEGER
    ) STRICT;
    CREATE INDEX IF NOT EXISTS whatsapp_report_due ON whatsapp_report (state, due_at);
  `);
  // A sandbox from before it was kept.
  const hasDelivered = ctx.db.prepare("SELECT 1 FROM pragma_table_info('whatsapp_report') WHERE name = 'delivered_at'").get() !== undefined;
  if (!hasDelivered) ctx.db.exec("ALTER TABLE whatsapp_report ADD COLUMN delivered_at INTEGER");
  prepared.add(ctx.db);
  const add = ctx.db.prepare("INSERT OR IGNORE INTO whatsapp_template (name, language, body) VALUES (?, ?, ?)");
  for (const [name, body] of FIRST_TEMPLATES) add.run(name, "en", body);
}

/** What the demo shop has had approved: the templates that Crossdock proposes to every shop. */
const FIRST_TEMPLATES: readonly [string, string][] = [
  [
    "order_delivered_3_days",
    "Hello {{1}}, your order {{2}} from {{3}} was delivered a few days ago. Is everything as it should be? Answer STOP for no more messages.",
  ],
  ["order_delivered_14_days", "Hello {{1}}, how do you like your order {{2}} from {{3}}? Answer STOP for no more messages."],
];

export function readSetting<T>(ctx: SandboxContext, name: string): T | null {
  ensureWhatsAppTables(ctx);
  const row = ctx.db.prepare("SELECT value FROM whatsapp_setting WHERE name = ?").get(name) as { value: string } | undefined;
  return row ? (JSON.parse(row.value) as T) : null;
}

export function writeSetting(ctx: SandboxContext, name: string, value: unknown): void {
  ensureWhatsAppTables(ctx);
  ctx.db.prepare("INSERT OR REPLACE INTO whatsapp_setting (name, value) VALUES (?, ?)").run(name, JSON.stringify(value));
}
