/** GET /downloads/crossdock-woocommerce.zip: the plugin, for everybody: it is the same for all and holds no secret. */
import { createReadStream, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream";
import { findPluginPackage, PLUGIN_PATH } from "#app/services/plugin-package.server.ts";

export const isDownload = (requested: string): boolean => requested === PLUGIN_PATH;

export function sendPlugin(req: IncomingMessage, res: ServerResponse): void {
  const text = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  if (req.method !== "GET" && req.method !== "HEAD") return void res.writeHead(405, { ...text, allow: "GET, HEAD" }).end("Use GET.\n");
  const file = findPluginPackage();
  if (file === null) {
    const why = "The plugin is not available for download here. Whoever runs this installation packs it with: npm run package-plugin\n";
    return void res.writeHead(404, text).end(why);
  }
  res.writeHead(200, {
    "content-type": "application/zip",
    "content-length": statSync(file).size,
    "content-disposition": `attachment; filename="${path.basename(file)}"`,
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
  });
  if (req.method === "HEAD") res.end();
  else pipeline(createReadStream(file), res, () => undefined);
}
