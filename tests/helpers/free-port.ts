import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/** A TCP port of 127.0.0.1 that nothing listens on. Whoever binds it must do so soon: nothing reserves it. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
