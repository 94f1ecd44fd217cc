/**
 * Tenants never mix (architecture, rule 8), at the front door: every route's loader and action is called by the merchant of alpha, signed in
 * with a session token as Shopify makes them, and with everything of merchant bravo in its address and form. A route not listed here fails.
 */
import { createHmac } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { setDatabase } from "#app/data/get-database.server.ts";
import type { Database } from "#app/data/database.ts";
import { DEFAULT_MESSAGE_SETTINGS } from "#app/domain/messages/settings.ts";
import { encodeCursor } from "#app/lib/cursor.ts";
import { setQueue } from "#app/queue/get-queue.server.ts";
import { openQueue } from "#app/queue/open-queue.server.ts";
import { sessionOf, sessionStorageOf } from "#app/services/access-token.server.ts";
import { findAppByClientId, rememberEnvironmentApp } from "#app/services/app-credentials.server.ts";
import { serviceContext } from "#app/services/context.server.ts";
import { wooConnectionId } from "../helpers/seed-bridge.ts";
import { openTestDatabase, type OpenTestDatabase } from "../helpers/open-test-database.ts";
import { projectRoot } from "../helpers/results-folder.ts";
import { dumpTenant, seedTenant, SHARED, tenantOf, type Tenant } from "../helpers/seed-tenant.ts";

const alpha = tenantOf("alpha", 9);
const bravo = tenantOf("bravo", 7);
const APP = { clientId: "test-client-id", secret: "test-client-secret-of-the-app" };
const ORIGIN = "https://app.example.com";

interface Call {
  /** Path and query. */
  address: string;
  params?: Record<string, string>;
  /** Makes it the action. */
  form?: Record<string, string>;
  /** The same, with this as the body. */
  file?: string;
  /** What a stranger's id is answered with; 200: a page that shows one's own instead. */
  status: 200 | 404;
}
interface Entry {
  /** Anybody may read it: it holds nothing of any merchant. */
  isPublic?: true;
  /** Calls that name what is `of` a tenant. */
  calls: (of: Tenant) => Call[];
}

const cursors = (key: (string | number)[]) => [`after=${encodeCursor(key)}`, `before=${encodeCursor(key)}`];
const isAction = (call: Call): boolean => call.form !== undefined || call.file !== undefined;
const list = (path: string, queries: string[]): Call[] => ["", ...queries].map((query) => ({ address: `${path}?${query}`, status: 200 }));
const integration = (of: Tenant, fields: Record<string, string>): Call => ({
  address: "/app/integrations",
  form: { connection: of.connectionId, ...fields },
  status: 200,
});
const replays = (address: string, of: Tenant, params?: Record<string, string>): Call[] => {
  const forms: Record<string, string>[] = [
    { id: String(of.deliveryIds[1]) },
    { by_filter: "on", search: String(of.deliveryIds[1]) },
    { by_filter: "on", search: `${of.name}-hook-2` },
  ];
  return forms.map((form) => ({ address, form, status: 200, ...(params && { params }) }));
};

const ROUTES: Record<string, Entry> = {
  _index: { isPublic: true, calls: () => [{ address: "/", status: 200 }] },
  "auth.$": { calls: () => [] },
  "auth.login": { isPublic: true, calls: (of) => [{ address: `/auth/login?shop=${of.connectionId}`, status: 200 }] },
  privacy: { isPublic: true, calls: () => [] },
  support: { isPublic: true, calls: () => [] },
  // Whoever has the link may say no for its address: its token says whose. What is no token of ours says and does nothing.
  "unsubscribe.$token": {
    isPublic: true,
    calls: (of) =>
      [of.email, of.merchantId, `v1.k1.${of.merchantId}.${of.email}`].flatMap((token): Call[] => {
        const params = { token };
        const address = `/unsubscribe/${encodeURIComponent(token)}`;
        return [
          { address, params, status: 404 },
          { address, params, form: { "List-Unsubscribe": "One-Click", address: of.email }, status: 404 },
        ];
      }),
  },
  app: { calls: () => list("/app", []) },
  "app._index": { calls: () => list("/app", []) },
  "app.connect": { calls: () => list("/app/connect", []) },
  "app.customers": { calls: (of) => list("/app/customers", [`q=${of.email}`, `q=${SHARED.customerExternalId}`, ...cursors([of.customerId])]) },
  "app.deliveries.$id": {
    calls: (of) =>
      of.deliveryIds.flatMap((id): Call[] => [
        { address: `/app/deliveries/${id}`, params: { id: String(id) }, status: 404 },
        ...replays(`/app/deliveries/${id}`, of, { id: String(id) }),
      ]),
  },
  "app.export.$kind": {
    calls: (of) => [
      ...["orders", "customers", "products"].map((kind): Call => ({ address: `/app/export/${kind}`, params: { kind }, status: 200 })),
      { address: `/app/export/payload?delivery=${of.deliveryIds[0]}`, params: { kind: "payload" }, status: 404 },
      { address: `/app/export/data-request?id=${of.exportId}`, params: { kind: "data-request" }, status: 404 },
      { address: `/app/export/import-bad-rows?id=imp_${of.name}`, params: { kind: "import-bad-rows" }, status: 404 },
      { address: "/app/export/import-template", params: { kind: "import-template" }, status: 200 },
    ],
  },
  "app.imports._index": { calls: (of) => list("/app/imports", cursors([1, `imp_${of.name}`])) },
  "app.imports.$id": {
    calls: (of) => {
      const at = { address: `/app/imports/imp_${of.name}`, params: { id: `imp_${of.name}` } };
      const forms: Record<string, string>[] = [
        { intent: "map", "column.order_id": "0" },
        { intent: "fix", row: "3", "cell.order_id": "taken-over" },
        { intent: "start", plans_messages: "on" },
        { intent: "undo" },
      ];
      return [
        { ...at, status: 404 },
        { ...at, address: `${at.address}?show=left_out`, status: 404 },
        ...forms.map((form): Call => ({ ...at, form, status: 200 })),
      ];
    },
  },
  "app.imports.upload": {
    calls: () => [
      {
        // Nobody's name: whose file it is, who uploads it decides, and the list of files names it.
        address: "/app/imports/upload?name=orders.csv",
        file: `order_id,customer_phone,order_date\n${SHARED.orderExternalId},+4915112345678,2026-01-02\n`,
        status: 200,
      },
    ],
  },
  "app.integrations._index": {
    calls: (of) => [
      ...list("/app/integrations", [`connection=${of.connectionId}`]),
      integration(of, { intent: "preview_deletion" }),
      integration(of, { intent: "disconnect" }),
      integration(of, { intent: "reconnect" }),
      integration(of, { intent: "edit", name: "taken over", entity: "orders" }),
      integration(of, { intent: "rename", name: "taken over" }),
      integration(of, { intent: "delete", confirm: `${of.name} shop` }),
    ],
  },
  "app.integrations.woocommerce": {
    calls: () => [
      ...list("/app/integrations/woocommerce", []),
      { address: "/app/integrations/woocommerce", form: { intent: "make_code" }, status: 200 },
    ],
  },
  "app.integrations.$id": {
    calls: (of) => {
      const at = { address: `/app/integrations/${wooConnectionId(of)}`, params: { id: wooConnectionId(of) } };
      const forms: Record<string, string>[] = [
        { intent: "ask_again" },
        { intent: "set_status", direction: "out", from: "PACKED", to: "picking" },
        { intent: "apply_status", from: "awaiting-pickup" },
      ];
      return [{ ...at, status: 404 }, ...forms.map((form): Call => ({ ...at, form, status: 200 }))];
    },
  },
  "app.store-keys": {
    calls: (of) => {
      const form = (fields: Record<string, string>): Call => ({
        address: "/app/store-keys",
        form: { connection: wooConnectionId(of), ...fields },
        status: 200,
      });
      return [
        form({ intent: "test" }),
        form({ intent: "sync" }),
        form({ intent: "make_webhooks" }),
        form({ intent: "set_schedule", auto_sync: "false", minutes: "15" }),
      ];
    },
  },
  "connect.woocommerce": {
    isPublic: true,
    calls: () => [{ address: "/connect/woocommerce?success=1&user_id=somebody", status: 200 }],
  },
  "app.monitor": {
    calls: (of) => [
      ...list("/app/monitor", [
        `q=${SHARED.orderRef.slice(4)}`,
        `q=${of.deliveryIds[0]}`,
        `q=${of.name}-hook-1`,
        `q=${of.orderId}`,
        "status=dead",
        "topic=orders/create",
        `connection=${of.connectionId}`,
        ...cursors([1, of.deliveryIds[0]]),
      ]),
      ...replays("/app/monitor", of),
    ],
  },
  "app.onboarding": {
    calls: (of) => [
      ...list("/app/onboarding", []),
      { address: "/app/onboarding", form: { intent: "choose", entity: "orders", connection: of.connectionId }, status: 200 },
    ],
  },
  "app.orders.$id": { calls: (of) => [{ address: `/app/orders/${of.orderId}`, params: { id: of.orderId }, status: 404 }] },
  "app.orders._index": {
    calls: (of) => list("/app/orders", ["q=1001", `q=${of.orderId}`, `q=${of.email}`, `q=${of.name}`, ...cursors([1, 8, "SH-#1001", of.orderId])]),
  },
  "app.$": { calls: () => [{ address: "/app/nothing-here", params: { "*": "nothing-here" }, status: 404 }] },
  "app.products": { calls: (of) => list("/app/products", [`q=${of.name}`, "q=MUG-1", ...cursors([of.productId])]) },
  "app.settings._index": { calls: () => list("/app/settings", []) },
  "app.conversations._index": {
    calls: (of) =>
      list("/app/conversations", [
        `q=${of.email}`,
        `q=${encodeURIComponent(SHARED.phone)}`,
        "q=1001",
        "show=planned",
        "show=answers",
        ...cursors([1, `msg_${of.name}`]),
      ]),
  },
  "app.conversations.$id": {
    calls: (of) =>
      [of.customerId, `msg_${of.name}`, `msg_${of.name}_in`].flatMap((id): Call[] => {
        const at = { address: `/app/conversations/${id}`, params: { id } };
        return [
          { ...at, status: 404 },
          { ...at, form: { intent: "resend", message: `msg_${of.name}` }, status: 200 },
          { ...at, form: { intent: "withdraw", message: `msg_${of.name}` }, status: 200 },
          { ...at, form: { intent: "consent", address: of.email, state: "refused" }, status: 200 },
        ];
      }),
  },
  "app.settings.messages": {
    calls: () => [
      ...list("/app/settings/messages", []),
      { address: "/app/settings/messages", form: { intent: "save", settings: JSON.stringify(DEFAULT_MESSAGE_SETTINGS) }, status: 200 },
      { address: "/app/settings/messages", form: { intent: "connect", sender: "smtp", host: "127.0.0.1", port: "1", security: "none" }, status: 200 },
      { address: "/app/settings/messages", form: { intent: "test", sender: "smtp", to: "ada@example.com" }, status: 200 },
    ],
  },
  "app.settings.retention": {
    calls: () => [...list("/app/settings/retention", []), { address: "/app/settings/retention", form: { intent: "clean" }, status: 200 }],
  },
  "app.settings.keys": {
    calls: (of) => [
      ...list("/app/settings/keys", []),
      { address: "/app/settings/keys", form: { intent: "replace", key: `key_${of.name}`, overlapHours: "0" }, status: 200 },
      { address: "/app/settings/keys", form: { intent: "revoke", key: `key_${of.name}` }, status: 200 },
    ],
  },
  "app.webhooks": {
    calls: (of) => [
      ...list("/app/webhooks", []),
      { address: "/app/webhooks", form: { intent: "register", topic: "orders/create", connection: of.connectionId }, status: 200 },
    ],
  },
};

/** Calls on which a merchant sees or changes its own, so that an attack that names nothing would be noticed. */
const SHOWS_NOTHING_OF_ITS_OWN = new Set([
  "_index",
  "auth.$",
  "auth.login",
  "privacy",
  "support",
  "app",
  "app.$",
  "app.connect",
  "connect.woocommerce",
]);

/** Shows topics, times and figures only. */
const NAMES_NOBODY = new Set(["app.webhooks", "app.store-keys", "app.imports.upload", "app.settings.retention"]);

interface RouteModule {
  loader?: (args: LoaderFunctionArgs) => unknown;
  action?: (args: ActionFunctionArgs) => unknown;
}

const routeNames = (): string[] =>
  globSync("app/routes/{*,*/route}.{ts,tsx}", { cwd: projectRoot }).map((file) => file.replace(/^app\/routes\/|(\/route)?\.tsx?$/g, ""));
const routeFile = (name: string): string => join(projectRoot, globSync(`app/routes/{${name},${name}/route}.{ts,tsx}`, { cwd: projectRoot })[0]!);

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** As App Bridge gets them from Shopify; `change` spoils it. */
function sessionToken(shop: string, change: { claims?: Record<string, unknown>; header?: Record<string, unknown>; secret?: string } = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: APP.clientId,
    sub: "1",
    exp: now + 60,
    nbf: now - 1,
    iat: now - 1,
    jti: "1",
    sid: "1",
    ...change.claims,
  };
  const signed = `${base64url({ alg: "HS256", typ: "JWT", ...change.header })}.${base64url(claims)}`;
  return `${signed}.${createHmac("sha256", change.secret ?? APP.secret)
    .update(signed)
    .digest("base64url")}`;
}

interface Answer {
  status: number;
  text: string;
}

async function send(name: string, call: Call, token: string | null): Promise<Answer> {
  const module = (await import(routeFile(name))) as RouteModule;
  const handler = isAction(call) ? module.action : module.loader;
  const request = new Request(`${ORIGIN}${call.address}`, {
    headers: {
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(call.file !== undefined && { "content-length": String(call.file.length) }),
    },
    ...(isAction(call) && { method: "POST", body: call.file ?? new URLSearchParams(call.form) }),
  });
  try {
    return await read(await handler!({ request, params: call.params ?? {}, context: {} } as unknown as LoaderFunctionArgs));
  } catch (thrown) {
    if (thrown instanceof Response) return read(thrown);
    throw thrown;
  }
}

async function read(answer: unknown): Promise<Answer> {
  if (answer instanceof Response) return { status: answer.status, text: `${JSON.stringify([...answer.headers])}\n${await answer.text()}` };
  return { status: 200, text: JSON.stringify(answer ?? null) };
}

const dump = (db: Database, of: Tenant): Promise<string> => dumpTenant(of, (table) => db.read.selectFrom(table).selectAll().execute());

let opened: OpenTestDatabase;

async function seedBoth(): Promise<void> {
  for (const tenant of [alpha, bravo]) await seedTenant(opened.db, tenant);
  // Sealed values that this test's key does not open; the app's own credentials follow.
  await opened.db.write(async (tx) => void (await tx.sql.deleteFrom("app_credentials").execute(), await tx.sql.deleteFrom("sessions").execute()));
  const ctx = serviceContext();
  await rememberEnvironmentApp(ctx);
  const app = (await findAppByClientId(ctx, APP.clientId))!;
  for (const { shop } of [alpha, bravo]) {
    await sessionStorageOf(ctx, app.id).storeSession(
      sessionOf(
        shop,
        { accessToken: `shpat_${shop}`, scope: "read_orders", expiresIn: 3600, refreshToken: null, refreshTokenExpiresIn: null },
        Date.now(),
      ),
    );
  }
  await opened.db.write(async (tx) => void (await tx.sql.updateTable("connections").set({ credential_id: app.id }).execute()));
}

async function open(): Promise<void> {
  opened = await openTestDatabase();
  setDatabase(opened.db);
  setQueue(await openQueue({ db: opened.db, clock: Date.now, workerId: "test", onError: () => undefined }));
  await seedBoth();
}

beforeAll(async () => {
  Object.assign(process.env, {
    SHOPIFY_API_KEY: APP.clientId,
    SHOPIFY_API_SECRET: APP.secret,
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 5).toString("base64")}`,
    APP_URL: ORIGIN,
  });
  // Shopify is not there: what a route would ask it fails, as it does when Shopify is down.
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
  await open();
});
afterAll(async () => {
  setDatabase(undefined);
  setQueue(undefined);
  vi.unstubAllGlobals();
  await opened.close();
});

const named = (entries: [string, Entry][]) =>
  entries.flatMap(([name, entry]) =>
    entry.calls(bravo).map((call) => ({
      name,
      call,
      what: `${name}: ${isAction(call) ? `POST ${JSON.stringify(call.form ?? "a file")} to` : "GET"} ${call.address}`,
    })),
  );
const signedInRoutes = Object.entries(ROUTES).filter(([, entry]) => !entry.isPublic);

describe("routes", () => {
  it("are all tried", async () => {
    const names = routeNames();
    expect(
      names.filter((name) => !(name in ROUTES)),
      "Add to ROUTES how each of these is called with what is another merchant's",
    ).toEqual([]);
    expect(
      Object.keys(ROUTES).filter((name) => !names.includes(name)),
      "These exist no longer",
    ).toEqual([]);
    for (const name of names) {
      const module = (await import(routeFile(name))) as RouteModule;
      const calls = ROUTES[name]!.calls(bravo);
      if (module.action && !ROUTES[name]!.isPublic && name !== "app.connect")
        expect(calls.some(isAction), `the action of ${name} is not tried`).toBe(true);
      if (module.loader && name !== "auth.$")
        expect(
          calls.some((call) => !isAction(call)),
          `the loader of ${name} is not tried`,
        ).toBe(true);
    }
  });

  it("of merchants begin with who is asking", () => {
    const without = signedInRoutes
      .map(([name]) => name)
      .filter((name) => !/\b(currentMerchant|authenticateAdmin)\(request\)/.test(readFileSync(routeFile(name), "utf8")));
    expect(without).toEqual([]);
  });

  it.each(named(Object.entries(ROUTES)).map(({ what, name, call }) => [what, name, call] as const))(
    "%s crosses to no other merchant",
    async (_what, name, call) => {
      const before = await dump(opened.db, bravo);
      const answer = await send(name, call, sessionToken(alpha.shop));
      if (!ROUTES[name]!.isPublic) expect(answer.status).toBe(call.status);
      // What was asked for may be said again; nothing else of the other merchant.
      const asked = [call.address, ...Object.values(call.form ?? {}), ...new URL(call.address, ORIGIN).searchParams.values()];
      const said = asked.filter((text) => text.length > 3).reduce((text, word) => text.replaceAll(word, ""), answer.text);
      expect(said).not.toMatch(bravo.trace);
      expect(await dump(opened.db, bravo)).toBe(before);
    },
  );

  const spoilt: [string, () => string | null][] = [
    ["no token", () => null],
    ["a token that is no token", () => "x"],
    ["alg none", () => sessionToken(bravo.shop, { header: { alg: "none" } }).replace(/[^.]*$/, "")],
    ["another algorithm's name", () => sessionToken(bravo.shop, { header: { alg: "HS512" } })],
    ["another secret", () => sessionToken(bravo.shop, { secret: "test-client-secret-of-another" })],
    ["another app's audience", () => sessionToken(bravo.shop, { claims: { aud: "another-client-id" } })],
    ["its time over", () => sessionToken(bravo.shop, { claims: { exp: Math.floor(Date.now() / 1000) - 60 } })],
    ["its time not come", () => sessionToken(bravo.shop, { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } })],
    ["no end", () => sessionToken(bravo.shop, { claims: { exp: undefined } })],
    ["a shop that is no Shopify domain", () => sessionToken("bravo.myshopify.com.evil.example")],
    ["a destination with a path", () => sessionToken(bravo.shop, { claims: { dest: "https://evil.example/bravo.myshopify.com" } })],
  ];
  it.each(spoilt)("answer a request with %s with nothing", async (_what, token) => {
    const before = await dump(opened.db, bravo);
    for (const { name, call, what } of named(signedInRoutes)) {
      const answer = await send(name, call, token()).catch((error: Error) => ({ status: 500, text: error.message }));
      expect([302, 400, 401, 403, 404, 410], what).toContain(answer.status);
      expect(answer.text.replaceAll(bravo.shop, "").replaceAll(call.address, ""), what).not.toMatch(bravo.trace);
    }
    expect(await dump(opened.db, bravo)).toBe(before);
  });

  // Without this, an entry that names nothing real would prove nothing.
  it.each(signedInRoutes.filter(([name]) => !SHOWS_NOTHING_OF_ITS_OWN.has(name)))(
    "%s is tried with what its owner would see",
    async (name, entry) => {
      const before = await dump(opened.db, bravo);
      for (const call of entry.calls(bravo).filter((one) => !isAction(one))) {
        const answer = await send(name, call, sessionToken(bravo.shop));
        expect(answer.status, call.address).toBe(200);
      }
      const answers = await Promise.all(
        entry
          .calls(bravo)
          .filter((one) => !isAction(one))
          .map((call) => send(name, call, sessionToken(bravo.shop))),
      );
      if (!NAMES_NOBODY.has(name)) expect(answers.map((answer) => answer.text).join("\n")).toMatch(bravo.trace);
      for (const call of entry.calls(bravo).filter(isAction)) await send(name, call, sessionToken(bravo.shop));
      if (entry.calls(bravo).some(isAction)) expect(await dump(opened.db, bravo)).not.toBe(before);
      await opened.close();
      await open();
    },
  );
});
