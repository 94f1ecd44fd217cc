/** Files that are complete or not there at all, also after a power failure. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

function sync(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Puts a finished file in its place: its content reaches the disk before its name does. */
export function putInPlace(draft: string, target: string): void {
  sync(draft);
  renameSync(draft, target);
  sync(dirname(target));
}

/** Replaces a file's text in one step. @param mode of the new file, for example 0o600 */
export function replaceText(path: string, text: string, mode: number): void {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, text, { mode, flag: "wx" });
  putInPlace(draft, path);
}
