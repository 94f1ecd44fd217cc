/** Whether a person wants messages, by the addresses they are known under. */
import { hash } from "node:crypto";
import type { MessageSettings } from "./settings.ts";

export type ConsentState = "granted" | "refused";
export type ConsentSource = "unsubscribe_link" | "whatsapp_stop" | "merchant" | "source";

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
