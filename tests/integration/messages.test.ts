/**
 * Messages and the crash: a real process sends, and is ended by SIGKILL before and after every transaction and every call, one place after the
 * other. Whatever happens, the service has not taken one message twice, and what nobody knows is listed. Twice means: once more without having
 * said that the time before came to nothing. On the engine of CROSSDOCK_TEST_DATABASE.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEFAULT_MESSAGE_SETTINGS } from "#app/domain/messages/settings.ts";
import { releaseAbandoned } from "#app/queue/claims.server.ts";
import { resendMessage } from "#app/services/messages/resend-message.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import { tell } from "../helpers/told-deliveries.ts";
import { startProcess, tailOfLog } from "../helpers/logged-process.ts";
import { DAY, DELIVERED_AT, HOUR, MERCHANT, messageStand, SHOP, type MessageStand } from "../helpers/message-stand.ts";

let shop: MessageStand;
let server: Server;
let url: string;
/** How often the service took each message, by our id of it. */
const taken = new Map<string, number>();
/** How often the service said of each that it held it back after all. */
const heldBack = new Map<string, number>();

beforeAll(async () => {
  shop = await messageStand();
  const [template] = DEFAULT_MESSAGE_SETTINGS.templates.filter((one) => one.channel === "whatsapp");
  await shop.settings({ steps: [{ id: "after_3_days", days: 3 }], templates: [template!] });
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { id } = JSON.parse(body) as { id: string };
      taken.set(id, (taken.get(id) ?? 0) + 1);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ id: `wamid.${id}.${taken.get(id)}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await shop.close();
});

/** @returns how many steps there were; null: it was killed */
async function send(now: number, killAt = 0): Promise<number | null> {
  const child = startProcess("send-messages", ["tests/helpers/send-messages-process.ts"], {
    DATABASE_URL: shop.services.databaseUrl,
    NOW: String(now),
    KILL_AT: String(killAt),
    SENDER_URL: url,
  });
  const end = await child.exit;
  if (end === "SIGKILL") return null;
  expect(end, tailOfLog(child)).toBe(0);
  return Number(/^steps: (\d+)$/.exec(child.lines.at(-1) ?? "")?.[1]);
}

/** The next worker finds what the one before left: it gives out its leases anew, and works. */
async function recover(now: number): Promise<void> {
  shop.at(now);
  await shop.services.ctx.db.write((tx) => releaseAbandoned(tx, syncLane, now, []));
  await shop.work();
}

/** The service reports the last sending of a message as held back: nobody got it, and it may come again. */
async function holdBack(id: string, providerId: string): Promise<void> {
  heldBack.set(id, (heldBack.get(id) ?? 0) + 1);
  const error = { class: "throttled" as const, code: "sender_throttled", message: "WhatsApp error 130429", retry_after_ms: 60_000 };
  const report = { provider_id: providerId, message_id: id, status: "failed" as const, happened_at: shop.services.time.now, failure: error };
  const event = { type: "message_news" as const, channel: "whatsapp" as const, reports: [report], received: [], wishes: [] };
  await tell(shop.stand, SHOP, { topic: "message/status", event, about: { entityType: "message", externalId: providerId } });
}

/** By the service that the killed process called, and by the next worker's. */
const timesTaken = (id: string): number => (taken.get(id) ?? 0) + shop.accepted.filter((one) => one.id === id).length;

it("takes no message twice, whenever the process that sends it is killed, and lists what nobody knows", { timeout: 300_000 }, async () => {
  const outcomes: string[] = [];
  let now = DELIVERED_AT + 3 * DAY;
  for (let killAt = 1; ; killAt++) {
    shop.at(DELIVERED_AT + HOUR);
    await shop.tellOrder({ external_id: `order-${killAt}` });
    const message = (await shop.messages()).find((one) => one.status === "planned")!;
    const wasKilled = (await send(now, killAt)) === null;
    // The next worker, once the lease is over, and one more that finds nothing to do.
    await recover((now += 61_000));
    await recover((now += 61_000));
    const after = (await shop.messages()).find((one) => one.id === message.id)!;
    const count = timesTaken(message.id);
    outcomes.push(`${after.status} ${count}`);
    expect(count, `killed at step ${killAt}`).toBeLessThanOrEqual(1);
    if (after.status !== "sent") expect(after).toMatchObject({ status: "outcome_unknown", reason: "outcome_unknown", provider_id: null });
    if (!wasKilled) break;
  }
  console.log(`outcomes by the step at which the process was killed: ${outcomes.join(", ")}`);
  // The last one ran through. Both kinds of not knowing occurred, and knowing before and after them.
  expect(outcomes.at(-1)).toBe("sent 1");
  expect(new Set(outcomes)).toEqual(new Set(["sent 1", "outcome_unknown 0", "outcome_unknown 1"]));
  expect(outcomes.length).toBeGreaterThan(10);

  // Only a person sends one of those again.
  const unknown = (await shop.messages()).filter((one) => one.status === "outcome_unknown" && !heldBack.has(one.id));
  shop.at(now);
  expect(await resendMessage(shop.services.ctx, MERCHANT, unknown[0]!.id)).toMatchObject({ ok: true });
  const before = timesTaken(unknown[0]!.id);
  await recover(now);
  expect((await shop.messages()).find((one) => one.id === unknown[0]!.id)).toMatchObject({ status: "sent" });
  expect(timesTaken(unknown[0]!.id)).toBe(before + 1);
  for (const other of unknown.slice(1)) expect(timesTaken(other.id)).toBeLessThanOrEqual(1);
});

it("nor a message that was held back, when the process that sends it again is killed", { timeout: 300_000 }, async () => {
  const outcomes: string[] = [];
  // The orders of the other test are done with, or wait for a person.
  let now = DELIVERED_AT + 3 * DAY;
  for (let killAt = 1; ; killAt++) {
    shop.at(DELIVERED_AT + HOUR);
    await shop.tellOrder({ external_id: `held-${killAt}` });
    const message = (await shop.messages()).find((one) => one.status === "planned")!;
    expect(await send(now)).not.toBeNull();
    shop.at(now);
    await holdBack(message.id, `wamid.${message.id}.1`);
    const again = (await shop.messages()).find((one) => one.id === message.id)!;
    expect(again).toMatchObject({ status: "planned", attempts: 1, provider_id: null });
    // Until then nobody sends it, however often they look.
    await recover(now + HOUR);
    expect(timesTaken(message.id)).toBe(1);
    const due = again.send_after!;
    const wasKilled = (await send(due, killAt)) === null;
    await recover(due + 61_000);
    await recover(due + 122_000);
    // Said once more, late: it is known.
    await holdBack(message.id, `wamid.${message.id}.1`);
    heldBack.set(message.id, 1);
    await recover(due + 5 * HOUR);
    const after = (await shop.messages()).find((one) => one.id === message.id)!;
    outcomes.push(`${after.status} ${timesTaken(message.id)}`);
    expect(timesTaken(message.id), `killed at step ${killAt}`).toBeLessThanOrEqual(1 + heldBack.get(message.id)!);
    if (after.status !== "sent") expect(after).toMatchObject({ status: "outcome_unknown", provider_id: null });
    now += 1_000;
    if (!wasKilled) break;
  }
  console.log(`outcomes after being held back: ${outcomes.join(", ")}`);
  expect(outcomes.at(-1)).toBe("sent 2");
  expect(new Set(outcomes)).toEqual(new Set(["sent 2", "outcome_unknown 1", "outcome_unknown 2"]));
});
