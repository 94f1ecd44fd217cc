/** Sends one message to the merchant themselves, so that they see that a service works and how a message looks. It belongs to no order. */
import { CONNECTORS } from "#app/connectors/all.ts";
import type { OutgoingMessage } from "#app/connectors/contract.ts";
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection } from "#app/data/connections.server.ts";
import { listConnections } from "#app/data/connections-list.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { sampleValues } from "#app/domain/messages/sample.ts";
import type { MessageTemplate } from "#app/domain/messages/settings.ts";
import { fillIn } from "#app/domain/messages/template.ts";
import { newId } from "#app/lib/ids.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "./context.server.ts";
import { accountOf } from "./messages/connector-account.server.ts";
import { readMessageSettings } from "./messages/settings.server.ts";
import { unsubscribeUrl } from "./messages/unsubscribe-link.server.ts";

/** @param name whatsapp | smtp @param to E.164, or an e-mail address */
export async function sendTestMessage(ctx: ServiceContext, merchantId: string, name: string, to: string): Promise<Result<null, Failure>> {
  const connector = Object.hasOwn(CONNECTORS, name) ? CONNECTORS[name] : undefined;
  const listed = connector && (await listConnections(ctx.db, merchantId)).find((one) => one.channel === name);
  const connection = listed && (await getConnection(ctx.db, merchantId, listed.id));
  if (!connector || !connection) return err(failure("not_found", "integration_not_found", "This service is not connected."));
  const settings = await readMessageSettings(ctx, merchantId);
  const ofChannel = settings.templates.filter((one) => one.channel === connector.sender.channel);
  const template = ofChannel.find((one) => one.language === settings.default_language) ?? ofChannel[0];
  if (template === undefined) return err(failure("rejected", "sender_template_missing", "There is no text for this way of sending yet."));
  const shop = (await listConnections(ctx.db, merchantId)).find((one) => one.channel !== name && one.channel !== "csv" && one.channel !== "api");
  const message = write(template, {
    to,
    shopName: shop?.name ?? connection.name,
    unsubscribeUrl: unsubscribeUrl(ctx, { merchantId, address: to }),
    now: ctx.clock(),
  });
  const sent = await connector.sender.send(message, accountOf(ctx.box, connection), {
    fetch: ctx.fetch,
    now: ctx.clock,
    ...(ctx.reach && { reach: ctx.reach }),
  });
  const entry = { connectionId: connection.id, kind: "command", actor: "merchant", action: "test_message_sent", data: { ok: sent.ok } } as const;
  await writeAudit(ctx.db, merchantId, entry, ctx.clock());
  return sent.ok ? ok(null) : sent;
}

function write(template: MessageTemplate, given: { to: string; shopName: string; unsubscribeUrl: string; now: number }): OutgoingMessage {
  const values = sampleValues(given.shopName, given.unsubscribeUrl);
  return {
    id: newId("tst", given.now),
    to: given.to,
    language: template.language,
    shopName: given.shopName,
    subject: template.channel === "email" ? `Test: ${fillIn(template.subject, values)}` : null,
    text: fillIn(template.body, values),
    template: template.channel === "whatsapp" ? { name: template.name, parameters: template.parameters.map((variable) => values[variable]) } : null,
    unsubscribeUrl: given.unsubscribeUrl,
  };
}
