/** Whether a person wants messages, by the addresses they are known under. */
import { hash } from "node:crypto";
import type { MessageSettings } from "./settings.ts";

export type ConsentState = "granted" | "refused";
export type ConsentSource = "unsubscribe_link" | "whatsapp_stop" | "whatsapp_start" | "whatsapp_block" | "merchant" | "source";

/** As consents are kept: E.164 as it is, e-mail addresses in small letters. */
export const consentAddress = (address: string): string => address.trim().toLowerCase();

/** In place of the address of an erased person, so that their no still counts. Not to be read back without knowing the address. */
export const erasedAddress = (merchantId: string, address: string): string =>
  `sha256:${hash("sha256", `${merchantId}|${consentAddress(address)}`, "hex")}`;

/**
 * Why a message may not go to this person, or null. A no on any of their addresses counts for all of them; a yes counts for the address
 * that was given with it.
 * @param states what is kept of each address of theirs
 * @param used the address the message would go to
 */
export function refusal(
  rule: MessageSettings["consent"],
  states: ReadonlyMap<string, ConsentState>,
  used: string,
): "opted_out" | "consent_missing" | null {
  if ([...states.values()].includes("refused")) return "opted_out";
  return rule === "granted" && states.get(consentAddress(used)) !== "granted" ? "consent_missing" : null;
}

/** What is kept of an address. */
export interface KnownConsent {
  state: string;
  source: string;
  /** Epoch ms. */
  said_at: number | null;
  updated_at: number;
}

const SOURCE_OF = { stop: "whatsapp_stop", block: "whatsapp_block", start: "whatsapp_start" } as const;
/** Services tell their times in whole seconds. */
const SECOND_MS = 1_000;

/**
 * What a person's wish changes, or null. The last word counts, by the times at which things were said and not at which they arrived; in the
 * same second the no does. START takes back STOP and nothing else: a no by the link, to the merchant, in the store or in WhatsApp's own
 * settings was said somewhere else and is taken back there. So no later STOP hides such a no either.
 */
export function answerWish(
  known: KnownConsent | undefined,
  { wish, happened_at }: { wish: "stop" | "start" | "block"; happened_at: number },
): { state: ConsentState; source: ConsentSource } | null {
  const source = SOURCE_OF[wish];
  const saidAt = known === undefined ? null : (known.said_at ?? known.updated_at);
  const isRefused = known?.state === "refused";
  if (wish === "start") {
    if (saidAt !== null && happened_at <= saidAt) return null;
    return isRefused && known.source !== SOURCE_OF.stop ? null : { state: "granted", source };
  }
  if (saidAt !== null && saidAt >= happened_at + SECOND_MS) return null;
  const isKept = isRefused && known.source !== SOURCE_OF.stop;
  const isRepeat = isRefused && known.source === source && saidAt !== null && saidAt >= happened_at;
  return isKept || isRepeat ? null : { state: "refused", source };
}
