// Regenerates sandbox/graphql/{admin-2026-10.graphql.gz,access-scopes.json} from npm's @shopify/dev-mcp (ISC), which carries Shopify's real schema.
// Use: node scripts/update-shopify-schema.mjs [folder of the unpacked package]   (without it: npm pack into a temporary folder)
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { buildClientSchema, printSchema } from "graphql";

const PACKAGE = "@shopify/dev-mcp@1.16.0";
const VERSION = "2026-10";
const target = fileURLToPath(new URL("../sandbox/graphql/", import.meta.url));

/** Unpacks the package without installing it (its install would pull a whole language server). */
function unpackPackage() {
  const folder = mkdtempSync(join(tmpdir(), "shopify-schema-"));
  execFileSync("npm", ["pack", PACKAGE, "--silent"], { cwd: folder });
  execFileSync("sh", ["-c", "tar xzf *.tgz"], { cwd: folder });
  return folder;
}

const given = process.argv[2];
const folder = given ?? unpackPackage();
try {
  const { data, offline_scopes } = JSON.parse(gunzipSync(readFileSync(join(folder, `package/dist/data/admin_${VERSION}.json.gz`))));
  stripDescriptions(data);
  const sdl = printSchema(buildClientSchema(data, { assumeValid: true }));
  writeFileSync(join(target, `admin-${VERSION}.graphql.gz`), gzipSync(sdl, { level: 9 }));
  writeFileSync(join(target, "access-scopes.json"), `${formatScopes(offline_scopes.items)}\n`);
  console.log(`${VERSION}: ${sdl.length} characters of SDL`);
} finally {
  if (!given) rmSync(folder, { recursive: true });
}

/** Documentation is three quarters of the schema, and Shopify's text to publish, not ours. */
function stripDescriptions(value) {
  if (value === null || typeof value !== "object") return;
  if ("description" in value) value.description = null;
  for (const child of Object.values(value)) stripDescriptions(child);
}

/** `{ "Order": [...], "Order.fulfillments": [...] }`: each list is "one of these scopes", as offline_scopes means it; one line per entry. */
function formatScopes(items) {
  const lines = items
    .filter((item) => item.offlineScopes.length > 0)
    .map((item) => [item.fieldName ? `${item.typeName}.${item.fieldName}` : item.typeName, item.offlineScopes])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, scopes]) => `  ${JSON.stringify(name)}: ${JSON.stringify(scopes)}`);
  return `{\n${[...new Set(lines)].join(",\n")}\n}`;
}
