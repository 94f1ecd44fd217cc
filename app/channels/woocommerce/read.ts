/** Asks the store's REST API, wc/v3, for the present state of one thing: `null` when it is gone or in the trash. */
import { failure, type Failure } from "#app/domain/failure.ts";
import type { Customer, InventoryLevel, Order, Product } from "#app/domain/events.ts";
import { check, readOrFail } from "#app/domain/unreadable.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ApiCall, ConnectionFacts } from "../contract.ts";
import { buildOrder, statusOf } from "./build-order.ts";
import { mapCustomer } from "./build-people.ts";
import { buildProduct, hasVariations, levelOf, STORE, type BuiltProduct } from "./build-product.ts";
import { orderPayload } from "./payloads/order.ts";
import { productPayload } from "./payloads/product.ts";
import { isDraft } from "./status-map.ts";

const PER_PAGE = 100;

/** null: the store answers that there is no such thing. */
async function get(call: ApiCall, path: string): Promise<Result<Record<string, unknown> | null, Failure>> {
  const answer = await call(`GET ${path}`, {});
  return !answer.ok && answer.error.class === "not_found" ? ok(null) : answer;
}

/** All pages of a list. */
async function list(call: ApiCall, path: string): Promise<Result<unknown[], Failure>> {
  const items: unknown[] = [];
  for (let page = 1; ; page++) {
    const answer = await call(`GET ${path}`, { per_page: PER_PAGE, page });
    if (!answer.ok) return answer;
    const { items: found, totalPages } = answer.value;
    if (!Array.isArray(found)) return err(failure("rejected", "body_unreadable", "The store did not answer with a list."));
    items.push(...(found as unknown[]));
    if (found.length === 0 || page >= (typeof totalPages === "number" ? totalPages : 1)) return ok(items);
  }
}

export async function readOrder(call: ApiCall, externalId: string, connection: ConnectionFacts): Promise<Result<Order | null, Failure>> {
  const answer = await get(call, `/orders/${externalId}`);
  if (!answer.ok || answer.value === null) return answer as Result<null, Failure>;
  const read = readOrFail(() => check(orderPayload, answer.value, "order"));
  if (!read.ok) return read;
  const payload = read.value;
  const status = statusOf(payload);
  if (status === "trash" || isDraft(status)) return ok(null);
  const named = payload.refunds ?? [];
  const refunds: Result<unknown[], Failure> = named.length === 0 ? ok([]) : await list(call, `/orders/${externalId}/refunds`);
  if (!refunds.ok) return refunds;
  // Two calls: when a refund came or went between them, neither answer is the whole.
  if (refunds.value.length !== named.length)
    return err(failure("transient", "order_keeps_changing", "The order's refunds changed while they were being read."));
  return readOrFail(() => buildOrder(payload, refunds.value, null, connection));
}

export async function readCustomer(call: ApiCall, externalId: string, connection: ConnectionFacts): Promise<Result<Customer | null, Failure>> {
  const answer = await get(call, `/customers/${externalId}`);
  if (!answer.ok || answer.value === null) return answer as Result<null, Failure>;
  return readOrFail(() => mapCustomer(answer.value, connection, null));
}

export async function readProductWithStock(
  call: ApiCall,
  externalId: string,
  connection: ConnectionFacts,
): Promise<Result<BuiltProduct | null, Failure>> {
  const answer = await get(call, `/products/${externalId}`);
  if (!answer.ok || answer.value === null) return answer as Result<null, Failure>;
  const read = readOrFail(() => check(productPayload, answer.value, "product"));
  if (!read.ok) return read;
  if (read.value.status === "trash" || read.value.type === "variation") return ok(null);
  const variations: Result<unknown[], Failure> = hasVariations(read.value) ? await list(call, `/products/${externalId}/variations`) : ok([]);
  if (!variations.ok) return variations;
  return readOrFail(() => buildProduct(read.value, variations.value, null, connection));
}

export async function readProduct(call: ApiCall, externalId: string, connection: ConnectionFacts): Promise<Result<Product | null, Failure>> {
  const read = await readProductWithStock(call, externalId, connection);
  return read.ok ? ok(read.value?.product ?? null) : read;
}

/** A variation is asked for by its own id: the store answers it as a product of type "variation". */
export async function readInventoryLevel(call: ApiCall, itemExternalId: string): Promise<Result<InventoryLevel | null, Failure>> {
  const answer = await get(call, `/products/${itemExternalId}`);
  if (!answer.ok || answer.value === null) return answer as Result<null, Failure>;
  return readOrFail(() => levelOf(check(productPayload, answer.value, "product")));
}

export const readLocations = () => Promise.resolve(ok([{ ...STORE, is_active: true }]));
