/** What a person, or the merchant in their name, says about messages. */
import { auditConsent, findConsent, saveConsent } from "#app/data/consents.server.ts";
import { listPlannedTo } from "#app/data/messages.server.ts";
import type { ConsentSource, ConsentState } from "#app/domain/messages/consent.ts";
import { withdrawForOptOut } from "#app/sync/plan-messages.server.ts";
import type { ServiceContext } from "../context.server.ts";

/** A no also withdraws what is planned for that person. @returns how many messages were withdrawn */
export async function setConsent(
  ctx: Pick<ServiceContext, "db" | "clock">,
  merchantId: string,
  consent: { address: string; state: ConsentState; source: ConsentSource },
): Promise<number> {
  // First the no: from here on nothing is sent, whatever becomes of the rest.
  await ctx.db.write(async (tx) => {
    const now = ctx.clock();
    const known = await findConsent(tx, merchantId, consent.address);
    await saveConsent(tx, merchantId, consent, now);
    if (known?.state === consent.state && known.source === consent.source) return;
    await auditConsent(tx, merchantId, known, { ...consent, connectionId: null, saidAt: now, at: now });
  });
  if (consent.state === "granted") return 0;
  const ids = await listPlannedTo(ctx.db, merchantId, consent.address);
  let count = 0;
  for (let at = 0; at < ids.length; at += PER_TRANSACTION)
    count += await ctx.db.write((tx) => withdrawForOptOut({ tx, now: ctx.clock() }, merchantId, ids.slice(at, at + PER_TRANSACTION)));
  return count;
}

const PER_TRANSACTION = 50;
