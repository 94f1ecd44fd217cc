import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import type { RouteRequest } from "../http.ts";
import { wholeSecond } from "./dates.ts";
import { ensureWooTables } from "./tables.ts";
import type { WooStore } from "./types.ts";
import { queueDeliveries } from "./webhooks/queue.ts";
import type { StoreEvent } from "./webhooks/queue.ts";

export const WOO_VERSION = "10.2.4";
export const WORDPRESS_VERSION = "6.7";

/** One piece of work in one store: what happened in it is told to its webhooks when it is done. */
export interface StoreWork {
  ctx: SandboxContext;
  store: WooStore;
  /** This moment, in whole seconds. */
  at: number;
  /** In the order in which WooCommerce's hooks fired; one of a kind per thing. */
  events: StoreEvent[];
}

export function listStores(ctx: SandboxContext): WooStore[] {
  ensureWooTables(ctx);
  const rows = ctx.db.prepare("SELECT data FROM woo_store ORDER BY rowid").all() as { data: string }[];
  return rows.map((row) => JSON.parse(row.data) as WooStore);
}

export function findStore(ctx: SandboxContext, slug: string): WooStore | null {
  ensureWooTables(ctx);
  const row = ctx.db.prepare("SELECT data FROM woo_store WHERE slug = ?").get(slug) as { data: string } | undefined;
  return row ? (JSON.parse(row.data) as WooStore) : null;
}

export function requireStore(ctx: SandboxContext, slug: string): WooStore {
  const store = findStore(ctx, slug);
  if (!store) throw new Refusal(404, "store", `there is no WooCommerce store ${slug}`, "see GET /sandbox/woocommerce/state");
  return store;
}

export function saveStore(ctx: SandboxContext, store: WooStore): void {
  ensureWooTables(ctx);
  ctx.db
    .prepare("INSERT INTO woo_store (slug, data) VALUES (?, ?) ON CONFLICT (slug) DO UPDATE SET data = excluded.data")
    .run(store.slug, JSON.stringify(store));
}

/** The address of the store, no slash at the end: WordPress' home_url(). */
export const homeUrl = (ctx: SandboxContext, store: WooStore): string => `${ctx.storeOrigin}/woo/${store.slug}`;
export const restUrl = (ctx: SandboxContext, store: WooStore, path: string): string => `${homeUrl(ctx, store)}/wp-json/wc/v3/${path}`;

/** WordPress' is_ssl() behind a proxy that ends TLS, as wp-config.php is taught it there. Only this machine can ask, so the header is believed. */
export const isSsl = (request: RouteRequest): boolean => request.headers["x-forwarded-proto"] === "https";

export const startWork = (ctx: SandboxContext, store: WooStore): StoreWork => ({ ctx, store, at: wholeSecond(ctx.now()), events: [] });

/** Runs `act` in one transaction and queues what it told; nothing of either stays when it throws. */
export function inStore<T>(ctx: SandboxContext, store: WooStore, act: (work: StoreWork) => T): T {
  return ctx.db.transaction(() => {
    const work = startWork(ctx, store);
    const result = act(work);
    queueDeliveries(work.ctx, work.store.slug, work.events);
    return result;
  })();
}

/** Notes that something happened, once per kind and thing. */
export function tell(work: StoreWork, resource: StoreEvent["resource"], event: StoreEvent["event"], id: number): void {
  if (!work.events.some((known) => known.resource === resource && known.event === event && known.id === id))
    work.events.push({ resource, event, id });
}
