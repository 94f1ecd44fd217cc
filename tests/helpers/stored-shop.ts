/** A database with one shop and a few stored deliveries that nobody has worked on, for tests of what an operator does with them. */
import type { Database } from "#app/data/database.ts";
import { storeReceipts } from "#app/inbox/store-receipts.server.ts";
import { saveEnvironmentCredential } from "#app/data/system/app-credentials.server.ts";
import { readEnv } from "#app/lib/env.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { openQueue } from "#app/queue/open-queue.server.ts";
import { insertConnection } from "./open-test-database.ts";
import { sampleOrderBody, signDelivery } from "./sample-deliveries.ts";

export const APP = { clientId: "test-client-id", secret: "test-client-secret-for-commands" };

export interface Shop {
  merchantId: string;
  connectionId: string;
  /** Stores a delivery; answers its id. @param receivedAt epoch ms */
  receive(topic: string, body: string, receivedAt?: number): Promise<number>;
}

export async function storedShop(db: Database, name = "cliff"): Promise<Shop> {
  const { merchantId, connectionId, shop } = await insertConnection(db, name);
  const queue = await openQueue({ db, clock: Date.now, workerId: "wrk_test", onError: () => undefined });
  let count = 0;
  return {
    merchantId,
    connectionId,
    async receive(topic, body, receivedAt = Date.now()) {
      const webhookId = `${name}-${++count}`;
      const { headers } = signDelivery(body, { shop, secret: APP.secret, topic, webhookId });
      const receipt = {
        channel: "shopify",
        account: shop,
        mode: "live" as const,
        topic,
        dedupeKey: webhookId,
        sourceEventId: null,
        triggeredAt: receivedAt,
        headers: JSON.stringify(headers),
        body: Buffer.from(body),
        receivedAt,
        isAlwaysAccepted: false,
      };
      const [outcome] = await db.write((tx) => storeReceipts(tx, queue, [receipt]));
      if (outcome?.kind !== "stored") throw new Error(`not stored: ${JSON.stringify(outcome)}`);
      return outcome.deliveryId;
    },
  };
}

/** A refund of a sample order: it names the order by its id alone. */
export const sampleRefundBody = (number: number): string =>
  JSON.stringify({
    id: 6_000_000_000 + number,
    order_id: 5_000_000_000 + number,
    created_at: "2026-01-01T13:00:00Z",
    note: null,
    refund_line_items: [],
    transactions: [],
    order_adjustments: [],
    refund_shipping_lines: [],
  });

export { sampleOrderBody };

/** A secret of the kind that is sealed in the database. @param encryptionKeys as in ENCRYPTION_KEYS */
export async function sealAppSecret(db: Database, encryptionKeys: string): Promise<void> {
  const box = createSecretBox(readEnv({ ENCRYPTION_KEYS: encryptionKeys }).ENCRYPTION_KEYS);
  await saveEnvironmentCredential(db, box, { channel: "shopify", ...APP, scopes: [] }, Date.now());
}
