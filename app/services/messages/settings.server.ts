/** What a merchant decides about messages: read, and saved when it is right. */
import { writeAudit } from "#app/data/audit.server.ts";
import { findMessageSettings, saveMessageSettings } from "#app/data/merchant-settings.server.ts";
import { DEFAULT_MESSAGE_SETTINGS, messageSettingsSchema, type MessageSettings } from "#app/domain/messages/settings.ts";
import { unknownVariables } from "#app/domain/messages/template.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";

export const readMessageSettings = async (ctx: Pick<ServiceContext, "db">, merchantId: string): Promise<MessageSettings> =>
  (await findMessageSettings(ctx.db, merchantId)) ?? DEFAULT_MESSAGE_SETTINGS;

/** Where in the document, and what is wrong: steps.0.days "must be a whole number". */
export interface SettingsIssue {
  path: string;
  message: string;
}

/** All that is wrong at once, or saved. What is planned already keeps its time; whether and in which words it is sent follows the settings of that moment. */
export async function changeMessageSettings(
  ctx: Pick<ServiceContext, "db" | "clock">,
  merchantId: string,
  given: unknown,
): Promise<Result<MessageSettings, SettingsIssue[]>> {
  const read = messageSettingsSchema.safeParse(given);
  if (!read.success) return err(read.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message })));
  const issues = read.data.templates.flatMap((template, index) =>
    (template.channel === "email" ? (["subject", "body"] as const) : (["body"] as const)).flatMap((field) =>
      unknownVariables((template as Record<string, unknown>)[field] as string).map((name) => ({
        path: `templates.${index}.${field}`,
        message: `has no variable {{${name}}} to fill in`,
      })),
    ),
  );
  if (issues.length > 0) return err(issues);
  await ctx.db.write(async (tx) => {
    const now = ctx.clock();
    await saveMessageSettings(tx, merchantId, read.data, now);
    await writeAudit(tx, merchantId, { connectionId: null, kind: "command", actor: "merchant", action: "change_message_settings" }, now);
  });
  return ok(read.data);
}
