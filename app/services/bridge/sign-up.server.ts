/** Somebody without a Shopify store makes a merchant from wp-admin: where the operator lets everybody, or with an invitation. */
import { randomInt } from "node:crypto";
import { writeAudit } from "#app/data/audit.server.ts";
import { saveContact } from "#app/data/merchant-contact.server.ts";
import { saveMerchant } from "#app/data/merchants.server.ts";
import { insertInvitation, takeInvitation } from "#app/data/system/bridge.server.ts";
import { INVITATION_LIFE_MS, makeCode, readCode, shownCode } from "#app/domain/bridge/pairing-code.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { newId } from "#app/lib/ids.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { sha256OfCode } from "./pairing-code.server.ts";
import { linkSite, placeOf, type PairedSite, type SiteFacts } from "./pair-site.server.ts";

export interface SignUp {
  shopName: string;
  email: string;
  invitationCode: string | null;
  facts: SiteFacts;
}

class Refused extends Error {
  readonly failure: Failure;
  constructor(refusal: Failure) {
    super(refusal.code);
    this.failure = refusal;
  }
}

/** The merchant, its connection and the use of the invitation are one: where the store is connected already nothing is made. */
export async function signUp(
  ctx: Pick<ServiceContext, "db" | "queue" | "box" | "clock">,
  { shopName, email, invitationCode, facts }: SignUp,
  isOpen: boolean,
): Promise<Result<PairedSite, Failure>> {
  try {
    return ok(
      await ctx.db.write(async (tx) => {
        const now = ctx.clock();
        const merchantId = newId("mer", now);
        const code = readCode(invitationCode ?? "");
        const isInvited = code !== null && (await takeInvitation(tx, sha256OfCode(code), merchantId, now));
        if (!isOpen && !isInvited) throw new Refused(failure("rejected", "signup_not_allowed", "A valid invitation code is needed here."));
        const place = { country: null, currency: null, timezone: null, ...placeOf(facts) };
        await saveMerchant(tx, merchantId, { name: shopName, ...place }, now);
        await saveContact(tx, merchantId, { email }, now);
        await writeAudit(
          tx,
          merchantId,
          { connectionId: null, kind: "command", actor: "merchant", action: "merchant_signed_up", entityType: "merchant", entityId: merchantId },
          now,
        );
        const linked = await linkSite(ctx, tx, merchantId, facts, null);
        if (!linked.ok) throw new Refused(linked.error);
        return linked.value;
      }),
    );
  } catch (error) {
    if (error instanceof Refused) return err(error.failure);
    throw error;
  }
}

/** An operator's invitation: good once, for two weeks. @param note for the operator's own list */
export async function createInvitation(
  { db, clock }: Pick<ServiceContext, "db" | "clock">,
  note: string,
): Promise<{ code: string; expiresAt: number }> {
  const now = clock();
  const code = makeCode((below) => randomInt(below));
  const expiresAt = now + INVITATION_LIFE_MS;
  await insertInvitation(db, { code_sha256: sha256OfCode(code), note, created_at: now, expires_at: expiresAt });
  return { code: shownCode(code), expiresAt };
}
