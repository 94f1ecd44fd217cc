import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export interface RoundRobin {
  port: number;
  url: string;
  close(): Promise<void>;
}

/**
 * A small load balancer for several web processes: each connection goes to the next target that accepts it, so that requests go on while
 * one of them is killed. A connection that breaks half-way breaks for the client too, as behind any balancer.
 */
export async function startRoundRobin(targetPorts: readonly number[], port = 0): Promise<RoundRobin> {
  let next = 0;
  const open = new Set<Socket>();
  const forward = (client: Socket, triesLeft: number): void => {
    const target = connect(targetPorts[next++ % targetPorts.length]!, "127.0.0.1");
    target.once("connect", () => {
      open.add(target);
      client.pipe(target).pipe(client);
      client.once("close", () => target.destroy());
      target.once("close", () => {
        open.delete(target);
        client.destroy();
      });
    });
    target.once("error", () => {
      if (target.connecting === false && open.has(target)) return;
      if (triesLeft > 0) forward(client, triesLeft - 1);
      else client.destroy();
    });
  };
  const server = createServer((client) => {
    open.add(client);
    client.once("close", () => open.delete(client));
    client.on("error", () => client.destroy());
    forward(client, targetPorts.length - 1);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  const actual = (server.address() as AddressInfo).port;
  return {
    port: actual,
    url: `http://127.0.0.1:${actual}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
