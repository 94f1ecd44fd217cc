import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { commandWords, hasWords, recordsWords, workWords } from "./activity-words.ts";

const APP = fileURLToPath(new URL("../", import.meta.url));

/** Every action of a command or a compliance request that app/ writes into the audit log. */
function writtenActions(): Set<string> {
  const written = new Set(["installed", "reinstalled"]);
  for (const file of globSync("**/*.ts", { cwd: APP })) {
    if (/\.test\.ts$/.test(file)) continue;
    const source = readFileSync(join(APP, file), "utf8");
    for (const [, action] of source.matchAll(/kind: "(?:command|compliance)",[^}]*?\baction: "(\w+)"/g)) written.add(action as string);
  }
  return written;
}

describe("activity", () => {
  it("has words for every command that is written down", () => {
    const written = [...writtenActions()];
    expect(written.length).toBeGreaterThan(12);
    expect(written.filter((action) => !hasWords(action))).toEqual([]);
  });

  it.each([
    ["replay_deliveries", { replayed: 3, skipped: 1 }, "Deliveries processed again", "3 deliveries, 1 skipped"],
    ["replay_deliveries", { replayed: 1, skipped: 0 }, "Deliveries processed again", "1 delivery"],
    ["retry_failed_sync_items", { count: 2 }, "Failed calls to your store tried again", "2 calls"],
    ["webhooks_registered", { active: 18, expected: 19 }, "Webhooks registered", "18 of 19 webhooks"],
    ["webhooks_registered", { active: 19, expected: 19 }, "Webhooks registered", "19 webhooks"],
    ["entities_chosen", { after: ["orders", "customers"] }, "Data to read chosen", "Orders, customers"],
    ["customer_redact", { customers: 1, orders: 2, deliveries: 0 }, "Customer erased", "1 customer, 2 orders"],
    ["delivery_rule_set", { before: null, after: 5 }, "Rule for delivered orders changed", "Delivered after 5 days"],
    [
      "status_meaning_set",
      { direction: "in", status: "picking", after: "OUT_FOR_DELIVERY" },
      "Meaning of a store's status changed",
      "picking: Out for delivery",
    ],
    ["status_meaning_set", { direction: "out", status: "PACKED", after: null }, "Meaning of a store's status changed", "Packed: as at first"],
    ["status_meaning_set", { status: "picking", after: "PICKED", released: 2 }, "Meaning of a store's status changed", "2 deliveries had waited"],
    ["status_meaning_applied", { orders: 1 }, "Orders given the new meaning of their status", "1 order"],
    ["status_meaning_applied", { orders: 10_001 }, "Orders given the new meaning of their status", "more than 10,000 orders"],
    ["installed", { scope: "read_orders" }, "App installed", null],
  ])("%s %j", (action, data, title, extent) => expect(commandWords(action, JSON.stringify(data))).toEqual({ title, extent }));

  it("survives an entry of another version", () => {
    expect(commandWords("moon_landed", "no JSON")).toEqual({ title: "Moon landed", extent: null });
    expect(commandWords("replay_deliveries", "[]").extent).toBe("0 deliveries");
    expect(commandWords("constructor", "{}")).toEqual({ title: "Constructor", extent: null });
  });

  it("says in a merchant's words what was done at the store", () => {
    const item = { entity_id: "orders/create", action: "register", status: "completed" };
    expect(workWords({ ...item, entity_type: "webhook_subscription" })).toEqual({
      title: "Webhook registered again",
      about: "Order created",
      extent: "1 webhook",
    });
    expect(workWords({ ...item, entity_type: "inventory", action: "read", status: "dead" })).toEqual({
      title: "Reading the stock from your store",
      about: undefined,
      extent: null,
    });
    expect(recordsWords(1)).toBe("1 record");
  });
});
