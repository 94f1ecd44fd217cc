/**
 * The one place that reads the environment (design: interfaces.md, "Environment"). A bad value stops the start with its name,
 * what is wrong and an example; values are never printed, since some are secrets.
 */
import { z } from "zod";

const port = (fallback: number) => z.coerce.number("must be a port number").int().min(0).max(65_535).default(fallback);
const origin = z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).transform((value) => new URL(value).origin);
/** `id:base64` of exactly 32 bytes, comma-separated, newest first: the first seals, all of them open. */
const encryptionKeys = z.string("is missing").transform((text, context) => {
  const keys = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [, id, encoded] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(part) ?? [];
      return id && encoded ? { id, key: Buffer.from(encoded, "base64") } : null;
    });
  const valid = keys.filter((key) => key !== null);
  if (valid.length === 0 || valid.length !== keys.length) context.addIssue("each part must be id:key, the key 32 bytes in base64");
  if (new Set(valid.map((key) => key.id)).size !== valid.length) context.addIssue("two keys have the same id");
  return valid;
});
/** Express' "trust proxy": how many proxies stand in front, or their addresses. Never `true`: that would believe any client. */
const trustProxy = z
  .union(
    [z.coerce.number().int().min(0).max(10), z.string().regex(/^(loopback|[0-9a-fA-F.:/]+)(,(loopback|[0-9a-fA-F.:/]+))*$/)],
    "must be a number of proxies or their addresses",
  )
  .default(0);

const schema = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
    PORT: port(3000),
    SANDBOX_PORT: port(3001),
    HOST: z.string().min(1).default("127.0.0.1"),
    DATA_DIR: z.string().min(1).default("./data"),
    DATABASE_URL: z
      .string()
      .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, "must start with file: or postgres://")
      .optional(),
    ROLE: z.enum(["all", "web", "worker"]).default("all"),
    APP_URL: origin.optional(),
    SHOPIFY_API_KEY: z.string().min(1).optional(),
    SHOPIFY_API_SECRET: z.string().min(1).optional(),
    SCOPES: z
      .string()
      .regex(/^[a-z0-9_]+(,[a-z0-9_]+)*$/, "must be scope names separated by commas")
      .optional(),
    ENCRYPTION_KEYS: encryptionKeys,
    JWT_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
    METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url("must be an http(s) address").optional(),
    TRUST_PROXY: trustProxy,
    /** Lets anybody make a merchant from the WordPress plugin; otherwise an invitation is needed. */
    ALLOW_SIGNUP: z
      .enum(["true", "false"], "must be true or false")
      .default("false")
      .transform((value) => value === "true"),
    SHOPIFY_SANDBOX_ORIGIN: origin
      .refine((value) => /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(value), "must be a loopback address")
      .optional(),
    APP_BRIDGE_URL: z.url("must be an http(s) address").optional(),
  })
  .refine((env) => (env.SHOPIFY_API_KEY === undefined) === (env.SHOPIFY_API_SECRET === undefined), {
    path: ["SHOPIFY_API_SECRET"],
    error: "SHOPIFY_API_KEY and SHOPIFY_API_SECRET are given both or not at all",
  })
  .transform(({ DATABASE_URL, APP_URL, SCOPES, ...env }) => ({
    ...env,
    DATABASE_URL: DATABASE_URL ?? `file:${env.DATA_DIR}/crossdock.db`,
    APP_URL: APP_URL ?? `http://${env.HOST}:${env.PORT}`,
    /** null: what the app's registration at Shopify (shopify.app.toml) asks for. */
    SCOPES: SCOPES?.split(",") ?? null,
  }));

const EXAMPLES: Record<string, string> = {
  PORT: "3000",
  SANDBOX_PORT: "3001",
  HOST: "127.0.0.1",
  DATA_DIR: "./data",
  DATABASE_URL: "file:./data/crossdock.db",
  ROLE: "all",
  APP_URL: "https://app.example.com",
  SHOPIFY_API_KEY: "0123456789abcdef0123456789abcdef",
  SHOPIFY_API_SECRET: "shpss_…",
  SCOPES: "read_orders,read_fulfillments",
  ENCRYPTION_KEYS: "k1:<44 characters from `openssl rand -base64 32`>",
  JWT_SECRET: "<output of `openssl rand -hex 32`>",
  METRICS_TOKEN: "<output of `openssl rand -hex 16`>",
  LOG_LEVEL: "info",
  OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
  TRUST_PROXY: "1",
  ALLOW_SIGNUP: "false",
  SHOPIFY_SANDBOX_ORIGIN: "http://127.0.0.1:3001",
  APP_BRIDGE_URL: "http://127.0.0.1:3001/app-bridge.js",
  NODE_ENV: "production",
};

export type Env = z.output<typeof schema>;

/** Thrown when the environment is unusable; `message` is the whole text to print before exiting with 2. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

/** Reads an environment. An empty value counts as not given, as `.env` files and compose files write it. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? "environment");
    return `  ${name}: ${issue.message}. Example: ${name}=${EXAMPLES[name] ?? "…"}`;
  });
  throw new EnvironmentError(`The environment is not usable:\n${[...new Set(problems)].join("\n")}`);
}

let cached: Env | undefined;

/** The process' environment, read once. Throws EnvironmentError. */
export const getEnv = (): Env => (cached ??= readEnv(process.env));
