import { expect, it } from "vitest";
import type { ConnectionRow } from "#app/data/connections-list.server.ts";
import { integrationItem } from "./integrations.server.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const row: ConnectionRow = {
  id: "con_1",
  channel: "shopify",
  external_id: "demo-shop.myshopify.com",
  name: "Demo shop",
  status: "active",
  status_reason: null,
  entities: '["orders"]',
  granted_scopes: "read_orders",
  onboarding_step: "done",
  last_sync_at: NOW - 60_000,
  last_error: null,
  settings: "{}",
  currency: "EUR",
  timezone: null,
  created_at: NOW,
  updated_at: NOW,
  uninstalled_at: null,
};
const item = (patch: Partial<ConnectionRow>) => integrationItem({ ...row, ...patch }, null, NOW);
const offers = (patch: Partial<ConnectionRow>) => {
  const { canEdit, canRename, canDisconnect, canReconnect, canDelete, open } = item(patch);
  return [
    ...(canEdit ? ["edit"] : []),
    ...(canRename ? ["rename"] : []),
    ...(canDisconnect ? ["disconnect"] : []),
    ...(canReconnect ? ["reconnect"] : []),
    ...(canDelete ? ["delete"] : []),
    ...(open ? [open.url] : []),
  ];
};

it("offers for each kind of integration what makes sense for it", () => {
  expect(offers({})).toEqual(["edit", "disconnect", "delete"]);
  expect(offers({ status: "inactive", status_reason: "disconnected" })).toEqual(["edit", "reconnect", "delete"]);
  expect(offers({ status: "inactive", status_reason: "uninstalled" })).toEqual(["edit", "delete"]);
  expect(offers({ channel: "csv", external_id: "mer_1" })).toEqual(["rename", "delete", "/app/imports"]);
  expect(offers({ channel: "api", external_id: "mer_1" })).toEqual(["rename", "disconnect", "delete", "/app/settings/keys"]);
  expect(offers({ channel: "api", external_id: "mer_1", status: "inactive", status_reason: "disconnected" })).toEqual([
    "rename",
    "reconnect",
    "delete",
    "/app/settings/keys",
  ]);
  expect(offers({ channel: "woocommerce" })).toEqual(["rename", "disconnect", "delete", "/app/integrations/con_1"]);
  expect(offers({ channel: "whatsapp" })).toEqual(["/app/settings/messages"]);
});

it("shows type, status and last sync of each, and never our own ids", () => {
  const files = item({ channel: "csv", external_id: "mer_1", name: "CSV import" });
  expect(files).toMatchObject({ type: "CSV import", status: "active", account: "Orders from files that you upload", reads: null });
  expect(files.lastSync?.text).toBe("Today at 11:59");
  const spaces = ["mer_1", "mer_1:test"].map((external_id) => item({ channel: "api", external_id }));
  expect(spaces.map((one) => one.type)).toEqual(["Event API", "Event API"]);
  expect(JSON.stringify([files, ...spaces])).not.toContain("mer_1");
});
