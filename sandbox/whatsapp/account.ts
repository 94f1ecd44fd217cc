import { randomBytes, randomInt } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import { readSetting, writeSetting } from "./tables.ts";

/** The demo shop's WhatsApp number and Meta app: generated per DATA_DIR, worthless anywhere else. */
export interface WhatsAppAccount {
  phone_number_id: string;
  business_account_id: string;
  display_phone_number: string;
  access_token: string;
  app_secret: string;
}

/** Where Meta sends reports, once the address has answered its question. */
export interface Callback {
  url: string;
  verify_token: string;
}

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(1, 10)).join("");

export function readAccount(ctx: SandboxContext): WhatsAppAccount {
  const known = readSetting<WhatsAppAccount>(ctx, "account");
  if (known) return known;
  const created: WhatsAppAccount = {
    phone_number_id: digits(15),
    business_account_id: digits(15),
    display_phone_number: "15550783881",
    access_token: `EAAS${randomBytes(40).toString("hex")}`,
    app_secret: randomBytes(16).toString("hex"),
  };
  writeSetting(ctx, "account", created);
  return created;
}

export const readCallback = (ctx: SandboxContext): Callback | null => readSetting<Callback>(ctx, "callback");

/**
 * Asks the address, as Meta does when somebody enters it in the App Dashboard, and keeps it when it answers rightly.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
 */
export async function setCallback(ctx: SandboxContext, callback: Callback): Promise<Callback> {
  const address = new URL(callback.url);
  if (address.origin !== new URL(ctx.appUrl).origin)
    throw new Refusal(422, "url", `${address.origin} is not the app that this sandbox serves`, `use an address at ${ctx.appUrl}`);
  const challenge = digits(10);
  address.searchParams.set("hub.mode", "subscribe");
  address.searchParams.set("hub.challenge", challenge);
  address.searchParams.set("hub.verify_token", callback.verify_token);
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000), redirect: "error" }).catch(() => null);
  const text = answer === null ? "" : await answer.text();
  if (answer?.status !== 200 || text !== challenge)
    throw new Refusal(422, "url", "The callback URL or verify token couldn't be validated.", "enter the same verify token here and in the app");
  writeSetting(ctx, "callback", callback);
  return callback;
}
