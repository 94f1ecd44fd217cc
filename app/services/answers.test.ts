/** Forms of the pages: bad input is answered with the field, the reason and the remedy; another merchant's connection does not exist. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertConnection, openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { getConnection } from "#app/data/connections.server.ts";
import { answerIntegration } from "./answer-integration.server.ts";
import { answerOnboarding } from "./answer-onboarding.server.ts";
import { answerReplay, resultText } from "./answer-replay.server.ts";
import { answerWebhooks } from "./answer-webhooks.server.ts";
import type { CurrentMerchant } from "./current-merchant.server.ts";

let opened: OpenTestDatabase;
let mine: CurrentMerchant;
const now = 1_700_000_000_000;

beforeAll(async () => {
  opened = await openTestDatabase();
  await insertConnection(opened.db, "mine");
  await insertConnection(opened.db, "theirs");
  const connection = (await getConnection(opened.db, "mer_mine", "con_mine"))!;
  // Only what these answers touch before they refuse: no queue, no network.
  mine = { ctx: { db: opened.db, clock: () => now }, merchantId: "mer_mine", connection, timeZone: null, now } as unknown as CurrentMerchant;
});
afterAll(() => opened.close());

const post = (fields: [string, string][]) => new Request("http://127.0.0.1/app", { method: "POST", body: new URLSearchParams(fields) });

describe("replay", () => {
  it.each([
    [[["id", "12x"]], "id", "A delivery number consists of digits"],
    [[["id", "99999999999"]], "id", "A delivery number consists of digits"],
    [[], "id", "No delivery was selected"],
    [[["by_filter", "on"]], "by_filter", "No search was given"],
    [
      [
        ["by_filter", "on"],
        ["topic", "'; drop table"],
      ],
      "topic",
      "The topic to search for cannot be read",
    ],
  ] as [[string, string][], string, string][])("refuses %j", async (fields, field, reason) => {
    const answer = await answerReplay(mine, post(fields));
    expect(answer).toMatchObject({ ok: false, problem: { field, reason } });
    expect(answer).toHaveProperty("problem.remedy", expect.stringMatching(/\w/));
  });
  it("says how many, and how many not", () => {
    expect(resultText(1, 0)).toBe("1 delivery is processed again");
    expect(resultText(0, 2)).toMatch(/^Nothing was replayed; 2 could not be/);
  });
});

describe("integrations", () => {
  it("knows no other merchant's connection", async () => {
    for (const intent of ["disconnect", "reconnect", "preview_deletion"])
      expect(
        await answerIntegration(
          mine,
          post([
            ["intent", intent],
            ["connection", "con_theirs"],
          ]),
        ),
      ).toMatchObject({ ok: false, problem: { field: "connection" } });
    expect(
      await answerIntegration(
        mine,
        post([
          ["intent", "delete"],
          ["connection", "con_theirs"],
          ["confirm", "theirs"],
        ]),
      ),
    ).toMatchObject({ ok: false, problem: { field: "connection" } });
    expect(await getConnection(opened.db, "mer_theirs", "con_theirs")).toMatchObject({ status: "active", deleted_at: null });
  });
  it("deletes only when the name is typed", async () => {
    expect(
      await answerIntegration(
        mine,
        post([
          ["intent", "delete"],
          ["connection", "con_mine"],
          ["confirm", "min"],
        ]),
      ),
    ).toMatchObject({ ok: false, problem: { field: "confirm", remedy: 'Type "mine" exactly.' } });
    expect(await getConnection(opened.db, "mer_mine", "con_mine")).toBeDefined();
  });
  it("says what goes and what stays", async () => {
    expect(
      await answerIntegration(
        mine,
        post([
          ["intent", "preview_deletion"],
          ["connection", "con_mine"],
        ]),
      ),
    ).toMatchObject({ ok: true, data: { name: "mine", goes: { orders: 0 } } });
  });
  it("refuses a kind of data that does not exist, and an intent that does not", async () => {
    expect(
      await answerIntegration(
        mine,
        post([
          ["intent", "edit"],
          ["connection", "con_mine"],
          ["name", "x"],
          ["entity", "secrets"],
        ]),
      ),
    ).toMatchObject({ ok: false, problem: { field: "entity" } });
    expect(await answerIntegration(mine, post([["intent", "explode"]]))).toMatchObject({ ok: false, problem: { field: "intent" } });
  });
});

it("refuses made-up topics and steps", async () => {
  expect(
    await answerWebhooks(
      mine,
      post([
        ["intent", "register"],
        ["topic", "../x"],
      ]),
    ),
  ).toMatchObject({ ok: false, problem: { field: "topic" } });
  expect(
    await answerOnboarding(
      mine,
      post([
        ["intent", "advance"],
        ["step", "welcome"],
      ]),
    ),
  ).toMatchObject({ ok: false, problem: { field: "step" } });
});

it("does not register webhooks for a disconnected store", async () => {
  const inactive = { ...mine, connection: { ...mine.connection, status: "inactive" } };
  expect(await answerWebhooks(inactive, post([["intent", "register_all"]]))).toMatchObject({
    ok: false,
    problem: { reason: "This store is disconnected" },
  });
});
