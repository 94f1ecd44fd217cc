/** The activity log: deliveries, work of the queue and commands in one list, newest first. */
import { readRecentActivity } from "#app/data/audit-activity.server.ts";
import type { Database } from "#app/data/database.ts";
import { entityKey, type EntityRef, readEntityNames } from "#app/data/entity-names.server.ts";
import { stampOf } from "#app/lib/stamp.ts";
import type { ActivityItem } from "#app/lib/view-items.ts";
import { commandWords, recordsWords, workWords } from "./activity-words.ts";
import { aboutOf } from "./delivery-row.server.ts";
import { topicName } from "./names.ts";

export async function presentActivity(db: Database, merchantId: string, timeZone: string | null, now: number, limit = 25): Promise<ActivityItem[]> {
  const { deliveries, syncItems, commands } = await readRecentActivity(db, merchantId, limit);
  const names = await readEntityNames(db, merchantId, [...deliveries, ...syncItems.map(itemRef)]);
  const items: (ActivityItem & { ms: number })[] = [
    ...deliveries.map((row) => ({
      key: `delivery-${row.id}`,
      ms: row.received_at,
      type: topicName(row.topic),
      about: aboutOf(row, names),
      status: row.status,
      extent: recordsWords(row.records),
      at: stampOf(row.received_at, timeZone, now),
      url: `/app/deliveries/${row.id}`,
    })),
    ...syncItems.map((row) => {
      const { title, about, extent } = workWords(row);
      return {
        key: `sync-${row.id}`,
        ms: row.created_at,
        type: title,
        about: about ?? names.get(entityKey(itemRef(row))) ?? row.entity_id,
        status: row.status,
        extent,
        at: stampOf(row.created_at, timeZone, now),
        url: null,
      };
    }),
    ...commands.map((row) => {
      const { title, extent } = commandWords(row.action, row.data);
      return {
        key: `audit-${row.id}`,
        ms: row.at,
        type: title,
        about: row.action === "subscription_repair_planned" && row.entity_id !== null ? topicName(row.entity_id) : null,
        status: "completed",
        extent,
        at: stampOf(row.at, timeZone, now),
        url: row.delivery_id === null ? null : `/app/deliveries/${row.delivery_id}`,
      };
    }),
  ];
  return items
    .sort((a, b) => b.ms - a.ms)
    .slice(0, limit)
    .map(({ ms: _, ...item }) => item);
}

const itemRef = (item: { connection_id: string; entity_type: string; entity_id: string }): EntityRef => ({
  connection_id: item.connection_id,
  entity_type: item.entity_type,
  // Stock is read by item and location; the item is what has a name.
  external_id: item.entity_type === "inventory" ? (item.entity_id.split("/", 1)[0] ?? item.entity_id) : item.entity_id,
});
