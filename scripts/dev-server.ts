/** The process that `npm run dev` watches and restarts: the app with pages from Vite instead of build/. */
import { createServer } from "vite";
import { startServer } from "../app/server.ts";
import { runCommand } from "./refused.ts";
import { root } from "./root.ts";
import { stopLater, stopOnSignals } from "./stopping.ts";

await runCommand(async () => {
  stopOnSignals();
  const vite = await createServer({ root, server: { middlewareMode: true } });
  stopLater("Vite", () => vite.close());
  const server = await startServer({
    pages: {
      middleware: vite.middlewares,
      loadBuild: () => vite.ssrLoadModule("virtual:remix/server-build"),
    },
  });
  stopLater("the app", () => server.close());
  console.log(`Development server: ${process.env.APP_URL ?? `http://127.0.0.1:${server.port}`}`);
});
