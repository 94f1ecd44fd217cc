import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One folder for everything a run puts on disk (see freshDataDir); removed here, since vitest ends its workers without an exit event. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "crossdock-tests-"));
  process.env.CROSSDOCK_TEST_TMP = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
