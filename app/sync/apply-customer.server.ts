/** Applies a customer: the newer version wins, a tie asks the source. */
import type { Customer } from "#app/domain/events.ts";
import { compareVersions } from "#app/domain/version.ts";
import { newId } from "#app/lib/ids.ts";
import { contentSha256 } from "./content-hash.ts";
import { applied, isReadOvertaken, stale, unchanged, type Applied, type ApplyContext, type Via } from "./context.ts";
import { diffRow } from "./diff.ts";
import { customerWithoutPersonalData } from "./personal-data.ts";
import { recordChange } from "./record-change.server.ts";
import { requestRead } from "./request-read.server.ts";
import { lookForTombstone } from "./tombstones.server.ts";

function customerColumns(customer: Customer) {
  const { external_id: _, tags, ...columns } = customer;
  return { ...columns, tags: JSON.stringify(tags) };
}

/** @returns what became of it, and our id of the customer (null when the source has deleted it). */
export async function applyCustomer(
  ctx: ApplyContext,
  given: Customer,
  via: Via,
  isExact: boolean = false,
): Promise<{ result: Applied; customerId: string | null }> {
  const { tx, connection } = ctx;
  await tx.lock(`${connection.id}|customer|${given.external_id}`);
  const stored = await tx.find("customers", { connection_id: connection.id, external_id: given.external_id });
  const tombstone =
    stored === undefined || stored.deleted_at !== null
      ? await lookForTombstone(ctx, { entity: "customer", externalId: given.external_id, updatedAt: given.source_updated_at, isExact, via })
      : "none";
  if (stored === undefined && tombstone === "gone") return { result: stale, customerId: null };
  const customer = stored?.erased_at ? customerWithoutPersonalData(given) : given;
  const sha256 = ctx.hashes?.get(customer) ?? contentSha256(customer);
  const versioned = { ...customerColumns(customer), triggered_at: ctx.triggeredAt, content_sha256: sha256, updated_at: ctx.now };
  if (stored === undefined) {
    const id = newId("cus", ctx.now);
    await tx.insert("customers", {
      ...versioned,
      id,
      merchant_id: connection.merchant_id,
      connection_id: connection.id,
      external_id: customer.external_id,
      created_at: ctx.now,
    });
    await recordChange(ctx, "created", "customer", id, []);
    return { result: applied(), customerId: id };
  }
  const comparison = compareVersions(
    { sourceUpdatedAt: stored.source_updated_at, triggeredAt: stored.triggered_at, contentSha256: stored.content_sha256 },
    { sourceUpdatedAt: customer.source_updated_at, triggeredAt: ctx.triggeredAt, contentSha256: sha256 },
  );
  if (tombstone === "back") {
    await tx.update("customers", { ...versioned, deleted_at: null }, { id: stored.id });
    await recordChange(ctx, "updated", "customer", stored.id, [...diffRow(stored, versioned), { field: "deleted", before: true, after: null }]);
    return { result: applied(), customerId: stored.id };
  }
  const isRefused = comparison === "older" || stored.deleted_at !== null;
  if (comparison === "same") return { result: unchanged, customerId: stored.id };
  if (isRefused) return { result: stale, customerId: stored.id };
  if (comparison === "tie" && (via !== "read" || isReadOvertaken(ctx, stored))) {
    await requestRead(ctx, "customer", customer.external_id, { reason: "two different states with the same time" });
    return { result: unchanged, customerId: stored.id };
  }
  await tx.update("customers", versioned, { id: stored.id });
  await recordChange(ctx, "updated", "customer", stored.id, diffRow(stored, versioned));
  return { result: applied(), customerId: stored.id };
}
