import { z } from "zod";
import type { SandboxContext } from "../context.ts";

/** Knobs of the whole sandbox, kept in sandbox.db; changed by PUT /sandbox/settings. Defaults are Shopify's own behaviour. */
export const settingsSchema = z.strictObject({
  /** Search (orders(query:) …) shows a write this late. Shopify promises no figure; seconds are usual. */
  search_lag_ms: z.int().min(0).max(600_000).default(2000),
  /** Multiplies every wait between webhook attempts: 0.001 runs Shopify's four hours of retries in 15 s. */
  webhook_time_scale: z.number().min(0).max(10).default(1),
  /** Time in X-Shopify-Triggered-At: whole seconds, or nanoseconds as newer API versions send it. */
  triggered_at_precision: z.enum(["second", "nanosecond"]).default("second"),
  /** "exact": 10.00; "trimmed": 10.0, the way GraphQL's Decimal often comes from Shopify. */
  graphql_decimals: z.enum(["exact", "trimmed"]).default("exact"),
  /** Cost points: https://shopify.dev/docs/api/usage/limits */
  cost_bucket_size: z.int().min(1).default(2000),
  cost_restore_per_second: z.number().min(0).default(100),
  cost_single_query_limit: z.int().min(1).default(1000),
  /** orderCreate on development and trial stores; https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderCreate */
  order_create_per_minute: z.int().min(0).default(5),
  /** shop/redact comes 48 h after app/uninstalled. */
  shop_redact_delay_ms: z
    .int()
    .min(0)
    .default(48 * 3600 * 1000),
});

export type Settings = z.infer<typeof settingsSchema>;

// Every event asks for settings; only this process writes them.
const known = new WeakMap<object, Settings>();

/** All settings, stored ones over the defaults. */
export function readSettings(ctx: SandboxContext): Settings {
  const settings = known.get(ctx.db) ?? loadSettings(ctx);
  known.set(ctx.db, settings);
  return settings;
}

function loadSettings(ctx: SandboxContext): Settings {
  const rows = ctx.db.prepare("SELECT name, value FROM setting").all() as { name: string; value: string }[];
  return settingsSchema.parse(Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value) as unknown])));
}

/** Stores the given settings; the others keep their values. Throws a ZodError for an unknown name or a bad value. */
export function writeSettings(ctx: SandboxContext, changes: Record<string, unknown>): Settings {
  const checked = settingsSchema.partial().parse(changes);
  const insert = ctx.db.prepare("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
  for (const name of Object.keys(changes)) insert.run(name, JSON.stringify(checked[name as keyof Settings]));
  known.delete(ctx.db);
  return readSettings(ctx);
}
