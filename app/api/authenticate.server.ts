/** Who calls REST: the token says which key, the key's row says whether it still lives and what it may do. */
import { getApiKey, updateApiKey } from "#app/data/api-keys.server.ts";
import { isUsable, scopesOf, type ApiScope, type KeyMode } from "#app/domain/api-key.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { problem, type ApiAnswer } from "./answer.ts";
import { readToken, tokenTerms } from "./token.server.ts";

export interface ApiCaller {
  /** `user_id` in answers. */
  merchantId: string;
  keyId: string;
  mode: KeyMode;
  scopes: readonly ApiScope[];
}

const LAST_USED_EVERY_MS = 60_000;

/** @param authorization the header, as given */
export async function authenticateApi(ctx: ServiceContext, authorization: string | undefined): Promise<Result<ApiCaller, ApiAnswer>> {
  const terms = tokenTerms();
  if (terms === null) return err(problem("api_not_configured"));
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? "") ?? [];
  if (token === undefined) return err(refused("Send the header Authorization: Bearer with a token from POST /api/v1/auth/token."));
  const now = ctx.clock();
  const claims = readToken(terms, token, now);
  if (claims === null) return err(refused("This token is not one of ours, or its time is over."));
  const key = await getApiKey(ctx.db, claims.sub, claims.key);
  if (key === undefined || !isUsable(key, now)) return err(refused("The key of this token was revoked or has expired."));
  if (key.last_used_at === null || now - key.last_used_at >= LAST_USED_EVERY_MS)
    await updateApiKey(ctx.db, key.merchant_id, key.id, { last_used_at: now });
  return ok({ merchantId: key.merchant_id, keyId: key.id, mode: key.mode as KeyMode, scopes: scopesOf(key.scopes) });
}

const refused = (message: string): ApiAnswer => problem("invalid_access_token", { message, headers: { "www-authenticate": "Bearer" } });
