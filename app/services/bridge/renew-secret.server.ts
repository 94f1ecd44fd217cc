/** A paired site gets a new signing secret; the one it has goes on for a day, so that nothing is refused while both sides change. */
import { writeAudit } from "#app/data/audit.server.ts";
import { findSite, updateSite } from "#app/data/bridge-sites.server.ts";
import { makeWebhookSecret } from "#app/lib/standard-webhooks.ts";
import type { ServiceContext } from "../context.server.ts";
import { OVERLAP_MS, sealSiteSecret } from "./site-secret.ts";

/**
 * @param isSignedByPrevious the site asks with the secret before: it never learned the answer of the last time. That secret stays the one
 * before, or a second lost answer would lock the site out.
 * @returns null: the site is gone meanwhile
 */
export function renewSecret(
  { db, box, clock }: Pick<ServiceContext, "db" | "box" | "clock">,
  merchantId: string,
  connectionId: string,
  isSignedByPrevious: boolean,
): Promise<string | null> {
  return db.write(async (tx) => {
    await tx.lock(`site-secret:${connectionId}`);
    const now = clock();
    const site = await findSite(tx, merchantId, connectionId);
    if (site === undefined) return null;
    const secret = makeWebhookSecret();
    await updateSite(tx, merchantId, connectionId, {
      secret_encrypted: sealSiteSecret(box, connectionId, secret),
      ...(!isSignedByPrevious && { previous_encrypted: site.secret_encrypted }),
      previous_until: now + OVERLAP_MS,
      updated_at: now,
    });
    const entry = {
      connectionId,
      kind: "command",
      actor: "merchant",
      action: "site_secret_renewed",
      entityType: "connection",
      entityId: connectionId,
    } as const;
    await writeAudit(tx, merchantId, entry, now);
    return secret;
  });
}
