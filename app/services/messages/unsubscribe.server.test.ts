import { afterEach, beforeEach, expect, it } from "vitest";
import { EMAIL, MERCHANT, messageStand, type MessageStand } from "../../../tests/helpers/message-stand.ts";
import { unsubscribeUrl } from "./unsubscribe-link.server.ts";
import { readUnsubscribe, unsubscribe } from "./unsubscribe.server.ts";

let shop: MessageStand;
beforeEach(async () => {
  shop = await messageStand();
});
afterEach(() => shop.close());

it("says whose messages they are, changes nothing by being looked at, and stops them once asked", async () => {
  const { ctx } = shop.services;
  await shop.tellOrder();
  const token = unsubscribeUrl(ctx, { merchantId: MERCHANT, address: EMAIL }).split("/").at(-1)!;
  expect(await readUnsubscribe(ctx, token)).toEqual({ shopName: "acme", address: "z•••@quill.example", isRefused: false });
  expect(await shop.statuses()).toEqual({ after_3_days: "planned", after_14_days: "planned" });
  expect(await unsubscribe(ctx, token)).toBe(true);
  expect(await unsubscribe(ctx, token)).toBe(true);
  expect(await readUnsubscribe(ctx, token)).toMatchObject({ isRefused: true });
  expect((await shop.messages()).map((one) => one.reason)).toEqual(["opted_out", "opted_out"]);
  expect(await ctx.db.read.selectFrom("consents").selectAll().execute()).toEqual([
    {
      merchant_id: MERCHANT,
      address: EMAIL,
      state: "refused",
      source: "unsubscribe_link",
      said_at: shop.services.time.now,
      updated_at: shop.services.time.now,
    },
  ]);
});

it("answers a link that is not ours, or of a merchant who is gone, with nothing", async () => {
  const { ctx } = shop.services;
  const gone = unsubscribeUrl(ctx, { merchantId: "mer_gone", address: EMAIL }).split("/").at(-1)!;
  for (const token of ["", "nonsense", gone]) {
    expect(await readUnsubscribe(ctx, token)).toBeNull();
    expect(await unsubscribe(ctx, token)).toBe(false);
  }
  expect(await ctx.db.read.selectFrom("consents").selectAll().execute()).toEqual([]);
});
