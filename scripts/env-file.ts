/**
 * `.env` in the project's folder: made on the first start with generated secrets, then read and never changed. CROSSDOCK_ENV_FILE names
 * another one, so that tests of the start leave a developer's own file alone.
 */
import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvFile } from "node:process";
import { root } from "./root.ts";

function generate(): string {
  return `# Made by the first \`npm run up\`. Every name is explained in docs/operations.md. Keep this file: without ENCRYPTION_KEYS the
# tokens in the database cannot be read. It is not in git.
ENCRYPTION_KEYS=k1:${randomBytes(32).toString("base64")}
JWT_SECRET=${randomBytes(32).toString("hex")}
METRICS_TOKEN=${randomBytes(24).toString("hex")}
# Set both to use a real app registration; without them the sandbox shop starts.
# SHOPIFY_API_KEY=
# SHOPIFY_API_SECRET=
`;
}

/** Reads .env into process.env (what is set there already wins), making the file first when it is missing. Answers whether it was made. */
export function loadOrCreateEnvFile(path: string = process.env.CROSSDOCK_ENV_FILE || join(root, ".env")): boolean {
  const isNew = !existsSync(path);
  if (isNew) writeFileSync(path, generate(), { mode: 0o600, flag: "wx" });
  loadEnvFile(path);
  return isNew;
}
