import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "#app/data/connections.server.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { answerIntegration } from "./answer-integration.server.ts";
import { renameConnection } from "./rename-connection.server.ts";

let services: TestServices;
let connection: Connection;
beforeEach(async () => {
  services = await testServices();
  connection = await services.connect("acme");
});
afterEach(() => services?.close());

const rename = (name: string) => renameConnection(services.ctx, connection.merchant_id, connection.id, name);
const nameNow = async () =>
  (await services.ctx.db.read.selectFrom("connections").select("name").where("id", "=", connection.id).executeTakeFirstOrThrow()).name;
const audited = async () =>
  (await services.ctx.db.read.selectFrom("audit_log").selectAll().where("action", "=", "renamed").orderBy("id").execute()).map(({ actor, data }) => [
    actor,
    JSON.parse(data) as unknown,
  ]);

describe("the name of an integration", () => {
  it.each([
    ["is missing", "   "],
    ["is too long", "x".repeat(101)],
    ["cannot be seen", "\u200b\u200d"],
    ["holds a NUL", "Pot\u0000tery"],
    ["holds an escape", "Pot\u001b[31mtery"],
    ["turns the words behind it round", "Pottery\u202egpj"],
  ])("that %s is refused, and nothing is written", async (_what, name) => {
    expect(await rename(name)).toMatchObject({ ok: false, error: { code: "name_invalid" } });
    expect([await nameNow(), await audited()]).toEqual([connection.name, []]);
  });

  it("is tidied and audited; the same one again is no change", async () => {
    for (const name of ["  Ye\n olde\tPottery 👩‍🎨 ", "Ye olde Pottery 👩‍🎨", "x".repeat(100)])
      expect(await rename(name)).toEqual({ ok: true, value: null });
    expect(await nameNow()).toBe("x".repeat(100));
    expect(await audited()).toEqual([
      ["merchant", { before: connection.name, after: "Ye olde Pottery 👩‍🎨" }],
      ["merchant", { before: "Ye olde Pottery 👩‍🎨", after: "x".repeat(100) }],
    ]);
  });

  it.each(["woocommerce", "csv", "api"])("of channel %s is changed by the form, which says what is wrong with it", async (channel) => {
    await services.ctx.db.write((tx) => tx.update("connections", { channel }, { id: connection.id }));
    const send = (name: string, merchantId = connection.merchant_id) => {
      const body = new URLSearchParams({ intent: "rename", connection: connection.id, name });
      const merchant = { ctx: services.ctx, merchantId } as Parameters<typeof answerIntegration>[0];
      return answerIntegration(merchant, new Request("https://app.example.com/app/integrations", { method: "POST", body }));
    };
    expect(await send(" ")).toMatchObject({ ok: false, problem: { field: "name", reason: "A name has 1 to 100 characters" } });
    expect(await send("Mine", "mer_other")).toMatchObject({ ok: false, problem: { field: "connection" } });
    expect(await send("Second shop")).toEqual({ ok: true, message: "Renamed" });
    expect(await nameNow()).toBe("Second shop");
  });
});
