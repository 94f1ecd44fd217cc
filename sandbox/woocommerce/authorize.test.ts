import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeAuthority } from "../../tests/helpers/certificates.ts";
import { START } from "../testing/harness.ts";
import { createWooClient } from "./testing/woo-client.ts";
import { startWooSandbox } from "./testing/woo-sandbox.ts";
import type { WooSandbox } from "./testing/woo-sandbox.ts";

let woo: WooSandbox;
let posted: { body: string; type: string | undefined; connection: string | undefined }[];
let answer: number;
let callback: string;
let close: () => Promise<void>;

const authority = makeAuthority();
const usual = getCACertificates("default");
setDefaultCACertificates([...usual, authority.cert]);
afterAll(() => setDefaultCACertificates(usual));

beforeEach(async () => {
  woo = await startWooSandbox();
  posted = [];
  answer = 200;
  const app = createServer(authority.issue({ names: ["127.0.0.1"] }), (request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
    request.on("end", () => {
      posted.push({ body, type: request.headers["content-type"], connection: request.headers["connection"] });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  callback = `https://127.0.0.1:${(app.address() as AddressInfo).port}/callback`;
  close = () =>
    new Promise((resolve) => {
      app.closeAllConnections();
      app.close(() => resolve());
    });
});
afterEach(async () => {
  await close();
  await woo.sandbox.stop();
});

const open = (change: Record<string, string> = {}) => {
  const asked = {
    app_name: "Crossdock",
    scope: "read_write",
    user_id: "nonce-1",
    return_url: "https://app.example.com/back",
    callback_url: callback,
  };
  return fetch(`${woo.site}/wc-auth/v1/authorize?${new URLSearchParams({ ...asked, ...change }).toString()}`);
};
const approve = async (page: Response) => {
  const action = /action="([^"]+)"/.exec(await page.text())![1]!;
  return fetch(woo.sandbox.url + action, { method: "POST", redirect: "manual" });
};

describe("the page on which an app is given keys", () => {
  it("says what is asked, and where Deny leads", async () => {
    const text = await (await open()).text();
    expect(text).toContain("Crossdock would like to connect to your store");
    expect(text).toContain("https://app.example.com/back?success=0&amp;user_id=nonce-1");
    expect(posted).toEqual([]);
  });

  it("posts keys that work, unsigned, before the browser goes back", async () => {
    const done = await approve(await open());
    expect([done.status, done.headers.get("location")]).toEqual([303, "https://app.example.com/back?success=1&user_id=nonce-1"]);
    expect(posted).toHaveLength(1);
    expect(posted[0]!.connection).toBe("close");
    const keys = JSON.parse(posted[0]!.body) as { consumer_key: string; consumer_secret: string };
    expect(keys).toMatchObject({ user_id: "nonce-1", key_permissions: "read_write", key_id: expect.any(Number) });
    const client = createWooClient(woo.site, keys, () => START);
    expect((await client.call("GET", "/wc/v3/orders")).status).toBe(200);
  });

  it("takes an approval once", async () => {
    const page = await (await open()).text();
    const action = /action="([^"]+)"/.exec(page)![1]!;
    expect((await fetch(woo.sandbox.url + action, { method: "POST", redirect: "manual" })).status).toBe(303);
    expect((await fetch(woo.sandbox.url + action, { method: "POST", redirect: "manual" })).status).toBe(404);
  });

  it("takes the keys back when the app does not take them", async () => {
    answer = 500;
    expect((await approve(await open())).status).toBe(401);
    const { consumer_key, consumer_secret } = JSON.parse(posted[0]!.body);
    const answered = await createWooClient(woo.site, { consumer_key, consumer_secret }, () => START).call("GET", "/wc/v3/orders");
    expect(answered).toMatchObject({ status: 401, body: { message: "Consumer key is invalid." } });
  });

  it("gives nobody keys whose certificate is not trusted", async () => {
    const done = await approve(await open({ callback_url: callback.replace("127.0.0.1", "localhost") }));
    expect([done.status, posted]).toEqual([401, []]);
    expect(await done.text()).toContain("Hostname/IP does not match certificate");
  });

  it.each([
    [{ callback_url: "http://127.0.0.1/x" }, "The callback_url needs to be over SSL"],
    [{ scope: "everything" }, "Invalid scope everything"],
    [{ user_id: "" }, "Missing parameter user_id"],
    [{ return_url: "back" }, "The return_url is not a valid URL"],
  ])("refuses %o", async (change, message) => {
    const page = await open(change as Record<string, string>);
    expect(page.status).toBe(401);
    expect(await page.text()).toContain(message);
  });
});
