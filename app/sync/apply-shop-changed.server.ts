/** The shop's own facts changed: name, currency, country, time zone. */
import { readSettings, updateConnection } from "#app/data/connections.server.ts";
import { getMerchant, saveMerchant } from "#app/data/merchants.server.ts";
import type { CanonicalEvent } from "#app/domain/events.ts";
import { applied, stale, unchanged, type Applied, type ApplyContext } from "./context.ts";
import { diffRow } from "./diff.ts";
import { recordChange } from "./record-change.server.ts";

type ShopChanged = Extract<CanonicalEvent, { type: "shop_changed" }>;

/** null means that the source did not say; what is known stays. */
export async function applyShopChanged(ctx: ApplyContext, event: ShopChanged): Promise<Applied> {
  const { tx, connection, now } = ctx;
  const settings = readSettings(connection);
  if (ctx.triggeredAt !== null && ctx.triggeredAt < (settings.shop_at ?? 0)) return stale;
  const merchant = await getMerchant(tx, connection.merchant_id);
  const facts = {
    name: event.name ?? merchant?.name ?? connection.name,
    currency: event.currency ?? connection.currency,
    country: event.country ?? connection.country,
    timezone: event.timezone ?? connection.timezone,
  };
  const columns = { ...facts, name: settings.is_renamed ? connection.name : facts.name };
  const changes = diffRow(connection, columns);
  if (changes.length === 0 && merchant?.name === facts.name) return unchanged;
  await updateConnection(tx, connection.merchant_id, connection.id, {
    ...columns,
    settings: JSON.stringify({ ...settings, shop_at: ctx.triggeredAt ?? now }),
    updated_at: now,
  });
  await saveMerchant(tx, connection.merchant_id, facts, now);
  await recordChange(ctx, "updated", "shop", connection.id, changes);
  return applied();
}
