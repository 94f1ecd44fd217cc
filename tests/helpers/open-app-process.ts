/** Run as a process by a test: what Remix' parent and child loaders do on the first load of SHOP, TIMES at once. Says what each was answered. */
import { setDatabase } from "#app/data/get-database.server.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { systemClock } from "#app/lib/clock.ts";
import { getEnv } from "#app/lib/env.ts";
import { setQueue } from "#app/queue/get-queue.server.ts";
import { openQueue } from "#app/queue/open-queue.server.ts";
import { authenticateAdmin } from "#app/shopify.server.ts";

const { SHOP = "", TIMES = "1", TOKEN = "" } = process.env;
const db = openDatabase(getEnv().DATABASE_URL);
setDatabase(db);
setQueue(await openQueue({ db, clock: systemClock, workerId: `test-${process.pid}`, onError: () => undefined }));
const load = async (): Promise<string | number> => {
  const url = `${getEnv().APP_URL}/app?shop=${SHOP}&host=${btoa(`admin.shopify.com/store/${SHOP.split(".")[0]}`)}&embedded=1&id_token=${TOKEN}`;
  try {
    return (
      await authenticateAdmin(
        new Request(url, { headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" } }),
      )
    ).session.shop;
  } catch (answer) {
    if (answer instanceof Response) return answer.status;
    throw answer;
  }
};
process.stdout.write(`${JSON.stringify(await Promise.all(Array.from({ length: Number(TIMES) }, load)))}\n`);
await db.close();
