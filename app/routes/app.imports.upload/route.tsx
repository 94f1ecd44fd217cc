/** Where a CSV file is sent to: a file is larger than a form may be, and is counted while it is read. */
import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { answerUpload } from "#app/services/answer-import.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";

export async function action({ request }: ActionFunctionArgs) {
  return json(await answerUpload(await currentMerchant(request), request));
}
