import type { SandboxContext } from "../../context.ts";
import { createPrng } from "../../shop/prng.ts";
import type { Prng } from "../../shop/prng.ts";
import { createCoupon } from "../coupons/routes.ts";
import { createCustomer } from "../customers/routes.ts";
import { formatDecimal } from "../decimals.ts";
import { listWoo } from "../entities.ts";
import { createKey } from "../keys.ts";
import { createProduct, createVariation } from "../products/write-product.ts";
import { listStores, saveStore } from "../store.ts";
import type { StoreWork } from "../store.ts";
import { ensureWooTables } from "../tables.ts";
import type { WooProduct, WooStore } from "../types.ts";
import { SEED_PRODUCTS } from "./goods.ts";
import { seedOrders } from "./orders.ts";
import { seedPerson } from "./people.ts";
import { DEMO_STORE, YEN_STORE } from "./stores.ts";

const DAY = 86_400_000;
const SEED = 20261121;

/** Fills the two stores at the first start of a DATA_DIR: the same everywhere but for the times, which end with the first start. */
export function seedStores(ctx: SandboxContext): void {
  if (listStores(ctx).length > 0) return;
  ctx.db.transaction(() => {
    openStore(ctx, DEMO_STORE);
    openStore(ctx, YEN_STORE);
    fillStore(ctx, DEMO_STORE, { products: SEED_PRODUCTS.length, customers: 30, orders: 80 });
    fillStore(ctx, YEN_STORE, { products: 12, customers: 8, orders: 15 });
  })();
}

/** A new store with its keys: one that may do everything, one that may only read. */
export function openStore(ctx: SandboxContext, store: WooStore): void {
  saveStore(ctx, store);
  ensureWooTables(ctx);
  const start = ctx.db.prepare("INSERT INTO woo_counter (store, name, value) VALUES (?, ?, ?)");
  // WordPress' own pages and its administrator came first.
  start.run(store.slug, "post", 10);
  start.run(store.slug, "user", 1);
  createKey(ctx, store.slug, "sandbox", "read_write");
  createKey(ctx, store.slug, "sandbox, reads only", "read");
}

function fillStore(ctx: SandboxContext, store: WooStore, count: { products: number; customers: number; orders: number }): void {
  const random = createPrng(SEED);
  const endAt = Math.floor(ctx.now() / 3_600_000) * 3_600_000;
  const at = (daysAgo: number): StoreWork => ({ ctx, store, at: endAt - Math.round(daysAgo * DAY), events: [] });
  for (const [index] of SEED_PRODUCTS.slice(0, count.products).entries()) seedProduct(at(180 - index / 100), index, random);
  const country = store.slug === "yen" ? "JP" : undefined;
  for (let index = 0; index < count.customers; index++) {
    const person = seedPerson(index, country);
    const { email: _email, ...shipping } = person;
    createCustomer(at(150 - index), { email: person.email, first_name: person.first_name, last_name: person.last_name, billing: person, shipping });
  }
  createCoupon(at(140), { code: "welcome10", discount_type: "percent", amount: 10 });
  createCoupon(at(140), { code: "fiver", discount_type: "fixed_cart", amount: store.decimals === 0 ? 500 : 5 });
  seedOrders({ ctx, store, random, endAt, count: count.orders, country });
}

/** One product with its variations; in a currency without decimals a price is a hundred times as many. */
function seedProduct(work: StoreWork, index: number, random: Prng): WooProduct {
  const { store } = work;
  const seed = SEED_PRODUCTS[index]!;
  const price = (value: number): string => formatDecimal(store.decimals === 0 ? value * 100 : value, store.decimals);
  const code = seed.name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "")
    .slice(0, 8);
  const options = seed.options ?? [];
  const counted = seed.isUncounted ? {} : { manage_stock: true };
  const sellable = { regular_price: price(seed.price), ...(seed.off ? { sale_price: price(seed.price * (1 - seed.off / 100)) } : {}) };
  const product = createProduct(work, {
    name: seed.name,
    sku: code,
    type: options.length > 0 ? "variable" : "simple",
    description: `${seed.name}, from the demo store.`,
    virtual: seed.isVirtual === true,
    attributes: options.map(({ name, values }, position) => ({ name, position, visible: true, variation: true, options: values })),
    ...(options.length === 0 ? { ...sellable, ...counted, stock_quantity: random.int(8, 160) } : {}),
  });
  for (const choice of choicesOf(options))
    createVariation(work, product, {
      ...sellable,
      ...counted,
      sku: [code, ...choice.map(({ option }) => option.toUpperCase().slice(0, 4))].join("-"),
      stock_quantity: random.int(3, 60),
      attributes: choice,
    });
  return product;
}

/** Every combination of the options. */
function choicesOf(options: readonly { name: string; values: readonly string[] }[]): { name: string; option: string }[][] {
  if (options.length === 0) return [];
  return options.reduce<{ name: string; option: string }[][]>(
    (choices, { name, values }) => choices.flatMap((choice) => values.map((option) => [...choice, { name, option }])),
    [[]],
  );
}

export const countOf = (ctx: SandboxContext, store: WooStore, kind: "order" | "product" | "customer"): number =>
  listWoo(ctx, store.slug, kind).length;
