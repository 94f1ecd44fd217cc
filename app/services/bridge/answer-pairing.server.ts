/** What the page "Connect WooCommerce" can do: make a pairing code. */
import { z } from "zod";
import { type ActionResult, done, parseForm } from "#app/lib/action-result.ts";
import type { CurrentMerchant } from "../current-merchant.server.ts";
import { createPairingCode, type ShownPairingCode } from "./pairing-code.server.ts";

const schema = z.object({ intent: z.literal("make_code", "The form is not one of this page's") });

export async function answerPairing(
  { ctx, merchantId }: Pick<CurrentMerchant, "ctx" | "merchantId">,
  request: Request,
): Promise<ActionResult<ShownPairingCode>> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  return done("", await createPairingCode(ctx, merchantId));
}
