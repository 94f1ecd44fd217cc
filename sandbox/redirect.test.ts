import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installRoutes } from "./install/routes.ts";
import { mintSessionToken } from "./install/session-token.ts";
import { createTestContext } from "./install/test-context.ts";
import type { TestContext } from "./install/test-context.ts";
import { readSandboxOrigin, redirectingFetch } from "./redirect.ts";

interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

let server: Server;
let origin: string;
let seen: Seen[];
let sandbox: TestContext;

// Answers like the sandbox: the token endpoint for real, anything else by an echo.
beforeEach(async () => {
  sandbox = createTestContext(installRoutes);
  seen = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      seen.push({ method: request.method!, url: request.url!, headers: request.headers, body });
      if (request.url === "/moved") return void response.writeHead(302, { location: "/landed" }).end();
      if (request.url !== "/admin/oauth/access_token")
        return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data: { shop: { name: "Demo shop" } } }));
      const headers = { "x-sandbox-shop": String(request.headers["x-sandbox-shop"]) };
      void sandbox.call("POST", request.url, { json: JSON.parse(body) as object, headers }).then((answer) => {
        response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  sandbox.remove();
});

describe("redirectingFetch", () => {
  it("keeps method, path, query, headers and body, and names the shop", async () => {
    const redirected = redirectingFetch(fetch, origin);
    await redirected("https://Demo-Shop.myshopify.com/admin/api/2026-10/graphql.json?a=1", {
      method: "POST",
      body: "{}",
      headers: { "X-Shopify-Access-Token": "t" },
    });
    await redirected(new URL("https://demo-shop.myshopify.com/x"));
    await redirected(new Request("https://demo-shop.myshopify.com/y", { method: "PUT", body: "hello", headers: { "X-One": "1" } }));
    await redirected(new Request("https://demo-shop.myshopify.com/z", { method: "PUT", body: "old" }), { body: "new", headers: { "X-Two": "2" } });
    const stream = new Blob(["streamed"]).stream();
    await redirected("https://demo-shop.myshopify.com/stream", { method: "POST", body: stream });

    expect(seen.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
      "POST /admin/api/2026-10/graphql.json?a=1 {}",
      "GET /x ",
      "PUT /y hello",
      "PUT /z new",
      "POST /stream streamed",
    ]);
    expect(seen.every(({ headers }) => headers["x-sandbox-shop"] === "demo-shop.myshopify.com")).toBe(true);
    expect(seen[0]!.headers["x-shopify-access-token"]).toBe("t");
    expect(seen[2]!.headers["x-one"]).toBe("1");
    expect(seen[3]!.headers).toMatchObject({ "x-two": "2" });
  });

  it("leaves redirects to the caller's choice", async () => {
    const redirected = redirectingFetch(fetch, origin);
    expect((await redirected("https://demo-shop.myshopify.com/moved", { redirect: "manual" })).status).toBe(302);
    expect((await redirected("https://demo-shop.myshopify.com/moved")).status).toBe(200);
  });

  it("touches nothing but shops", async () => {
    const asked: string[] = [];
    const native = ((input: string | URL | Request) => {
      asked.push(input instanceof Request ? input.url : String(input));
      return Promise.resolve(new Response());
    }) as typeof fetch;
    const redirected = redirectingFetch(native, origin);
    const others = [
      "https://myshopify.com/",
      "https://demo-shop.myshopify.com.example.com/",
      "https://example.com/demo-shop.myshopify.com",
      "https://a.b.myshopify.com/",
    ];
    for (const other of others) await redirected(other);
    expect(asked).toEqual(others);
  });
});

describe("the preload", () => {
  it("goes to this machine only", () => {
    expect(readSandboxOrigin(undefined)).toBeNull();
    expect(readSandboxOrigin("http://127.0.0.1:3001/")).toBe("http://127.0.0.1:3001");
    expect(() => readSandboxOrigin("https://example.com")).toThrow("loopback");
  });

  it("brings shopify-api's token exchange, refresh and GraphQL client to the sandbox", async () => {
    // A process of its own: shopify-api captures fetch when it is imported, so the preload must come before.
    const script = `
      import "@shopify/shopify-api/adapters/node";
      import { shopifyApi, RequestedTokenType, ApiVersion } from "@shopify/shopify-api";
      const api = shopifyApi({ apiKey: process.env.KEY, apiSecretKey: process.env.SECRET, hostName: "127.0.0.1:3000", apiVersion: "2026-10", isEmbeddedApp: true, logger: { level: 0 } });
      const shop = "demo-shop.myshopify.com";
      const { session } = await api.auth.tokenExchange({ shop, sessionToken: process.env.TOKEN, requestedTokenType: RequestedTokenType.OfflineAccessToken, expiring: true });
      const { session: refreshed } = await api.auth.refreshToken({ shop, refreshToken: session.refreshToken });
      const answer = await new api.clients.Graphql({ session: refreshed }).request("{ shop { name } }");
      console.log(JSON.stringify({ scope: session.scope, isNew: refreshed.accessToken !== session.accessToken, name: answer.data.shop.name }));`;
    const token = mintSessionTokenNow();
    const { stdout } = await promisify(execFile)(
      "node_modules/.bin/node",
      ["--import", "./sandbox/redirect.ts", "--input-type=module", "-e", script],
      {
        env: {
          PATH: process.env["PATH"],
          SHOPIFY_SANDBOX_ORIGIN: origin,
          KEY: sandbox.ctx.clientId,
          SECRET: sandbox.ctx.clientSecret,
          TOKEN: token,
        } as unknown as NodeJS.ProcessEnv,
      },
    );
    expect(JSON.parse(stdout.trim().split("\n").at(-1)!)).toEqual({
      scope: expect.stringContaining("read_orders") as string,
      isNew: true,
      name: "Demo shop",
    });
    expect(seen.map(({ url }) => url)).toEqual(["/admin/oauth/access_token", "/admin/oauth/access_token", "/admin/api/2026-10/graphql.json"]);
  });

  /** The library checks the token against the real clock. */
  function mintSessionTokenNow(): string {
    sandbox.advance((Date.now() - sandbox.ctx.now()) / 1000);
    return mintSessionToken(sandbox.ctx, "demo-shop.myshopify.com");
  }
});
