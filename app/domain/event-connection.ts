/** The connections that the event API's keys belong to: one for live events, one for the test space. */
import type { KeyMode } from "./api-key.ts";

export const EVENT_CHANNEL = "api";

/** Connections of the test space end with this. */
export const TEST_ACCOUNT_SUFFIX = ":test";

export const accountOf = (merchantId: string, mode: KeyMode): string => (mode === "test" ? merchantId + TEST_ACCOUNT_SUFFIX : merchantId);
export const connectionNameOf = (mode: KeyMode): string => (mode === "test" ? "Event API (test)" : "Event API");
