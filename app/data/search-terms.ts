/** What a person may type to find an order or a delivery, and the stored forms it could mean. */

import { deliveryIdFrom } from "#app/lib/delivery-id.ts";

const PREFIXES = ["SH", "WC", "MG", "BC", "CSV", "API"];

/** "1001", "#1001" or "SH-#1001" → every order reference it can stand for. */
export function orderRefsFor(text: string): string[] {
  const typed = text.trim();
  if (typed.length > 100) return [typed];
  const bare = typed.replace(/^[A-Za-z]{2,3}-/, "");
  const named = bare.startsWith("#") ? [bare, bare.slice(1)] : [bare, `#${bare}`];
  const prefixed = typed === bare ? PREFIXES : [typed.slice(0, typed.indexOf("-")).toUpperCase()];
  return [...new Set([typed, ...prefixed.flatMap((prefix) => named.map((name) => `${prefix}-${name}`))])];
}

/** An id as typed, or the number at the end of a Shopify global id (gid://shopify/Order/450789469). */
export function externalIdFor(text: string): string {
  const typed = text.trim();
  return /^gid:\/\/[a-z]+\/\w+\/(\d+)/.exec(typed)?.[1] ?? typed;
}

/** Our own number of a delivery, when the text can be one. */
export function deliveryIdFor(text: string): number | null {
  return deliveryIdFrom(text.trim().replace(/^delivery[ #:]*/i, ""));
}

/** A LIKE pattern that finds the text anywhere; % and _ in it are plain characters (use with ESCAPE '\'). */
export const containsPattern = (text: string): string =>
  `%${text
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
