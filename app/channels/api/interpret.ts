/**
 * An event of the event API → what is told of an order. The door (app/api/schemas/events.ts) has refused every body that breaks a rule, with all
 * that is wrong with it at once; here only the shape is asked for again, and a stored body that has it not becomes a dead letter.
 */
import { z } from "zod";
import { TEST_ACCOUNT_SUFFIX } from "#app/domain/event-connection.ts";
import type { OrderFact, ToldOrder } from "#app/domain/events.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { HUB_STATUSES, type HubStatus } from "#app/domain/hub-status.ts";
import { parseJson } from "#app/lib/lossless-json.ts";
import { toMinor } from "#app/domain/money.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ConnectionFacts, Interpreted, StoredDelivery } from "../contract.ts";
import { HAPPENED } from "./topics.ts";

const text = z.string();
const amount = z.union([text, z.number()]).transform(String).optional();
const moment = text.transform((value, context) => {
  const at = Date.parse(value);
  if (Number.isNaN(at)) context.addIssue("is not a time");
  return at;
});
const bodySchema = z.object({
  external_order_id: text.min(1).max(255),
  occurred_at: moment,
  customer: z.object({ phone: text, name: text.optional(), email: text.optional() }),
  order: z.object({
    status: text,
    delivered_at: moment.optional(),
    total: amount,
    currency: text.optional(),
    lines: z.array(z.object({ id: text.optional(), title: text, sku: text.optional(), quantity: z.int(), unit_price: amount })).optional(),
  }),
});
type Body = z.output<typeof bodySchema>;

/** Amounts are exact and lines are apart, or the event is refused; the door has seen to it already. */
class Unreadable extends Error {
  override name = "Unreadable";
}

export function interpret(delivery: StoredDelivery, connection: ConnectionFacts): Result<Interpreted, Failure> {
  const happened = HAPPENED.get(delivery.topic);
  if (happened === undefined) return err(failure("rejected", "topic_unknown", `There is no event type ${delivery.topic}.`));
  const parsed = parseJson(delivery.body);
  if (!parsed.ok) return err(unreadable(parsed.error.message));
  const read = bodySchema.safeParse(parsed.value);
  if (!read.success) {
    const issue = read.error.issues[0];
    return err(unreadable(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is not as expected"}`));
  }
  try {
    const order = toldOrder(read.data, happened, connection);
    if (new Set(order.lines?.map((line) => line.external_id)).size !== (order.lines?.length ?? 0))
      throw new Unreadable("order.lines: two lines have the same id");
    const about = { entityType: "order", externalId: order.external_id, orderRef: order.order_ref };
    return ok({ event: { type: "order_told", order, facts: factsOf(order) }, ...about });
  } catch (error) {
    if (error instanceof Unreadable) return err(unreadable(error.message));
    throw error;
  }
}

const unreadable = (message: string): Failure => failure("rejected", "body_unreadable", message);

function toldOrder(
  { external_order_id: id, occurred_at: at, customer, order }: Body,
  happened: ToldOrder["happened"],
  connection: ConnectionFacts,
): ToldOrder {
  const currency = order.currency ?? null;
  const status = statusOf(order.status, happened);
  return {
    external_id: id,
    name: id,
    order_ref: `API-${id}`,
    happened,
    told_at: at,
    customer: { name: customer.name ?? null, email: customer.email ?? null, phone_given: customer.phone, phone_e164: customer.phone },
    ordered_at: happened === "created" ? at : null,
    // "It was delivered" says when, unless it says another time itself.
    delivered_at: order.delivered_at ?? (happened === "delivered" ? at : null),
    hub_status: status,
    currency: order.total === undefined ? null : currency,
    total_minor: minor(order.total, currency, "order.total"),
    lines:
      order.lines?.map((line, at) => ({
        external_id: lineIdOf(line, at),
        title: line.title,
        sku: line.sku ?? null,
        quantity: line.quantity,
        unit_price_minor: minor(line.unit_price, currency, `order.lines.${at}.unit_price`),
      })) ?? null,
    is_test: connection.externalId.endsWith(TEST_ACCOUNT_SUFFIX),
  };
}

/** A line without an id of its own is known by its place. */
export const lineIdOf = (line: { id?: string | undefined }, at: number): string => line.id ?? `#${at + 1}`;

const ENDS: Partial<Record<ToldOrder["happened"], HubStatus>> = { delivered: "DELIVERED", cancelled: "CANCELLED", returned: "RETURNED" };

/** What happened outweighs the status beside it; a status that nobody knows changes nothing. */
function statusOf(given: string, happened: ToldOrder["happened"]): HubStatus | null {
  const word = given.toUpperCase();
  return ENDS[happened] ?? (word === "CREATED" ? "PENDING" : (HUB_STATUSES.find((status) => status === word) ?? null));
}

function minor(given: string | undefined, currency: string | null, path: string): number | null {
  if (given === undefined) return null;
  const read = currency === null ? null : toMinor(given, currency);
  if (read === null || !read.ok) throw new Unreadable(`${path}: is not an amount of its currency`);
  return read.value;
}

/** What the order's timeline shows: the source's own statements with its own times. */
function factsOf(order: ToldOrder): OrderFact[] {
  const facts: OrderFact[] = [];
  if (order.happened === "created" || order.happened === "cancelled" || order.happened === "returned") {
    facts.push({ kind: "lifecycle", value: order.happened, occurred_at: order.told_at });
  }
  if (order.delivered_at !== null) facts.push({ kind: "shipment", value: "delivered", occurred_at: order.delivered_at });
  return facts;
}
