/** A store's address as people paste it. */
import { normaliseSiteUrl } from "#app/domain/bridge/site-url.ts";
import type { Result } from "#app/lib/result.ts";

/** Pages of every WordPress that people copy the address of instead of the store's. */
const PAGES = /\/(wp-admin|wp-login\.php|wp-json|wc-api|xmlrpc\.php|index\.php)(\/.*)?$/;

/** One spelling for each store. The error is a sentence for whoever typed it. */
export function normaliseStoreUrl(given: string): Result<string, string> {
  const normal = normaliseSiteUrl(given);
  return normal.ok ? normaliseSiteUrl(normal.value.replace(PAGES, "")) : normal;
}
