/** What a plugin sends. The texts and codes of what is wrong are those of our own API. */
import { z } from "zod";
import { fieldErrors } from "#app/api/validation.ts";
import type { FieldError } from "#app/api/schemas/common.ts";
import { normaliseSiteUrl } from "#app/domain/bridge/site-url.ts";
import { err, ok, type Result } from "#app/lib/result.ts";

const hasNoControls = (text: string) => !/[\u0000-\u001f\u007f-\u009f]/.test(text);
const control = { error: "Contains control characters or a line break.", params: { code: "control_characters" } };
const line = (most: number) => z.string().min(1).max(most).refine(hasNoControls, control);
/** What a site says of itself and nobody needs: cut, never a reason to refuse. */
const version = z
  .string()
  .transform((text) => text.replace(/[^\x20-\x7e]/g, "").slice(0, 40))
  .nullish()
  .transform((text) => text || null);
const MOST_JSON = 64 * 1024;
const bounded = <T extends z.ZodType>(schema: T) =>
  schema.refine((value) => JSON.stringify(value).length <= MOST_JSON, {
    error: `Has more than ${MOST_JSON} characters as JSON.`,
    params: { code: "too_long" },
  });
/** PHP writes an empty map as a list. */
const map = z.preprocess((value) => (Array.isArray(value) && value.length === 0 ? {} : value), bounded(z.record(z.string(), z.unknown())));
const isMoment = (text: string) => z.iso.datetime({ offset: true }).safeParse(text).success && !Number.isNaN(Date.parse(text));
const moment = z
  .string()
  .max(40)
  .refine(isMoment, { error: "Is not a time in ISO 8601 with its zone, such as 2026-11-20T10:15:00.000Z.", params: { code: "time_invalid" } });
const siteUrl = z
  .string()
  .max(500)
  .transform((text, context) => {
    const normal = normaliseSiteUrl(text);
    if (normal.ok) return normal.value;
    context.addIssue({ code: "custom", message: normal.error, params: { code: "store_url_invalid" } });
    return z.NEVER;
  });
/** What somebody looks for in a list. */
export const searchSchema = z.string().max(200).refine(hasNoControls, control);
const EMAIL = /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\".]+(\.[^\s@<>()[\],;:\\".]+)+$/;

const siteSchema = {
  site_url: siteUrl,
  plugin_version: version,
  wp_version: version,
  wc_version: version,
  php_version: version,
  capabilities: map.optional().transform((value) => value ?? {}),
};
export const pairSchema = z.object({ code: z.string().min(1).max(100), ...siteSchema });
export const signUpSchema = z.object({
  invitation_code: z.string().max(100).nullish(),
  shop_name: line(200),
  email: z
    .string()
    .max(254)
    .refine((text) => EMAIL.test(text), { error: "Is not an e-mail address.", params: { code: "email_invalid" } }),
  ...siteSchema,
});

/** A word such as order.status_changed: a newer plugin may know more of them, and what the hub does not know is held where it is seen. */
const word = (form: RegExp) => z.string().max(60).regex(form);
export const eventSchema = z.object({
  id: z.uuid(),
  seq: z.number().int().positive(),
  topic: word(/^[a-z_]+\.[a-z_]+$/),
  occurred_at: moment,
  resource_id: z.union([z.string().max(100), z.number().int()], "Expected text or a whole number.").nullish(),
  origin: word(/^[a-z_]+$/),
  data: z.record(z.string(), z.unknown()),
});
export type BridgeEvent = z.output<typeof eventSchema>;

export const heartbeatSchema = z.object({
  plugin_version: version,
  wp_version: version,
  wc_version: version,
  php_version: version,
  capabilities: siteSchema.capabilities,
  home_url: z.string().max(500).nullish(),
  outbox: z.object({ pending: z.number().int().nonnegative(), failed: z.number().int().nonnegative(), oldest_ms: z.number().nullish() }).nullish(),
  health: bounded(z.array(z.record(z.string(), z.unknown())).max(200)).nullish(),
});

/** For people to read: a line break in it is none of ours to keep, and never a reason to lose the answer. */
const said = z.string().transform((text) => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").slice(0, 2000));
const reason = z.object({ code: line(100), message: said });
export const resultSchema = z
  .object({ status: z.enum(["done", "failed"]), result: map.nullish(), reason: reason.nullish() })
  .refine(({ status, reason: why }) => status === "done" || (why !== undefined && why !== null), {
    path: ["reason"],
    error: "A command that failed says why.",
    params: { code: "required" },
  });

/** Nothing: a signed GET has no body either, so that its signature could not stand for this call. */
export const emptySchema = z.preprocess((value) => (Array.isArray(value) && value.length === 0 ? {} : value), z.strictObject({}));

/** Errors have paths with points alone: `events.3.seq`. */
export function readBridge<T>(schema: z.ZodType<T>, input: unknown, under = ""): Result<T, FieldError[]> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  return err(
    fieldErrors(parsed.error, input).map((error) => ({
      ...error,
      path: [under, error.path.replace(/\[(\d+)\]/g, ".$1").replace(/^\./, "")].filter(Boolean).join("."),
    })),
  );
}
