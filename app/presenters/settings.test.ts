import { afterEach, beforeEach, expect, it } from "vitest";
import { saveRetention } from "#app/data/retention.server.ts";
import { DAY_MS, readRetention } from "#app/domain/retention.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { presentSettings } from "./settings.server.ts";

const now = 1_760_000_000_000;
let services: TestServices;
beforeEach(async () => void (services = await testServices()));
afterEach(() => services.close());

it.each([
  ["as long as the law gives", 30, 30],
  ["only as long as the merchant keeps it", 7, 7],
])("shows a copy of a customer's data %s", async (_, exports, days) => {
  const { merchant_id, id } = await services.connect("acme");
  const { db } = services.ctx;
  await db.write(async (tx) => {
    await saveRetention(tx, merchant_id, { ...readRetention(null), exports }, now);
    await tx.insert("data_exports", {
      id: "exp_1",
      merchant_id,
      connection_id: id,
      request_key: "request-1",
      subject_external_id: "1",
      content: "{}",
      created_at: now,
      expires_at: now + 30 * DAY_MS,
    });
  });
  const view = await presentSettings(db, merchant_id, null, now + DAY_MS);
  expect(view.dataExports.map((one) => Date.parse(one.expiresAt.iso))).toEqual([now + days * DAY_MS]);
});
