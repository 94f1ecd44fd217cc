/** Which paired site calls: its connection's id says who it claims to be, the signature over the bytes as sent proves it. */
import type { IncomingMessage } from "node:http";
import { explainProblem, problem, type ApiAnswer } from "#app/api/answer.ts";
import type { BridgeSite } from "#app/data/bridge-sites.server.ts";
import { updateSite } from "#app/data/bridge-sites.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { findPairedSite } from "#app/data/system/bridge.server.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { findSigner, makeWebhookSecret } from "#app/lib/standard-webhooks.ts";
import { openSiteSecrets } from "#app/services/bridge/site-secret.ts";
import type { ServiceContext } from "#app/services/context.server.ts";

export interface SiteCaller {
  merchantId: string;
  connectionId: string;
  connection: Connection;
  site: BridgeSite;
  /** With the secret before the present one: the site has not learned the new one. */
  isSignedByPrevious: boolean;
  /** The header webhook-id: new with every call, also when the same is sent again. */
  messageId: string;
}

const TOLERANCE_MS = 5 * 60_000;
/** How exactly "last contact" is kept; it spares a write per call. */
const CONTACT_EVERY_MS = 30_000;
const CLOCK_STEP_MS = 5_000;
/** Compared with where nobody has that id, so that the answer takes as long. */
const NOBODYS = makeWebhookSecret();

type Call = { headers: IncomingMessage["headers"]; bytes: Buffer; now: number };

export async function authenticateSite(
  ctx: Pick<ServiceContext, "db" | "box">,
  { headers, bytes, now }: Call,
): Promise<Result<SiteCaller, ApiAnswer>> {
  const given = readHeaders(headers);
  if (given === null)
    return err(unverified("The headers webhook-id, webhook-timestamp, webhook-signature and x-crossdock-connection are needed.", now));
  const paired = await findPairedSite(ctx.db, given.connectionId);
  const secrets = paired === null ? [NOBODYS] : openSiteSecrets(ctx.box, paired.site, now);
  const signer = findSigner(secrets, given, bytes);
  if (paired === null || signer === -1)
    return err(unverified("The signature does not match the body. Pair the store again if its secret was lost.", now));
  const { site, connection } = paired;
  const offset = Number(given.timestamp) * 1000 - now;
  await rememberContact(ctx, site, offset, now);
  if (Math.abs(offset) > TOLERANCE_MS)
    return err(
      unverified(
        `The store's clock is ${Math.round(Math.abs(offset) / 1000)} seconds ${offset > 0 ? "ahead" : "behind"}; five minutes are allowed.`,
        now,
      ),
    );
  if (connection.deleted_at !== null) return err(problem("integration_not_found", { message: "This connection was deleted. Pair the store again." }));
  return ok({ merchantId: site.merchant_id, connectionId: connection.id, connection, site, isSignedByPrevious: signer > 0, messageId: given.id });
}

function readHeaders(headers: IncomingMessage["headers"]) {
  const text = (name: string) => (typeof headers[name] === "string" ? headers[name] : "");
  const [id, timestamp, signature, connectionId] = [
    text("webhook-id"),
    text("webhook-timestamp"),
    text("webhook-signature"),
    text("x-crossdock-connection"),
  ];
  const isReadable =
    /^[\x21-\x7e]{1,200}$/.test(id) &&
    /^\d{1,12}$/.test(timestamp) &&
    signature !== "" &&
    signature.length <= 1000 &&
    /^con_\w{1,80}$/.test(connectionId);
  return isReadable ? { id, timestamp, signature, connectionId } : null;
}

/** A clock that is wrong is seen on the connection's page too, although the call is refused. */
async function rememberContact({ db }: Pick<ServiceContext, "db">, site: BridgeSite, offset: number, now: number): Promise<void> {
  const isRecent = site.last_contact_at !== null && now - site.last_contact_at < CONTACT_EVERY_MS;
  const isSame = site.clock_offset_ms !== null && Math.abs(site.clock_offset_ms - offset) < CLOCK_STEP_MS;
  if (isRecent && isSame) return;
  await updateSite(db, site.merchant_id, site.connection_id, { last_contact_at: now, clock_offset_ms: offset });
}

/** With the hub's time, so that the plugin can tell a wrong clock from a wrong secret. */
export const unverified = (message: string, now: number): ApiAnswer => ({
  status: 401,
  body: { error: explainProblem("webhook_verification_failed", message), server_time: new Date(now).toISOString() },
});
