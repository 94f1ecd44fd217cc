/** What of woo-plugin/ a shop gets. Named one by one: whatever somebody adds to the folder stays out until it is named here. */
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import type { ZipEntry } from "./zip.ts";

/** WordPress puts the plugin into the folder that the archive begins with; it is also the text domain. */
export const PLUGIN_FOLDER = "crossdock";
export const pluginSources = join(root, "woo-plugin");

const SHIPPED = [
  "crossdock.php",
  "uninstall.php",
  "readme.txt",
  "LICENSE",
  "src/**/*.php",
  "build/*.{js,css,php}",
  "languages/*.{pot,po,mo,json,php}",
];
const REQUIRED = [
  "crossdock.php",
  "uninstall.php",
  "readme.txt",
  "LICENSE",
  "src/Plugin.php",
  "build/admin.js",
  "build/admin.asset.php",
  "build/order-box.js",
  "languages/crossdock.pot",
];

/** @param folder the plugin's folder with the page built */
export function readPluginFiles(folder = pluginSources): ZipEntry[] {
  const names = SHIPPED.flatMap((pattern) => globSync(pattern, { cwd: folder })).filter((name) => statSync(join(folder, name)).isFile());
  const missing = REQUIRED.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`The plugin is not complete: ${missing.join(", ")}.`);
  return names.map((name) => ({ name: `${PLUGIN_FOLDER}/${name.replaceAll("\\", "/")}`, content: readFileSync(join(folder, name)) }));
}
