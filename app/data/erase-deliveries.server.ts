/** Erases what was received: the raw body becomes a tombstone, the headers keep only what identifies the delivery. Dedupe keys stay. */
import type { Tx } from "./database.ts";

export const ERASED_BODY = new TextEncoder().encode('{"erased":true}');
const KEPT_HEADERS = /^(x-)?shopify-(topic|shop-domain|webhook-id|event-id|triggered-at|api-version)$|^content-type$/i;
const CHUNK = 500;

export interface ErasedDeliveries {
  count: number;
  /** SHA-256 of each body as it was received, for the proof. */
  bodySha256: string[];
}

/** Those already erased are not counted again. */
export async function eraseDeliveries(tx: Tx, merchantId: string, ids: readonly number[], now: number): Promise<ErasedDeliveries> {
  const erased: ErasedDeliveries = { count: 0, bodySha256: [] };
  for (let from = 0; from < ids.length; from += CHUNK) {
    const rows = await tx.sql
      .selectFrom("delivery_payloads as p")
      .innerJoin("deliveries as d", "d.id", "p.delivery_id")
      .select(["p.delivery_id", "p.headers", "d.body_sha256"])
      .where("p.merchant_id", "=", merchantId)
      .where("p.delivery_id", "in", ids.slice(from, from + CHUNK))
      .where("p.erased_at", "is", null)
      .execute();
    for (const row of rows) {
      await tx.update(
        "delivery_payloads",
        { headers: trimHeaders(row.headers), body: ERASED_BODY, erased_at: now },
        { delivery_id: row.delivery_id },
      );
      // An error's text may quote the body.
      await tx.update("deliveries", { error_message: null }, { id: row.delivery_id });
      await tx.update("attempts", { error_message: null }, { delivery_id: row.delivery_id });
      erased.bodySha256.push(row.body_sha256);
    }
    erased.count += rows.length;
  }
  return erased;
}

function trimHeaders(headers: string): string {
  const all = JSON.parse(headers) as Record<string, unknown>;
  return JSON.stringify(Object.fromEntries(Object.entries(all).filter(([name]) => KEPT_HEADERS.test(name))));
}

/** The next deliveries of a connection whose bodies are still there, oldest first. */
export async function listUnerasedDeliveries(tx: Tx, merchantId: string, connectionId: string, limit: number): Promise<number[]> {
  const rows = await tx.sql
    .selectFrom("delivery_payloads as p")
    .innerJoin("deliveries as d", "d.id", "p.delivery_id")
    .select("d.id")
    .where("p.merchant_id", "=", merchantId)
    .where("d.connection_id", "=", connectionId)
    .where("p.erased_at", "is", null)
    .orderBy("d.id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}
