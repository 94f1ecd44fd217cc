/** A person's part in messages and consents: for the copy they ask for, and for its erasure. */
import { eraseConsents } from "#app/data/consents.server.ts";
import { eraseDeliveries } from "#app/data/erase-deliveries.server.ts";
import { eraseMessages, findReportsOf, listMessagesOfPerson, type PersonOfMessages } from "#app/data/messages.server.ts";
import type { Subject, SubjectRows } from "#app/data/personal-data.server.ts";
import type { ApplyContext } from "./context.ts";
import { withdrawOne } from "./plan-messages.server.ts";

/** What was written goes by address: it counts on whichever connection of the merchant the person was met. */
export function personOf(subject: Subject, rows: SubjectRows): PersonOfMessages {
  const addresses = [
    subject.email,
    subject.phone,
    ...rows.customers.flatMap((row) => [row.email, row.phone_e164]),
    ...rows.orders.flatMap((row) => [row.email, row.phone_e164]),
  ].filter((address): address is string => typeof address === "string" && address !== "");
  return { orderIds: rows.orders.map((row) => row.id), customerIds: rows.customers.map((row) => row.id), addresses: [...new Set(addresses)] };
}

/** To be called while the person's rows still say who it is. What was planned is withdrawn, what the
 * services reported of it loses its body; a no stays, without the address. @returns how many messages */
export async function eraseMessagesOf(ctx: ApplyContext, subject: Subject, rows: SubjectRows): Promise<number> {
  const merchantId = ctx.connection.merchant_id;
  const person = personOf(subject, rows);
  const messages = await listMessagesOfPerson(ctx.tx, merchantId, person);
  for (const message of messages) await withdrawOne(ctx, message, "person_erased");
  // Answers come from these addresses too, and from those that the messages went to.
  const addresses = new Set([...person.addresses, ...messages.map((message) => message.address).filter((address) => address !== null)]);
  await eraseConsents(ctx.tx, merchantId, [...addresses], ctx.now);
  const reports = await findReportsOf(ctx.tx, merchantId, messages);
  if (reports.length > 0) await eraseDeliveries(ctx.tx, merchantId, reports, ctx.now);
  return eraseMessages(ctx.tx, merchantId, messages, ctx.now);
}
