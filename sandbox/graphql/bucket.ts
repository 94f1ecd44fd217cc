import type { SandboxContext } from "../context.ts";
import { readSettings } from "../store/settings.ts";

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** The leaky bucket of one shop for the app: https://shopify.dev/docs/api/usage/limits */
export function readBucket(ctx: SandboxContext, shop: string): ThrottleStatus {
  const settings = readSettings(ctx);
  const row = ctx.db.prepare("SELECT available, at FROM cost_bucket WHERE shop = ?").get(shop) as { available: number; at: number } | undefined;
  const restored = row ? row.available + (Math.max(0, ctx.now() - row.at) / 1000) * settings.cost_restore_per_second : settings.cost_bucket_size;
  return {
    maximumAvailable: settings.cost_bucket_size,
    currentlyAvailable: Math.floor(Math.min(settings.cost_bucket_size, restored)),
    restoreRate: settings.cost_restore_per_second,
  };
}

/** Takes points out; returns the bucket afterwards. */
export function takeFromBucket(ctx: SandboxContext, shop: string, cost: number): ThrottleStatus {
  const before = readBucket(ctx, shop);
  const available = Math.max(0, before.currentlyAvailable - cost);
  ctx.db.prepare("INSERT OR REPLACE INTO cost_bucket (shop, available, at) VALUES (?, ?, ?)").run(shop, available, ctx.now());
  return { ...before, currentlyAvailable: available };
}
