/** The secret that a paired site signs with, sealed for its row. */
import type { BridgeSite } from "#app/data/bridge-sites.server.ts";
import type { SecretBox } from "#app/lib/secret-box.ts";

/** Both sides change over within this. */
export const OVERLAP_MS = 24 * 3_600_000;

/** Bound to its row, as data/system/sealed-values.server.ts says. */
const contextOf = (connectionId: string): string => `site:${connectionId}`;

export const sealSiteSecret = (box: SecretBox, connectionId: string, secret: string): string => box.seal(secret, contextOf(connectionId));

/** The secrets that are good now, the current one first. */
export function openSiteSecrets(
  box: SecretBox,
  site: Pick<BridgeSite, "connection_id" | "secret_encrypted" | "previous_encrypted" | "previous_until">,
  now: number,
): string[] {
  const open = (sealed: string) => box.open(sealed, contextOf(site.connection_id));
  const hasPrevious = site.previous_encrypted !== null && site.previous_until !== null && site.previous_until > now;
  return [open(site.secret_encrypted), ...(hasPrevious ? [open(site.previous_encrypted as string)] : [])];
}
