/** The whole of a store beside the whole of what the hub was told, and a busy day in it. */
import { OF_THE_READING } from "./as-the-store-says.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import type { BridgeStand } from "./bridge-stand.ts";
import { numberingFaults, storedEvents } from "./hub-state.ts";
import type { Json } from "./store.ts";

const without = (object: Json | null | undefined): Json =>
  Object.fromEntries(Object.entries(object ?? {}).filter(([name]) => !OF_THE_READING.has(name)));

/** Empty: of every order, product and customer the last event says what the store's REST API says, and nothing else is thought to be there. */
export async function storeFaults(stand: BridgeStand): Promise<string[]> {
  const faults: string[] = await numberingFaults(stand);
  const events = await storedEvents(stand);
  for (const [entity, path] of [
    ["order", "orders?status=any"],
    ["product", "products?status=any"],
    ["customer", "customers?role=all"],
  ] as const) {
    const last = new Map<number, (typeof events)[number]>();
    for (const event of events) if (event.topic.startsWith(`${entity}.`)) last.set(Number(event.event.resource_id), event);
    const there = (await stand.store.list<Json & { id: number }>(path)).filter(
      ({ id, role }) => !(entity === "customer" && (id === 1 || role === "administrator")),
    );
    for (const object of there) {
      const told = last.get(object.id);
      if (!told) faults.push(`${entity} ${object.id} was never told of`);
      else if (JSON.stringify(sorted(without(told.event.data.object))) !== JSON.stringify(sorted(without(object))))
        faults.push(`${entity} ${object.id} differs: ${differences(without(told.event.data.object), without(object))}`);
    }
    const ids = new Set(there.map(({ id }) => id));
    for (const [id, told] of last)
      if (told.event.data.state === "present" && !ids.has(id)) faults.push(`${entity} ${id} is told of as present, and is gone`);
  }
  return faults.slice(0, 20);
}

/** One spelling: the store reads some lists (meta_data) from its database in no order, so what has an id is put in the order of ids. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const all = value.map(sorted) as { id?: number }[];
    return all.every((one) => typeof one?.id === "number") ? all.sort((a, b) => a.id! - b.id!) : all;
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

const differences = (told: Json, says: Json): string =>
  [...new Set([...Object.keys(told), ...Object.keys(says)])]
    .filter((name) => JSON.stringify(sorted(told[name])) !== JSON.stringify(sorted(says[name])))
    .map((name) => `${name}: told ${JSON.stringify(told[name])?.slice(0, 80)}, is ${JSON.stringify(says[name])?.slice(0, 80)}`)
    .join("; ");

/** Visits until the hub knows the store as it is. */
export async function untilSame(stand: BridgeStand, timeoutMs: number): Promise<void> {
  let faults: string[] = [];
  await waitUntil(
    "the hub knows the store as it is",
    async () => {
      await stand.settle(timeoutMs);
      faults = await storeFaults(stand);
      if (faults.length === 0) return true;
      await stand.visit();
      return false;
    },
    { timeoutMs, everyMs: 500, explain: () => faults.join("\n") },
  );
}

/**
 * Changes in one PHP process, as many as `CHANGES` says, none of the same thing twice: new orders, other statuses, stock, notes. With
 * BREAK_AT another plugin's error ends the process in the middle of that change, before our own hooks.
 */
export const BUSY = `
  $changes = (int) getenv("CHANGES"); $break = (int) getenv("BREAK_AT"); mt_srand((int) getenv("SEED"));
  $done = 0;
  if ($break > 0) {
    foreach (array("woocommerce_new_order", "woocommerce_update_order", "woocommerce_update_product", "woocommerce_update_product_stock") as $hook) {
      add_action($hook, function () use (&$done, $break) { if ($done >= $break) { another_plugins_missing_function(); } }, 5);
    }
  }
  $products = wc_get_products(array("limit" => -1, "return" => "ids"));
  $old = wc_get_orders(array("limit" => 200, "return" => "ids", "type" => "shop_order"));
  shuffle($old); $next = 0;
  for ($i = 0; $i < $changes; $i++) {
    $which = $i % 10;
    if ($which < 4 || !isset($old[$next])) {
      $order = new WC_Order();
      $order->set_props(array("billing_first_name" => "Ada", "billing_email" => "ada" . mt_rand() . "@example.com", "billing_country" => "US", "billing_state" => "CA"));
      $order->add_product(wc_get_product($products[$i % count($products)]), 1 + $i % 3);
      $order->calculate_totals();
      $order->save();
    } elseif ($which < 7) {
      $order = wc_get_order($old[$next++]);
      $statuses = array("processing", "on-hold", "completed", "cancelled");
      $order->update_status($statuses[mt_rand(0, 3)], "An example.", true);
    } elseif ($which < 9) {
      wc_update_product_stock($products[$i % count($products)], 100 + mt_rand(0, 50));
    } else {
      wc_get_order($old[$next++])->add_order_note("An example " . mt_rand());
    }
    $done++;
  }
  echo $done;`;
