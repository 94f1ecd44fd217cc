/** Applies a product with its variants: the newer version wins, a tie asks the source. */
import type { Product } from "#app/domain/events.ts";
import { compareVersions } from "#app/domain/version.ts";
import { newId } from "#app/lib/ids.ts";
import { writeChildren } from "./children.server.ts";
import { contentSha256 } from "./content-hash.ts";
import { applied, isReadOvertaken, stale, unchanged, type Applied, type ApplyContext, type Via } from "./context.ts";
import { diffRow } from "./diff.ts";
import { recordChange } from "./record-change.server.ts";
import { requestRead } from "./request-read.server.ts";
import { lookForTombstone } from "./tombstones.server.ts";

export async function applyProduct(ctx: ApplyContext, product: Product, via: Via, isExact: boolean = false): Promise<Applied> {
  const { tx, connection } = ctx;
  await tx.lock(`${connection.id}|product|${product.external_id}`);
  const tombstone = await lookForTombstone(ctx, {
    entity: "product",
    externalId: product.external_id,
    updatedAt: product.source_updated_at,
    isExact,
    via,
  });
  if (tombstone === "gone") return stale;
  const stored = await tx.find("products", { connection_id: connection.id, external_id: product.external_id });
  const { variants, external_id, tags, ...columns } = product;
  const sha256 = ctx.hashes?.get(product) ?? contentSha256(product);
  const versioned = { ...columns, tags: JSON.stringify(tags), triggered_at: ctx.triggeredAt, content_sha256: sha256, updated_at: ctx.now };
  if (stored !== undefined && tombstone !== "back") {
    const comparison = compareVersions(
      { sourceUpdatedAt: stored.source_updated_at, triggeredAt: stored.triggered_at, contentSha256: stored.content_sha256 },
      { sourceUpdatedAt: product.source_updated_at, triggeredAt: ctx.triggeredAt, contentSha256: sha256 },
    );
    if (comparison === "same") return unchanged;
    if (comparison === "older") return stale;
    if (comparison === "tie" && (via !== "read" || isReadOvertaken(ctx, stored))) {
      await requestRead(ctx, "product", external_id, { reason: "two different states with the same time" });
      return unchanged;
    }
  }
  const productId = stored?.id ?? newId("prd", ctx.now);
  const owner = { merchant_id: connection.merchant_id, connection_id: connection.id };
  if (stored === undefined) await tx.insert("products", { ...versioned, ...owner, id: productId, external_id, created_at: ctx.now });
  else await tx.update("products", tombstone === "back" ? { ...versioned, deleted_at: null } : versioned, { id: productId });
  const changes = stored === undefined ? [] : diffRow(stored, versioned);
  if (stored !== undefined && tombstone === "back") changes.push({ field: "deleted", before: true, after: null });
  changes.push(
    ...(await writeChildren(tx, {
      table: "variants",
      of: { product_id: productId },
      label: "variants",
      missing: "remove",
      isNew: stored === undefined,
      desired: variants.map((variant) => ({ id: `${productId}/variant/${variant.external_id}`, ...owner, product_id: productId, ...variant })),
    })),
  );
  await recordChange(ctx, stored === undefined ? "created" : "updated", "product", productId, changes);
  return applied(1 + variants.length);
}
