/**
 * What a body that cannot be interpreted seems to be about: enough that a search by order number finds the dead delivery, and nothing else is
 * made of it. Looks at the outermost object only, at a bounded part of the body, whether that is JSON to its end or not. Never throws.
 */
import type { Interpreted } from "../contract.ts";
import { orderRef } from "./build-order.ts";

export type Subject = Pick<Interpreted, "entityType" | "externalId" | "orderRef">;

/** Shopify writes an order's id and number before its lists; what comes later than this is not looked for. */
const LOOKED_AT_BYTES = 256 * 1024;
const WANTED = ["id", "name", "order_id", "inventory_item_id"] as const;

/** Null where the topic is unknown or the body gives no id. */
export function seemsAbout(topic: string, body: Uint8Array): Subject | null {
  const [kind] = topic.split("/", 1);
  const found = outermostScalars(body.subarray(0, LOOKED_AT_BYTES));
  const id = (name: (typeof WANTED)[number]) => /^[1-9]\d{0,19}$/.exec(found.get(name) ?? "")?.[0] ?? null;
  const about = (entityType: string, externalId: string | null, ref: string | null = null): Subject | null =>
    externalId === null && ref === null ? null : { entityType, externalId, orderRef: ref };
  // orders/edited speaks of an edit, with ids of its own.
  if (kind === "orders" && topic !== "orders/edited") return about("order", id("id"), numberIn(found.get("name")));
  if (kind === "refunds" || kind === "fulfillments" || kind === "fulfillment_events") return about("order", id("order_id"));
  if (kind === "customers" && /\/(create|update|delete)$/.test(topic)) return about("customer", id("id"));
  if (kind === "products") return about("product", id("id"));
  if (kind === "inventory_levels") return about("inventory", id("inventory_item_id"));
  return null;
}

/** An order's name as people write one; anything else could be anything. */
const numberIn = (name: string | undefined): string | null =>
  name !== undefined && name.length <= 50 && /^[^\p{C}\s]*\d[^\p{C}\s]*$/u.test(name) ? orderRef(name) : null;

/** The wanted fields of the outermost object whose values are texts or numbers, as text: as far as the bytes can be followed. */
function outermostScalars(bytes: Uint8Array): Map<string, string> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  const found = new Map<string, string>();
  // Texts (whole ones), numbers and brackets; all else between them says nothing here.
  const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\]:,]/g;
  let depth = 0;
  let key: string | null = null;
  let previous = "";
  for (const [token] of text.matchAll(tokens)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (token === ":" && depth === 1) key = unquoted(previous);
    else if (previous === ":" && depth === 1 && key !== null && (WANTED as readonly string[]).includes(key)) found.set(key, unquoted(token) ?? token);
    if (depth < 1 && token === "}") break;
    previous = token;
  }
  return found;
}

function unquoted(token: string): string | null {
  if (!token.startsWith('"')) return null;
  try {
    return JSON.parse(token) as string;
  } catch {
    return null;
  }
}
