/** Run as a process by a test: makes CALLS Admin API calls for SHOP at the same time, with a clock AHEAD_MS ahead, and says how many went well. */
import { setDatabase } from "#app/data/get-database.server.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import { getEnv } from "#app/lib/env.ts";
import { openQueue } from "#app/queue/open-queue.server.ts";
import { setQueue } from "#app/queue/get-queue.server.ts";
import { SHOP_FACTS_QUERY } from "#app/services/connect-shop.server.ts";
import { serviceContext } from "#app/services/context.server.ts";
import { apiFor } from "#app/services/shopify-api.server.ts";

const { SHOP = "", CALLS = "1", AHEAD_MS = "0" } = process.env;
const clock = () => Date.now() + Number(AHEAD_MS);
const db = openDatabase(getEnv().DATABASE_URL);
setDatabase(db);
setQueue(await openQueue({ db, clock, workerId: `test-${process.pid}`, onError: () => undefined }));
const ctx = { ...serviceContext(), clock };
const connection = (await findConnectionByAccount(db, "shopify", SHOP))!;
const call = apiFor(ctx, connection);
const results = await Promise.all(Array.from({ length: Number(CALLS) }, () => call(SHOP_FACTS_QUERY, {})));
process.stdout.write(`${JSON.stringify({ succeeded: results.filter((result) => result.ok).length })}\n`);
await db.close();
