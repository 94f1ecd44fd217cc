/**
 * A Shopify of a few lines on 127.0.0.1, for tests of one service: token endpoint with rotating refresh tokens, and Admin GraphQL answers
 * by operation name. (The sandbox is the faithful one; this one can be made to answer anything.)
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}
type Handler = (variables: Record<string, unknown>, shop: string) => Answer | Promise<Answer>;

export interface FakeShopify {
  /** Sends requests for *.myshopify.com here. */
  fetch: typeof fetch;
  /** Every operation called, in order; token requests as their grant type. */
  calls: string[];
  /** Sets the answer of a GraphQL operation. */
  on(operation: string, handler: Handler): void;
  /** Access tokens that are accepted. */
  accessTokens: Set<string>;
  /** The one refresh token that is accepted, and how long the next access token lives. */
  refreshToken: string;
  expiresIn: number;
  close(): Promise<void>;
}

export const data = (value: Record<string, unknown>): Answer => ({
  body: {
    data: value,
    extensions: { cost: { requestedQueryCost: 10, actualQueryCost: 8, throttleStatus: { currentlyAvailable: 900, restoreRate: 100 } } },
  },
});

export async function startFakeShopify(): Promise<FakeShopify> {
  const handlers = new Map<string, Handler>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let issued = 0;
  const fake: FakeShopify = {
    fetch: (input, init) => {
      const url = new URL(String(input));
      return fetch(`${origin}${url.pathname}`, { ...init, headers: { ...(init?.headers as Record<string, string>), "x-shop": url.hostname } });
    },
    calls: [],
    on: (operation, handler) => void handlers.set(operation, handler),
    accessTokens: new Set(["shpat_first"]),
    refreshToken: "shprt_first",
    expiresIn: 3600,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await textOf(request)) as Record<string, unknown>;
    const isToken = request.url === "/admin/oauth/access_token";
    const { status = 200, headers = {}, body: answered } = isToken ? token(body) : await graphql(request, body);
    response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(typeof answered === "string" ? answered : JSON.stringify(answered));
  }

  function token(body: Record<string, unknown>): Answer {
    const grant = String(body.grant_type).split(":").at(-1)!;
    fake.calls.push(grant);
    if (grant === "refresh_token" && body.refresh_token !== fake.refreshToken) return { status: 400, body: { error: "invalid_grant" } };
    issued += 1;
    fake.refreshToken = `shprt_${issued}`;
    fake.accessTokens = new Set([`shpat_${issued}`]);
    return {
      body: {
        access_token: `shpat_${issued}`,
        scope: "read_orders,read_fulfillments",
        expires_in: fake.expiresIn,
        refresh_token: fake.refreshToken,
        refresh_token_expires_in: 7_776_000,
      },
    };
  }

  async function graphql(request: IncomingMessage, body: Record<string, unknown>): Promise<Answer> {
    const operation = /(?:query|mutation)\s+(\w+)/.exec(String(body.query))?.[1] ?? "";
    fake.calls.push(operation);
    if (!fake.accessTokens.has(String(request.headers["x-shopify-access-token"])))
      return { status: 401, body: { errors: "[API] Invalid API key or access token" } };
    const handler = handlers.get(operation);
    return handler
      ? handler(body.variables as Record<string, unknown>, String(request.headers["x-shop"]))
      : { status: 500, body: `no answer set for ${operation}` };
  }
  return fake;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
