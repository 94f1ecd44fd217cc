import { z } from "zod";
import { setAvailable, idMaker } from "../commerce/commit.ts";
import { deleteCustomer, saveCustomer } from "../commerce/customers.ts";
import type { CustomerChanges } from "../commerce/customers.ts";
import { amountIn, idText, parseInput } from "../commerce/inputs.ts";
import { deleteProduct, saveProduct } from "../commerce/products.ts";
import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import type { Route } from "../http.ts";
import { createPrng } from "../shop/prng.ts";
import { buildProduct } from "../shop/seed-products.ts";
import { DEMO_DOMAIN } from "../shop/seed.ts";
import type { Product, Shop } from "../shop/types.ts";
import { listEntities, readEntity } from "../store/entities.ts";
import { listLevels, writeLevel } from "../store/inventory.ts";
import { requireShop } from "../store/shops.ts";
import { shopOf } from "./find-shop.ts";

const shopField = z.string().default(DEMO_DOMAIN);
const productFields = z.strictObject({
  title: z.string().min(1).max(255).optional(),
  price: z.union([z.string(), z.number()]).optional(),
  vendor: z.string().optional(),
  product_type: z.string().optional(),
  tags: z.array(z.string()).optional(),
  status: z.enum(["active", "draft", "archived"]).optional(),
  sku: z.string().optional(),
});
const createProductSchema = productFields.extend({ shop: shopField, title: z.string().min(1).max(255) });
const stockSchema = z.strictObject({
  location_id: idText.optional(),
  variant_id: idText.optional(),
  available: z.int().min(-1_000_000).max(1_000_000),
});
const customerFields = z.strictObject({
  email: z.email().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  phone: z.string().nullish(),
  note: z.string().nullish(),
  tags: z.array(z.string()).optional(),
});
const createCustomerSchema = customerFields.extend({ shop: shopField, email: z.email() });

function loadProduct(ctx: SandboxContext, id: string): { shop: Shop; product: Product } {
  const shop = requireShop(ctx, shopOf(ctx, "Product", id, "/sandbox/products"));
  return { shop, product: readEntity(ctx, shop.domain, "Product", id)! };
}

function withLevels(ctx: SandboxContext, shop: Shop, product: Product): object {
  return {
    ...product,
    variants: product.variants.map((variant) => ({ ...variant, levels: listLevels(ctx, shop.domain, { inventoryItemId: variant.inventoryItemId }) })),
  };
}

function applyFields(product: Product, input: z.infer<typeof productFields>, currency: string): Product {
  const price = input.price === undefined ? undefined : amountIn(input.price, currency, "price");
  const variants = product.variants.map((variant, index) => ({
    ...variant,
    price: price ?? variant.price,
    sku: index === 0 && input.sku !== undefined ? input.sku : variant.sku,
  }));
  return {
    ...product,
    variants,
    title: input.title ?? product.title,
    vendor: input.vendor ?? product.vendor,
    productType: input.product_type ?? product.productType,
    tags: input.tags ?? product.tags,
    status: (input.status?.toUpperCase() as Product["status"] | undefined) ?? product.status,
  };
}

function toCustomerChanges(input: z.infer<typeof customerFields>): CustomerChanges {
  const changes: CustomerChanges = {};
  if (input.email !== undefined) changes.email = input.email;
  if (input.first_name !== undefined) changes.firstName = input.first_name;
  if (input.last_name !== undefined) changes.lastName = input.last_name;
  if (input.phone !== undefined) changes.phone = input.phone;
  if (input.note !== undefined) changes.note = input.note;
  if (input.tags !== undefined) changes.tags = input.tags;
  return changes;
}

const list = (what: "products" | "customers" | "locations", kind: "Product" | "Customer" | "Location"): Route => ({
  method: "GET",
  pattern: `/sandbox/${what}`,
  handle(request, ctx) {
    const shop = requireShop(ctx, request.query.get("shop") ?? DEMO_DOMAIN);
    const entities = listEntities(ctx, shop.domain, kind);
    return { status: 200, body: { [what]: kind === "Product" ? entities.map((entity) => withLevels(ctx, shop, entity as Product)) : entities } };
  },
});

export const catalogRoutes: Route[] = [
  list("products", "Product"),
  list("customers", "Customer"),
  list("locations", "Location"),
  {
    method: "POST",
    pattern: "/sandbox/products",
    handle: (request, ctx) =>
      ctx.db.transaction(() => {
        const { shop: domain, ...input } = parseInput(createProductSchema, request.json());
        const shop = requireShop(ctx, domain);
        const at = Math.floor(ctx.now() / 1000) * 1000;
        const spec = {
          title: input.title,
          type: "Other",
          vendor: "Crossdock Demo",
          price: 1000,
          options: [[{ name: "Title", value: "Default Title" }]],
          isGiftCard: false,
          createdAt: at,
        };
        const made = applyFields(buildProduct(spec, createPrng(at), idMaker(ctx)), input, shop.currency);
        for (const location of listEntities(ctx, domain, "Location"))
          writeLevel(ctx, domain, { inventoryItemId: made.variants[0]!.inventoryItemId, locationId: location.id, available: 0, updatedAt: at });
        return { status: 201, body: saveProduct(ctx, shop, made, "products/create") };
      })(),
  },
  {
    method: "POST",
    pattern: "/sandbox/products/:id/update",
    handle: (request, ctx) =>
      ctx.db.transaction(() => {
        const { shop, product } = loadProduct(ctx, request.params["id"]!);
        return {
          status: 200,
          body: saveProduct(ctx, shop, applyFields(product, parseInput(productFields, request.json()), shop.currency), "products/update"),
        };
      })(),
  },
  {
    method: "POST",
    pattern: "/sandbox/products/:id/delete",
    handle: (request, ctx) =>
      ctx.db.transaction(() => {
        const { shop, product } = loadProduct(ctx, request.params["id"]!);
        return { status: 200, body: { product: { id: product.id }, webhooks: deleteProduct(ctx, shop, product) } };
      })(),
  },
  {
    method: "POST",
    pattern: "/sandbox/products/:id/stock",
    handle: (request, ctx) =>
      ctx.db.transaction(() => {
        const { shop, product } = loadProduct(ctx, request.params["id"]!);
        const input = parseInput(stockSchema, request.json());
        const variant = input.variant_id ? product.variants.find((each) => each.id === input.variant_id) : product.variants[0];
        if (!variant) throw new Refusal(422, "variant_id", `${product.title} has no variant ${input.variant_id}`, "see GET /sandbox/products");
        const locationId = input.location_id ?? listEntities(ctx, shop.domain, "Location")[0]?.id;
        if (!locationId || !readEntity(ctx, shop.domain, "Location", locationId))
          throw new Refusal(422, "location_id", `${shop.domain} has no location ${locationId}`, "see GET /sandbox/locations");
        const webhooks = setAvailable(ctx, shop, variant.inventoryItemId, locationId, input.available);
        return {
          status: 200,
          body: {
            level: { inventory_item_id: variant.inventoryItemId, variant_id: variant.id, location_id: locationId, available: input.available },
            webhooks,
          },
        };
      })(),
  },
  {
    method: "POST",
    pattern: "/sandbox/customers",
    handle: (request, ctx) =>
      ctx.db.transaction(() => {
        const { shop, ...input } = parseInput(createCustomerSchema, request.json());
        return { status: 201, body: saveCustomer(ctx, requireShop(ctx, shop), null, toCustomerChanges(input)) };
      })(),
  },
  {
    method: "POST",
    pattern: "/sandbox/customers/:id/:verb",
    handle: (request, ctx) =>
      ctx.db.transaction(() => {
        const { id, verb } = request.params as { id: string; verb: string };
        const shop = requireShop(ctx, shopOf(ctx, "Customer", id, "/sandbox/customers"));
        const customer = readEntity(ctx, shop.domain, "Customer", id)!;
        if (verb === "delete") return { status: 200, body: { customer: { id }, webhooks: deleteCustomer(ctx, shop, customer) } };
        if (verb !== "update") throw new Refusal(404, "path", `a customer cannot be ${verb}`, "use update or delete");
        return { status: 200, body: saveCustomer(ctx, shop, customer, toCustomerChanges(parseInput(customerFields, request.json()))) };
      })(),
  },
];
