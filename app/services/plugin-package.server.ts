/** The WordPress plugin as a zip to download: made by `npm run package-plugin`, and not a part of every installation. */
import { existsSync } from "node:fs";
import path from "node:path";

export const PLUGIN_PATH = "/downloads/crossdock-woocommerce.zip";
const NAME = path.basename(PLUGIN_PATH);

/** The file, or null where nobody has made it. */
export const findPluginPackage = (root = process.cwd()): string | null =>
  [`build/${NAME}`, `build/client/downloads/${NAME}`, `public/downloads/${NAME}`]
    .map((file) => path.resolve(root, file))
    .find((file) => existsSync(file)) ?? null;
