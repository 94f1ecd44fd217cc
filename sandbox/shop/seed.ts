import { idMaker } from "../commerce/commit.ts";
import type { SandboxContext } from "../context.ts";
import { saveEntity } from "../store/entities.ts";
import { writeLevel } from "../store/inventory.ts";
import { listShops, saveShop } from "../store/shops.ts";
import { createPrng } from "./prng.ts";
import { buildCustomers } from "./seed-people.ts";
import { buildOrders } from "./seed-orders.ts";
import { buildLocations, buildProducts } from "./seed-products.ts";
import type { Shop } from "./types.ts";

export const DEMO_DOMAIN = "demo-shop.myshopify.com";
export const EMPTY_DOMAIN = "empty-shop.myshopify.com";
const SEED = 20261121;
const DAY = 86_400_000;

/**
 * Fills the two shops at the first start of a DATA_DIR. The same seed gives the same ids, people and amounts everywhere;
 * only the dates move with the first start (whole hours), so that no order is older than the 60 days an app may read.
 */
export function seedShops(ctx: SandboxContext): void {
  if (listShops(ctx).length > 0) return;
  ctx.db.transaction(() => {
    const endAt = Math.floor(ctx.now() / 3_600_000) * 3_600_000;
    const demo = buildShop(DEMO_DOMAIN, "69042383914", "Demo Shop", endAt - 400 * DAY);
    saveShop(ctx, demo);
    saveShop(ctx, buildShop(EMPTY_DOMAIN, "69042383977", "Empty Shop", endAt - DAY));
    fillShop(ctx, demo, endAt);
    for (const location of buildLocations(endAt - DAY, idMaker(ctx)).slice(0, 1))
      saveEntity(ctx, EMPTY_DOMAIN, "Location", location, { searchableAtOnce: true });
  })();
}

function buildShop(domain: string, id: string, name: string, createdAt: number): Shop {
  return {
    id,
    domain,
    name,
    email: "owner@example.com",
    currency: "USD",
    ianaTimezone: "America/New_York",
    countryCode: "US",
    taxesIncluded: false,
    createdAt,
    updatedAt: createdAt,
    protectedCustomerData: true,
  };
}

function fillShop(ctx: SandboxContext, shop: Shop, endAt: number): void {
  const newId = idMaker(ctx);
  const random = createPrng(SEED);
  const atOnce = { searchableAtOnce: true };
  const locations = buildLocations(endAt - 300 * DAY, newId);
  const products = buildProducts(random, endAt - 200 * DAY, newId);
  const customers = buildCustomers(40, random, endAt - 180 * DAY, newId);
  for (const location of locations) saveEntity(ctx, shop.domain, "Location", location, atOnce);
  for (const product of products) saveEntity(ctx, shop.domain, "Product", product, atOnce);
  for (const customer of customers) saveEntity(ctx, shop.domain, "Customer", customer, atOnce);
  for (const variant of products.flatMap((product) => product.variants.filter((each) => each.tracked)))
    for (const location of locations)
      writeLevel(ctx, shop.domain, {
        inventoryItemId: variant.inventoryItemId,
        locationId: location.id,
        available: random.int(0, 120),
        updatedAt: endAt - 60 * DAY,
      });
  for (const order of buildOrders(shop, customers, products, 120, random, endAt, newId)) saveEntity(ctx, shop.domain, "Order", order, atOnce);
  // The next order placed continues the numbers.
  ctx.db.prepare("INSERT INTO counter (name, value) VALUES (?, '1120')").run(`order-number:${shop.domain}`);
}
