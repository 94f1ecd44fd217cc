/**
 * `node scripts/make-deliveries.ts [--count 1000000] [--days 30] [--body-bytes 200] <file.db>`: makes a new SQLite database with a history of
 * stored deliveries, to look at the pages as a busy installation sees them (start the app with DATABASE_URL=file:<file.db>).
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { HISTORY_MERCHANTS, writeHistory } from "./bench/stored-history.ts";
import { migrate } from "./migrate.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "1000000" },
    days: { type: "string", default: "30" },
    "body-bytes": { type: "string", default: "200" },
  },
});
const [count, days, bodyBytes] = [values.count, values.days, values["body-bytes"]].map(Number) as [number, number, number];
const [file] = positionals;
if (file === undefined || ![count, days, bodyBytes].every((value) => Number.isSafeInteger(value) && value > 0)) {
  console.error("Usage: node scripts/make-deliveries.ts [--count 1000000] [--days 30] [--body-bytes 200] <file.db>");
  process.exit(2);
}
if (existsSync(file)) {
  console.error(`${file} exists: name a new file.`);
  process.exit(1);
}
await migrate(`file:${file}`);
const startedAt = Date.now();
const orders = writeHistory(file, {
  deliveries: count,
  days,
  bodyBytes,
  onProgress: (done) => process.stdout.write(`\r${done} of ${count} deliveries`),
});
console.log(
  `\nMade in ${Math.round((Date.now() - startedAt) / 1000)} s: ${HISTORY_MERCHANTS.map((merchant, at) => `${merchant.domain} with ${orders[at]} orders`).join(", ")}.`,
);
