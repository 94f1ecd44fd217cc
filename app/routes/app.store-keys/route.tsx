/** Where the cards of stores with REST keys send their forms, on whichever page they stand. */
import type { ActionFunctionArgs } from "@remix-run/node";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { answerStoreKeys } from "#app/services/woocommerce/answer-store-keys.server.ts";

export async function action({ request }: ActionFunctionArgs) {
  return answerStoreKeys(await currentMerchant(request), request);
}
