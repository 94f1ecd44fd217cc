/** What the API keys page can do: make a key, replace it, revoke it. */
import { z } from "zod";
import { API_SCOPES, KEY_MODES } from "#app/domain/api-key.ts";
import { type ActionResult, done, parseForm } from "#app/lib/action-result.ts";
import { createApiKey, revokeApiKey, rotateApiKey } from "./api-keys.server.ts";
import type { CurrentMerchant } from "./current-merchant.server.ts";
import { refusedBy } from "./failure-problem.ts";

/** The page shows it once; it is asked for nowhere else. */
export interface MadeKey {
  key: string;
  name: string;
}

const DAY_MS = 86_400_000;
const id = z.string().min(1).max(100);
const scope = z.enum(API_SCOPES, "Choose what the key may do");
const schema = z.discriminatedUnion(
  "intent",
  [
    z.object({
      intent: z.literal("create"),
      name: z.string(),
      mode: z.enum(KEY_MODES, "Choose live or test"),
      scope: z.union([scope.transform((one) => [one]), z.array(scope)], "Choose what the key may do"),
      days: z
        .string()
        .regex(/^\d{0,4}$/, "Days are a whole number, or nothing")
        .transform((text) => (text === "" ? null : Number(text))),
    }),
    z.object({ intent: z.literal("replace"), key: id, overlapHours: z.coerce.number("Choose how long the old key goes on").int().min(0).max(168) }),
    z.object({ intent: z.literal("revoke"), key: id }),
  ],
  "The form is not one of this page's",
);

export async function answerApiKeys(
  { ctx, merchantId }: Pick<CurrentMerchant, "ctx" | "merchantId">,
  request: Request,
): Promise<ActionResult<MadeKey>> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  const wanted = form.value;
  switch (wanted.intent) {
    case "create": {
      const { name, mode, scope: scopes, days } = wanted;
      const made = await createApiKey(ctx, merchantId, { name, mode, scopes, expiresAt: days === null ? null : ctx.clock() + days * DAY_MS });
      return made.ok ? done("", { key: made.value.key, name: name.trim() }) : refusedBy(made.error, FIELDS[made.error.code] ?? null);
    }
    case "replace": {
      const rotated = await rotateApiKey(ctx, merchantId, wanted.key, wanted.overlapHours * 3_600_000);
      return rotated.ok ? done("", { key: rotated.value.key, name: rotated.value.name }) : refusedBy(rotated.error);
    }
    case "revoke": {
      const revoked = await revokeApiKey(ctx, merchantId, wanted.key);
      return revoked.ok ? done(`${revoked.value.name} is revoked`) : refusedBy(revoked.error);
    }
  }
}

const FIELDS: Record<string, string> = { name_invalid: "name", scopes_invalid: "scope", expiry_invalid: "days" };
