/** A stored delivery → its canonical event: the part of the work that needs nothing but the delivery and a few facts of its connection. */
import type { Channel, ConnectionFacts, Interpreted } from "#app/channels/contract.ts";
import type { Row } from "#app/data/database.ts";
import { canonicalEventSchema } from "#app/domain/events.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { withoutNul } from "#app/lib/without-nul.ts";

export type InterpretedDelivery = Pick<Row<"deliveries">, "topic" | "triggered_at">;
export type InterpretedConnection = Pick<Row<"connections">, "channel" | "external_id" | "currency" | "country" | "timezone">;
export type InterpretedPayload = Pick<Row<"delivery_payloads">, "headers" | "body">;

const factsOf = (connection: InterpretedConnection): ConnectionFacts => ({
  externalId: connection.external_id,
  currency: connection.currency,
  country: connection.country,
  timezone: connection.timezone,
});

/** Everything but the payload that an interpretation depends on: with an equal basis, and a body that was not erased since, it would come out the same. */
export const basisOf = ({ channel, external_id, currency, country, timezone }: InterpretedConnection, delivery: InterpretedDelivery): string =>
  JSON.stringify([delivery.topic, delivery.triggered_at, channel, external_id, currency, country, timezone]);

/** Pure. A `rejected` failure means that the body can never be read. */
export function interpretDelivery(
  channels: ReadonlyMap<string, Channel>,
  connection: InterpretedConnection,
  delivery: InterpretedDelivery,
  payload: InterpretedPayload,
): Result<Interpreted, Failure> {
  const channel = channels.get(connection.channel);
  if (channel === undefined) return err(failure("bug", "unexpected_error", `no channel named ${connection.channel}`));
  const read = channel.interpret(
    {
      topic: delivery.topic,
      headers: JSON.parse(payload.headers) as Record<string, string>,
      body: bodyWithoutNul(payload.body),
      triggeredAt: delivery.triggered_at,
    },
    factsOf(connection),
  );
  if (!read.ok) return read;
  const event = canonicalEventSchema.safeParse(read.value.event);
  if (!event.success) {
    const issue = event.error.issues[0];
    return err(failure("rejected", "body_unreadable", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is not as expected"}`));
  }
  return ok({ ...read.value, event: event.data });
}

/** The bytes as they are, in all but the rarest case. */
function bodyWithoutNul(body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return bytes.includes("\\u0000") ? Buffer.from(withoutNul(bytes.toString("utf8"))) : body;
}
