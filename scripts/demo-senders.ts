/** The demo shop's merchant connects the sandbox's WhatsApp and mail server, so that messages can be sent before any form is filled in. */
import { randomBytes } from "node:crypto";
import type { ServiceContext } from "../app/services/context.server.ts";

interface Played {
  whatsapp: { account: Record<"phone_number_id" | "access_token" | "app_secret", string>; callback: { url: string } | null };
  mail: { account: { host: string; port: number; username: string; password: string } | null };
}

/** Idempotent: what the merchant has connected, changed or disconnected since stays as it is. @throws with the failure's sentence */
export async function connectSenders(context: ServiceContext, merchantId: string, origin: string): Promise<void> {
  const { connectSender } = await import("../app/services/connect-sender.server.ts");
  const read = async <T>(path: string) => (await (await fetch(`${origin}${path}`)).json()) as T;
  const whatsapp = await read<Played["whatsapp"]>("/sandbox/whatsapp");
  const { account: mail } = await read<Played["mail"]>("/sandbox/mail");
  // Deleted ones too.
  const known = await context.db.read.selectFrom("connections").select("channel").where("merchant_id", "=", merchantId).execute();
  const connect = async (name: string, values: Record<string, string>): Promise<string | null> => {
    if (known.some(({ channel }) => channel === name)) return null;
    const connected = await connectSender(context, merchantId, name, values);
    if (!connected.ok) throw new Error(`The sandbox's ${name} could not be connected: ${connected.error.message}`);
    return connected.value.id;
  };
  if (mail)
    await connect("smtp", {
      host: mail.host,
      port: String(mail.port),
      security: "none",
      username: mail.username,
      password: mail.password,
      from_address: "hello@demo-shop.example",
    });
  const verifyToken = randomBytes(16).toString("hex");
  const { phone_number_id, access_token, app_secret } = whatsapp.account;
  const id = await connect("whatsapp", { phone_number_id, access_token, app_secret, verify_token: verifyToken });
  if (id === null) return;
  const answer = await fetch(`${origin}/sandbox/whatsapp/callback`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url: `${context.appUrl}/webhooks/whatsapp/${id}`, verify_token: verifyToken }),
  });
  if (!answer.ok) console.warn(`The sandbox's WhatsApp does not report to the app: ${await answer.text()}`);
}
