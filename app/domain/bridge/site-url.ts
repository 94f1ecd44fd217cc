/** A store's address as its connection is named by: one spelling for each store. */
import { err, ok, type Result } from "#app/lib/result.ts";

const LONGEST = 500;

/**
 * `https://Shop.example.com/de/?x#y` → `https://shop.example.com/de`: scheme, host in lower case (punycode), a port that is not the scheme's
 * own, and the path without its last slash. Query and fragment are no part of a store. The error is a sentence for whoever typed it.
 */
export function normaliseSiteUrl(given: string): Result<string, string> {
  const text = given.trim();
  if (text === "" || text.length > LONGEST || /[\s\u0000-\u001f\u007f]/.test(text))
    return err("Is not a web address such as https://shop.example.com.");
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+:\d/.test(text) ? text : `https://${text}`);
  if (url === null || !/^https?:$/.test(url.protocol)) return err("Is not a web address such as https://shop.example.com.");
  if (url.username !== "" || url.password !== "") return err("Contains a user name or a password. Leave it out.");
  if (!/^(\[[0-9a-f:.]+\]|localhost|[^.]+(\.[^.]+)+)\.?$/.test(url.hostname)) return err("Has no host name such as shop.example.com.");
  return ok(`${url.protocol}//${url.host.replace(/\.(?=:|$)/, "")}${url.pathname.replace(/\/{2,}/g, "/").replace(/\/$/, "")}`);
}

/** The address without its scheme: how people call their store. */
export const siteName = (siteUrl: string): string => siteUrl.replace(/^https?:\/\//, "");
