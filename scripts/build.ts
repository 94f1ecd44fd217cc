/** Builds the pages with Vite into build/, only when something they are made of has changed since the last build. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./root.ts";

const STAMP = join(root, "build/.stamp");
/** All of app/, since a page's types and constants may come from anywhere in it; tests are left out. */
const SOURCES = ["app/**/*", "public/**/*", "scripts/vite/*", "package-lock.json", "vite.config.ts", "remix.config.js", "tsconfig.json"];

/** A build that failed, with what Vite printed. */
export class BuildFailed extends Error {
  override name = "BuildFailed";
}

function hashSources(): string {
  const hash = createHash("sha256");
  const files = globSync(SOURCES, { cwd: root, exclude: (path) => /\.test\.tsx?$/.test(path) }).sort();
  for (const file of files) {
    const path = join(root, file);
    if (statSync(path).isFile()) hash.update(file).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

/** Builds if needed; answers whether it did. Throws BuildFailed. */
export async function ensureBuilt(): Promise<boolean> {
  const wanted = hashSources();
  const isCurrent = existsSync(STAMP) && existsSync(join(root, "build/server/index.js")) && readFileSync(STAMP, "utf8") === wanted;
  if (isCurrent) return false;
  rmSync(STAMP, { force: true });
  try {
    const remix = join(root, "node_modules/@remix-run/dev/dist/cli.js");
    await promisify(execFile)(process.execPath, [remix, "vite:build"], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production" },
      maxBuffer: 32 * 1024 * 1024,
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new BuildFailed(`${stdout ?? ""}${stderr ?? ""}`.trim() || String(error));
  }
  mkdirSync(join(root, "build"), { recursive: true });
  writeFileSync(STAMP, wanted);
  return true;
}

if (import.meta.main) {
  const startedAt = Date.now();
  try {
    console.log((await ensureBuilt()) ? `Built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.` : "Already built from these sources.");
  } catch (error) {
    console.error(error instanceof BuildFailed ? error.message : error);
    process.exitCode = 1;
  }
}
