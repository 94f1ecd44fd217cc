/** What stands in front of app and stores in tests over https. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeAuthority } from "../helpers/certificates.ts";
import { startTlsFront, type TlsFront } from "../helpers/tls-front.ts";

const authority = makeAuthority();
const usual = getCACertificates("default");
const behind = createServer((req, res) => res.end(JSON.stringify(req.headers)));
let front: TlsFront;

beforeAll(async () => {
  setDefaultCACertificates([...usual, authority.cert]);
  behind.keepAliveTimeout = 3_000;
  await new Promise<void>((resolve) => behind.listen(0, "127.0.0.1", resolve));
  front = await startTlsFront(authority.issue({ names: ["127.0.0.1"] }), () => (behind.address() as AddressInfo).port);
});
afterAll(async () => {
  await front.close();
  behind.closeAllConnections();
  await new Promise((resolve) => behind.close(resolve));
  setDefaultCACertificates(usual);
});

it("says of its own connections how long they are kept, not of the ones behind it", async () => {
  const answer = await fetch(front.url);
  expect(answer.headers.get("keep-alive")).toBe("timeout=65");
});

it("hands on what is asked, and not how the asker's connection is kept", async () => {
  const answer = await fetch(front.url, { headers: { connection: "close", "x-asked": "yes" } });
  expect(await answer.json()).toMatchObject({ "x-asked": "yes", "x-forwarded-proto": "https", connection: "keep-alive" });
  expect(answer.headers.get("connection")).toBe("close");
});
