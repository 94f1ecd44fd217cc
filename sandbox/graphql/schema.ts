import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { buildSchema } from "graphql";
import type { GraphQLSchema } from "graphql";
import { API_VERSION } from "./version.ts";

let schema: GraphQLSchema | undefined;

/** Shopify's real Admin schema, built at the first use (about a quarter of a second). See README.md here for where it comes from. */
export function adminSchema(): GraphQLSchema {
  schema ??= buildSchema(readAdminSdl(), { assumeValid: true, assumeValidSDL: true, noLocation: true });
  return schema;
}

/** The schema as text, without descriptions. */
export function readAdminSdl(): string {
  return gunzipSync(readFileSync(fileURLToPath(new URL(`./admin-${API_VERSION}.graphql.gz`, import.meta.url)))).toString("utf8");
}
