/**
 * Connecting with one click: WooCommerce asks the store's owner, makes keys and posts them to us. The post is not signed; what makes it ours
 * is the name under which it speaks of the owner (`user_id`): a nonce that we made, keep hashed and take once.
 * https://woocommerce.github.io/woocommerce-rest-api-docs/#rest-api-keys
 */
import { createHash, randomBytes } from "node:crypto";
import { getMerchant } from "#app/data/merchants.server.ts";
import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import { findAuthRequest, takeHandedKeys, type AuthRequest } from "#app/data/system/wc-auth-requests.server.ts";
import { insertAuthRequest } from "#app/data/wc-auth-requests.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { isHttpConfirmation } from "#app/domain/store-connection.ts";
import { judgeUrl } from "#app/lib/guarded-request.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { takenByAnother, type NewIntegration } from "./create-integration.server.ts";
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

interface Wish extends Omit<NewIntegration, "consumerKey" | "consumerSecret"> {
  /** Also make webhooks in the store once it is connected. */
  hasWebhooks?: boolean;
}
/** In `wc_auth_requests.settings`. */
export type KeptWish = Pick<Wish, "name" | "autoSync" | "syncEveryMinutes" | "hasWebhooks"> & { isHttpConfirmed: boolean };
/** Sealed in `wc_auth_requests.keys_encrypted`. */
export interface HandedKeys {
  consumer_key: string;
  consumer_secret: string;
}
export const keysBinding = (nonce: string): string => `wc-auth:${nonce}`;
/** A request is found by its nonce's hash alone: who reads the database cannot answer in a store's place. */
export const nonceSha256 = (nonce: string): string => createHash("sha256").update(nonce).digest("hex");
/** WooCommerce cuts the name of a key at 170. */
const LONGEST_NAME = 80;

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
  const { name, autoSync, syncEveryMinutes, hasWebhooks = false } = wanted;
  const settings: KeptWish = { name, autoSync, syncEveryMinutes, hasWebhooks, isHttpConfirmed };
  await insertAuthRequest(
    ctx.db,
    merchantId,
    { nonce_sha256: nonceSha256(nonce), store_url: siteUrl.value, settings: JSON.stringify(settings), expires_at: now + LIFE_MS },
    now,
  );
  const url = new URL(`${siteUrl.value}/wc-auth/v1/authorize`);
  url.search = new URLSearchParams({
    // Anybody can send this address to a store's owner: the page must say into whose account the orders would go.
    app_name: await appName(ctx, merchantId),
    scope: "read_write",
    user_id: nonce,
    return_url: ctx.appUrl + RETURN_PATH,
    callback_url: ctx.appUrl + CALLBACK_PATH,
  }).toString();
  return ok({ url: url.href, expiresAt: now + LIFE_MS });
}

async function appName(ctx: ServiceContext, merchantId: string): Promise<string> {
  const merchant = await getMerchant(ctx.db, merchantId);
  // WooCommerce writes it into an address of its own without encoding it: "#" would cut that off, "&" could add to it.
  const name = (merchant?.name ?? "")
    .replace(/['’]/g, "")
    .replace(/[^\p{L}\p{M}\p{N}.,_-]+/gu, " ")
    .trim()
    .slice(0, LONGEST_NAME);
  return name === "" ? "Crossdock" : `Crossdock, account ${name}`;
}

/**
 * What WooCommerce posts. The keys are not tried here: the store waits for our answer, and one with a single process could not give its own.
 * Until they were tried nothing is connected: whoever pressed "Connect" knows the nonce too, and could post keys of his own making for a
 * store that is not his.
 */
export async function finishAuthorization(
  ctx: ServiceContext,
  given: { user_id: string; consumer_key: string; consumer_secret: string },
): Promise<Result<AuthRequest, Failure>> {
  const invalid = err(failure("rejected", "authorization_invalid", "There is no such approval waiting."));
  const nonce = nonceSha256(given.user_id);
  const request = await findAuthRequest(ctx.db, nonce);
  const now = ctx.clock();
  if (request === undefined || request.used_at !== null || request.expires_at <= now) return invalid;
  // Said while WooCommerce can still show it to the owner, and take its keys back.
  const known = await findConnectionByAccount(ctx.db, "woocommerce", request.store_url);
  if (known !== undefined && known.deleted_at === null && known.merchant_id !== request.merchant_id) return err(takenByAnother);
  const { consumer_key, consumer_secret } = given;
  const sealed = ctx.box.seal(JSON.stringify({ consumer_key, consumer_secret } satisfies HandedKeys), keysBinding(nonce));
  // Whoever comes second finds it taken.
  return (await takeHandedKeys(ctx.db, nonce, sealed, now, now + LIFE_MS)) ? ok(request) : invalid;
}
