/** Before there is a secret: a site is paired with a code, or its owner makes a new merchant. Both are guessing games, so tries are counted. */
import { hash } from "node:crypto";
import { problem, problemOf, type ApiAnswer } from "#app/api/answer.ts";
import { countAddressCall, readAddressCalls } from "#app/data/system/bridge.server.ts";
import { FAILURE_CATALOGUE, type FailureCode } from "#app/domain/failure-catalogue.ts";
import type { Failure } from "#app/domain/failure.ts";
import type { Result } from "#app/lib/result.ts";
import { pairSite, type PairedSite, type SiteFacts } from "#app/services/bridge/pair-site.server.ts";
import { signUp as makeMerchant } from "#app/services/bridge/sign-up.server.ts";
import type { SiteCaller } from "./authenticate.server.ts";
import type { BridgeRequest } from "./bridge.server.ts";
import { pairSchema, readBridge, signUpSchema } from "./schemas.ts";

/** Ten tries in a quarter of an hour: of 30^10 codes nobody finds one that lives as long. */
const MOST_TRIES = 10;
const WINDOW_MS = 15 * 60_000;

const STATUS: Partial<Record<FailureCode, number>> = { pairing_code_invalid: 403, signup_not_allowed: 403, store_already_connected: 409 };

export async function pair(request: BridgeRequest, proven: SiteCaller | null): Promise<ApiAnswer> {
  const body = request.json();
  if (!body.ok) return body.error;
  const read = readBridge(pairSchema, body.value);
  if (!read.ok) return problem("validation_failed", { errors: read.error });
  const refused = await refusalOf(request);
  if (refused) return refused;
  const { code, ...site } = read.value;
  const paired = await pairSite(request.ctx, code, factsOf(site), proven?.connectionId ?? null);
  // Only what was wrong: a hoster's many sites share an address.
  if (!paired.ok) await countTry(request);
  return answerOf(request, paired);
}

export async function signUp(request: BridgeRequest): Promise<ApiAnswer> {
  const body = request.json();
  if (!body.ok) return body.error;
  const read = readBridge(signUpSchema, body.value);
  if (!read.ok) return problem("validation_failed", { errors: read.error });
  const refused = await refusalOf(request);
  if (refused) return refused;
  await countTry(request);
  const { invitation_code, shop_name, email, ...site } = read.value;
  const wanted = { shopName: shop_name.trim(), email, invitationCode: invitation_code ?? null, facts: factsOf(site) };
  return answerOf(request, await makeMerchant(request.ctx, wanted, request.allowsSignUp));
}

const factsOf = ({ site_url, ...versions }: Omit<SiteFacts, "siteUrl"> & { site_url: string }): SiteFacts => ({ siteUrl: site_url, ...versions });

const windowOf = ({ address }: BridgeRequest): string => `address:${hash("sha256", address, "hex")}`;

/** An answer where this address has used up its tries. */
async function refusalOf(request: BridgeRequest): Promise<ApiAnswer | null> {
  const { ctx, now } = request;
  const { used, startedAt } = await readAddressCalls(ctx.db, windowOf(request), now, WINDOW_MS);
  if (used < MOST_TRIES) return null;
  const seconds = Math.max(1, Math.ceil((startedAt + WINDOW_MS - now) / 1000));
  return problem("rate_limited", {
    message: `${MOST_TRIES} tries in a quarter of an hour are allowed.`,
    headers: { "retry-after": String(seconds) },
  });
}

const countTry = (request: BridgeRequest): Promise<void> =>
  request.ctx.db.write((tx) => countAddressCall(tx, windowOf(request), request.now, WINDOW_MS));

function answerOf({ ctx }: BridgeRequest, paired: Result<PairedSite, Failure>): ApiAnswer {
  if (!paired.ok) {
    const code = Object.hasOwn(FAILURE_CATALOGUE, paired.error.code) ? (paired.error.code as FailureCode) : "unexpected_error";
    return problemOf(code, { status: STATUS[code] ?? 422, message: paired.error.message });
  }
  const { connectionId, secret, merchantName } = paired.value;
  return { status: 201, body: { connection_id: connectionId, secret, merchant_name: merchantName, hub_url: ctx.appUrl } };
}
