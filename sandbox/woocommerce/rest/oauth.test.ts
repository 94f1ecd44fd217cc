import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { START, startTestSandbox } from "../../testing/harness.ts";
import type { TestSandbox } from "../../testing/harness.ts";
import { createWooClient, signedQuery, toAnswer } from "../testing/woo-client.ts";
import type { WooKeys } from "../testing/woo-client.ts";

let sandbox: TestSandbox;
let site: string;
let keys: WooKeys;
let readOnly: WooKeys;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const { body } = await sandbox.api("GET", "/sandbox/woocommerce/state");
  const [demo] = body.stores;
  site = demo.url;
  [keys, readOnly] = demo.keys;
});
afterAll(() => sandbox.stop());

const seconds = Math.floor(START / 1000);
const get = async (query: string, headers: Record<string, string> = {}) => toAnswer(await fetch(`${site}/wp-json/wc/v3/orders${query}`, { headers }));
const signed = (options: { timestamp?: number; nonce?: string } = {}, given = keys) =>
  signedQuery("GET", `${site}/wp-json/wc/v3/orders`, { per_page: "1" }, given, { timestamp: seconds, ...options });

describe("who calls over https", () => {
  // What ends TLS in front of the store says so.
  const overTls = (query: string, headers: Record<string, string> = {}) => get(query, { "x-forwarded-proto": "https", ...headers });
  const basic = (secret: string, key = keys.consumer_key) => ({ authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}` });

  it("is known by Basic, by keys in the address, and by a signature too", async () => {
    expect((await overTls("", basic(keys.consumer_secret))).status).toBe(200);
    expect((await overTls(`?consumer_key=${keys.consumer_key}&consumer_secret=${keys.consumer_secret}`)).status).toBe(200);
    const query = signedQuery("GET", `${site.replace("http:", "https:")}/wp-json/wc/v3/orders`, {}, keys, { timestamp: seconds, nonce: "over-tls" });
    expect((await overTls(query)).status).toBe(200);
  });

  it("is refused with a wrong secret, and nobody with an unknown key", async () => {
    expect(await overTls("", basic("cs_wrong"))).toMatchObject({ status: 401, body: { message: "Consumer secret is invalid." } });
    expect(await overTls("", basic(keys.consumer_secret, "ck_unknown"))).toMatchObject({
      status: 401,
      body: { code: "woocommerce_rest_cannot_view" },
    });
  });
});

describe("who calls over http", () => {
  it("is known by a signature, also with signs that encodeURIComponent leaves alone", async () => {
    const client = createWooClient(site, keys, () => START);
    expect(await client.call("GET", "/wc/v3/orders", { search: "(none)!*'" })).toMatchObject({ status: 200, body: [] });
  });

  it("is nobody with Basic, with keys in the query, or with nothing", async () => {
    const basic = `Basic ${Buffer.from(`${keys.consumer_key}:${keys.consumer_secret}`).toString("base64")}`;
    const nobody = {
      status: 401,
      body: { code: "woocommerce_rest_cannot_view", message: "Sorry, you cannot list resources.", data: { status: 401 } },
    };
    expect(await get("", { authorization: basic })).toMatchObject(nobody);
    expect(await get(`?consumer_key=${keys.consumer_key}&consumer_secret=${keys.consumer_secret}`)).toMatchObject(nobody);
    expect(await get("")).toMatchObject(nobody);
  });

  it.each([
    ["a wrong secret", () => signed({}, { ...keys, consumer_secret: "cs_wrong" }), "Invalid signature - provided signature does not match."],
    ["an unknown key", () => signed({}, { ...keys, consumer_key: "ck_unknown" }), "Consumer key is invalid."],
    ["a time too long ago", () => signed({ timestamp: seconds - 901 }), "Invalid timestamp."],
    [
      "no signature",
      () => "?oauth_consumer_key=ck_x",
      "Missing OAuth parameters oauth_timestamp, oauth_nonce, oauth_signature, oauth_signature_method",
    ],
  ])("is refused with %s", async (_words, query, message) => {
    expect(await get(query())).toMatchObject({ status: 401, body: { message, data: { status: 401 } } });
  });

  it("may use a signature once", async () => {
    const query = signed({ nonce: "only-once", timestamp: seconds + 1 });
    expect((await get(query)).status).toBe(200);
    expect(await get(query)).toMatchObject({ status: 401, body: { message: "Invalid nonce - nonce has already been used." } });
  });

  it("may not write with a key that only reads", async () => {
    const answer = await createWooClient(site, readOnly, () => START).call("POST", "/wc/v3/orders", {}, {});
    expect(answer).toMatchObject({ status: 401, body: { message: "The API key provided does not have write permissions." } });
  });

  it("is known by the Authorization header until something strips it", async () => {
    const pairs = [...new URLSearchParams(signed({ timestamp: seconds + 2 }))].filter(([name]) => name.startsWith("oauth_"));
    const header = `OAuth ${pairs.map(([name, value]) => `${name}="${encodeURIComponent(value)}"`).join(", ")}`;
    await sandbox.api("POST", "/sandbox/woocommerce/faults", { strip_authorization: 1 });
    expect((await get("?per_page=1", { authorization: header })).status).toBe(401);
    expect((await get("?per_page=1", { authorization: header })).status).toBe(200);
  });
});
