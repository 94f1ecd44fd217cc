import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { guardedRequest, judgeUrl, resolveGuarded, type GuardedRequest, type Resolve } from "./guarded-request.ts";

const STRICT = { allowsLoopback: false, allowsHttp: false };
const HERE = { allowsLoopback: true, allowsHttp: false };
const PLAIN = { allowsLoopback: false, allowsHttp: true };
const ask = (url: string | URL, options: Partial<GuardedRequest> = {}) =>
  guardedRequest(new URL(url), { timeoutMs: 5_000, maxBytes: 100_000, rule: HERE, ...options });
const standsFor =
  (...addresses: string[]): Resolve =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
/** A server that remembers what it was asked. */
async function serve(answer: RequestListener): Promise<{ url: string; port: number; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const port = await listen(
    createServer((req, res) => {
      asked.push(req);
      answer(req, res);
    }),
  );
  return { url: `http://127.0.0.1:${port}`, port, asked };
}

describe("judgeUrl", () => {
  it.each([
    ["http://shop.example.com/", STRICT, "https_needed"],
    ["https://shop.example.com/", STRICT, null],
    ["https://shop.example.com:8443/", STRICT, null],
    ["https://shop.example.com:22/", STRICT, "address_invalid"],
    ["https://user:pw@shop.example.com/", STRICT, "address_invalid"],
    ["ftp://shop.example.com/", STRICT, "address_invalid"],
    ["file:///etc/passwd", STRICT, "address_invalid"],
    ["https://127.0.0.1/", STRICT, "not_public"],
    ["https://0x7f.1/", STRICT, "not_public"],
    ["https://2130706433/", STRICT, "not_public"],
    ["https://[::1]/", STRICT, "not_public"],
    ["https://[::ffff:169.254.169.254]/", STRICT, "not_public"],
    ["https://169.254.169.254/latest/meta-data", STRICT, "not_public"],
    ["https://10.0.0.8/", HERE, "not_public"],
    ["https://10.0.0.8/", PLAIN, "not_public"],
    ["http://shop.example.com/", PLAIN, null],
    ["http://127.0.0.1:3000/", PLAIN, "not_public"],
    ["http://127.0.0.1:3000/", HERE, null],
    ["http://localhost:3000/", HERE, null],
    ["http://shop.example.com/", HERE, "https_needed"],
  ])("%s with %j: %s", (url, rule, expected) => expect(judgeUrl(new URL(url), rule)?.kind ?? null).toBe(expected));
});

describe("resolveGuarded", () => {
  it("refuses a name as soon as one of its addresses is not public", async () => {
    expect(await resolveGuarded("a.example", STRICT, standsFor("8.8.8.8", "10.0.0.1"))).toEqual({ ok: false, error: { kind: "not_public" } });
    expect(await resolveGuarded("a.example", STRICT, standsFor("8.8.8.8", "::1"))).toEqual({ ok: false, error: { kind: "not_public" } });
    expect((await resolveGuarded("a.example", STRICT, standsFor("8.8.8.8", "2606:4700::1"))).ok).toBe(true);
    expect(await resolveGuarded("192.168.1.1", HERE)).toEqual({ ok: false, error: { kind: "not_public" } });
  });

  it("tells a name that does not exist", async () => {
    expect(await resolveGuarded("a.example", STRICT, standsFor())).toEqual({ ok: false, error: { kind: "name_unknown" } });
    expect(await resolveGuarded("a.example", STRICT, () => Promise.reject(new Error("ENOTFOUND")))).toEqual({
      ok: false,
      error: { kind: "name_unknown" },
    });
  });
});

describe("guardedRequest", () => {
  it("asks a server on this machine only where that is allowed", async () => {
    const { url, asked } = await serve((_req, res) => res.end("hello"));
    const answer = await ask(url);
    expect(answer.ok && [answer.value.status, answer.value.body.toString()]).toEqual([200, "hello"]);
    for (const rule of [STRICT, PLAIN]) expect(await ask(url, { rule })).toMatchObject({ ok: false });
    expect(asked).toHaveLength(1);
  });

  it("does not connect where a public name stands for an address inside", async () => {
    const { port, asked } = await serve((_req, res) => res.end("inside"));
    for (const inside of ["127.0.0.1", "::ffff:127.0.0.1"])
      expect(await ask(`http://shop.example.com:${port}/`, { rule: PLAIN, resolve: standsFor(inside) })).toEqual({
        ok: false,
        error: { kind: "not_public" },
      });
    expect(asked).toHaveLength(0);
  });

  it("connects to the address that was looked at: a name that changes its mind is asked once", async () => {
    const { port } = await serve((_req, res) => res.end("checked"));
    let times = 0;
    const resolve: Resolve = async () => [{ address: times++ === 0 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
    const answer = await ask(`http://localhost:${port}/`, { resolve });
    expect(answer.ok && answer.value.body.toString()).toBe("checked");
    expect(times).toBe(1);
  });

  it("follows redirects only when asked to, and judges each", async () => {
    const target = await serve((_req, res) => res.end("there"));
    const { url, asked } = await serve((req, res) => {
      const to = { "/a": "/b", "/b": target.url, "/inside": "http://10.0.0.1/", "/metadata": "https://169.254.169.254/latest", "/loop": "/loop" }[
        req.url ?? ""
      ];
      res.writeHead(302, { location: to ?? "" }).end();
    });
    expect(await ask(`${url}/a`)).toMatchObject({ ok: true, value: { status: 302 } });
    const followed = await ask(`${url}/a`, { maxRedirects: 2, headers: { authorization: "Basic c2VjcmV0", accept: "text/plain" } });
    expect(followed.ok && [followed.value.body.toString(), followed.value.url.origin]).toEqual(["there", target.url]);
    // The credentials stay with the origin that they are for.
    expect(asked.at(-1)?.headers.authorization).toBe("Basic c2VjcmV0");
    expect(target.asked[0]?.headers).toMatchObject({ accept: "text/plain" });
    expect(target.asked[0]?.headers.authorization).toBeUndefined();
    expect(await ask(`${url}/inside`, { maxRedirects: 3 })).toEqual({ ok: false, error: { kind: "https_needed" } });
    expect(await ask(`${url}/metadata`, { maxRedirects: 3 })).toEqual({ ok: false, error: { kind: "not_public" } });
    expect(await ask(`${url}/loop`, { maxRedirects: 3 })).toEqual({ ok: false, error: { kind: "too_many_redirects" } });
  });

  it("ends where there is too much, also when it was packed", async () => {
    const big = "x".repeat(200_000);
    const { url } = await serve((req, res) => {
      if (req.url === "/packed") res.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(big));
      else if (req.url === "/small") res.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("small"));
      else if (req.url === "/rubbish") res.writeHead(200, { "content-encoding": "gzip" }).end("no gzip");
      else res.end(big);
    });
    for (const path of ["/", "/packed"]) expect(await ask(url + path)).toEqual({ ok: false, error: { kind: "too_large" } });
    const small = await ask(`${url}/small`);
    expect(small.ok && small.value.body.toString()).toBe("small");
    expect(await ask(`${url}/rubbish`)).toEqual({ ok: false, error: { kind: "cut_off", wasSent: true } });
  });

  it("ends in time, and says whether the request had gone out", async () => {
    const { url } = await serve((req, res) => {
      if (req.url === "/half") res.writeHead(200).write("half");
    });
    for (const path of ["/", "/half"])
      expect(await ask(url + path, { timeoutMs: 150 })).toEqual({ ok: false, error: { kind: "timeout", wasSent: true } });
    const never: Resolve = () => new Promise(() => undefined);
    expect(await ask("http://localhost:9999/", { timeoutMs: 50, resolve: never })).toEqual({ ok: false, error: { kind: "timeout", wasSent: false } });
  });

  it("tells who is not there from who hung up", async () => {
    const gone = await serve(() => undefined);
    servers.at(-1)!.close();
    await new Promise((resolve) => servers.at(-1)!.once("close", resolve));
    expect(await ask(gone.url)).toEqual({ ok: false, error: { kind: "unreachable" } });
    const { url } = await serve((req) => req.socket.destroy());
    expect(await ask(url)).toEqual({ ok: false, error: { kind: "cut_off", wasSent: true } });
    expect(await ask("https://nobody.invalid/", { resolve: () => Promise.reject(new Error("ENOTFOUND")) })).toEqual({
      ok: false,
      error: { kind: "name_unknown" },
    });
  });

  it("never throws for headers that cannot be written", async () => {
    const { url } = await serve((_req, res) => res.end());
    expect(await ask(url, { headers: { "x-name": "a\nb" } })).toEqual({ ok: false, error: { kind: "address_invalid" } });
  });

  it("believes no certificate that nobody vouches for (needs openssl)", async () => {
    const folder = mkdtempSync(join(tmpdir(), "crossdock-tls-"));
    try {
      const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(folder, name)) as [string, string];
      execFileSync(
        "openssl",
        [
          "req",
          "-x509",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:prime256v1",
          "-nodes",
          "-keyout",
          key,
          "-out",
          cert,
          "-days",
          "2",
          "-subj",
          "/CN=localhost",
        ],
        { stdio: "ignore" },
      );
      let asked = 0;
      const port = await listen(createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_req, res) => res.end(String(++asked))));
      for (const switchedOff of [undefined, "0"]) {
        vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", switchedOff);
        expect(await ask(`https://localhost:${port}/`, { resolve: standsFor("127.0.0.1") })).toMatchObject({ ok: false, error: { kind: "tls" } });
      }
      const plain = await serve((_req, res) => res.end());
      expect(await ask(`https://127.0.0.1:${plain.port}/`)).toMatchObject({ ok: false, error: { kind: "tls" } });
      expect(asked).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
