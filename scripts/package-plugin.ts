/** `npm run package-plugin`: build/crossdock-woocommerce.zip, which a stock WordPress installs (Plugins, Add New, Upload Plugin). */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildPage } from "./plugin/build-page.ts";
import { PLUGIN_FOLDER, readPluginFiles } from "./plugin/plugin-files.ts";
import { makePot } from "./plugin/make-pot.ts";
import { findVersionErrors } from "./plugin/versions.ts";
import { zip } from "./plugin/zip.ts";
import { root } from "./root.ts";

/** The app offers it for download from here (app/services/plugin-package.server.ts). */
const TARGET = join(root, "build/crossdock-woocommerce.zip");

/** Answers the archive's path. @param target where else than in build/ */
export function packagePlugin(target = TARGET): string {
  const errors = findVersionErrors();
  if (errors.length > 0) throw new Error(`The versions are not in step:\n  ${errors.join("\n  ")}`);
  buildPage();
  const pot = `${PLUGIN_FOLDER}/languages/crossdock.pot`;
  // Made anew: what is translated is what is in the archive.
  const files = readPluginFiles().map((file) => (file.name === pot ? { ...file, content: Buffer.from(makePot()) } : file));
  mkdirSync(dirname(target), { recursive: true });
  // By another name first: whoever downloads meanwhile gets the old one whole.
  writeFileSync(`${target}.new`, zip(files));
  renameSync(`${target}.new`, target);
  return target;
}

if (import.meta.main) {
  try {
    const path = packagePlugin();
    console.log(`${path}: ${(readFileSync(path).length / 1024).toFixed(0)} KiB. In WordPress: Plugins, Add New, Upload Plugin.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
