/** The link by which a customer says no with one click (RFC 8058). Its token is sealed: it cannot be made up, and tells nobody who it is for. */
import { z } from "zod";
import type { SecretBox } from "#app/lib/secret-box.ts";

const CONTEXT = "unsubscribe";
const MAX_TOKEN = 2_000;
const tokenSchema = z.object({ m: z.string().min(1), a: z.string().min(1) });

export interface Subscription {
  merchantId: string;
  address: string;
}

/** Holds as long as its key is among ENCRYPTION_KEYS. */
export const unsubscribeUrl = ({ box, appUrl }: { box: SecretBox; appUrl: string }, { merchantId, address }: Subscription): string =>
  `${appUrl}/unsubscribe/${box.seal(JSON.stringify({ m: merchantId, a: address }), CONTEXT)}`;

/** null: not a token of ours, or of a key that is no longer given. */
export function readUnsubscribeToken(box: SecretBox, token: string): Subscription | null {
  if (token.length > MAX_TOKEN) return null;
  try {
    const read = tokenSchema.safeParse(JSON.parse(box.open(token, CONTEXT)));
    return read.success ? { merchantId: read.data.m, address: read.data.a } : null;
  } catch {
    return null;
  }
}
