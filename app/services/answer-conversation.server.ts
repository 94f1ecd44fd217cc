/** What a conversation's page can do: send again, withdraw, and say whether a person wants messages. */
import { z } from "zod";
import { type ActionResult, done, parseForm, refused } from "#app/lib/action-result.ts";
import { findConversation } from "#app/data/conversations.server.ts";
import type { CurrentMerchant } from "./current-merchant.server.ts";
import { refusedBy } from "./failure-problem.ts";
import { setConsent } from "./messages/consent.server.ts";
import { resendMessage } from "./messages/resend-message.server.ts";
import { withdrawMessage } from "./messages/withdraw-message.server.ts";

const message = z.string().min(1).max(100);
const schema = z.discriminatedUnion(
  "intent",
  [
    z.object({ intent: z.literal("resend"), message }),
    z.object({ intent: z.literal("withdraw"), message }),
    z.object({ intent: z.literal("consent"), address: z.string().min(3).max(320), state: z.enum(["granted", "refused"]) }),
  ],
  "The form is not one of this page's",
);

/** @param id the conversation's, as in its address */
export async function answerConversation({ ctx, merchantId }: CurrentMerchant, id: string, request: Request): Promise<ActionResult> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  const command = form.value;
  switch (command.intent) {
    case "resend": {
      const result = await resendMessage(ctx, merchantId, command.message);
      return result.ok ? done("It will be sent, outside the customer's quiet hours") : refusedBy(result.error);
    }
    case "withdraw": {
      const result = await withdrawMessage(ctx, merchantId, command.message);
      return result.ok ? done("Withdrawn") : refusedBy(result.error);
    }
    case "consent": {
      // Of the person on this page: nobody else's mind is changed by a made-up form.
      const conversation = await findConversation(ctx.db, merchantId, id);
      if (!conversation || !isTheirs(conversation, command.address))
        return refused("address", "This address is not the customer's", "Reload the page.");
      const count = await setConsent(ctx, merchantId, { address: command.address, state: command.state, source: "merchant" });
      if (command.state === "granted") return done("The customer gets messages again");
      return done(count === 0 ? "The customer gets no more messages" : `The customer gets no more messages; ${count} withdrawn`);
    }
  }
}

function isTheirs({ customer, messages, orders }: NonNullable<Awaited<ReturnType<typeof findConversation>>>, address: string): boolean {
  const known = [
    customer?.phone_e164,
    customer?.email,
    ...messages.map((one) => one.address),
    ...orders.flatMap((one) => [one.email, one.phone_e164]),
  ];
  return known.some((one) => one?.toLowerCase() === address.toLowerCase());
}
