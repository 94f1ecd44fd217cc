/**
 * `node --import ./scripts/preload.ts …`: before the app loads. Sends calls to *.myshopify.com to the sandbox where one is named, and
 * refuses a sandbox folder with real credentials. In production the redirect is not even imported.
 */
import { keepCompiledCode } from "./compile-cache.ts";
import { Refused } from "./refused.ts";
import { assertNotSandboxData } from "./sandbox-mark.ts";

keepCompiledCode();
try {
  assertNotSandboxData(process.env);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
if (process.env.SHOPIFY_SANDBOX_ORIGIN && process.env.NODE_ENV !== "production") await import("../sandbox/redirect.ts");
