/** What everything that stands before another server in tests has to get right about connections. */
import type { IncomingHttpHeaders } from "node:http";

/** Longer than anybody here waits between two requests: a connection that is closed while the next request is on its way fails it. */
export const IDLE_CONNECTION_MS = 65_000;

/** What one connection says of itself, and not of the next (RFC 9110, 7.6.1). */
const OF_ONE_CONNECTION = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade"]);

/** The headers that are for whoever asks, or answers, in the end. */
export const handedOn = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_CONNECTION.has(name)));
