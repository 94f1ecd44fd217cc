/**
 * `node tests/wordpress/start.ts [--woocommerce] [--hpos|--posts] [--mariadb] [--plugin|--plugin=linked] [--wordpress=6.5] [--multisite] [--no-cron]`:
 * a WordPress to look at; prints its address and login and stays until it is stopped.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createServer, connect } from "node:net";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../helpers/free-port.ts";
import { closedNetwork, isNetworkClosed } from "./network.ts";
import { startWordPress } from "./start-wordpress.ts";
import type { WordPressOptions } from "./start-wordpress.ts";

const flags = process.argv.slice(2);
const has = (name: string): boolean => flags.includes(`--${name}`);
const RELAY = "CROSSDOCK_RELAY";

/** Two pipes: a browser outside reaches the closed network through a file, which is what both sides share. */
function relay(listen: number | string, to: { port: number; host: string } | { path: string }): Promise<Server> {
  const server = createServer((client) => {
    const upstream = connect(to);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) socket.on("error", () => (client.destroy(), upstream.destroy()));
  });
  return new Promise((resolve) =>
    typeof listen === "number" ? server.listen(listen, "127.0.0.1", () => resolve(server)) : server.listen(listen, () => resolve(server)),
  );
}

async function outside(): Promise<void> {
  const port = await freePort();
  const path = join(tmpdir(), `crossdock-relay-${process.pid}.sock`);
  const [program, ...args] = closedNetwork([process.execPath, import.meta.filename, ...flags]);
  const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, [RELAY]: `${port} ${path}` } });
  const server = await relay(port, { path });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill("SIGTERM"));
  child.once("exit", (code) => {
    server.close();
    rmSync(path, { force: true });
    process.exit(code ?? 1);
  });
}

async function inside(): Promise<void> {
  const [port, path] = process.env[RELAY]?.split(" ") ?? [];
  const options: WordPressOptions = {
    database: has("mariadb") ? "mariadb" : "sqlite",
    wordpress: has("wordpress=6.5") ? "6.5" : "6.7",
    woocommerce: has("woocommerce"),
    hpos: !has("posts"),
    multisite: has("multisite"),
    plugin: has("plugin=linked") ? "linked" : has("plugin"),
    wpCron: !has("no-cron"),
    ...(port ? { port: Number(port) } : {}),
  };
  const site = await startWordPress(options);
  const server = path ? await relay(path, { port: Number(port), host: "127.0.0.1" }) : undefined;
  console.log(`\n  ${site.url}/wp-admin/\n  user ${site.adminUser}, password ${site.adminPassword}\n  folder ${site.root}\n\nStop it with Ctrl+C.`);
  const stop = (): void => {
    server?.close();
    void site.stop().then(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
}

await (has("woocommerce") && !isNetworkClosed() ? outside() : inside());
