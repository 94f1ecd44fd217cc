import { hash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "#app/data/connections.server.ts";
import type { Row } from "#app/data/database.ts";
import { eraseOrderRows } from "#app/data/erase-person.server.ts";
import { getConnection } from "#app/data/connections.server.ts";
import { COMMAND_LEASE_MS, COMMAND_LIFE_MS } from "#app/domain/bridge/command.ts";
import { CODE_LIFE_MS } from "#app/domain/bridge/pairing-code.ts";
import { testServices, type TestServices } from "../../../tests/helpers/service-context.ts";
import { leaseCommands, settleCommand } from "./carry-out.server.ts";
import { askForMissing, noteEvents } from "./note-numbers.server.ts";
import { pairSite, type SiteFacts } from "./pair-site.server.ts";
import { createPairingCode } from "./pairing-code.server.ts";
import { overdueCommand, planCommand } from "./plan-command.server.ts";
import { renewSecret } from "./renew-secret.server.ts";
import { createInvitation, signUp } from "./sign-up.server.ts";
import { openSiteSecrets, OVERLAP_MS } from "./site-secret.ts";
import { tidyCommands } from "./tidy-commands.server.ts";
import { useOnce } from "./use-once.server.ts";

let services: TestServices;
let acme: Connection;
let other: Connection;
beforeAll(async () => {
  services = await testServices();
  acme = await services.connect("acme");
  other = await services.connect("other");
});
afterAll(() => services?.close());

const facts = (siteUrl: string, capabilities: Record<string, unknown> = {}): SiteFacts => ({
  siteUrl,
  plugin_version: "1.0.0",
  wp_version: "6.7",
  wc_version: "10.2.4",
  php_version: "8.2.0",
  capabilities,
});
let count = 0;
const newUrl = () => `https://store-${++count}.example.com`;
async function pair(of: Connection, siteUrl: string, provenId: string | null = null, capabilities = {}) {
  const { code } = await createPairingCode(services.ctx, of.merchant_id);
  return pairSite(services.ctx, code, facts(siteUrl, capabilities), provenId);
}
async function paired(of: Connection, siteUrl = newUrl(), provenId: string | null = null) {
  const result = await pair(of, siteUrl, provenId);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
const siteOf = (id: string) => services.ctx.db.read.selectFrom("bridge_sites").selectAll().where("connection_id", "=", id).executeTakeFirstOrThrow();
const secretsOf = async (id: string) => openSiteSecrets(services.ctx.box, await siteOf(id), services.time.now);
const auditOf = async (merchantId: string) =>
  (
    await services.ctx.db.read
      .selectFrom("audit_log")
      .select(["action", "data", "sync_item_id"])
      .where("merchant_id", "=", merchantId)
      .orderBy("id")
      .execute()
  ).map((row) => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> }));

describe("a pairing code", () => {
  it("pairs one site, within fifteen minutes, and a new one takes its place", async () => {
    const first = await createPairingCode(services.ctx, acme.merchant_id);
    const { code } = await createPairingCode(services.ctx, acme.merchant_id);
    const url = newUrl();
    expect(await pairSite(services.ctx, first.code, facts(url), null)).toMatchObject({ ok: false, error: { code: "pairing_code_invalid" } });
    const result = await pairSite(services.ctx, code.toLowerCase(), facts(url, { currency: "EUR", country: "DE", timezone: "Europe/Berlin" }), null);
    expect(result).toMatchObject({ ok: true, value: { merchantName: "acme" } });
    expect(await pairSite(services.ctx, code, facts(newUrl()), null)).toMatchObject({ ok: false, error: { code: "pairing_code_invalid" } });
    const id = result.ok ? result.value.connectionId : "";
    expect(await getConnection(services.ctx.db, acme.merchant_id, id)).toMatchObject({
      channel: "woocommerce",
      external_id: url,
      name: url.slice(8),
      status: "active",
      currency: "EUR",
      timezone: "Europe/Berlin",
    });
    const kept = await services.ctx.db.read.selectFrom("pairing_codes").selectAll().where("connection_id", "=", id).executeTakeFirstOrThrow();
    expect(kept.code_sha256).toBe(hash("sha256", code.replace("-", ""), "hex"));

    const late = await createPairingCode(services.ctx, acme.merchant_id);
    services.time.now += CODE_LIFE_MS;
    expect(await pairSite(services.ctx, late.code, facts(newUrl()), null)).toMatchObject({ ok: false, error: { code: "pairing_code_invalid" } });
  });

  it("is not used up by a refusal", async () => {
    const { connectionId } = await paired(other);
    const url = (await siteOf(connectionId)).site_url;
    const { code } = await createPairingCode(services.ctx, acme.merchant_id);
    expect(await pairSite(services.ctx, code, facts(url), null)).toMatchObject({ ok: false, error: { code: "store_already_connected" } });
    expect(await pairSite(services.ctx, code, facts(newUrl()), null)).toMatchObject({ ok: true });
  });
});

describe("a site that is paired again", () => {
  it("keeps its connection and its numbers, gets a new secret, and the old one goes on for a day", async () => {
    const first = await paired(acme);
    const site = { merchantId: acme.merchant_id, connectionId: first.connectionId };
    await noteEvents(services.ctx.db, site, [1, 2, 5], services.time.now, services.time.now);
    const again = await paired(acme, (await siteOf(first.connectionId)).site_url);
    expect(again.connectionId).toBe(first.connectionId);
    expect(again.secret).not.toBe(first.secret);
    expect(await secretsOf(first.connectionId)).toEqual([again.secret, first.secret]);
    expect(await siteOf(first.connectionId)).toMatchObject({ last_seq: 2, max_seq: 5 });
    services.time.now += OVERLAP_MS;
    expect(await secretsOf(first.connectionId)).toEqual([again.secret]);
  });

  it("is active again where it was disconnected, and what was held for that is due", async () => {
    const { connectionId } = await paired(acme);
    const { ctx, time, scheduled } = services;
    await ctx.db.write(async (tx) => {
      await tx.update("connections", { status: "inactive", status_reason: "disconnected" }, { id: connectionId });
      await tx.insert("deliveries", {
        id: 990_001,
        merchant_id: acme.merchant_id,
        connection_id: connectionId,
        mode: "live",
        dedupe_key: "held",
        topic: "order.updated",
        origin: "live",
        status: "held",
        hold_key: `connection:${connectionId}`,
        received_at: time.now,
        next_attempt_at: time.now,
        body_sha256: "",
        body_bytes: 0,
      });
    });
    await paired(acme, (await siteOf(connectionId)).site_url);
    expect(await getConnection(ctx.db, acme.merchant_id, connectionId)).toMatchObject({ status: "active", status_reason: null });
    expect(scheduled).toContain(990_001);
  });

  it("is the same store where http became https, and where it shows by its signature that it moved", async () => {
    const { connectionId } = await paired(acme, "http://moving.example.com");
    expect((await paired(acme, "https://moving.example.com")).connectionId).toBe(connectionId);
    expect((await paired(acme, "https://moved.example.net", connectionId)).connectionId).toBe(connectionId);
    expect(await getConnection(services.ctx.db, acme.merchant_id, connectionId)).toMatchObject({
      external_id: "https://moved.example.net",
      name: "moved.example.net",
    });
    expect(await auditOf(acme.merchant_id)).toContainEqual(
      expect.objectContaining({ action: "site_moved", data: { before: "https://moving.example.com", after: "https://moved.example.net" } }),
    );
  });

  it("is a new store where the merchant deleted it", async () => {
    const first = await paired(acme);
    const url = (await siteOf(first.connectionId)).site_url;
    await services.ctx.db.write((tx) => tx.update("connections", { deleted_at: services.time.now, status: "inactive" }, { id: first.connectionId }));
    const second = await paired(acme, url);
    expect(second.connectionId).not.toBe(first.connectionId);
    // Its old secret proves nothing any more.
    expect((await paired(acme, url, first.connectionId)).connectionId).toBe(second.connectionId);
  });

  it("does not take the place of another merchant's store, whatever it proves", async () => {
    const mine = await paired(acme);
    const theirs = await paired(other);
    const url = (await siteOf(theirs.connectionId)).site_url;
    expect(await pair(acme, url, mine.connectionId)).toMatchObject({ ok: false, error: { code: "store_already_connected" } });
    expect(await pair(acme, url)).toMatchObject({ ok: false, error: { code: "store_already_connected" } });
  });
});

describe("a new secret", () => {
  it("replaces the present one; a lost answer never locks the site out", async () => {
    const { connectionId, secret: first } = await paired(acme);
    const second = await renewSecret(services.ctx, acme.merchant_id, connectionId, false);
    expect(await secretsOf(connectionId)).toEqual([second, first]);
    // The answer was lost, twice: the site still signs with the first.
    const third = await renewSecret(services.ctx, acme.merchant_id, connectionId, true);
    const fourth = await renewSecret(services.ctx, acme.merchant_id, connectionId, true);
    expect(await secretsOf(connectionId)).toEqual([fourth, first]);
    expect(new Set([first, second, third, fourth]).size).toBe(4);
    expect(await renewSecret(services.ctx, other.merchant_id, connectionId, false)).toBeNull();
  });

  it("is asked for once per call", async () => {
    expect(await useOnce(services.ctx, acme.merchant_id, "msg_1")).toBe(true);
    expect(await useOnce(services.ctx, acme.merchant_id, "msg_1")).toBe(false);
    expect(await useOnce(services.ctx, acme.merchant_id, "msg_2")).toBe(true);
  });
});

describe("a sign-up", () => {
  const wish = (siteUrl: string, invitationCode: string | null = null) => ({
    shopName: "Corner shop",
    email: "ada@example.com",
    invitationCode,
    facts: facts(siteUrl, { currency: "EUR" }),
  });

  it("makes a merchant with its store where that is open to all, or with an invitation that is good once", async () => {
    const { ctx } = services;
    expect(await signUp(ctx, wish(newUrl()), false)).toMatchObject({ ok: false, error: { code: "signup_not_allowed" } });
    expect(await signUp(ctx, wish(newUrl()), true)).toMatchObject({ ok: true, value: { merchantName: "Corner shop" } });
    const { code, expiresAt } = await createInvitation(ctx, "for Ada");
    expect(await signUp(ctx, wish(newUrl(), code), false)).toMatchObject({ ok: true });
    expect(await signUp(ctx, wish(newUrl(), code), false)).toMatchObject({ ok: false, error: { code: "signup_not_allowed" } });
    const second = await createInvitation(ctx, "too late");
    services.time.now = expiresAt + 1;
    expect(await signUp(ctx, wish(newUrl(), second.code), false)).toMatchObject({ ok: false });
  });

  it("makes nothing where the store is connected already, and leaves the invitation good", async () => {
    const { ctx } = services;
    const { connectionId } = await paired(acme);
    const url = (await siteOf(connectionId)).site_url;
    const { code } = await createInvitation(ctx, "taken");
    const merchants = () => ctx.db.read.selectFrom("merchants").select("id").execute();
    const before = await merchants();
    expect(await signUp(ctx, wish(url, code), false)).toMatchObject({ ok: false, error: { code: "store_already_connected" } });
    expect(await merchants()).toEqual(before);
    expect(await signUp(ctx, wish(newUrl(), code), false)).toMatchObject({ ok: true });
  });
});

describe("numbers", () => {
  it("are counted once whatever comes again, and asked for with every answer", async () => {
    const { db } = services.ctx;
    const { connectionId } = await paired(acme);
    const site = { merchantId: acme.merchant_id, connectionId };
    const now = services.time.now;
    const note = (...seqs: number[]) => noteEvents(db, site, seqs, now, now);
    expect(await note(1, 2)).toEqual({ lastSeq: 2, maxSeq: 2, wanted: [] });
    expect(await note(2_000_003)).toMatchObject({ lastSeq: 2, maxSeq: 2_000_003, wanted: Array.from({ length: 100 }, (_, at) => at + 3) });
    expect(await db.read.selectFrom("bridge_gaps").selectAll().where("connection_id", "=", connectionId).execute()).toHaveLength(1);
    expect(await note(2_000_003, 1)).toMatchObject({ lastSeq: 2, maxSeq: 2_000_003 });
    await note(...Array.from({ length: 100 }, (_, at) => at + 3));
    expect((await askForMissing(db, site, now)).slice(0, 2)).toEqual([103, 104]);
    expect(await noteEvents(db, { ...site, merchantId: other.merchant_id }, [103], now, now)).toBeNull();
  });

  it("that never come do not stand in the way of those that may", async () => {
    const { db } = services.ctx;
    const { connectionId } = await paired(acme);
    const site = { merchantId: acme.merchant_id, connectionId };
    const start = services.time.now;
    await noteEvents(db, site, [1, 202, 204], start, start);
    const asked: number[] = [];
    for (let minute = 1; minute <= 3; minute++) asked.push(...(await askForMissing(db, site, start + minute * 60_000)));
    expect(asked).toContain(203);
    // Within a minute the same is asked again, and counted once.
    const times = async () =>
      (await db.read.selectFrom("bridge_gaps").select("asked_times").where("connection_id", "=", connectionId).execute()).map(
        (gap) => gap.asked_times,
      );
    const before = await times();
    for (let at = 0; at < 5; at++) await askForMissing(db, site, start + 3 * 60_000 + at);
    expect(await times()).toEqual(before);
  });
});

describe("a command", () => {
  const plan = (id: string, key: string) =>
    services.ctx.db.write((tx) =>
      planCommand(services.ctx, tx, { id, merchant_id: acme.merchant_id }, "order.status", { order_id: 9, status: "completed" }, key, {
        cause: "merchant",
        reason: "delivered",
      }),
    );
  const itemOf = (id: string) => services.ctx.db.read.selectFrom("sync_queue").selectAll().where("connection_id", "=", id).executeTakeFirstOrThrow();
  const commandOf = (id: string) =>
    services.ctx.db.read.selectFrom("bridge_commands").selectAll().where("connection_id", "=", id).executeTakeFirstOrThrow();

  it("is planned once per wish, leased to one, and answered once", async () => {
    const { ctx, time } = services;
    const { connectionId } = await paired(acme);
    const site = { merchantId: acme.merchant_id, connectionId };
    const id = (await plan(connectionId, "status:9:completed"))!;
    expect(await plan(connectionId, "status:9:completed")).toBeNull();
    expect(await itemOf(connectionId)).toMatchObject({
      status: "pending",
      entity_type: "order",
      entity_id: "9",
      direction: "outbound",
      next_attempt_at: time.now + COMMAND_LIFE_MS,
    });
    // Nobody was given it: an answer to it is a guess.
    expect(await settleCommand(ctx, site, id, { status: "done", result: null, reason: null })).toBeNull();
    const [one, two] = await Promise.all([leaseCommands(ctx, site), leaseCommands(ctx, site)]);
    expect([...one, ...two].map((command) => command.id)).toEqual([id]);
    expect(await leaseCommands(ctx, site)).toEqual([]);
    time.now += COMMAND_LEASE_MS;
    expect(await leaseCommands(ctx, site)).toHaveLength(1);
    expect(await settleCommand(ctx, { ...site, merchantId: other.merchant_id }, id, { status: "done", result: null, reason: null })).toBeNull();
    expect(await settleCommand(ctx, site, id, { status: "done", result: { from: "processing" }, reason: null })).toBe("done");
    expect(await settleCommand(ctx, site, id, { status: "failed", result: null, reason: { code: "x", message: "y" } })).toBe("done");
    const item = await itemOf(connectionId);
    expect(item).toMatchObject({ status: "completed", completed_at: time.now, error_code: null });
    expect(await commandOf(connectionId)).toMatchObject({ status: "done", attempts: 2, result: '{"from":"processing"}' });
    expect((await auditOf(acme.merchant_id)).filter((entry) => entry.sync_item_id === item.id)).toEqual([
      { action: "store_command_done", sync_item_id: item.id, data: { kind: "order.status", cause: "merchant", why: "delivered", to: "completed" } },
    ]);
  });

  it("that the store refuses says why on its item", async () => {
    const { connectionId } = await paired(acme);
    const id = (await plan(connectionId, "refused"))!;
    await leaseCommands(services.ctx, { merchantId: acme.merchant_id, connectionId });
    const reason = { code: "order_missing", message: "There is no order 9." };
    expect(await settleCommand(services.ctx, { merchantId: acme.merchant_id, connectionId }, id, { status: "failed", result: null, reason })).toBe(
      "failed",
    );
    expect(await itemOf(connectionId)).toMatchObject({ status: "dead", error_code: "command_refused", error_message: "There is no order 9." });
    expect(await overdueCommand(services.ctx, await itemOf(connectionId))).toMatchObject({ ok: false, error: { code: "command_refused" } });
  });

  it("whose time is over ends as what it is, and a late answer still counts", async () => {
    const { ctx, time } = services;
    const { connectionId: unfetched } = await paired(acme);
    const { connectionId: silent } = await paired(acme);
    await plan(unfetched, "unfetched");
    const id = (await plan(silent, "silent"))!;
    await leaseCommands(ctx, { merchantId: acme.merchant_id, connectionId: silent });
    expect(await overdueCommand(ctx, await itemOf(unfetched))).toEqual({ ok: true, value: { kind: "later", at: time.now + COMMAND_LIFE_MS } });
    time.now += COMMAND_LIFE_MS;
    expect(await leaseCommands(ctx, { merchantId: acme.merchant_id, connectionId: unfetched })).toEqual([]);
    expect(await overdueCommand(ctx, await itemOf(unfetched))).toMatchObject({
      ok: false,
      error: { class: "rejected", code: "command_not_fetched" },
    });
    expect(await overdueCommand(ctx, await itemOf(silent))).toMatchObject({
      ok: false,
      error: { class: "outcome_unknown", code: "command_outcome_unknown" },
    });
    expect(await commandOf(silent)).toMatchObject({ status: "expired" });
    expect(await settleCommand(ctx, { merchantId: acme.merchant_id, connectionId: silent }, id, { status: "done", result: null, reason: null })).toBe(
      "done",
    );
    expect(await itemOf(silent)).toMatchObject({ status: "completed", error_code: null });
    expect(await overdueCommand(ctx, await itemOf(silent))).toEqual({ ok: true, value: null });
  });

  it("about a person who is erased says nothing of them any more, and is not carried out", async () => {
    const { ctx, time } = services;
    const { connectionId } = await paired(acme);
    const note = (key: string) =>
      ctx.db.write((tx) =>
        planCommand(
          ctx,
          tx,
          { id: connectionId, merchant_id: acme.merchant_id },
          "order.note",
          { order_id: 9, text: "Ada rang", is_customer_note: false },
          key,
          { cause: "merchant" },
        ),
      );
    const done = (await note("first"))!;
    await leaseCommands(ctx, { merchantId: acme.merchant_id, connectionId });
    await settleCommand(ctx, { merchantId: acme.merchant_id, connectionId }, done, { status: "done", result: { by: "Ada" }, reason: null });
    await note("second");
    await ctx.db.write((tx) =>
      eraseOrderRows(
        tx,
        acme.merchant_id,
        [{ id: "ord_9", connection_id: connectionId, external_id: "9", erased_at: null } as Row<"orders">],
        time.now,
      ),
    );
    const commands = await ctx.db.read
      .selectFrom("bridge_commands")
      .selectAll()
      .where("connection_id", "=", connectionId)
      .orderBy("created_at")
      .execute();
    expect(commands.map(({ status }) => status).sort()).toEqual(["done", "expired"]);
    expect(JSON.stringify(commands)).not.toContain("Ada");
    expect(await leaseCommands(ctx, { merchantId: acme.merchant_id, connectionId })).toEqual([]);
  });

  it("is forgotten long after it ended, and not before", async () => {
    const { ctx, time } = services;
    const { connectionId } = await paired(acme);
    const id = (await plan(connectionId, "old"))!;
    await leaseCommands(ctx, { merchantId: acme.merchant_id, connectionId });
    await settleCommand(ctx, { merchantId: acme.merchant_id, connectionId }, id, { status: "done", result: null, reason: null });
    await plan(connectionId, "open");
    const keys = async () =>
      (await ctx.db.read.selectFrom("bridge_commands").select("dedupe_key").where("connection_id", "=", connectionId).execute())
        .map((row) => row.dedupe_key)
        .sort();
    await tidyCommands(ctx);
    expect(await keys()).toEqual(["old", "open"]);
    time.now += 91 * 86_400_000;
    await tidyCommands(ctx);
    expect(await keys()).toEqual(["open"]);
    // The wish was fulfilled once: it is not planned again.
    expect(await plan(connectionId, "old")).toBeNull();
  });
});
