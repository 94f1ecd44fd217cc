import { afterEach, beforeEach, expect, it } from "vitest";
import { getRetention } from "#app/data/retention.server.ts";
import { RETENTION_KINDS, RETENTION_LIMITS } from "#app/domain/retention.ts";
import type { CurrentMerchant } from "../current-merchant.server.ts";
import { testServices, type TestServices } from "../../../tests/helpers/service-context.ts";
import { answerRetention } from "./answer-retention.server.ts";

let services: TestServices;
let merchantId: string;
beforeEach(async () => {
  services = await testServices();
  merchantId = (await services.connect("keeps")).merchant_id;
});
afterEach(() => services.close());

const send = (fields: Record<string, string>) =>
  answerRetention(
    { ctx: services.ctx, merchantId } as CurrentMerchant,
    new Request("https://app.example.com/app/settings/retention", { method: "POST", body: new URLSearchParams(fields) }),
  );
const GOOD = { intent: "save", deliveries: "30", activity: "60", messages: "90", imports: "14", exports: "7" };
const stored = () => services.ctx.db.write((tx) => getRetention(tx, merchantId));

it("saves the periods", async () => {
  expect(await send(GOOD)).toEqual({ ok: true, message: "Saved" });
  expect((await stored()).retention).toEqual({ deliveries: 30, activity: 60, messages: 90, imports: 14, exports: 7 });
});

it.each(RETENTION_KINDS)("refuses for %s what is not allowed, at its field, and says what is", async (kind) => {
  const { min, max } = RETENTION_LIMITS[kind];
  const reason = `Enter a whole number of days from ${min} to ${max.toLocaleString("en-GB")}`;
  for (const days of ["", "0", "-1", "1.5", "x", String(min - 1), String(max + 1)])
    expect(await send({ ...GOOD, [kind]: days }), days).toMatchObject({ ok: false, problem: { field: kind, reason } });
  expect((await stored()).retention[kind]).toBe(RETENTION_LIMITS[kind].default);
  for (const days of [min, max]) expect(await send({ ...GOOD, [kind]: String(days) })).toMatchObject({ ok: true });
});

it("has it cleaned now, once", async () => {
  expect(await send({ intent: "clean" })).toMatchObject({ ok: true });
  expect(await send({ intent: "clean" })).toMatchObject({ ok: false, problem: { reason: "It is being cleaned already" } });
  expect((await stored()).run).toMatchObject({ trigger: "merchant", started_at: null });
});
