/** What users meet as "Webhook verification failed": how often, why that may be, and what to do. */
import { countRefusedSignatures } from "#app/data/refused-signatures.server.ts";
import type { Database } from "#app/data/database.ts";
import { explainFailure } from "#app/domain/failure-catalogue.ts";

export interface RefusedSignatures {
  title: string;
  /** "3 webhooks that name your store were refused in the last 24 hours." */
  extent: string;
  cause: string;
  remedy: string;
}

const DAY_MS = 86_400_000;

/** null: none was refused. */
export async function presentRefusedSignatures(
  db: Database,
  merchantId: string,
  connectionId: string,
  now: number,
  channel: "woocommerce" | "shopify" = "woocommerce",
): Promise<RefusedSignatures | null> {
  const count = await countRefusedSignatures(db, merchantId, connectionId, now - DAY_MS);
  if (count === 0) return null;
  const { title, happened, remedy } = explainFailure("webhook_verification_failed");
  return {
    title,
    extent: `${count === 1 ? "1 webhook that names your store was" : `${count.toLocaleString("en-GB")} webhooks that name your store were`} refused in the last 24 hours.`,
    cause: happened,
    // The catalogue speaks to all; this page is one store's.
    remedy:
      channel === "shopify" ? remedy.replace(/WooCommerce: .*?(?=If you sent nothing)/, "") : remedy.replace(/^Shopify: .*?(?=WooCommerce: )/, ""),
  };
}
