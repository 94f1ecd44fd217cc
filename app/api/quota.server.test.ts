/** Limits with a clock that is moved: windows begin with their first call and last an hour. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ApiKeyRow } from "#app/data/api-keys.server.ts";
import { openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { createQuota, LIMITS, WINDOW_MS, type Quota } from "./quota.server.ts";

const START = Date.UTC(2026, 10, 21, 9, 0, 0);
let opened: OpenTestDatabase;
let quota: Quota;
beforeEach(async () => {
  opened = await openTestDatabase();
  quota = createQuota(opened.db);
});
afterEach(() => opened.close());

const key = (id: string, merchantId = "mer_one") => ({ id, merchant_id: merchantId, last_used_at: START }) as ApiKeyRow;
const take = async (of: ApiKeyRow, times: number, now: number) =>
  (await Promise.all(Array.from({ length: times }, () => quota.take(of, now)))).at(-1)!;
const used = async (id: string) => (await opened.db.read.selectFrom("quota_windows").select("used").where("id", "=", id).executeTakeFirst())?.used;
const setUsed = (id: string, count: number) => opened.db.write((tx) => tx.update("quota_windows", { used: count }, { id }));

describe("limits", () => {
  it("say how many calls are left, of the limit that is nearest to its end", async () => {
    expect(await take(key("a"), 1, START)).toEqual({ isAllowed: true, of: "key", limit: 1_000, remaining: 999, resetAt: START + WINDOW_MS });
    await setUsed("merchant:mer_one", 4_998);
    expect(await take(key("b"), 1, START + 5)).toEqual({ isAllowed: true, of: "merchant", limit: 5_000, remaining: 1, resetAt: START + WINDOW_MS });
  });

  it("refuse the call after the last, and do not count what they refuse", async () => {
    expect(await take(key("a"), LIMITS.key, START)).toMatchObject({ isAllowed: true, remaining: 0 });
    expect(await take(key("a"), 50, START + 1)).toMatchObject({ isAllowed: false, of: "key", remaining: 0, resetAt: START + WINDOW_MS });
    expect(await used("key:a")).toBe(LIMITS.key);
    expect(await used("merchant:mer_one")).toBe(LIMITS.key);
    expect(await take(key("b"), 1, START + 1)).toMatchObject({ isAllowed: true });
    expect(await take(key("c", "mer_two"), 1, START + 1)).toMatchObject({ isAllowed: true, remaining: 999 });
  });

  it("begin anew an hour after the first call, not before", async () => {
    await take(key("a"), LIMITS.key, START);
    expect(await take(key("a"), 1, START + WINDOW_MS - 1)).toMatchObject({ isAllowed: false });
    expect(await take(key("a"), 1, START + WINDOW_MS)).toMatchObject({ isAllowed: true, remaining: 999, resetAt: START + 2 * WINDOW_MS });
    // For another process too, which remembers nothing of the first hour.
    quota = createQuota(opened.db);
    expect(await take(key("a"), 1, START + WINDOW_MS + 1)).toMatchObject({ isAllowed: true, remaining: 998 });
  });

  it("with both used up, name the later end", async () => {
    await take(key("a"), 1, START);
    await take(key("b"), 1, START + 60_000);
    await setUsed("merchant:mer_one", 5_000);
    await setUsed("key:b", 1_000);
    expect(await take(key("b"), 1, START + 70_000)).toMatchObject({ isAllowed: false, of: "key", resetAt: START + 60_000 + WINDOW_MS });
  });

  it("survive a clock that is set back", async () => {
    await take(key("a"), 10, START);
    expect(await take(key("a"), 1, START - 60_000)).toMatchObject({ remaining: 989 });
  });

  it("do not let a call through that could not be counted", async () => {
    const failing = createQuota({ ...opened.db, write: () => Promise.reject(new Error("disk full")) });
    await expect(failing.take(key("a"), START)).rejects.toThrow("disk full");
  });

  it("count for two processes together", async () => {
    const other = createQuota(opened.db);
    const answers = await Promise.all(Array.from({ length: 1_010 }, (_, n) => (n % 2 ? quota : other).take(key("a"), START)));
    expect(answers.filter((answer) => answer.isAllowed)).toHaveLength(1_000);
  });

  it("write down at most once a minute that a key was used", async () => {
    const row = {
      id: "key_a",
      merchant_id: "mer_one",
      connection_id: "con",
      name: "a",
      mode: "live",
      prefix: "p",
      key_sha256: "s",
      scopes: "read",
      created_by: "merchant",
      created_at: START,
    };
    await opened.db.write((tx) => tx.insert("api_keys", row));
    const stored = () => opened.db.read.selectFrom("api_keys").selectAll().executeTakeFirstOrThrow();
    await quota.take(await stored(), START);
    expect((await stored()).last_used_at).toBe(START);
    await quota.take(await stored(), START + 59_999);
    expect((await stored()).last_used_at).toBe(START);
    await quota.take(await stored(), START + 60_000);
    expect((await stored()).last_used_at).toBe(START + 60_000);
  });
});
