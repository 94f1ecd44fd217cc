import { appBridge } from "./app-bridge.ts";

/** Asks the merchant, in Shopify's own dialogue, for access that is not granted yet. Answers whether all of it is granted now. */
export async function requestScopes(missing: readonly string[]): Promise<boolean> {
  const bridge = appBridge();
  if (missing.length === 0 || !bridge) return true;
  try {
    const { result } = await bridge.scopes.request([...new Set(missing)]);
    return result === "granted-all";
  } catch {
    return false;
  }
}
