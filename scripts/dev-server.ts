/** The process that `npm run dev` starts, and starts again: the app with pages from Vite instead of build/. It ends with its parent. */
import { createServer } from "vite";
import { startServer } from "../app/server.ts";
import { connectDemoShop } from "./demo.ts";
import { runCommand } from "./refused.ts";
import { root } from "./root.ts";
import type { SandboxState } from "./sandbox-process.ts";
import { stopAndExit, stopLater, stopOnSignals } from "./stopping.ts";

await runCommand(async () => {
  stopOnSignals();
  process.on("disconnect", () => void stopAndExit(0));
  const vite = await createServer({ root, server: { middlewareMode: true } });
  stopLater("Vite", () => vite.close());
  const server = await startServer({
    pages: {
      middleware: vite.middlewares,
      loadBuild: () => vite.ssrLoadModule("virtual:remix/server-build"),
    },
  });
  stopLater("the app", () => server.close());
  const origin = process.env.SHOPIFY_SANDBOX_ORIGIN;
  if (origin) await connectDemoShop((await (await fetch(`${origin}/sandbox/state`)).json()) as SandboxState, origin);
  console.log(`Development server: ${process.env.APP_URL ?? `http://127.0.0.1:${server.port}`}`);
});
