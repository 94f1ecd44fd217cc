/** `npx crossdock …` (see bin/crossdock.mjs): the same as preload.ts, beside a sandbox that `npm run up` has started. */
import { adoptSandbox } from "./sandbox-mark.ts";

adoptSandbox(process.env);
await import("./preload.ts");
