/** `crossdock doctor`: looks, and changes nothing. */
import { existsSync, statSync } from "node:fs";
import { openForReading } from "#app/data/open-reading.server.ts";
import type { Env } from "#app/lib/env.ts";
import { getSecretBox } from "#app/lib/secret-box.ts";
import { failed, passed, type Check } from "./check.ts";
import { command } from "./command.ts";
import { checkDatabase } from "./doctor-database.ts";
import { checkEnvironment, checkFolder, checkNode, checkSandboxMark } from "./doctor-surroundings.ts";
import { explain } from "./explain.ts";
import { sqliteFile } from "./session.ts";
import { table } from "./table.ts";

const WORST = ["fail", "warn", "ok"] as const;

export const doctor = command({
  about:
    "Checks this installation: Node, environment, disk, database, worker, queue, webhooks. Exit code 1 when something fails; a warning is no failure.",
  options: {},
  async run({ isJson }, io) {
    const checks = await examine(io.clock());
    const status = WORST.find((level) => checks.some((check) => check.status === level)) ?? "ok";
    if (isJson) io.json({ status, checks });
    else {
      io.out(
        table(checks, [
          { title: "CHECK", value: (check) => check.name },
          { title: "RESULT", value: (check) => check.status },
          { title: "FOUND", value: (check) => check.message },
        ]),
      );
      for (const check of checks) if (check.remedy !== null) io.out(`\n${check.name}: ${check.message}\n  ${check.remedy}`);
    }
    return status === "fail" ? 1 : 0;
  },
});

async function examine(now: number): Promise<Check[]> {
  const { check, env } = checkEnvironment();
  if (env === null) return [checkNode(), check];
  return [checkNode(), check, await checkFolder(env), checkSandboxMark(env), ...(await examineDatabase(env, now))];
}

async function examineDatabase(env: Env, now: number): Promise<Check[]> {
  const file = sqliteFile(env.DATABASE_URL);
  if (file !== null && (!existsSync(file) || statSync(file).size === 0))
    return [failed("database", `there is no database at ${file}`, "Run `npm run up` once: it makes one.")];
  const db = openForReading(env.DATABASE_URL);
  try {
    return [
      passed("database", db.engine === "sqlite" ? `SQLite, ${file}` : "PostgreSQL, reachable"),
      ...(await checkDatabase(db, getSecretBox(), file, now)),
    ];
  } catch (error) {
    return [failed("database", explain(error).split("\n")[0] ?? "", "Check DATABASE_URL, and that the database server runs.")];
  } finally {
    await db.close();
  }
}
