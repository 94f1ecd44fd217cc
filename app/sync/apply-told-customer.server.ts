/** The person an order was told of: known by their phone number, else by their e-mail address, within one connection. */
import { hash } from "node:crypto";
import type { Row } from "#app/data/database.ts";
import type { ToldOrder } from "#app/domain/events.ts";
import { newId } from "#app/lib/ids.ts";
import { contentSha256 } from "./content-hash.ts";
import type { ApplyContext } from "./context.ts";
import { diffRow } from "./diff.ts";
import { mergeTold, type Stamp, type Stamps } from "./merge-told.ts";
import { recordChange } from "./record-change.server.ts";

type ToldCustomer = NonNullable<ToldOrder["customer"]>;

/** A person's key within a connection. Not the number or address itself: the key outlives an erasure. */
export const toldCustomerKey = (connectionId: string, known: string): string =>
  `told-${hash("sha256", `${connectionId}\n${known}`, "hex").slice(0, 32)}`;

/** The key of the person that is told of; null when neither a phone nor an address tells who it is. */
export function keyOfTold(connectionId: string, told: Pick<ToldCustomer, "phone_e164" | "email">): string | null {
  const known = told.phone_e164 ?? told.email?.toLowerCase();
  return known ? toldCustomerKey(connectionId, known) : null;
}

export interface ToldPerson {
  id: string;
  /** The connection's key of the person. */
  externalId: string;
  /** As stored now. */
  row: Partial<Row<"customers">>;
}

/** @returns null when neither a phone nor an address tells who it is */
export async function applyToldCustomer(ctx: ApplyContext, told: ToldCustomer, stamp: Stamp): Promise<ToldPerson | null> {
  const { tx, connection } = ctx;
  const externalId = keyOfTold(connection.id, told);
  if (externalId === null) return null;
  await tx.lock(`${connection.id}|customer|${externalId}`);
  const stored = await tx.find("customers", { connection_id: connection.id, external_id: externalId });
  if (stored?.erased_at != null) return { id: stored.id, externalId, row: stored };
  const merged = mergeTold<ToldCustomer>(
    stored === undefined ? { values: {} as ToldCustomer, stamps: {} } : { values: valuesOf(stored), stamps: stampsOf(stored) },
    told,
    stamp,
  );
  const values: ToldCustomer = {
    name: merged.values.name ?? null,
    email: merged.values.email ?? null,
    phone_given: merged.values.phone_given ?? null,
    phone_e164: merged.values.phone_e164 ?? null,
  };
  const columns = {
    ...values,
    told_at: JSON.stringify(merged.stamps),
    content_sha256: contentSha256(values),
    source_updated_at: Math.max(stored?.source_updated_at ?? 0, stamp[0]),
    updated_at: ctx.now,
  };
  if (stored === undefined) {
    const id = newId("cus", ctx.now);
    const owner = { merchant_id: connection.merchant_id, connection_id: connection.id };
    const row = { ...columns, ...owner, id, external_id: externalId, tags: "[]", created_at: ctx.now };
    await tx.insert("customers", row);
    await recordChange(ctx, "created", "customer", id, []);
    return { id, externalId, row };
  }
  if (stored.content_sha256 === columns.content_sha256 && stored.told_at === columns.told_at) return { id: stored.id, externalId, row: stored };
  await tx.update("customers", columns, { id: stored.id });
  await recordChange(ctx, "updated", "customer", stored.id, diffRow(valuesOf(stored), values));
  return { id: stored.id, externalId, row: { ...stored, ...columns } };
}

const valuesOf = ({ name, email, phone_given, phone_e164 }: Row<"customers">): ToldCustomer => ({ name, email, phone_given, phone_e164 });
const stampsOf = (row: Row<"customers">): Stamps => (row.told_at === null ? {} : (JSON.parse(row.told_at) as Stamps));
