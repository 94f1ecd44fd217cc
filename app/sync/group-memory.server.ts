/**
 * What a group of deliveries will look up, read in a few statements for all of them. The apply functions do not see it: they ask a Tx as
 * ever, which answers what it knows. It forgets what is written, so that the next delivery of the group reads it from the database.
 *
 * Only for SQLite: there nobody else writes while our transaction is open. On PostgreSQL what was read before a lock is not to be trusted.
 */
import { compiledOnce } from "#app/data/compiled.ts";
import type { Column, Row, Table, Tx } from "#app/data/database.ts";
import { sql } from "#app/data/sql.ts";
import type { Claim } from "#app/queue/lane.ts";

type Values = Record<string, unknown>;
/** A row, rows, or that there is none. */
type Known = Map<string, unknown>;

/** What one delivery of the group is about, as far as it is known before it is applied. */
export interface Expected {
  connectionId: string;
  orderExternalId: string | null;
  /** Of the order's snapshot, when it is one: what is stored under an order is compared with it only when it differs. */
  orderSha256: string | null;
  customerExternalId: string | null;
}

export interface GroupMemory {
  /** To be used instead of the one it was made from. */
  tx: Tx;
  /** @param interpreted those of which it is enough to know whether their body was erased */
  loadDeliveries(claims: readonly Claim[], interpreted: readonly number[]): Promise<void>;
  loadEntities(expected: readonly Expected[]): Promise<void>;
}

const byIds = <T extends Table>(table: T) =>
  compiledOnce<[ids: string], Row<T>>((_, ids) => sql`SELECT * FROM ${sql.table(table)} WHERE id IN (SELECT value FROM json_each(${ids}))`);
const byExternalIds = <T extends Table>(table: T) =>
  compiledOnce<[connectionId: string, ids: string], Row<T>>(
    (_, connectionId, ids) =>
      sql`SELECT * FROM ${sql.table(table)} WHERE connection_id = ${connectionId} AND external_id IN (SELECT value FROM json_each(${ids}))`,
  );
const ofOrders = <T extends Table>(table: T) =>
  compiledOnce<[ids: string], Row<T>>((_, ids) => sql`SELECT * FROM ${sql.table(table)} WHERE order_id IN (SELECT value FROM json_each(${ids}))`);

const deliveriesByIds = byIds("deliveries");
const erasuresByIds = compiledOnce<[ids: string], Pick<Row<"delivery_payloads">, "delivery_id" | "erased_at">>(
  (_, ids) => sql`SELECT delivery_id, erased_at FROM delivery_payloads WHERE delivery_id IN (SELECT value FROM json_each(${ids}))`,
);
const ordersByExternalIds = byExternalIds("orders");
const customersByExternalIds = byExternalIds("customers");
const tombstonesByExternalIds = compiledOnce<[connectionId: string, type: string, ids: string], { external_id: string }>(
  (_, connectionId, type, ids) =>
    sql`SELECT * FROM tombstones WHERE connection_id = ${connectionId} AND entity_type = ${type} AND external_id IN (SELECT value FROM json_each(${ids}))`,
);
const heldKeys = compiledOnce<[connectionId: string, keys: string], { hold_key: string }>(
  (_, connectionId, keys) =>
    sql`SELECT hold_key FROM deliveries WHERE connection_id = ${connectionId} AND status = 'held' AND hold_key IN (SELECT value FROM json_each(${keys}))`,
);
/** The tables under an order that are compared, row by row, with what a new version of it says. */
const CHILDREN = {
  order_lines: ofOrders("order_lines"),
  order_discounts: ofOrders("order_discounts"),
  order_taxes: ofOrders("order_taxes"),
  order_shipping_lines: ofOrders("order_shipping_lines"),
  refunds: ofOrders("refunds"),
  fulfillments: ofOrders("fulfillments"),
} as const;

const REMEMBERED: readonly Table[] = ["deliveries", "delivery_payloads", "orders", "customers", "tombstones", ...(Object.keys(CHILDREN) as Table[])];

/** @returns null where it must not be used */
export function rememberGroup(inner: Tx): GroupMemory | null {
  if (inner.engine !== "sqlite") return null;
  const known = new Map<Table, Known>(REMEMBERED.map((table) => [table, new Map()]));
  const of = (table: Table): Known => known.get(table) as Known;
  /** Where a row of that id is remembered. */
  const keysById = new Map<string, string>();
  let isOff = false;

  function forgetAll(): void {
    for (const rows of known.values()) rows.clear();
  }

  function forgetInserted(table: Table, row: Values): void {
    const rows = known.get(table);
    if (rows === undefined || rows.size === 0) return;
    if (table === "deliveries" || table === "delivery_payloads") rows.clear();
    else rows.delete(table in CHILDREN ? (row.order_id as string) : entityKey(table, row));
  }

  function forgetChanged(table: Table, patch: Values, where: Values): void {
    const rows = known.get(table);
    if (rows === undefined || rows.size === 0) return;
    const id = where.id ?? where.delivery_id;
    if (table === "deliveries" && typeof id === "number" && (patch.hold_key ?? null) === null) rows.delete(`id:${id}`);
    else if (table === "delivery_payloads" && typeof id === "number") rows.delete(`id:${id}`);
    else if ((table === "orders" || table === "customers") && typeof id === "string") rows.delete(keysById.get(id) ?? "");
    else rows.clear();
  }

  function look<T>(table: Table, where: Values, columns: readonly string[], otherwise: () => Promise<T>): Promise<T> {
    const rows = known.get(table);
    if (rows === undefined || rows.size === 0) return otherwise();
    // Of a payload only this is remembered.
    if (table === "delivery_payloads" && columns.join() !== "erased_at") return otherwise();
    const key = keyOf(table, where);
    return key !== null && rows.has(key) ? Promise.resolve(rows.get(key) as T) : otherwise();
  }

  const tx: Tx = {
    engine: inner.engine,
    get sql() {
      // What a statement in words changes is not known.
      isOff = true;
      forgetAll();
      return inner.sql;
    },
    insert(table, row) {
      forgetInserted(table, row as Values);
      return inner.insert(table, row);
    },
    upsert(table, row, conflict, update) {
      known.get(table)?.clear();
      return inner.upsert(table, row, conflict, update);
    },
    insertIfNew(table, row) {
      forgetInserted(table, row as Values);
      return inner.insertIfNew(table, row);
    },
    insertIfNewForId(table, row) {
      forgetInserted(table, row as Values);
      return inner.insertIfNewForId(table, row);
    },
    update(table, patch, where) {
      forgetChanged(table, patch as Values, where as Values);
      return inner.update(table, patch, where);
    },
    remove(table, where) {
      known.get(table)?.clear();
      return inner.remove(table, where);
    },
    find: (<T extends Table>(table: T, where: Partial<Row<T>>, columns: readonly Column<T>[] = []) =>
      look(table, where as Values, columns, () => inner.find(table, where, columns))) as Tx["find"],
    list: <T extends Table>(table: T, where: Partial<Row<T>>) => look(table, where as Values, [], () => inner.list(table, where)),
    async attempt(work) {
      try {
        return await inner.attempt(work);
      } catch (error) {
        forgetAll();
        throw error;
      }
    },
    lock: (key) => inner.lock(key),
  };

  return {
    tx,
    async loadDeliveries(claims, interpreted) {
      if (isOff) return;
      const deliveries = of("deliveries");
      for (const row of await deliveriesByIds(inner, JSON.stringify(claims.map((claim) => claim.id)))) deliveries.set(`id:${row.id}`, row);
      if (interpreted.length === 0) return;
      const payloads = of("delivery_payloads");
      for (const row of await erasuresByIds(inner, JSON.stringify(interpreted))) payloads.set(`id:${row.delivery_id}`, row);
    },
    async loadEntities(expected) {
      if (isOff) return;
      for (const connectionId of new Set(expected.map((one) => one.connectionId))) {
        const here = expected.filter((one) => one.connectionId === connectionId);
        const orderIds = distinct(here.map((one) => one.orderExternalId));
        const stored = await loadOrders(connectionId, orderIds);
        await loadCustomers(connectionId, distinct(here.map((one) => one.customerExternalId)));
        await rememberHeld(connectionId, orderIds);
        const stated = new Map(here.map((one) => [one.orderExternalId, one.orderSha256]));
        const isStatedAnew = (order: Row<"orders">) => (stated.get(order.external_id) ?? order.content_sha256) !== order.content_sha256;
        await rememberChildren(stored.filter(isStatedAnew).map((order) => order.id));
      }
    },
  };

  async function loadOrders(connectionId: string, externalIds: readonly string[]): Promise<Row<"orders">[]> {
    if (externalIds.length === 0) return [];
    const stored = await ordersByExternalIds(inner, connectionId, JSON.stringify(externalIds));
    remember("orders", connectionId, externalIds, stored);
    await rememberTombstones(connectionId, "order", externalIds);
    return stored;
  }

  async function loadCustomers(connectionId: string, externalIds: readonly string[]): Promise<void> {
    if (externalIds.length === 0) return;
    remember("customers", connectionId, externalIds, await customersByExternalIds(inner, connectionId, JSON.stringify(externalIds)));
    await rememberTombstones(connectionId, "customer", externalIds);
  }

  async function rememberTombstones(connectionId: string, type: "order" | "customer", externalIds: readonly string[]): Promise<void> {
    const gone = new Map(
      (await tombstonesByExternalIds(inner, connectionId, type, JSON.stringify(externalIds))).map((row) => [row.external_id, row]),
    );
    for (const id of externalIds) of("tombstones").set(`${connectionId}|${type}|${id}`, gone.get(id));
  }

  function remember(
    table: "orders" | "customers",
    connectionId: string,
    externalIds: readonly string[],
    stored: readonly (Row<"orders"> | Row<"customers">)[],
  ): void {
    const rows = of(table);
    for (const externalId of externalIds) rows.set(`${connectionId}|${externalId}`, undefined);
    for (const row of stored) {
      const key = `${connectionId}|${row.external_id}`;
      rows.set(key, row);
      keysById.set(row.id, key);
    }
  }

  /** That nothing waits for an order. */
  async function rememberHeld(connectionId: string, orderIds: readonly string[]): Promise<void> {
    const keys = orderIds.map((id) => `order:${id}`);
    if (keys.length === 0) return;
    const held = new Set((await heldKeys(inner, connectionId, JSON.stringify(keys))).map((row) => row.hold_key));
    for (const key of keys) if (!held.has(key)) of("deliveries").set(`held:${connectionId}|${key}`, []);
  }

  async function rememberChildren(orderIds: readonly string[]): Promise<void> {
    if (orderIds.length === 0) return;
    const ids = JSON.stringify(orderIds);
    for (const [table, read] of Object.entries(CHILDREN)) {
      const rows = of(table as Table);
      for (const id of orderIds) rows.set(id, []);
      for (const row of await read(inner, ids)) (rows.get(row.order_id) as unknown[]).push(row);
    }
  }
}

const distinct = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))];

const entityKey = (table: Table, { connection_id, entity_type, external_id }: Values): string =>
  table === "tombstones"
    ? `${String(connection_id)}|${String(entity_type)}|${String(external_id)}`
    : `${String(connection_id)}|${String(external_id)}`;

/** Under what a look-up would be remembered: only for the look-ups that are loaded, column by column. */
function keyOf(table: Table, where: Values): string | null {
  let columns = 0;
  for (const _ in where) columns++;
  switch (table) {
    case "orders":
    case "customers":
      return columns === 2 && where.connection_id !== undefined && where.external_id !== undefined ? entityKey(table, where) : null;
    case "tombstones":
      return columns === 3 && where.connection_id !== undefined && where.entity_type !== undefined && where.external_id !== undefined
        ? entityKey(table, where)
        : null;
    case "delivery_payloads":
      return columns === 1 && typeof where.delivery_id === "number" ? `id:${where.delivery_id}` : null;
    case "deliveries":
      if (columns === 1 && typeof where.id === "number") return `id:${where.id}`;
      return columns === 3 && typeof where.hold_key === "string" && where.status !== undefined && where.connection_id !== undefined
        ? `held:${String(where.connection_id)}|${where.hold_key}`
        : null;
    default:
      return columns === 1 && typeof where.order_id === "string" ? where.order_id : null;
  }
}
