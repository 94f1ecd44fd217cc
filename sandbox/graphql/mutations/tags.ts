import { commitOrder } from "../../commerce/commit.ts";
import { saveCustomer } from "../../commerce/customers.ts";
import { touch } from "../../commerce/happening.ts";
import { saveProduct } from "../../commerce/products.ts";
import { Refusal } from "../../http.ts";
import { readEntity } from "../../store/entities.ts";
import { parseGid } from "../../store/ids.ts";
import { hasAnyScope } from "../../webhooks/topics.ts";
import { accessDenied, notSupported } from "../errors.ts";
import { nodeByGid } from "../nodes.ts";
import type { GraphqlRequest } from "../request.ts";
import type { MutationDefinition } from "./define.ts";

const WRITE_SCOPES: Record<string, string> = { Order: "write_orders", Customer: "write_customers", Product: "write_products" };

const tagsAdd: MutationDefinition = {
  name: "tagsAdd",
  run(request, args) {
    const gid = String(args["id"]);
    const parsed = parseGid(gid);
    const scope = parsed ? WRITE_SCOPES[parsed.kind] : undefined;
    if (!parsed || !scope) throw notSupported(`tagsAdd on ${gid}`);
    if (!hasAnyScope([scope], request.scopes)) throw accessDenied("tagsAdd", [scope]);
    // One string may hold several tags, divided by commas.
    const tags = (args["tags"] as string[])
      .flatMap((each) => each.split(","))
      .map((tag) => tag.trim())
      .filter(Boolean);
    addTags(request, parsed.kind, parsed.id, tags);
    return { values: { gid }, userErrors: [] };
  },
  present: (request, record) => ({ node: record.values ? nodeByGid(request, String(record.values["gid"])) : null }),
};

function addTags(request: GraphqlRequest, kind: string, id: string, tags: string[]): void {
  const { ctx, shop } = request;
  const merge = (old: string[]) => [...new Set([...old, ...tags])].sort();
  const missing = () => new Refusal(404, "id", `${kind} does not exist`, "");
  if (kind === "Order") {
    const order = readEntity(ctx, shop.domain, "Order", id);
    if (!order) throw missing();
    order.tags = merge(order.tags);
    touch(order, ctx.now());
    commitOrder(ctx, shop, order, { happenings: [{ topic: "orders/updated" }], stock: [] });
  } else if (kind === "Customer") {
    const customer = readEntity(ctx, shop.domain, "Customer", id);
    if (!customer) throw missing();
    saveCustomer(ctx, shop, customer, { tags: merge(customer.tags) });
  } else {
    const product = readEntity(ctx, shop.domain, "Product", id);
    if (!product) throw missing();
    saveProduct(ctx, shop, { ...product, tags: merge(product.tags) }, "products/update");
  }
}

export const tagMutations: MutationDefinition[] = [tagsAdd];
