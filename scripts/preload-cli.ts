/** `npx crossdock …` (see bin/crossdock.mjs): the same as preload.ts, beside a sandbox that `npm run up` has started. */
import { resolve } from "node:path";
import { root } from "./root.ts";
import { adoptSandbox } from "./sandbox-mark.ts";

// Relative to the project as for `npm run up`, wherever the person stands. (Files that are named on the command line are relative to there.)
process.env.DATA_DIR = resolve(root, process.env.DATA_DIR || "data");
const { DATABASE_URL } = process.env;
if (DATABASE_URL?.startsWith("file:")) process.env.DATABASE_URL = `file:${resolve(root, DATABASE_URL.slice("file:".length))}`;
adoptSandbox(process.env);
await import("./preload.ts");
