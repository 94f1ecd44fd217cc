/**
 * Sends one planned message: the work of a sync item {message, send_message}. That it is being sent is committed before the service is called;
 * whoever finds it so without knowing the outcome says that it is unknown and sends nothing (architecture, rule 6). docs/messages.md has it drawn.
 */
import type { ConnectorAccount, MessageSender, OutgoingMessage } from "#app/connectors/contract.ts";
import type { Patch, Row, Tx } from "#app/data/database.ts";
import { findMessageSettings } from "#app/data/merchant-settings.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { refusal } from "#app/domain/messages/consent.ts";
import { afterQuietHours } from "#app/domain/messages/quiet-hours.ts";
import { chooseRoute } from "#app/domain/messages/route.ts";
import type { MessageSettings, MessageTemplate } from "#app/domain/messages/settings.ts";
import type { MessageStatus } from "#app/domain/messages/status.ts";
import { fillIn, type VariableValues } from "#app/domain/messages/template.ts";
import { latestAt } from "#app/domain/messages/tries.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { backoffMs } from "#app/queue/backoff.ts";
import { readMessageFacts, type MessageFacts } from "#app/sync/message-facts.server.ts";
import { withdrawOne } from "#app/sync/plan-messages.server.ts";
import type { Later } from "#app/sync/read-entity.server.ts";
import type { ServiceContext } from "../context.server.ts";
import { accountOf } from "./connector-account.server.ts";
import { unsubscribeUrl } from "./unsubscribe-link.server.ts";

type SendContext = Pick<ServiceContext, "db" | "box" | "clock" | "fetch" | "appUrl" | "reach">;
/** What is to be told to the queue: the item is done, comes again, or ended with a failure that is shown. */
type Outcome = Result<null | Later, Failure>;

const MINUTE_MS = 60_000;
/** How long a message waits for an account that the service refuses: until the merchant has mended it, asked again so often. */
const REFUSED_ACCOUNT_MS = 15 * MINUTE_MS;
/** Where a service asks to wait and does not say how long. */
const THROTTLED_MS = MINUTE_MS;

interface Ready {
  kind: "send";
  message: Row<"messages">;
  /** The number of this sending, from 1: its outcome is not taken for that of another. */
  attempt: number;
  sender: MessageSender;
  account: ConnectorAccount;
  outgoing: OutgoingMessage;
}
type Begun = Ready | { kind: "end"; outcome: Outcome };

const end = (outcome: Outcome = ok(null)): Begun => ({ kind: "end", outcome });
const later = (at: number): Begun => end(ok({ kind: "later", at }));

/** @param senders every service that takes messages */
export async function sendMessage(ctx: SendContext, senders: readonly MessageSender[], item: Row<"sync_queue">): Promise<Outcome> {
  const begun = await ctx.db.write((tx) => begin(ctx, tx, senders, item));
  if (begun.kind === "end") return begun.outcome;
  const answer = await begun.sender
    .send(begun.outgoing, begun.account, { fetch: ctx.fetch, now: ctx.clock, ...(ctx.reach && { reach: ctx.reach }) })
    .catch((): Result<{ providerId: string }, Failure> => err(unknown));
  return ctx.db.write((tx) => settle(ctx, tx, begun, answer));
}

const unknown = failure("outcome_unknown", "outcome_unknown", "The message was handed over, and it is not known whether it was taken.");

async function begin(ctx: SendContext, tx: Tx, senders: readonly MessageSender[], item: Row<"sync_queue">): Promise<Begun> {
  await tx.lock(`message|${item.entity_id}`);
  // The fence: a worker that was thought dead does not begin.
  if ((await tx.find("sync_queue", { id: item.id, lease_token: item.lease_token }, ["id"])) === undefined) return end();
  const message = await tx.find("messages", { merchant_id: item.merchant_id, id: item.entity_id });
  if (message === undefined) return end();
  if (message.status === "sending") return interrupted(ctx, tx, message);
  if (message.status !== "planned") return end();
  const settings = await findMessageSettings(tx, message.merchant_id);
  const connection = await tx.find("connections", { id: message.connection_id });
  const facts = connection && message.order_id !== null ? await readMessageFacts(tx, connection, message.order_id) : null;
  if (settings === null || facts === null) return withdraw(ctx, tx, message, settings === null ? "messages_off" : "order_deleted");
  const obstacle = obstacleTo(settings, facts, message);
  if (obstacle !== null) return withdraw(ctx, tx, message, obstacle);
  return prepare(ctx, tx, senders, { message, settings, facts });
}

/** The process that was sending it ended, or lost its lease, in between. */
async function interrupted(ctx: SendContext, tx: Tx, message: Row<"messages">): Promise<Begun> {
  await tx.update("messages", { status: "outcome_unknown", ...errorOf(unknown), updated_at: ctx.clock() }, { id: message.id, status: "sending" });
  return end(err(unknown));
}

/** What has changed since it was planned: the order, the merchant's mind, or the customer's. */
function obstacleTo(settings: MessageSettings, facts: MessageFacts, message: Row<"messages">): string | null {
  if (facts.obstacle !== null) return facts.obstacle;
  if (!settings.is_enabled) return "messages_off";
  if (!settings.steps.some((step) => step.id === message.step)) return "step_removed";
  return null;
}

interface Prepared {
  message: Row<"messages">;
  settings: MessageSettings;
  facts: MessageFacts;
}

async function prepare(ctx: SendContext, tx: Tx, senders: readonly MessageSender[], { message, settings, facts }: Prepared): Promise<Begun> {
  const now = ctx.clock();
  const move = async (patch: Patch<"messages"> & { status: MessageStatus }, outcome: Outcome = ok(null)): Promise<Begun> => {
    await tx.update("messages", { ...patch, updated_at: now }, { id: message.id, status: "planned" });
    return end(outcome);
  };
  if (now > latestAt(message, now)) return move({ status: "skipped_too_late", reason: message.reason ?? "message_too_late" });
  // Held back, and this is what is left of an earlier sending.
  if (message.send_after !== null && message.send_after > now) return later(message.send_after);
  const connected = await connectedSenders(tx, senders, message.merchant_id);
  const route = chooseRoute(settings, {
    step: message.step ?? "",
    locale: facts.locale,
    addresses: facts.addresses,
    connected: connected.map(({ sender }) => sender.channel),
  });
  if ("reason" in route) {
    if (route.reason === "no_address") return move({ status: "no_address", reason: facts.withoutAddress, channel: "none", address: null });
    return move({ status: "failed", reason: route.reason, error_class: "rejected", error_message: null });
  }
  const { way, template } = route;
  const no = refusal(settings.consent, facts.consents, way.address);
  if (no !== null) return withdraw(ctx, tx, message, no);
  const waitsUntil = afterQuietHours(now, facts.zones, settings.quiet_hours);
  if (waitsUntil > now) {
    await tx.update("messages", { send_after: waitsUntil, updated_at: now }, { id: message.id, status: "planned" });
    return later(waitsUntil);
  }
  const { sender, connection } = connected.find((one) => one.sender.channel === way.channel)!;
  if (connection.status === "error") return later(now + REFUSED_ACCOUNT_MS);
  const shopName = await shopNameOf(tx, message);
  const outgoing = write({
    id: message.id,
    to: way.address,
    template,
    shopName,
    values: {
      customer_name: facts.customerName ?? shopName,
      order_name: facts.order.name,
      shop_name: shopName,
      unsubscribe_url: unsubscribeUrl(ctx, { merchantId: message.merchant_id, address: way.address }),
    },
  });
  const attempt = message.attempts + 1;
  const written = { channel: way.channel, address: way.address, language: outgoing.language, subject: outgoing.subject, body: outgoing.text };
  const isOurs =
    (await tx.update(
      "messages",
      { ...written, status: "sending", attempts: attempt, ...errorOf(null), updated_at: now },
      { id: message.id, status: "planned" },
    )) === 1;
  if (!isOurs) return end();
  return { kind: "send", message, attempt, sender, account: accountOf(ctx.box, connection), outgoing };
}

async function withdraw(ctx: SendContext, tx: Tx, message: Row<"messages">, reason: string): Promise<Begun> {
  await withdrawOne({ tx, now: ctx.clock() }, message, reason);
  return end();
}

/** What the merchant has connected, whether or not the service takes the account at the moment. */
async function connectedSenders(tx: Tx, senders: readonly MessageSender[], merchantId: string) {
  const found: { sender: MessageSender; connection: Row<"connections"> }[] = [];
  for (const sender of senders) {
    const connections = await tx.list("connections", { merchant_id: merchantId, channel: sender.name });
    const connection = connections.find((one) => one.deleted_at === null && one.status !== "inactive");
    if (connection !== undefined) found.push({ sender, connection });
  }
  return found;
}

/** What the shop is called: the connection the order came from, unless that is a file or an API key. */
async function shopNameOf(tx: Tx, message: Row<"messages">): Promise<string> {
  const merchant = await tx.find("merchants", { id: message.merchant_id }, ["name"]);
  const connection = await tx.find("connections", { id: message.connection_id }, ["name", "channel"]);
  const isShop = connection !== undefined && connection.channel !== "csv" && connection.channel !== "api";
  return (isShop ? connection.name : merchant?.name) ?? connection?.name ?? "";
}

function write(given: { id: string; to: string; template: MessageTemplate; shopName: string; values: VariableValues }): OutgoingMessage {
  const { id, to, template, shopName, values } = given;
  return {
    id,
    to,
    language: template.language,
    shopName,
    // A header is one line, whatever a name holds.
    subject: template.channel === "email" ? fillIn(template.subject, values).replace(/\s+/g, " ").trim() : null,
    text: fillIn(template.body, values),
    template: template.channel === "whatsapp" ? { name: template.name, parameters: template.parameters.map((name) => values[name]) } : null,
    unsubscribeUrl: values.unsubscribe_url,
  };
}

const errorOf = (error: Failure | null) => ({
  reason: error?.code ?? null,
  error_class: error?.class ?? null,
  error_message: error?.message ?? null,
});

/** Writes down what the service said. */
async function settle(ctx: SendContext, tx: Tx, ready: Ready, answer: Result<{ providerId: string }, Failure>): Promise<Outcome> {
  const now = ctx.clock();
  const { message, attempt, account } = ready;
  /** Of this sending only, and only if nobody has said more meanwhile; `from` outcome_unknown: we were thought dead. */
  const settleAs = async (patch: Patch<"messages">, from: readonly MessageStatus[]): Promise<boolean> => {
    for (const status of from)
      if ((await tx.update("messages", { ...patch, updated_at: now }, { id: message.id, status, attempts: attempt })) === 1) return true;
    return false;
  };
  if (answer.ok) {
    const sent = { provider_id: answer.value.providerId, sent_at: now };
    if (!(await settleAs({ ...sent, status: "sent", ...errorOf(null) }, ["sending", "outcome_unknown"]))) await settleAs(sent, ["delivered", "read"]);
    await tx.update("connections", { last_sync_at: now, last_error: null }, { id: account.connectionId });
    return ok(null);
  }
  const error = answer.error;
  switch (error.class) {
    case "transient":
    case "throttled":
    case "conflict":
    case "auth": {
      // Surely not taken: it waits, at most until it is too late for it.
      const wait =
        error.class === "auth"
          ? REFUSED_ACCOUNT_MS
          : Math.max(error.retryAfterMs ?? (error.class === "throttled" ? THROTTLED_MS : 0), backoffMs(Math.min(attempt, 6), 0.5));
      // Asked to wait for longer than the message makes sense: that is said now, not when it is too late.
      if (error.class === "throttled" && now + wait > latestAt(message, now)) {
        await settleAs({ status: "failed", ...errorOf(error) }, ["sending", "outcome_unknown"]);
        return err(failure("rejected", error.code, error.message));
      }
      await settleAs({ status: "planned", ...errorOf(error) }, ["sending", "outcome_unknown"]);
      if (error.class === "auth")
        await tx.update(
          "connections",
          { status: "error", status_reason: "auth", last_error: error.message, updated_at: now },
          { id: account.connectionId, status: "active" },
        );
      return ok({ kind: "later", at: now + wait });
    }
    case "rejected":
    case "not_found":
      await settleAs({ status: "failed", ...errorOf(error) }, ["sending", "outcome_unknown"]);
      return err(error);
    case "outcome_unknown":
    case "bug":
      await settleAs({ status: "outcome_unknown", ...errorOf(error.class === "bug" ? unknown : error) }, ["sending"]);
      return err(unknown);
  }
}
