/** Settings → Messages: the settings as they are, what the preview is made of, and the services messages go by. */
import { listConnections } from "#app/data/connections-list.server.ts";
import { explainFailure } from "#app/domain/failure-catalogue.ts";
import { sampleValues } from "#app/domain/messages/sample.ts";
import type { MessageSettings } from "#app/domain/messages/settings.ts";
import type { VariableValues } from "#app/domain/messages/template.ts";
import { type Stamp, stampOrNull } from "#app/lib/stamp.ts";
import { readSenderForms, type SenderForm } from "#app/services/connect-sender.server.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { readMessageSettings } from "#app/services/messages/settings.server.ts";

export interface SenderView extends Omit<SenderForm, "connection"> {
  status: "none" | "active" | "inactive" | "error";
  /** What is wrong and what to do, when the service refuses the account. */
  problem: { text: string; remedy: string } | null;
  lastUsed: Stamp | null;
}
export interface MessageSettingsView {
  settings: MessageSettings;
  sample: VariableValues;
  senders: SenderView[];
  languages: { value: string; label: string }[];
}

/** The languages that shops write in most; one that a merchant has texts in already is always offered. */
const LANGUAGES = [
  "en",
  "de",
  "fr",
  "es",
  "it",
  "nl",
  "pt",
  "pt-BR",
  "pl",
  "cs",
  "da",
  "sv",
  "nb",
  "fi",
  "hu",
  "ro",
  "el",
  "tr",
  "uk",
  "ru",
  "ar",
  "he",
  "hi",
  "id",
  "ja",
  "ko",
  "th",
  "vi",
  "zh-Hans",
  "zh-Hant",
];

export async function presentMessageSettings(
  ctx: ServiceContext,
  merchantId: string,
  timeZone: string | null,
  now: number,
): Promise<MessageSettingsView> {
  const [settings, forms, connections] = await Promise.all([
    readMessageSettings(ctx, merchantId),
    readSenderForms(ctx, merchantId),
    listConnections(ctx.db, merchantId),
  ]);
  const names = new Intl.DisplayNames("en", { type: "language" });
  const inUse = [settings.default_language, ...settings.templates.map((template) => template.language)];
  const shop = connections.find((one) => one.channel === "shopify");
  return {
    settings,
    sample: sampleValues(shop?.name ?? "Your shop", `${ctx.appUrl}/unsubscribe/…`),
    senders: forms.map((form) => senderView(form, timeZone, now)),
    languages: [...new Set([...LANGUAGES, ...inUse])]
      .map((value) => ({ value, label: names.of(value) ?? value }))
      .sort((a, b) => a.label.localeCompare(b.label, "en")),
  };
}

function senderView({ connection, ...form }: SenderForm, timeZone: string | null, now: number): SenderView {
  const status = connection === null ? "none" : connection.status === "active" || connection.status === "error" ? connection.status : "inactive";
  const refused = explainFailure("sender_account_refused", "auth");
  return {
    ...form,
    status,
    problem: status === "error" ? { text: connection?.last_error ?? refused.happened, remedy: refused.remedy } : null,
    lastUsed: stampOrNull(connection?.last_sync_at, timeZone, now),
  };
}
