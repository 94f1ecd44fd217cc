/** What the page of a WooCommerce connection can do: ask the store at once for the events that are missing. */
import { z } from "zod";
import { listGapsToAsk } from "#app/data/bridge-gaps.server.ts";
import { getConnection } from "#app/data/connections.server.ts";
import { numbersToAsk } from "#app/domain/bridge/sequence.ts";
import { type ActionResult, done, parseForm, refused } from "#app/lib/action-result.ts";
import type { CurrentMerchant } from "../current-merchant.server.ts";
import { planCommand } from "./plan-command.server.ts";

const schema = z.object({ intent: z.literal("ask_again", "The form is not one of this page's") });
const MOST = 100;

export async function answerBridgeConnection(
  { ctx, merchantId }: Pick<CurrentMerchant, "ctx" | "merchantId">,
  connectionId: string,
  request: Request,
): Promise<ActionResult> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  const connection = await getConnection(ctx.db, merchantId, connectionId);
  if (connection?.channel !== "woocommerce") return refused(null, "This connection no longer exists", "Go back to Integrations.");
  const seqs = numbersToAsk(await listGapsToAsk(ctx.db, merchantId, connectionId, MOST), MOST);
  if (seqs.length === 0) return done("Nothing is missing any more");
  const now = ctx.clock();
  // One wish a minute, however often the button is pressed.
  const wish = `resend:${seqs[0]}:${Math.floor(now / 60_000)}`;
  await ctx.db.write((tx) => planCommand(ctx, tx, connection, "resend", { seqs }, wish, { cause: "merchant" }));
  return done("The store is asked with its next contact");
}
