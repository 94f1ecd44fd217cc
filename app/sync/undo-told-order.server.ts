/** What an import remembers of an order before it told of it, and how it is taken back. */
import { hash } from "node:crypto";
import type { Row, Tx } from "#app/data/database.ts";
import type { OrderFact, ToldOrder } from "#app/domain/events.ts";
import { applyTold } from "./apply-told-order.server.ts";
import { keyOfTold } from "./apply-told-customer.server.ts";
import type { ApplyContext } from "./context.ts";
import { diffRow } from "./diff.ts";
import { recordChange } from "./record-change.server.ts";
import { factId } from "./record-facts.server.ts";

/** An order and the person it was told of, before and after. */
interface Before {
  /** null: there was none. */
  order: Row<"orders"> | null;
  /** The order's facts that were there already. */
  facts: string[];
  /** null: there was none. */
  customer: Row<"customers"> | null;
  customerAfterSha256: string | null;
}

export type ToldOnce =
  /** Nothing of it was new. */
  { kind: "unchanged"; orderId: string | null } | { kind: "told"; orderId: string; before: string; afterSha256: string };

/** Tells of an order in such a way that it can be taken back. Says nothing where all of it is known. */
export async function tellOrder(ctx: ApplyContext, order: ToldOrder, facts: readonly OrderFact[]): Promise<ToldOnce> {
  const { tx, connection } = ctx;
  const of = { connection_id: connection.id, external_id: order.external_id };
  const known = await tx.find("orders", of);
  const factsBefore = known === undefined ? [] : await factsOf(tx, known.id);
  if (known !== undefined && saysNothingNew(known, order)) return { kind: "unchanged", orderId: known.id };
  const key = order.customer === null ? null : keyOfTold(connection.id, order.customer);
  const customerOf = key === null ? null : { connection_id: connection.id, external_id: key };
  const customer = customerOf === null ? undefined : await tx.find("customers", customerOf);
  const told = await applyTold(ctx, order, facts);
  // Deleted at its source for good.
  if (told.order === null) return { kind: "unchanged", orderId: null };
  const before: Before = {
    order: known ?? null,
    facts: factsBefore,
    customer: customer ?? null,
    customerAfterSha256: told.customer === null ? null : stateSha256(told.customer.row),
  };
  const factsNow = told.isNew ? [...new Set(facts.map((fact) => factId(told.order!.id, fact)))].sort() : await factsOf(tx, told.order.id);
  return { kind: "told", orderId: told.order.id, before: JSON.stringify(before), afterSha256: stateSha256(told.order, factsNow) };
}

/** Whether everything a file says of an order stands there already, said by whoever. */
function saysNothingNew(known: Row<"orders">, told: ToldOrder): boolean {
  const said: [unknown, unknown][] = [
    [told.name, known.name],
    [told.hub_status, known.hub_status],
    [told.ordered_at, known.source_created_at],
    [told.delivered_at, known.delivered_at],
    // A person who was erased is not told of again.
    ...(known.erased_at !== null
      ? []
      : ([
          [told.customer?.name ?? null, known.customer_name],
          [told.customer?.email ?? null, known.email],
          [told.customer?.phone_e164 ?? null, known.phone_e164],
        ] as [unknown, unknown][])),
  ];
  return said.every(([says, is]) => says === null || says === is);
}

/**
 * Takes back what was told, unless the order or what follows from it has changed since.
 * @returns gone: the order was made by the telling and is removed; restored; kept: it changed since
 */
export async function untellOrder(
  ctx: ApplyContext,
  orderId: string,
  toldBefore: string,
  afterSha256: string,
): Promise<"gone" | "restored" | "kept"> {
  const { tx, connection } = ctx;
  const before = JSON.parse(toldBefore) as Before;
  const order = await tx.find("orders", { id: orderId, connection_id: connection.id });
  if (order === undefined || order.erased_at !== null || (await orderStateSha256(tx, order)) !== afterSha256) return "kept";
  if (!(await takeBackMessages(tx, order))) return "kept";
  for (const fact of await factsOf(tx, order.id)) if (!before.facts.includes(fact)) await tx.remove("status_history", { id: fact });
  if (before.order === null) {
    await tx.remove("order_lines", { order_id: order.id });
    await tx.remove("orders", { id: order.id });
    await recordChange(ctx, "deleted", "order", order.id, []);
  } else {
    const { id, ...row } = before.order;
    await tx.update("orders", { ...row, updated_at: ctx.now }, { id });
    await recordChange(ctx, "updated", "order", id, withoutStamps(diffRow(order, row)));
  }
  if (order.customer_id !== null) await untellCustomer(ctx, order.customer_id, before);
  return before.order === null ? "gone" : "restored";
}

/** The person is as before, unless somebody else has told of them since; one without any order left is gone. */
async function untellCustomer(ctx: ApplyContext, customerId: string, before: Before): Promise<void> {
  const { tx } = ctx;
  const customer = await tx.find("customers", { id: customerId });
  if (customer === undefined || customer.erased_at !== null) return;
  // A told person is known by their orders alone, whichever of them was told first.
  if ((await tx.find("orders", { customer_id: customerId }, ["id"])) === undefined) {
    await tx.remove("customers", { id: customerId });
    await recordChange(ctx, "deleted", "customer", customerId, []);
    return;
  }
  if (before.customer === null || before.customer.id !== customerId || stateSha256(customer) !== before.customerAfterSha256) return;
  const { id, ...row } = before.customer;
  await tx.update("customers", { ...row, updated_at: ctx.now }, { id });
  await recordChange(ctx, "updated", "customer", id, withoutStamps(diffRow(customer, row)));
}

/** Messages that nobody has got yet go with their order. @returns false: one was sent, or may have been */
async function takeBackMessages(tx: Tx, order: Row<"orders">): Promise<boolean> {
  const messages = await tx.list("messages", { order_id: order.id });
  if (messages.some((message) => !["planned", "withdrawn", "skipped_too_late", "no_address"].includes(message.status))) return false;
  for (const message of messages) {
    await tx.remove("messages", { id: message.id });
    for (const status of ["pending", "failed"])
      await tx.update(
        "sync_queue",
        { status: "cancelled" },
        { connection_id: order.connection_id, entity_type: "message", entity_id: message.id, status },
      );
  }
  return true;
}

const factsOf = async (tx: Tx, orderId: string): Promise<string[]> =>
  (await tx.list("status_history", { order_id: orderId })).map((fact) => fact.id).sort();

const withoutStamps = (changes: ReturnType<typeof diffRow>) => changes.filter((change) => change.field !== "told_at");

/**
 * Of all that a row says, whatever the order in which an engine names its columns, and whether it was read or is about to be written; not of
 * when it was written: an undo writes too.
 */
function stateSha256(row: Record<string, unknown>, facts: readonly string[] = []): string {
  const columns: string[] = [];
  for (const column in row) if (column !== "updated_at" && row[column] != null) columns.push(column);
  return hash("sha256", JSON.stringify([columns.sort().map((column) => [column, row[column]]), facts]), "hex");
}

const orderStateSha256 = async (tx: Tx, order: Row<"orders">): Promise<string> => stateSha256(order, await factsOf(tx, order.id));
