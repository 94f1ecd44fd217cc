/** What stands in front of app and stores in tests: what ends TLS, and what remembers what was said. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAuthority } from "../helpers/certificates.ts";
import { startRecordingProxy, type RecordingProxy } from "../helpers/recording-proxy.ts";
import { startTlsFront, type TlsFront } from "../helpers/tls-front.ts";

const authority = makeAuthority();
const usual = getCACertificates("default");
const behind = createServer((req, res) => res.end(JSON.stringify(req.headers)));
let front: TlsFront;
let proxy: RecordingProxy;

beforeAll(async () => {
  setDefaultCACertificates([...usual, authority.cert]);
  behind.keepAliveTimeout = 3_000;
  await new Promise<void>((resolve) => behind.listen(0, "127.0.0.1", resolve));
  const { port } = behind.address() as AddressInfo;
  front = await startTlsFront(authority.issue({ names: ["127.0.0.1"] }), () => port);
  proxy = await startRecordingProxy(`http://127.0.0.1:${port}`);
});
afterAll(async () => {
  await proxy.close();
  await front.close();
  behind.closeAllConnections();
  await new Promise((resolve) => behind.close(resolve));
  setDefaultCACertificates(usual);
});

describe.each([
  { name: "what ends TLS", url: () => front.url },
  { name: "what remembers", url: () => proxy.url },
])("$name", ({ url }) => {
  it("says of its own connections how long they are kept, not of the ones behind it", async () => {
    const answer = await fetch(url());
    expect(answer.headers.get("keep-alive")).toBe("timeout=65");
  });

  it("hands on what is asked, and not how the asker's connection is kept", async () => {
    const answer = await fetch(url(), { headers: { connection: "close", "x-asked": "yes" } });
    expect(await answer.json()).toMatchObject({ "x-asked": "yes", connection: "keep-alive" });
    expect(answer.headers.get("connection")).toBe("close");
  });
});

it("what ends TLS says so as proxies do", async () => {
  const answer = await fetch(front.url);
  expect(await answer.json()).toMatchObject({ "x-forwarded-proto": "https", "x-forwarded-for": "127.0.0.1" });
});
