/** What a merchant connects WhatsApp with, and how it is read back. */
import { z } from "zod";
import type { ConnectorAccount, CredentialField } from "../contract.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";

export const FIELDS: readonly CredentialField[] = [
  {
    name: "phone_number_id",
    label: "Phone number ID",
    help: "In Meta's App Dashboard under WhatsApp, API Setup. Digits only; it is not the phone number itself.",
    type: "text",
    isRequired: true,
    placeholder: "106540352242922",
  },
  {
    name: "access_token",
    label: "Access token",
    help: "A permanent token of a system user with the permission whatsapp_business_messaging.",
    type: "secret",
    isRequired: true,
  },
  {
    name: "app_secret",
    label: "App secret",
    help: "In Meta's App Dashboard under App settings, Basic. It proves that delivery reports are WhatsApp's.",
    type: "secret",
    isRequired: true,
  },
  {
    name: "verify_token",
    label: "Verify token",
    help: "A word of your choice: enter the same one in Meta's App Dashboard beside the callback address.",
    type: "secret",
    isRequired: true,
  },
];

const settingsSchema = z.object({ phone_number_id: z.string().regex(/^\d{5,30}$/, "must be digits, as Meta shows it") });
const secretSchema = z.object({
  access_token: z.string().regex(/^[A-Za-z0-9\-_.]{1,1000}$/, "must be the token alone, without spaces"),
  app_secret: z.string().min(1, "is missing").max(200),
  verify_token: z.string().min(1, "is missing").max(200),
});

export type WhatsAppAccount = z.infer<typeof settingsSchema> & z.infer<typeof secretSchema>;

/** What is missing or malformed is an `auth` failure: nothing is sent until the merchant has mended it. */
export function readAccount({ settings, secret }: Pick<ConnectorAccount, "settings" | "secret">): Result<WhatsAppAccount, Failure> {
  const read = z.object({ settings: settingsSchema, secret: secretSchema }).safeParse({ settings, secret });
  if (read.success) return ok({ ...read.data.settings, ...read.data.secret });
  const issue = read.error.issues[0];
  const label = FIELDS.find((field) => field.name === issue?.path[1])?.label ?? "The connection";
  return err(failure("auth", "sender_settings_incomplete", `${label} ${issue?.path.length === 2 ? issue.message : "is missing"}.`));
}
