/**
 * Connecting with one click: WooCommerce asks the store's owner, makes keys and posts them to us. The post is not signed; what makes it ours
 * is the name under which it speaks of the owner (`user_id`): a nonce that we made, keep hashed and take once.
 * https://woocommerce.github.io/woocommerce-rest-api-docs/#rest-api-keys
 */
import { createHash, randomBytes } from "node:crypto";
import type { Connection } from "#app/data/connections.server.ts";
import { findAuthRequest, useAuthRequest } from "#app/data/system/wc-auth-requests.server.ts";
import { insertAuthRequest } from "#app/data/wc-auth-requests.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { isHttpConfirmation } from "#app/domain/store-connection.ts";
import { judgeUrl } from "#app/lib/guarded-request.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { saveIntegration, type NewIntegration } from "./create-integration.server.ts";
import { addressRule } from "./store-api.server.ts";
import { failureOfProblem } from "./store-failures.ts";
import { normaliseStoreUrl } from "./store-url.ts";

/** Where WooCommerce posts the keys, and where it sends the owner's browser afterwards. */
export const CALLBACK_PATH = "/api/v1/woocommerce/authorizations/callback";
export const RETURN_PATH = "/connect/woocommerce";
const LIFE_MS = 60 * 60_000;

export interface Authorization {
  /** The page of the store on which the owner says yes. */
  url: string;
  expiresAt: number;
}

type Wish = Omit<NewIntegration, "consumerKey" | "consumerSecret">;

export async function startAuthorization(ctx: ServiceContext, merchantId: string, wanted: Wish): Promise<Result<Authorization, Failure>> {
  const siteUrl = normaliseStoreUrl(wanted.storeUrl);
  if (!siteUrl.ok) return err(failure("rejected", "store_url_invalid", siteUrl.error));
  const isHttpConfirmed = isHttpConfirmation(wanted.httpConfirmation);
  const judged = judgeUrl(new URL(siteUrl.value), addressRule(ctx, isHttpConfirmed));
  if (judged !== null) return err(failureOfProblem(judged, "GET"));
  if (!ctx.appUrl.startsWith("https://"))
    return err(failure("rejected", "callback_needs_https", `WooCommerce would have to hand the keys to ${ctx.appUrl}, which has no encryption.`));
  const nonce = randomBytes(32).toString("base64url");
  const now = ctx.clock();
  const { name, autoSync, syncEveryMinutes } = wanted;
  const settings = { name, autoSync, syncEveryMinutes, isHttpConfirmed };
  await insertAuthRequest(
    ctx.db,
    merchantId,
    { nonce_sha256: sha256(nonce), store_url: siteUrl.value, settings: JSON.stringify(settings), expires_at: now + LIFE_MS },
    now,
  );
  const url = new URL(`${siteUrl.value}/wc-auth/v1/authorize`);
  url.search = new URLSearchParams({
    app_name: "Crossdock",
    scope: "read_write",
    user_id: nonce,
    return_url: ctx.appUrl + RETURN_PATH,
    callback_url: ctx.appUrl + CALLBACK_PATH,
  }).toString();
  return ok({ url: url.href, expiresAt: now + LIFE_MS });
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What WooCommerce posts. The keys are not tried here: the store waits for our answer, and one with a single process could not give its own. */
export async function finishAuthorization(
  ctx: ServiceContext,
  given: { user_id: string; consumer_key: string; consumer_secret: string },
): Promise<Result<Connection, Failure>> {
  const invalid = err(failure("rejected", "authorization_invalid", "There is no such approval waiting."));
  const nonce = sha256(given.user_id);
  const request = await findAuthRequest(ctx.db, nonce);
  const now = ctx.clock();
  if (request === undefined || request.used_at !== null || request.expires_at <= now) return invalid;
  // Whoever comes second finds it taken.
  if (!(await useAuthRequest(ctx.db, nonce, now))) return invalid;
  const { name, autoSync, syncEveryMinutes, isHttpConfirmed } = JSON.parse(request.settings) as Wish & { isHttpConfirmed: boolean };
  return saveIntegration(ctx, request.merchant_id, request.store_url, {
    storeUrl: request.store_url,
    consumerKey: given.consumer_key,
    consumerSecret: given.consumer_secret,
    name,
    autoSync,
    syncEveryMinutes,
    isHttpConfirmed,
    checked: null,
  });
}
