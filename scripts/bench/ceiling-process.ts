/**
 * The raw ceiling of durable webhook ingest: node:http and better-sqlite3, HMAC over the raw body, a unique key, one inbox row per
 * delivery, group commit per turn of the event loop, 200 only after COMMIT with synchronous=FULL. No routing, no tenants, no log, no
 * hash of the body: the least that keeps the promise. usage: node ceiling-process.ts <database file> <secret>; prints {"port":N}
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Sqlite from "better-sqlite3";

interface Waiting {
  res: ServerResponse;
  row: unknown[];
}

const [file = "", secret = ""] = process.argv.slice(2);
const db = new Sqlite(file);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec(`CREATE TABLE inbox (id INTEGER PRIMARY KEY, shop TEXT NOT NULL, key TEXT NOT NULL, topic TEXT NOT NULL, headers TEXT NOT NULL,
  body BLOB NOT NULL, received_at INTEGER NOT NULL, status TEXT NOT NULL DEFAULT 'pending', attempts INTEGER NOT NULL DEFAULT 0, UNIQUE (shop, key))`);
db.exec("CREATE INDEX inbox_pending ON inbox (status, id)");
const insert = db.prepare("INSERT INTO inbox (shop, key, topic, headers, body, received_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
const commit = db.transaction((group: Waiting[]) => {
  for (const { row } of group) insert.run(row);
});
let waiting: Waiting[] = [];

function flush(): void {
  const group = waiting;
  waiting = [];
  let status = 200;
  try {
    commit(group);
  } catch {
    status = 503;
  }
  for (const { res } of group) {
    res.statusCode = status;
    res.end();
  }
}

const server = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => {
    const body = Buffer.concat(chunks);
    const { headers } = req;
    const given = Buffer.from(String(headers["x-shopify-hmac-sha256"] ?? ""), "base64");
    const wanted = createHmac("sha256", secret).update(body).digest();
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      res.statusCode = 401;
      res.end();
      return;
    }
    if (waiting.length === 0) setImmediate(flush);
    waiting.push({
      res,
      row: [headers["x-shopify-shop-domain"], headers["x-shopify-webhook-id"], headers["x-shopify-topic"], JSON.stringify(headers), body, Date.now()],
    });
  });
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));
process.on("SIGTERM", () => process.exit(0));
