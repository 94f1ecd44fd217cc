/** What a merchant set about messages: a JSON document, read by its schema. */
import { DEFAULT_MESSAGE_SETTINGS, messageSettingsSchema, type MessageSettings } from "#app/domain/messages/settings.ts";
import type { Database, Tx } from "./database.ts";
import { writing } from "./either.ts";

const SUBJECT = "messages";

/** null: nothing was ever set, so that there are no messages at all. One look-up by key: also for the worker's hot path. */
export async function findMessageSettings(db: Database | Tx, merchantId: string): Promise<MessageSettings | null> {
  const key = { merchant_id: merchantId, subject: SUBJECT };
  const row =
    "write" in db
      ? await db.read
          .selectFrom("merchant_settings")
          .select("settings")
          .where("merchant_id", "=", merchantId)
          .where("subject", "=", SUBJECT)
          .executeTakeFirst()
      : await db.find("merchant_settings", key, ["settings"]);
  return row === undefined ? null : parse(row.settings);
}

export function saveMessageSettings(db: Database | Tx, merchantId: string, settings: MessageSettings, now: number): Promise<void> {
  const row = { merchant_id: merchantId, subject: SUBJECT, settings: JSON.stringify(settings), updated_at: now };
  return writing(db, (tx) => tx.upsert("merchant_settings", row, ["merchant_id", "subject"]));
}

/** What an older version wrote is completed with defaults; what cannot be read sends nothing. */
function parse(text: string): MessageSettings {
  const read = messageSettingsSchema.safeParse({ ...DEFAULT_MESSAGE_SETTINGS, ...(JSON.parse(text) as object) });
  return read.success ? read.data : { ...DEFAULT_MESSAGE_SETTINGS, is_enabled: false };
}
