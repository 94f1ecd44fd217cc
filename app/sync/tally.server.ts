/** Sums up a group of finished deliveries, so that statistics cost one row per connection, topic and group, not per delivery. */
import { compiledOnce } from "#app/data/compiled.ts";
import type { Row, Tx } from "#app/data/database.ts";
import { sql } from "#app/data/sql.ts";
import type { Finish } from "./finish-delivery.server.ts";

const HOUR_MS = 3_600_000;
/** Workers of one merchant write to different rows. */
const SLOT = process.pid % 8;

interface Sum {
  merchant_id: string;
  connection_id: string;
  topic: string;
  completed: number;
  dead: number;
  retried: number;
  records: number;
  lastReceivedAt: number;
}

type HourRow = [
  merchant: string,
  connection: string,
  topic: string,
  completed: number,
  dead: number,
  retried: number,
  records: number,
  hour: number,
  slot: number,
];
const addToHour = compiledOnce<HourRow, never>(
  (_, ...row) => sql`
    INSERT INTO operation_hours (merchant_id, connection_id, topic, completed, dead, retried, records, hour, slot) VALUES (${sql.join(row)})
    ON CONFLICT (connection_id, topic, hour, slot) DO UPDATE SET completed = operation_hours.completed + excluded.completed,
      dead = operation_hours.dead + excluded.dead, retried = operation_hours.retried + excluded.retried,
      records = operation_hours.records + excluded.records`,
);

export interface Tally {
  add(delivery: Row<"deliveries">, finish: Finish): void;
  write(tx: Tx, now: number): Promise<void>;
}

export function createTally(): Tally {
  const sums = new Map<string, Sum>();
  return {
    add(delivery, finish) {
      const key = `${delivery.connection_id}|${delivery.topic}`;
      let sum = sums.get(key);
      if (sum === undefined) {
        sum = {
          merchant_id: delivery.merchant_id,
          connection_id: delivery.connection_id,
          topic: delivery.topic,
          completed: 0,
          dead: 0,
          retried: 0,
          records: 0,
          lastReceivedAt: 0,
        };
        sums.set(key, sum);
      }
      if (finish.status === "completed") sum.completed++;
      if (finish.status === "dead") sum.dead++;
      if (finish.status === "failed") sum.retried++;
      sum.records += finish.records;
      sum.lastReceivedAt = Math.max(sum.lastReceivedAt, delivery.received_at);
    },
    async write(tx, now) {
      // In one order everywhere: two workers that update the same rows must not wait for each other in a circle.
      for (const { lastReceivedAt, ...sum } of [...sums.values()].sort((a, b) => (a.connection_id + a.topic < b.connection_id + b.topic ? -1 : 1))) {
        const { merchant_id, connection_id, topic, completed, dead, retried, records } = sum;
        await addToHour(tx, merchant_id, connection_id, topic, completed, dead, retried, records, now - (now % HOUR_MS), SLOT);
        await tx.update("webhook_subscriptions", { last_triggered_at: lastReceivedAt }, { connection_id: sum.connection_id, topic: sum.topic });
        if (sum.completed > 0) await tx.update("connections", { last_sync_at: now }, { id: sum.connection_id });
      }
    },
  };
}
