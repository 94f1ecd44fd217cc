import { Session } from "@shopify/shopify-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { openTestDatabase, type OpenTestDatabase } from "../../../tests/helpers/open-test-database.ts";
import { DatabaseSessionStorage, deleteSessionsOfShop, offlineSessionId } from "./sessions.server.ts";

const box = createSecretBox([{ id: "k1", key: Buffer.alloc(32, 1) }]);
const clock = () => 1_700_000_000_000;
let opened: OpenTestDatabase;
let storage: DatabaseSessionStorage;

beforeEach(async () => {
  opened = await openTestDatabase();
  storage = new DatabaseSessionStorage(opened.db, box, "app_1", clock);
});
afterEach(() => opened.close());

const offline = (shop: string, token = "shpat_offline") =>
  new Session({
    id: offlineSessionId(shop),
    shop,
    state: "",
    isOnline: false,
    scope: "read_orders",
    accessToken: token,
    expires: new Date(1_700_003_600_000),
    refreshToken: "shprt_offline",
    refreshTokenExpires: new Date(1_707_776_000_000),
  });
const online = new Session({
  id: "a.myshopify.com_42",
  shop: "a.myshopify.com",
  state: "",
  isOnline: true,
  scope: "read_orders",
  accessToken: "shpua_online",
  expires: new Date(1_700_086_400_000),
  onlineAccessInfo: {
    expires_in: 86_400,
    associated_user_scope: "read_orders",
    associated_user: {
      id: 42,
      first_name: "Sam",
      last_name: "M",
      email: "sam@example.com",
      email_verified: true,
      account_owner: true,
      locale: "en",
      collaborator: false,
    },
  },
});

describe("session storage", () => {
  it.each([
    ["offline", offline("a.myshopify.com")],
    ["online", online],
    ["without expiry or token", new Session({ id: "x", shop: "a.myshopify.com", state: "s", isOnline: false })],
  ])("gives back an equal %s session that works as one", async (_kind, session) => {
    expect(await storage.storeSession(session)).toBe(true);
    const loaded = await storage.loadSession(session.id);
    expect(loaded).toBeInstanceOf(Session);
    expect(session.equals(loaded)).toBe(true);
    expect(loaded?.refreshToken).toBe(session.refreshToken);
  });
  it("replaces a session of the same id, also by one that has lost its token", async () => {
    const session = offline("a.myshopify.com");
    await storage.storeSession(session);
    session.accessToken = undefined;
    await storage.storeSession(session);
    expect((await storage.loadSession(session.id))?.accessToken).toBeUndefined();
  });
  it("answers undefined for what it does not have, and deletes without complaint", async () => {
    expect(await storage.loadSession("nobody")).toBeUndefined();
    expect(await storage.deleteSession("nobody")).toBe(true);
    expect(await storage.findSessionsByShop("nobody.myshopify.com")).toEqual([]);
  });
  it("deletes one, several, and finds by shop", async () => {
    for (const session of [offline("a.myshopify.com"), online, offline("b.myshopify.com")]) await storage.storeSession(session);
    expect((await storage.findSessionsByShop("a.myshopify.com")).map((session) => session.id).sort()).toEqual(
      [online.id, "offline_a.myshopify.com"].sort(),
    );
    await storage.deleteSessions([online.id, "offline_a.myshopify.com"]);
    expect(await storage.findSessionsByShop("a.myshopify.com")).toEqual([]);
    expect(await storage.loadSession("offline_b.myshopify.com")).toBeDefined();
  });
  it("keeps two apps at one shop apart, also when one of them is removed", async () => {
    const other = new DatabaseSessionStorage(opened.db, box, "app_2", clock);
    await storage.storeSession(offline("a.myshopify.com", "shpat_one"));
    await other.storeSession(offline("a.myshopify.com", "shpat_two"));
    expect((await storage.loadSession("offline_a.myshopify.com"))?.accessToken).toBe("shpat_one");
    expect(await deleteSessionsOfShop(opened.db, "a.myshopify.com", "app_1")).toBe(1);
    expect(await storage.findSessionsByShop("a.myshopify.com")).toEqual([]);
    expect((await other.loadSession("offline_a.myshopify.com"))?.accessToken).toBe("shpat_two");
  });
  it("stores no token in clear, and refuses a row that was moved to another shop", async () => {
    await storage.storeSession(offline("a.myshopify.com"));
    await storage.storeSession(offline("b.myshopify.com"));
    const rows = await opened.db.read.selectFrom("sessions").selectAll().orderBy("id").execute();
    expect(JSON.stringify(rows)).not.toMatch(/shpat|shprt/);
    await opened.db.write((tx) => tx.update("sessions", { payload_encrypted: rows[0]!.payload_encrypted }, { id: rows[1]!.id }));
    await expect(storage.loadSession("offline_b.myshopify.com")).rejects.toThrow("belongs elsewhere");
  });
});
