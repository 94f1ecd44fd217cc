/** Which way a message goes, and in which words. */
import type { MessageChannel } from "./message-channel.ts";
import type { MessageSettings, MessageTemplate } from "./settings.ts";

export interface Addresses {
  /** E.164. */
  phone: string | null;
  email: string | null;
}

export interface Way {
  channel: MessageChannel;
  address: string;
}

/** By WhatsApp where there is a phone number, else by e-mail: in the order in which they are tried. */
export const waysTo = ({ phone, email }: Addresses): Way[] => [
  ...(phone === null ? [] : [{ channel: "whatsapp" as const, address: phone }]),
  ...(email === null ? [] : [{ channel: "email" as const, address: email }]),
];

export type Route = { way: Way; template: MessageTemplate } | { reason: "no_address" | "sender_not_connected" | "template_missing" };

/** The first way that a service is connected for and there are words for. */
export function chooseRoute(
  settings: Pick<MessageSettings, "templates" | "default_language">,
  message: { step: string; locale: string | null; addresses: Addresses; connected: readonly MessageChannel[] },
): Route {
  const ways = waysTo(message.addresses);
  if (ways.length === 0) return { reason: "no_address" };
  const open = ways.filter((way) => message.connected.includes(way.channel));
  if (open.length === 0) return { reason: "sender_not_connected" };
  for (const way of open) {
    const template = chooseTemplate(settings, { step: message.step, channel: way.channel, locale: message.locale });
    if (template !== null) return { way, template };
  }
  return { reason: "template_missing" };
}

/** The template in the customer's language (pt-BR, else pt, else any pt-…), else in the merchant's default; null: there is none. */
export function chooseTemplate(
  settings: Pick<MessageSettings, "templates" | "default_language">,
  wanted: { step: string; channel: MessageChannel; locale: string | null },
): MessageTemplate | null {
  const ours = settings.templates.filter((one) => one.step === wanted.step && one.channel === wanted.channel);
  for (const language of [wanted.locale, settings.default_language]) {
    if (language === null) continue;
    const lower = language.replace("_", "-").toLowerCase();
    const base = lower.split("-")[0] ?? lower;
    const is = (text: string) => (one: MessageTemplate) => one.language.toLowerCase() === text;
    const found = ours.find(is(lower)) ?? ours.find(is(base)) ?? ours.find((one) => one.language.toLowerCase().startsWith(`${base}-`));
    if (found !== undefined) return found;
  }
  return null;
}
