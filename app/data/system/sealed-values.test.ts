import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Session } from "@shopify/shopify-api";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { openTestDatabase, type OpenTestDatabase } from "../../../tests/helpers/open-test-database.ts";
import type { Database } from "../database.ts";
import { listAppCredentials, saveEnvironmentCredential } from "./app-credentials.server.ts";
import { countStaleSecrets, resealSecrets, SEALED_COLUMNS } from "./sealed-values.server.ts";
import { DatabaseSessionStorage } from "./sessions.server.ts";

const old = { id: "k1", key: Buffer.alloc(32, 1) };
const fresh = { id: "k2", key: Buffer.alloc(32, 2) };
const former = createSecretBox([old]);
const both = createSecretBox([fresh, old]);
const onlyNew = createSecretBox([fresh]);
let opened: OpenTestDatabase;
beforeEach(async () => (opened = await openTestDatabase()));
afterEach(() => opened.close());

const session = (number: number) =>
  new Session({
    id: `offline_shop-${number}`,
    shop: `shop-${number}`,
    state: "",
    isOnline: false,
    scope: "read_orders",
    accessToken: `token-${number}`,
  });
const storage = (box = former) => new DatabaseSessionStorage(opened.db, box, "app_1", () => 1);

async function fill(sessions: number): Promise<void> {
  const app = { channel: "shopify", clientId: "client", scopes: [] };
  await saveEnvironmentCredential(opened.db, former, { ...app, secret: "first" }, 1);
  await saveEnvironmentCredential(opened.db, former, { ...app, secret: "second" }, 2);
  for (let number = 1; number <= sessions; number++) await storage().storeSession(session(number));
}

describe("sealed values", () => {
  it("names every sealed column of the schema", () => {
    const schema = readFileSync(path.resolve("prisma/schema.prisma"), "utf8");
    const declared = [...schema.matchAll(/^model (\w+) \{([^}]*)\}/gm)].flatMap(([, table = "", body = ""]) =>
      [...body.matchAll(/^\s+(\w+_encrypted)\s/gm)].map(([, column]) => `${table}.${column}`),
    );
    expect(declared.length).toBeGreaterThan(0);
    expect(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(declared.sort());
  });

  it("are sealed with the newest key, page by page, and can be read with it alone", async () => {
    await fill(120);
    expect(await countStaleSecrets(opened.db, both)).toBe(122);
    expect(await resealSecrets(opened.db, both)).toEqual({ resealed: 122, unreadable: 0 });
    expect(await countStaleSecrets(opened.db, both)).toBe(0);
    expect(await listAppCredentials(opened.db, onlyNew)).toMatchObject([{ secret: "second", previousSecret: "first" }]);
    expect((await storage(onlyNew).loadSession("offline_shop-77"))?.accessToken).toBe("token-77");
    expect(await resealSecrets(opened.db, both)).toEqual({ resealed: 0, unreadable: 0 });
  });

  it("stay as they are when no given key opens them", async () => {
    await fill(1);
    const before = await opened.db.read.selectFrom("sessions").selectAll().execute();
    expect(await resealSecrets(opened.db, onlyNew)).toEqual({ resealed: 0, unreadable: 3 });
    expect(await opened.db.read.selectFrom("sessions").selectAll().execute()).toEqual(before);
  });

  it("keep a token that was refreshed between reading and writing", async () => {
    await fill(1);
    const { db } = opened;
    const refreshed = "v1.k1.refreshed.meanwhile";
    let writes = 0;
    const racing: Database = {
      ...db,
      async write(work) {
        // The app's two secrets go first; the third transaction would replace the session that was just read.
        writes += 1;
        if (writes === 3) await db.write((tx) => tx.update("sessions", { payload_encrypted: refreshed }, { shop: "shop-1" }));
        return db.write(work);
      },
    };
    expect(await resealSecrets(racing, both)).toMatchObject({ resealed: 2 });
    expect((await db.read.selectFrom("sessions").select("payload_encrypted").executeTakeFirstOrThrow()).payload_encrypted).toBe(refreshed);
  });
});
