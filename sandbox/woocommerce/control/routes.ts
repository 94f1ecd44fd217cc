/** The sandbox's own JSON API of the stand-in WooCommerce, under /sandbox/woocommerce. */
import { z } from "zod";
import { parseInput } from "../../commerce/inputs.ts";
import type { SandboxContext } from "../../context.ts";
import { Refusal } from "../../http.ts";
import type { Route, RouteRequest } from "../../http.ts";
import { listWoo } from "../entities.ts";
import { readWooFaults, setWooFaults, wooFaultsSchema } from "../faults.ts";
import { createKey, listKeys, removeKey } from "../keys.ts";
import { productJson, variationJson, variationsOf } from "../products/product-json.ts";
import {
  deleteProduct,
  readProduct,
  readVariation,
  restoreProduct,
  trashProduct,
  updateProduct,
  updateVariation,
} from "../products/write-product.ts";
import { listWooCalls } from "../rest/calls.ts";
import { countOf, openStore } from "../seed/seed.ts";
import { PLAIN_STORE } from "../seed/stores.ts";
import { findStore, homeUrl, inStore, listStores, requireStore, saveStore } from "../store.ts";
import type { WooStore } from "../types.ts";
import { listDeliveries, listHooks, releaseDeliveries, saveHook } from "../webhooks/queue.ts";
import { orderControlRoutes, storeName } from "./orders.ts";

const storeSchema = z.strictObject({
  name: z.string().optional(),
  currency: z.string().length(3).optional(),
  decimals: z.int().min(0).max(4).optional(),
  gmt_offset: z.number().min(-12).max(14).optional(),
  timezone: z.string().optional(),
  country: z.string().optional(),
  state: z.string().optional(),
  calc_taxes: z.boolean().optional(),
  prices_include_tax: z.boolean().optional(),
  tax_rates: z
    .array(z.strictObject({ id: z.int(), country: z.string(), state: z.string(), rate: z.number(), name: z.string(), shipping: z.boolean() }))
    .optional(),
});
const keySchema = z.strictObject({ description: z.string().default(""), permissions: z.enum(["read", "write", "read_write"]).default("read_write") });
const statusSchema = z.strictObject({ store: storeName, slug: z.string().regex(/^[a-z0-9-]{1,17}$/), label: z.string().min(1) });
const stockSchema = z.strictObject({ store: storeName, quantity: z.int(), variation_id: z.int().optional() });

/** A store as GET /sandbox/woocommerce/state shows it: where it is, and the keys that were made for it. */
function storeState(ctx: SandboxContext, store: WooStore): object {
  const keys = listKeys(ctx, store.slug);
  return {
    slug: store.slug,
    name: store.name,
    url: homeUrl(ctx, store),
    currency: store.currency,
    decimals: store.decimals,
    gmt_offset: store.gmt_offset,
    custom_statuses: store.custom_statuses,
    consumer_key: keys[0]?.consumer_key ?? null,
    consumer_secret: keys[0]?.consumer_secret ?? null,
    keys: keys.map(({ id, description, permissions, consumer_key, consumer_secret, last_access }) => ({
      id,
      description,
      permissions,
      consumer_key,
      consumer_secret,
      last_access: last_access === null ? null : new Date(last_access).toISOString(),
    })),
    webhooks: listHooks(ctx, store.slug).map(({ id, name, topic, status, delivery_url, failure_count }) => ({
      id,
      name,
      topic,
      status,
      delivery_url,
      failure_count,
    })),
    orders: countOf(ctx, store, "order"),
    products: countOf(ctx, store, "product"),
    customers: countOf(ctx, store, "customer"),
  };
}

function changeStockOf(request: RouteRequest, ctx: SandboxContext): object {
  const { store: slug, quantity, variation_id } = parseInput(stockSchema, request.json());
  return inStore(ctx, requireStore(ctx, slug), (work) => {
    const product = readProduct(work, Number(request.params["id"]));
    if (!product) throw new Refusal(404, "id", `${slug} has no product ${request.params["id"]}`, "see GET /sandbox/woocommerce/products");
    const variation = variation_id === undefined ? null : readVariation(work, variation_id);
    if (variation_id !== undefined && variation?.product_id !== product.id)
      throw new Refusal(422, "variation_id", `product ${product.id} has no variation ${variation_id}`, "see GET /sandbox/woocommerce/products");
    const given = { manage_stock: true, stock_quantity: quantity };
    if (variation) return variationJson(ctx, work.store, updateVariation(work, product, variation, given));
    return productJson(ctx, work.store, updateProduct(work, product, given));
  });
}

const productSteps = { trash: trashProduct, restore: restoreProduct, delete: deleteProduct } as const;

const productStepRoutes: Route[] = Object.entries(productSteps).map(([name, act]) => ({
  method: "POST",
  pattern: `/sandbox/woocommerce/products/:id/${name}`,
  handle(request, ctx) {
    const { store } = parseInput(z.strictObject({ store: storeName }), request.json());
    return inStore(ctx, requireStore(ctx, store), (work) => {
      const product = readProduct(work, Number(request.params["id"]));
      if (!product) throw new Refusal(404, "id", `${store} has no product ${request.params["id"]}`, "see GET /sandbox/woocommerce/products");
      act(work, product);
      return { status: 200, body: { events: work.events } };
    });
  },
}));

const storeRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/sandbox/woocommerce/state",
    handle: (_request, ctx) => ({
      status: 200,
      body: { stores: listStores(ctx).map((store) => storeState(ctx, store)), faults: readWooFaults(ctx) },
    }),
  },
  {
    // A store of the test's own: empty, with keys.
    method: "PUT",
    pattern: "/sandbox/woocommerce/stores/:slug",
    handle: (request, ctx) => {
      const slug = request.params["slug"]!;
      if (!/^[a-z0-9-]{1,40}$/.test(slug)) throw new Refusal(422, "slug", "a store's name is small letters, digits and hyphens", "choose another");
      const known = findStore(ctx, slug);
      const changes = Object.fromEntries(Object.entries(parseInput(storeSchema, request.json())).filter(([, value]) => value !== undefined));
      const store: WooStore = { ...PLAIN_STORE, slug, ...known, ...changes };
      ctx.db.transaction(() => (known ? saveStore(ctx, store) : openStore(ctx, store)))();
      return { status: known ? 200 : 201, body: storeState(ctx, store) };
    },
  },
  {
    method: "POST",
    pattern: "/sandbox/woocommerce/stores/:slug/keys",
    handle(request, ctx) {
      const store = requireStore(ctx, request.params["slug"]!);
      const { description, permissions } = parseInput(keySchema, request.json());
      const { id, consumer_key, consumer_secret } = createKey(ctx, store.slug, description, permissions);
      return { status: 201, body: { key: { id, permissions, consumer_key, consumer_secret } } };
    },
  },
  {
    method: "DELETE",
    pattern: "/sandbox/woocommerce/stores/:slug/keys/:id",
    handle(request, ctx) {
      if (!removeKey(ctx, requireStore(ctx, request.params["slug"]!).slug, Number(request.params["id"])))
        throw new Refusal(404, "id", "there is no such key", "see GET /sandbox/woocommerce/state");
      return { status: 200, body: { deleted: true } };
    },
  },
];

const faultRoutes: Route[] = [
  { method: "GET", pattern: "/sandbox/woocommerce/faults", handle: (_request, ctx) => ({ status: 200, body: { faults: readWooFaults(ctx) } }) },
  {
    method: "POST",
    pattern: "/sandbox/woocommerce/faults",
    handle(request, ctx) {
      const faults = setWooFaults(ctx, parseInput(wooFaultsSchema, request.json()));
      // All of them: at once, also those that have nothing to send.
      if (faults.disable_hooks === true)
        for (const store of listStores(ctx)) for (const hook of listHooks(ctx, store.slug)) saveHook(ctx, { ...hook, status: "disabled" });
      return { status: 200, body: { faults } };
    },
  },
];

const catalogRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/sandbox/woocommerce/products",
    handle(request, ctx) {
      const store = requireStore(ctx, request.query.get("store") ?? "demo");
      const products = listWoo(ctx, store.slug, "product").map((product) => ({
        ...productJson(ctx, store, product),
        variation_list: variationsOf(ctx, store, product).map((variation) => variationJson(ctx, store, variation)),
      }));
      return { status: 200, body: { products } };
    },
  },
  {
    method: "POST",
    pattern: "/sandbox/woocommerce/products/:id/stock",
    handle: (request, ctx) => ({ status: 200, body: changeStockOf(request, ctx) }),
  },
  {
    // As a plugin registers one: from now on orders may have it.
    method: "POST",
    pattern: "/sandbox/woocommerce/statuses",
    handle(request, ctx) {
      const { store: slug, slug: status, label } = parseInput(statusSchema, request.json());
      const store = requireStore(ctx, slug);
      const custom_statuses = { ...store.custom_statuses, [status]: label };
      saveStore(ctx, { ...store, custom_statuses });
      return { status: 201, body: { custom_statuses } };
    },
  },
];

const readLimit = (request: RouteRequest): number => Math.min(Number(request.query.get("limit") ?? 200) || 200, 1000);

const trafficRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/sandbox/woocommerce/deliveries",
    handle(request, ctx) {
      const hook = request.query.get("webhook_id");
      const filter = {
        store: request.query.get("store") ?? undefined,
        webhookId: hook === null ? undefined : Number(hook),
        limit: readLimit(request),
      };
      const deliveries = listDeliveries(ctx, filter).map(({ created_at, sent_at, due_at: _due, faults_applied: _faults, ...delivery }) => ({
        ...delivery,
        created_at: new Date(created_at).toISOString(),
        sent_at: sent_at === null ? null : new Date(sent_at).toISOString(),
      }));
      return { status: 200, body: { deliveries } };
    },
  },
  {
    // What waits (delay_ms, reorder) is sent now, as when Action Scheduler gets its turn.
    method: "POST",
    pattern: "/sandbox/woocommerce/deliveries/send",
    handle(_request, ctx) {
      releaseDeliveries(ctx);
      return { status: 202, body: {} };
    },
  },
  {
    method: "GET",
    pattern: "/sandbox/woocommerce/requests",
    handle: (request, ctx) => ({ status: 200, body: { requests: listWooCalls(ctx, readLimit(request)) } }),
  },
];

export const wooControlRoutes: Route[] = [
  ...storeRoutes,
  ...faultRoutes,
  ...catalogRoutes,
  ...productStepRoutes,
  ...orderControlRoutes,
  ...trafficRoutes,
];
