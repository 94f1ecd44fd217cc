import { createServer, type AddressInfo, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { connectGuarded } from "./guarded-socket.ts";

let server: Server | undefined;
afterEach(() => server?.close());
async function listen(): Promise<{ port: number; met: () => number }> {
  let met = 0;
  server = createServer((socket) => {
    met++;
    socket.on("error", () => undefined).end("220 hello\r\n");
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, met: () => met };
}
const standsFor = (address: string) => () => Promise.resolve([{ address, family: 4 }]);
const HERE = { allowsLoopback: true };
const STRICT = { allowsLoopback: false };

describe("connectGuarded", () => {
  it("connects to what it looked at, and to nothing inside", async () => {
    const { port, met } = await listen();
    const opened = await connectGuarded({ host: "smtp.example.com", port, timeoutMs: 5_000, rule: HERE, resolve: standsFor("127.0.0.1") });
    expect(opened.ok && opened.value.remoteAddress).toBe("127.0.0.1");
    if (opened.ok) opened.value.destroy();
    for (const host of ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "0.0.0.0"])
      expect(await connectGuarded({ host, port, timeoutMs: 5_000, rule: STRICT }), host).toEqual({ ok: false, error: { kind: "not_public" } });
    expect(await connectGuarded({ host: "smtp.example.com", port, timeoutMs: 5_000, rule: STRICT, resolve: standsFor("127.0.0.1") })).toEqual({
      ok: false,
      error: { kind: "not_public" },
    });
    expect(met()).toBe(1);
  });

  it("tells a name that is unknown, a port that is closed, and one that takes too long", async () => {
    const { port } = await listen();
    await new Promise((resolve) => server!.close(resolve));
    expect(await connectGuarded({ host: "127.0.0.1", port, timeoutMs: 5_000, rule: HERE })).toEqual({ ok: false, error: { kind: "unreachable" } });
    expect(await connectGuarded({ host: "x.example", port, timeoutMs: 5_000, rule: HERE, resolve: () => Promise.reject(new Error("no")) })).toEqual({
      ok: false,
      error: { kind: "name_unknown" },
    });
    expect(await connectGuarded({ host: "x.example", port, timeoutMs: 20, rule: HERE, resolve: () => new Promise(() => undefined) })).toEqual({
      ok: false,
      error: { kind: "timeout", wasSent: false },
    });
  });
});
