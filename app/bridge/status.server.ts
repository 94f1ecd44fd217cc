/** What the hub has seen of a site, and what the site says of itself. */
import { problem, type ApiAnswer } from "#app/api/answer.ts";
import { countWaitingCommands } from "#app/data/bridge-commands.server.ts";
import { findSite, updateSite } from "#app/data/bridge-sites.server.ts";
import { getMerchant } from "#app/data/merchants.server.ts";
import { iso } from "#app/lib/iso.ts";
import { disconnect as disconnectConnection } from "#app/services/disconnect.server.ts";
import { renewSecret } from "#app/services/bridge/renew-secret.server.ts";
import { askForMissing } from "#app/services/bridge/note-numbers.server.ts";
import { useOnce } from "#app/services/bridge/use-once.server.ts";
import { unverified, type SiteCaller } from "./authenticate.server.ts";
import type { BridgeRequest } from "./bridge.server.ts";
import { emptySchema, heartbeatSchema, readBridge } from "./schemas.ts";

export async function status({ ctx, now }: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> {
  const { merchantId, connectionId, connection } = caller;
  const wanted = await askForMissing(ctx.db, caller, now);
  const [site, merchant, commandsWaiting] = await Promise.all([
    findSite(ctx.db, merchantId, connectionId),
    getMerchant(ctx.db, merchantId),
    countWaitingCommands(ctx.db, merchantId, connectionId, now),
  ]);
  const chosen = JSON.parse(connection.entities) as string[];
  return {
    status: 200,
    body: {
      last_seq: site?.last_seq ?? 0,
      max_seq: site?.max_seq ?? 0,
      wanted,
      clock_offset_ms: site?.clock_offset_ms ?? null,
      connection: { id: connectionId, status: connection.status, name: connection.name },
      merchant: { name: merchant?.name ?? "" },
      commands_waiting: commandsWaiting,
      entities: Object.fromEntries(["orders", "customers", "products", "inventory"].map((kind) => [kind, chosen.includes(kind)])),
      last_event_at: site?.last_event_at ? iso(site.last_event_at) : null,
      hub_time: iso(now),
    },
  };
}

/** Taken in every state: a site that is switched off learns from `status` when it is on again. */
export async function heartbeat(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> {
  const body = request.json();
  if (!body.ok) return body.error;
  const read = readBridge(heartbeatSchema, body.value);
  if (!read.ok) return problem("validation_failed", { errors: read.error });
  const { capabilities, home_url, outbox, health, ...versions } = read.value;
  const { ctx, now } = request;
  await updateSite(ctx.db, caller.merchantId, caller.connectionId, {
    ...Object.fromEntries(Object.entries(versions).filter(([, value]) => value !== null)),
    capabilities: JSON.stringify({ ...capabilities, ...(home_url && { home_url }) }),
    // When it was so, or how old the oldest was grows by itself between two heartbeats.
    ...(outbox && { outbox: JSON.stringify({ ...outbox, at: now }) }),
    ...(health && { health: JSON.stringify(health) }),
    last_contact_at: now,
    updated_at: now,
  });
  const wanted = await askForMissing(ctx.db, caller, now);
  return { status: 200, body: { wanted, commands_waiting: await countWaitingCommands(ctx.db, caller.merchantId, caller.connectionId, now) } };
}

export async function rotateSecret(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> {
  const refused = await refusalOf(request, caller);
  if (refused) return refused;
  const secret = await renewSecret(request.ctx, caller.merchantId, caller.connectionId, caller.isSignedByPrevious);
  return secret === null
    ? problem("integration_not_found", { message: "This connection was deleted. Pair the store again." })
    : { status: 200, body: { secret } };
}

export async function disconnect(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> {
  const refused = await refusalOf(request, caller);
  if (refused) return refused;
  const done = await disconnectConnection(request.ctx, caller.merchantId, caller.connectionId);
  return done.ok ? { status: 200, body: { status: "inactive" } } : problem("integration_not_found", { message: done.error.message });
}

/**
 * These two are not the same when they are done twice, so a call that somebody recorded must not work again: its id is good once, and a body is
 * needed, which the signed GETs have not.
 */
async function refusalOf(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer | null> {
  const body = request.json();
  if (!body.ok) return body.error;
  const read = readBridge(emptySchema, body.value);
  if (!read.ok) return problem("validation_failed", { errors: read.error });
  const isFirst = await useOnce(request.ctx, caller.merchantId, `bridge ${caller.connectionId} ${caller.messageId}`);
  return isFirst ? null : unverified("This call was made before. Make it anew, with an id of its own.", request.now);
}
