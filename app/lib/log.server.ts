/**
 * JSON logs on stdout. Redaction is by construction: only the fields named here are ever written, with the type named here; whatever
 * else is handed in (a request, a session, a customer) is dropped. Message texts are constants in the code, never built from data.
 */
import pino from "pino";
import { getEnv } from "./env.ts";

/** Every field a log line may carry. None can hold a token or personal data; texts from outside are cut to one short line. */
export interface LogFields {
  component?: string;
  merchant_id?: string;
  connection_id?: string;
  /** A shop's public domain or a connector's account name. */
  shop?: string;
  delivery_id?: number;
  sync_item_id?: string;
  job?: string;
  topic?: string;
  /** A route pattern or a path without its query: queries carry id_token and hmac. */
  path?: string;
  method?: string;
  status?: number;
  outcome?: string;
  error_class?: string;
  error_code?: string;
  /** A message of our own failure catalogue, or an exception's name: never a vendor's free text about a person. */
  error?: string;
  attempt?: number;
  count?: number;
  cost?: number;
  bytes?: number;
  duration_ms?: number;
  queue_age_ms?: number;
  port?: number;
  url?: string;
  role?: string;
  pid?: number;
  engine?: string;
  version?: string;
  signal?: string;
  request_id?: string;
}

const NAMES = [
  "component",
  "merchant_id",
  "connection_id",
  "shop",
  "delivery_id",
  "sync_item_id",
  "job",
  "topic",
  "path",
  "method",
  "status",
  "outcome",
  "error_class",
  "error_code",
  "error",
  "attempt",
  "count",
  "cost",
  "bytes",
  "duration_ms",
  "queue_age_ms",
  "port",
  "url",
  "role",
  "pid",
  "engine",
  "version",
  "signal",
  "request_id",
] as const satisfies readonly (keyof LogFields)[];
// Should a name be added to the interface and forgotten in the list, this line does not compile.
type Unlisted = Exclude<keyof LogFields, (typeof NAMES)[number]>;
const isComplete: Unlisted extends never ? true : Unlisted = true;
void isComplete;

const MAX_TEXT = 200;
// A net under the allow-list: what looks like a credential or an e-mail address is struck out of any text all the same.
const CREDENTIAL =
  /\b(shp[a-z]{2,4}_\w+|c[ks]_[0-9A-Za-z]{8,}|cd_(live|test)_\w+|eyJ[\w-]+\.[\w-]+(\.[\w-]*)?|whsec_\S+|(Bearer|Basic)\s+\S+)|[^\s@"<>]+@[^\s@"<>]+\.[^\s@"<>]+/gi;

const scrub = (text: string) => text.replace(CREDENTIAL, "[redacted]").replace(/\s+/g, " ").slice(0, MAX_TEXT);

/** Only the allowed fields, only of primitive type, without query strings. Exported for the test that tries to leak. */
export function allowedFields(fields: LogFields): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const name of NAMES) {
    const value: unknown = fields[name];
    if (typeof value === "number") kept[name] = value;
    else if (typeof value === "string") kept[name] = scrub(name === "path" || name === "url" ? value.split(/[?#]/)[0]! : value);
  }
  return kept;
}

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log with fields that every line repeats. */
  with(fields: LogFields): Log;
}

/** `destination` takes lines of text; without it stdout, written synchronously so that the last line before an exit is not lost. */
export function createLog(level: string, destination: pino.DestinationStream = pino.destination({ dest: 1, sync: true })): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    destination,
  );
  const wrap = (repeated: LogFields): Log => {
    const line =
      (at: "debug" | "info" | "warn" | "error") =>
      (message: string, fields: LogFields = {}) =>
        logger[at](allowedFields({ ...repeated, ...fields }), scrub(message));
    return { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error"), with: (fields) => wrap({ ...repeated, ...fields }) };
  };
  return wrap({});
}

let cached: Log | undefined;

/** The process' log at LOG_LEVEL. */
export const getLog = (): Log => (cached ??= createLog(getEnv().LOG_LEVEL));
