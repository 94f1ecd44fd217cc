/** A code that pairs one WordPress site with this merchant: shown once, used once, good for fifteen minutes. Only its hash is kept. */
import { hash, randomInt } from "node:crypto";
import { writeAudit } from "#app/data/audit.server.ts";
import { insertPairingCode, removeUnusedCodes } from "#app/data/pairing-codes.server.ts";
import { CODE_LIFE_MS, makeCode, shownCode } from "#app/domain/bridge/pairing-code.ts";
import type { ServiceContext } from "../context.server.ts";

export interface ShownPairingCode {
  /** "ABCDE-FGHJK" */
  code: string;
  /** Epoch ms. */
  expiresAt: number;
}

/** Used codes are kept for a while: the page says which site a code paired. */
const REMEMBERED_MS = 7 * 86_400_000;

export const sha256OfCode = (code: string): string => hash("sha256", code, "hex");

/** A merchant has one code at a time: a new one ends the one before. */
export async function createPairingCode(
  { db, clock }: Pick<ServiceContext, "db" | "clock">,
  merchantId: string,
  actor: "merchant" | "operator" = "merchant",
): Promise<ShownPairingCode> {
  const now = clock();
  const code = makeCode((below) => randomInt(below));
  const expiresAt = now + CODE_LIFE_MS;
  await db.write(async (tx) => {
    await tx.lock(`pairing-codes:${merchantId}`);
    await removeUnusedCodes(tx, merchantId, now - REMEMBERED_MS);
    await insertPairingCode(tx, merchantId, { code_sha256: sha256OfCode(code), created_by: actor, created_at: now, expires_at: expiresAt });
    await writeAudit(tx, merchantId, { connectionId: null, kind: "command", actor, action: "pairing_code_made", entityType: "connection" }, now);
  });
  return { code: shownCode(code), expiresAt };
}
