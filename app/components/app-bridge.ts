import type { useAppBridge } from "@shopify/app-bridge-react";

/** App Bridge, or undefined where it is not (outside the admin, on the server). */
export function appBridge(): ReturnType<typeof useAppBridge> | undefined {
  return (globalThis as { shopify?: ReturnType<typeof useAppBridge> }).shopify;
}

/** A short word at the bottom of the admin. */
export const toast = (message: string, isError = false): void => void appBridge()?.toast.show(message, isError ? { isError, duration: 8000 } : {});
