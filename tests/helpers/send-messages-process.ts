/**
 * Run as a process by a test: works off what is due in the sync queue at NOW, as the worker does, with a sender that calls SENDER_URL. Counts its
 * steps (before and after every transaction and every call) and ends itself by SIGKILL at step KILL_AT. Prints how many there were.
 */
import type { MessageSender } from "#app/connectors/contract.ts";
import type { Database } from "#app/data/database.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { ok } from "#app/lib/result.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { claimDue, releaseAbandoned } from "#app/queue/claims.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { sendMessage } from "#app/services/messages/send-message.server.ts";
import { createSyncWork } from "#app/sync/read-entity.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";

const { DATABASE_URL = "", NOW = "0", KILL_AT = "0", SENDER_URL = "" } = process.env;
const now = Number(NOW);
let steps = 0;

async function step(): Promise<void> {
  steps += 1;
  if (steps !== Number(KILL_AT)) return;
  process.kill(process.pid, "SIGKILL");
  // Nothing runs on while the signal is on its way.
  await new Promise(() => undefined);
}

const opened = openDatabase(DATABASE_URL);
const db: Database = {
  ...opened,
  engine: opened.engine,
  read: opened.read,
  async write(work) {
    await step();
    const value = await opened.write(work);
    await step();
    return value;
  },
};
const queue: Queue = { schedule: () => Promise.resolve(), wake: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };
const sender: MessageSender = {
  name: "whatsapp",
  label: "WhatsApp",
  channel: "whatsapp",
  fields: [],
  check: () => Promise.resolve(ok(null)),
  async send(message, _account, world) {
    await step();
    const response = await world.fetch(SENDER_URL, { method: "POST", body: JSON.stringify({ id: message.id, to: message.to }) });
    const { id } = (await response.json()) as { id: string };
    await step();
    return ok({ providerId: id });
  },
};
const context = { db, box: createSecretBox([{ id: "k1", key: Buffer.alloc(32, 5) }]), clock: () => now, fetch, appUrl: "https://app.example.com" };
const run = createSyncWork({
  db,
  queue,
  channels: new Map(),
  clock: () => now,
  random: () => 0.5,
  callFor: () => () => Promise.reject(new Error("not called")),
  actions: { send_message: (item) => sendMessage(context, [sender], item) },
  onAttempt: () => undefined,
});

const worker = `wrk-${process.pid}`;
await db.write((tx) => releaseAbandoned(tx, syncLane, now, [worker]));
for (;;) {
  const claims = await db.write((tx) => claimDue(tx, syncLane, 1, { now, leaseMs: 60_000, token: `${worker}:1` }));
  if (claims.length === 0) break;
  for (const claim of claims) await run(claim);
}
await opened.close();
process.stdout.write(`steps: ${steps}\n`);
