/** What stands before every page: nobody makes the process hold more than a form. */
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLog } from "./lib/log.server.ts";
import { createPageHandler } from "./page-handler.server.ts";

let server: Server;
let reached: string[];
beforeEach(async () => {
  reached = [];
  const middleware = (req: { path: string }, res: { end: (text: string) => unknown }): void => {
    reached.push(req.path);
    res.end("page");
  };
  server = createServer(
    await createPageHandler({
      log: createLog("silent"),
      trustProxy: 0,
      pages: { middleware: middleware as never, loadBuild: () => Promise.resolve({}) },
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** The status line of what raw bytes are answered with. */
const statusOf = (raw: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1", () => socket.write(raw));
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString("latin1"))?.[1]));
      socket.destroy();
    });
  });

const form = "POST / HTTP/1.1\r\nHost: app\r\nContent-Type: application/x-www-form-urlencoded\r\n";

it("lets a form through", async () => {
  expect(await statusOf(`${form}Content-Length: 6\r\n\r\nshop=a`)).toBe(200);
  expect(reached).toEqual(["/"]);
});

it("refuses a form that is too long, or does not say how long it is", async () => {
  expect(await statusOf(`${form}Content-Length: 1048577\r\n\r\n`)).toBe(413);
  expect(await statusOf(`${form}Transfer-Encoding: chunked\r\n\r\n6\r\nshop=a\r\n`)).toBe(411);
  expect(reached).toEqual([]);
});

it("lets a file through to where files go, and to nowhere else", async () => {
  const file = (path: string) => `POST ${path} HTTP/1.1\r\nHost: app\r\nContent-Type: application/octet-stream\r\nContent-Length: 2000000\r\n\r\n`;
  expect(await statusOf(file("/app/imports/upload?name=orders.csv"))).toBe(200);
  expect(await statusOf(file("/app/imports/imp_1"))).toBe(413);
  expect(reached).toEqual(["/app/imports/upload"]);
});
