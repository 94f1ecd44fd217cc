/** What the figures were measured on. */
import { execFileSync } from "node:child_process";
import { statfsSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import Sqlite from "better-sqlite3";
import { root } from "../root.ts";

const TMPFS = 0x01021994;

/** One line: processor, memory, Node, SQLite and commit; says where an fsync costs nothing. */
export function describeMachine(folder: string): string {
  const db = new Sqlite(":memory:");
  const sqlite = db.prepare("SELECT sqlite_version()").pluck().get() as string;
  db.close();
  const isMemory = statfsSync(folder).type === TMPFS;
  const parts = [
    `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `Node ${process.versions.node}`,
    `SQLite ${sqlite}`,
    ...(isMemory ? ["temporary folder in memory: fsync costs nothing here"] : []),
    `commit ${commit()}`,
  ];
  return parts.join(" · ");
}

function commit(): string {
  try {
    const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "--untracked-files=no") === "" ? "" : " with changes"}`;
  } catch {
    return "unknown";
  }
}
