/** What Node makes of our TypeScript is kept between starts: a process, and each of its threads, is up in half the time. */
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { root } from "./root.ts";

/** Beside the code that is run: whoever may write there may change that, too. Where nobody may, nothing is kept. */
export function keepCompiledCode(): void {
  // Threads and child processes read it from here (https://nodejs.org/docs/latest-v24.x/api/module.html#module-compile-cache).
  process.env.NODE_COMPILE_CACHE ??= join(root, "node_modules/.cache/node-compile");
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
}
