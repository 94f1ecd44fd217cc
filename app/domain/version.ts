/** Which of two states of one entity is the newer (architecture.md, rule 2): the source's updated time, then the trigger time. */

export interface Version {
  /** Epoch ms; Shopify's has whole seconds. */
  sourceUpdatedAt: number | null;
  /** Epoch ms; null when the source does not say. */
  triggeredAt: number | null;
  contentSha256: string;
}

/** "tie": both times leave it open and the contents differ, so the source has to be asked. */
export type Comparison = "newer" | "same" | "older" | "tie";

/** @returns how `incoming` stands to `stored`. */
export function compareVersions(stored: Version, incoming: Version): Comparison {
  if (incoming.contentSha256 === stored.contentSha256) return "same";
  const byUpdate = (incoming.sourceUpdatedAt ?? 0) - (stored.sourceUpdatedAt ?? 0);
  if (byUpdate !== 0) return byUpdate > 0 ? "newer" : "older";
  if (incoming.triggeredAt === null || stored.triggeredAt === null) return "tie";
  const byTrigger = incoming.triggeredAt - stored.triggeredAt;
  return byTrigger === 0 ? "tie" : byTrigger > 0 ? "newer" : "older";
}
