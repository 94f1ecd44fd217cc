/** What a merchant connects a mail server with, and how it is read back. */
import { z } from "zod";
import type { ConnectorAccount, CredentialField } from "../contract.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";

export const FIELDS: readonly CredentialField[] = [
  {
    name: "host",
    label: "Mail server",
    help: "The outgoing server (SMTP) of your mail provider.",
    type: "text",
    isRequired: true,
    placeholder: "smtp.example.com",
  },
  { name: "port", label: "Port", help: "587 with STARTTLS, 465 with TLS from the start.", type: "number", isRequired: true, placeholder: "587" },
  {
    name: "security",
    label: "Encryption",
    help: "As your provider says. Without encryption your password can be read on the way.",
    type: "select",
    isRequired: true,
    options: [
      { value: "starttls", label: "STARTTLS" },
      { value: "tls", label: "TLS from the start" },
      { value: "none", label: "None" },
    ],
  },
  {
    name: "username",
    label: "User name",
    help: "Often the e-mail address. Leave empty where the server asks for none.",
    type: "text",
    isRequired: false,
  },
  { name: "password", label: "Password", help: "Often a password for apps, which your provider makes for you.", type: "secret", isRequired: false },
  {
    name: "from_address",
    label: "From",
    help: "The address that customers see and answer to. The server must be allowed to send for it (SPF, DKIM).",
    type: "text",
    isRequired: true,
    placeholder: "hello@example.com",
  },
];

/** No line breaks anywhere: these become lines of a protocol. */
const line = (most: number) =>
  z
    .string()
    .regex(/^[^\p{Cc}]*$/u, "must be one line")
    .max(most);
const settingsSchema = z.object({
  host: z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]{0,250}[A-Za-z0-9])?$/, "must be a server's name, like smtp.example.com"),
  port: z.coerce.number("must be a number").int("must be a whole number").min(1, "must be from 1 to 65535").max(65_535, "must be from 1 to 65535"),
  security: z.enum(["starttls", "tls", "none"], "must be one of those offered"),
  username: line(320).default(""),
  from_address: z.email("must be an e-mail address").max(320),
});
const secretSchema = z.object({ password: line(1_000).default("") });

export type SmtpAccount = z.infer<typeof settingsSchema> & z.infer<typeof secretSchema>;

/** What is missing or malformed is an `auth` failure: nothing is sent until the merchant has mended it. */
export function readAccount({ settings, secret }: Pick<ConnectorAccount, "settings" | "secret">): Result<SmtpAccount, Failure> {
  const read = z.object({ settings: settingsSchema, secret: secretSchema }).safeParse({ settings, secret: secret ?? {} });
  if (read.success) return ok({ ...read.data.settings, ...read.data.secret });
  const issue = read.error.issues[0];
  const label = FIELDS.find((field) => field.name === issue?.path[1])?.label ?? "The connection";
  return err(failure("auth", "sender_settings_incomplete", `${label} ${issue?.path.length === 2 ? issue.message : "is missing"}.`));
}
