/** What the page Settings → Messages can do: save the settings, connect a service, send a test. */
import { z } from "zod";
import { readPhone } from "#app/domain/phone.ts";
import { type ActionResult, done, parseForm, refused } from "#app/lib/action-result.ts";
import { CONNECTORS } from "#app/connectors/all.ts";
import { connectSender } from "./connect-sender.server.ts";
import type { CurrentMerchant } from "./current-merchant.server.ts";
import { refusedBy } from "./failure-problem.ts";
import { changeMessageSettings, type SettingsIssue } from "./messages/settings.server.ts";
import { sendTestMessage } from "./send-test-message.server.ts";

const sender = z.string().regex(/^[a-z]{1,30}$/, "There is no such service");
const schema = z.discriminatedUnion(
  "intent",
  [
    z.object({ intent: z.literal("save"), settings: z.string().max(500_000, "The texts are too long") }),
    z.looseObject({ intent: z.literal("connect"), sender }),
    z.object({ intent: z.literal("test"), sender, to: z.string().trim().min(1, "Enter where to send it") }),
  ],
  "The form is not one of this page's",
);

/** Every wrong place at once, besides the problem of the first. */
export type MessageSettingsAnswer = ActionResult & { issues?: SettingsIssue[] };

export async function answerMessageSettings(merchant: CurrentMerchant, request: Request): Promise<MessageSettingsAnswer> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  const command = form.value;
  switch (command.intent) {
    case "save":
      return save(merchant, command.settings);
    case "connect":
      return connect(merchant, command);
    case "test":
      return test(merchant, command.sender, command.to);
  }
}

async function save({ ctx, merchantId }: CurrentMerchant, text: string): Promise<MessageSettingsAnswer> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return refused(null, "The form could not be read", "Reload the page and try again.");
  }
  const saved = await changeMessageSettings(ctx, merchantId, given);
  if (saved.ok) return done("Saved");
  const [first] = saved.error;
  return {
    ...refused(first?.path ?? null, "Not saved: something is missing or wrong", "Correct what is marked, then save again."),
    issues: saved.error,
  };
}

async function connect({ ctx, merchantId }: CurrentMerchant, command: Record<string, unknown> & { sender: string }): Promise<ActionResult> {
  const given = Object.fromEntries(Object.entries(command).filter((pair): pair is [string, string] => typeof pair[1] === "string"));
  const result = await connectSender(ctx, merchantId, command.sender, given);
  if (result.ok) return done(`${CONNECTORS[command.sender]?.label ?? "The service"} is connected`);
  // "Phone number ID must be digits": the message begins with the label of the field that it is about.
  const fields = CONNECTORS[command.sender]?.sender.fields ?? [];
  const field = fields.find(({ label }) => result.error.code === "sender_settings_incomplete" && result.error.message.startsWith(`${label} `));
  return refusedBy(result.error, field?.name ?? null);
}

async function test({ ctx, merchantId, connection }: CurrentMerchant, name: string, typed: string): Promise<ActionResult> {
  const isMail = CONNECTORS[name]?.sender.channel === "email";
  const to = isMail ? z.email().safeParse(typed).data : readPhone(typed, connection.country).e164;
  if (!to)
    return isMail
      ? refused("to", "This is not an e-mail address", "Enter one like you@example.com.")
      : refused("to", "This is not a phone number that can be reached", "Enter it with its country, like +49 151 23456789.");
  const result = await sendTestMessage(ctx, merchantId, name, to);
  return result.ok ? done(`The test was handed over for ${to}`) : refusedBy(result.error);
}
