/** API keys: made, revoked, replaced. The key itself is answered once and kept nowhere; of it only the hash is stored. */
import { randomInt } from "node:crypto";
import { sha256OfKey } from "#app/api/keys.server.ts";
import { getApiKey, insertApiKey, listApiKeys, updateApiKey, type ApiKeyRow } from "#app/data/api-keys.server.ts";
import { writeAudit, type AuditEntry } from "#app/data/audit.server.ts";
import { ensureConnection } from "#app/data/connections.server.ts";
import type { Tx } from "#app/data/database.ts";
import { API_SCOPES, isUsable, keyState, MAX_KEY_NAME, MOST_KEYS, ROTATION_OVERLAP_MS, SCOPES_OF_MODE, scopesOf } from "#app/domain/api-key.ts";
import type { ApiScope, KeyMode } from "#app/domain/api-key.ts";
import { accountOf, connectionNameOf, EVENT_CHANNEL } from "#app/domain/event-connection.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { newId } from "#app/lib/ids.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "./context.server.ts";

export interface NewKey {
  name: string;
  mode: KeyMode;
  scopes: readonly ApiScope[];
  /** Epoch ms; null: it does not end by itself. */
  expiresAt: number | null;
}

/** The only moment at which a key can be read. */
export interface ShownKey {
  id: string;
  key: string;
}

type Actor = Extract<AuditEntry["actor"], "merchant" | "operator">;

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SECRET_CHARACTERS = 32;
/** Enough to tell keys apart, too little to guess one by. */
const SHOWN_CHARACTERS = 4;
const LONGEST_LIFE_MS = 5 * 366 * 86_400_000;

function makeKey(mode: KeyMode): { key: string; prefix: string } {
  const secret = Array.from({ length: SECRET_CHARACTERS }, () => BASE62[randomInt(BASE62.length)]).join("");
  return { key: `cd_${mode}_${secret}`, prefix: `cd_${mode}_${secret.slice(0, SHOWN_CHARACTERS)}` };
}

export async function createApiKey(
  ctx: ServiceContext,
  merchantId: string,
  wanted: NewKey,
  actor: Actor = "merchant",
): Promise<Result<ShownKey, Failure>> {
  const now = ctx.clock();
  const refused = refusalOf(wanted, now);
  if (refused) return err(refused);
  return ctx.db.write(async (tx) => {
    await tx.lock(`keys:${merchantId}`);
    const usable = (await listApiKeys(tx, merchantId)).filter((key) => isUsable(key, now));
    if (usable.length >= MOST_KEYS) return err(failure("rejected", "too_many_keys", `There are ${MOST_KEYS} keys that work already.`));
    return ok(await insertKey(tx, merchantId, { ...wanted, name: wanted.name.trim() }, actor, now));
  });
}

function refusalOf({ name, mode, scopes, expiresAt }: NewKey, now: number): Failure | null {
  const length = [...name.trim()].length;
  if (length < 1 || length > MAX_KEY_NAME || /\p{Cc}/u.test(name))
    return failure("rejected", "name_invalid", `A name has 1 to ${MAX_KEY_NAME} characters, none of them a line break.`);
  const allowed = SCOPES_OF_MODE[mode];
  if (scopes.length === 0) return failure("rejected", "scopes_invalid", `Choose at least one of ${allowed.join(", ")}.`);
  if (scopes.some((scope) => !allowed.includes(scope)))
    return failure("rejected", "scopes_invalid", `A ${mode} key may only have ${allowed.join(", ")}.`);
  if (expiresAt !== null && !(expiresAt > now && expiresAt <= now + LONGEST_LIFE_MS))
    return failure("rejected", "expiry_invalid", "A key ends in the future, within five years, or never.");
  return null;
}

async function insertKey(tx: Tx, merchantId: string, { name, mode, scopes, expiresAt }: NewKey, actor: Actor, now: number): Promise<ShownKey> {
  const connection = await ensureConnection(tx, merchantId, EVENT_CHANNEL, accountOf(merchantId, mode), connectionNameOf(mode), now);
  const { key, prefix } = makeKey(mode);
  const id = newId("key", now);
  await insertApiKey(tx, merchantId, {
    id,
    connection_id: connection.id,
    name,
    mode,
    prefix,
    key_sha256: sha256OfKey(key),
    scopes: API_SCOPES.filter((scope) => scopes.includes(scope)).join(","),
    created_by: actor,
    created_at: now,
    expires_at: expiresAt,
  });
  await audit(tx, merchantId, { id, connection_id: connection.id }, "api_key_created", actor, { name, mode, scopes, expires_at: expiresAt }, now);
  return { id, key };
}

/** From the moment this resolves no call with the key, nor with a token made of it, is taken. Revoking again changes nothing. */
export function revokeApiKey(ctx: ServiceContext, merchantId: string, id: string, actor: Actor = "merchant"): Promise<Result<ApiKeyRow, Failure>> {
  return ctx.db.write(async (tx) => {
    await tx.lock(`keys:${merchantId}`);
    const key = await getApiKey(tx, merchantId, id);
    if (key === undefined) return err(gone);
    if (key.revoked_at !== null) return ok(key);
    const now = ctx.clock();
    await updateApiKey(tx, merchantId, id, { revoked_at: now });
    await audit(tx, merchantId, key, "api_key_revoked", actor, { name: key.name }, now);
    return ok({ ...key, revoked_at: now });
  });
}

/**
 * A new key in the place of this one, with the same name, mode and rights. The old one goes on working for `overlapMs`, so that the new one
 * can be put in place without a gap; 0 ends it now.
 */
export function rotateApiKey(
  ctx: ServiceContext,
  merchantId: string,
  id: string,
  overlapMs: number = ROTATION_OVERLAP_MS,
  actor: Actor = "merchant",
): Promise<Result<ShownKey & { name: string; oldEndsAt: number }, Failure>> {
  return ctx.db.write(async (tx) => {
    await tx.lock(`keys:${merchantId}`);
    const key = await getApiKey(tx, merchantId, id);
    const now = ctx.clock();
    if (key === undefined || keyState(key, now) !== "active") return err(gone);
    // One that was made for a time lives as long again.
    const expiresAt = key.expires_at === null ? null : now + (key.expires_at - key.created_at);
    const shown = await insertKey(tx, merchantId, { name: key.name, mode: key.mode as KeyMode, scopes: scopesOf(key.scopes), expiresAt }, actor, now);
    const oldEndsAt = Math.min(now + overlapMs, key.expires_at ?? Infinity);
    await updateApiKey(tx, merchantId, id, { replaced_by: shown.id, expires_at: oldEndsAt });
    await audit(tx, merchantId, key, "api_key_replaced", actor, { name: key.name, by: shown.id, ends_at: oldEndsAt }, now);
    return ok({ ...shown, name: key.name, oldEndsAt });
  });
}

const gone = failure("not_found", "key_not_found", "This key does not exist, or works no longer.");

const audit = (
  tx: Tx,
  merchantId: string,
  key: Pick<ApiKeyRow, "id" | "connection_id">,
  action: string,
  actor: Actor,
  data: Record<string, unknown>,
  now: number,
): Promise<void> =>
  writeAudit(tx, merchantId, { connectionId: key.connection_id, kind: "command", actor, action, entityType: "api_key", entityId: key.id, data }, now);
