/** What the real WooCommerce answered when it was last asked, so that the stand-in is held to it also where the real one is not at hand. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Step } from "./transcript.ts";

/** WooCommerce 10.2.4 with HPOS on WordPress 6.7, by scene. Made again by CROSSDOCK_RECORD=1 (see sandbox/woocommerce/README.md). */
const FILE = fileURLToPath(new URL("../../fixtures/woocommerce/answers-10.2.4.json.gz", import.meta.url));

export type Recording = Record<string, Step[]>;

export function readRecording(): Recording {
  return existsSync(FILE) ? (JSON.parse(gunzipSync(readFileSync(FILE)).toString("utf8")) as Recording) : {};
}

/** Puts one scene into the file. */
export function recordScene(name: string, steps: Step[]): void {
  mkdirSync(dirname(FILE), { recursive: true });
  const scenes = { ...readRecording(), [name]: steps };
  const sorted = Object.fromEntries(Object.entries(scenes).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(FILE, gzipSync(JSON.stringify(sorted), { level: 9 }));
}
