/**
 * A CSV file of 10,000 rows: beside a raw loop that parses the file and makes exactly the same row writes in the same groups, without checking or
 * reading; what a webhook waits meanwhile, beside idle; and the process' memory over several files.
 */
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ensureBuilt } from "../build.ts";
import { BENCH_SHOP, insertShop, startAppProcess, type AppProcess } from "./app-process.ts";
import { startAsked, type AskedProcess } from "./ask-process.ts";
import type { CsvAnswer, CsvRequest } from "./csv-process.ts";
import { csvFile } from "./csv-rows.ts";
import { median } from "./figures.ts";
import type { BenchContext, Figure, Measurement } from "./measurement.ts";
import { residentMb } from "./memory.ts";
import { interleave, spreadOf } from "./rounds.ts";

const ROWS = 10_000;
const GOAL = 2;
const PER_SECOND = 200;
/** Growth from the second file to the last that counts as flat. */
const FLAT_MB = 20;

type Side = AskedProcess<CsvRequest, CsvAnswer>;

async function besideRaw(context: BenchContext): Promise<Figure> {
  const rows = context.isQuick ? 2_000 : ROWS;
  const empty = join(context.folder, "csv-empty.db");
  copyFileSync(context.template, empty);
  insertShop(empty);
  const profiling =
    context.profileFolder === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir", context.profileFolder, "--cpu-prof-name", "csv-beside.cpuprofile"];
  const ours: Side = startAsked("csv-process.ts", [...profiling, "--import", "./scripts/preload.ts"]);
  const raw: Side = startAsked("csv-process.ts");
  const onCopy = async (side: Side, kind: CsvRequest["kind"]): Promise<CsvAnswer> => {
    const file = join(context.folder, "csv.db");
    copyFileSync(empty, file);
    try {
      return await side.ask({ kind, file, rows });
    } finally {
      for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
    }
  };
  try {
    const { rowWrites } = await onCopy(raw, "record");
    const done = await interleave(
      context.isQuick ? 3 : 7,
      async () => (await onCopy(ours, "ours")).perSecond,
      async () => (await onCopy(raw, "raw")).perSecond,
    );
    const ratios = done.map((round) => round.beside / round.ours);
    const ratio = median(ratios);
    const seconds = (pick: (round: (typeof done)[number]) => number) => `${(rows / median(done.map(pick))).toFixed(2)} s`;
    return {
      what: `CSV import of ${rows.toLocaleString("en")} rows (${(rowWrites / rows).toFixed(1)} row writes each), beside parsing and inserting`,
      ours: seconds((round) => round.ours),
      beside: seconds((round) => round.beside),
      ratio,
      spread: spreadOf(ratios),
      goal: `≤ ${GOAL}`,
      isMet: ratio <= GOAL,
    };
  } finally {
    ours.stop();
    raw.stop();
  }
}

/** An import as a program asks for it. */
class Imports {
  private first = 1;
  private readonly app: AppProcess;
  private readonly key: string;
  constructor(app: AppProcess, key: string) {
    this.app = app;
    this.key = key;
  }

  private async authorization(): Promise<string> {
    const answer = await fetch(`http://127.0.0.1:${this.app.port}/api/v1/auth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ api_key: this.key }),
    });
    return `Bearer ${((await answer.json()) as { access_token: string }).access_token}`;
  }

  /** A file of new orders. Made before webhooks are sent: that is another machine's work. */
  nextFile(rows: number): string {
    this.first += rows;
    return csvFile(rows, this.first - rows);
  }

  /** Sends a file and waits until it is imported. @returns seconds */
  async run(file: string): Promise<number> {
    const authorization = await this.authorization();
    const startedAt = performance.now();
    const address = `http://127.0.0.1:${this.app.port}/api/v1/imports`;
    const accepted = await fetch(address, {
      method: "POST",
      headers: { "content-type": "text/csv", authorization },
      body: file,
    });
    if (accepted.status !== 202) throw new Error(`the file was refused: ${await accepted.text()}`);
    const { import: made } = (await accepted.json()) as { import: { id: string } };
    for (;;) {
      const answer = (await (await fetch(`${address}/${made.id}?limit=1`, { headers: { authorization } })).json()) as { import: { status: string } };
      if (answer.import.status === "completed") return (performance.now() - startedAt) / 1000;
      if (answer.import.status !== "importing") throw new Error(`the import is ${answer.import.status}`);
      await delay(200);
    }
  }
}

async function p99(context: BenchContext, app: AppProcess, numbers: { next: number }, seconds: number): Promise<number> {
  const count = Math.ceil(PER_SECOND * seconds);
  numbers.next += count;
  const { p99Ms } = await context.load.send({
    port: app.port,
    secret: app.secret,
    shop: BENCH_SHOP,
    concurrency: 64,
    first: numbers.next - count,
    count,
    perSecond: PER_SECOND,
  });
  return p99Ms;
}

async function inTheApp(context: BenchContext): Promise<Figure[]> {
  await ensureBuilt();
  const app = await startAppProcess(context, { role: "all", name: "csv" });
  const asked: Side = startAsked("csv-process.ts");
  try {
    const { key } = await asked.ask({ kind: "key", file: app.databaseFile, rows: 0 });
    const imports = new Imports(app, key!);
    const rows = context.isQuick ? 2_000 : ROWS;
    const memory: number[] = [];
    const idle: number[] = [];
    const during: number[] = [];
    const numbers = { next: 1 };
    // Shorter than an import beside so many webhooks: all of them are sent while one is under way.
    const seconds = context.isQuick ? 2 : 6;
    let wasAlwaysBeside = true;
    await imports.run(imports.nextFile(rows));
    for (let round = 0; round <= (context.isQuick ? 2 : 7); round++) {
      const file = imports.nextFile(rows);
      const quiet = await p99(context, app, numbers, seconds);
      await app.drained();
      const [loud, took] = await Promise.all([p99(context, app, numbers, seconds), imports.run(file)]);
      await app.drained();
      wasAlwaysBeside &&= took >= seconds;
      memory.push(residentMb(app.pid));
      if (round === 0) continue;
      idle.push(quiet);
      during.push(loud);
    }
    const ratio = median(during) / median(idle);
    const growth = memory.at(-1)! - memory[1]!;
    return [
      {
        what: `ingest p99 at ${PER_SECOND}/s during a CSV import of ${rows.toLocaleString("en")} rows`,
        ours: `${median(during).toFixed(1)} ms`,
        beside: `${median(idle).toFixed(1)} ms idle`,
        ratio,
        spread: spreadOf(during.map((ms, at) => ms / idle[at]!)),
        goal: `≤ ${GOAL}`,
        isMet: wasAlwaysBeside ? ratio <= GOAL : null,
      },
      {
        what: `resident memory over ${memory.length} CSV imports`,
        ours: `${memory.at(-1)!.toFixed(0)} MB at the end`,
        beside: `${memory[1]!.toFixed(0)} MB after the second`,
        ratio: null,
        spread: `${Math.min(...memory).toFixed(0)} to ${Math.max(...memory).toFixed(0)} MB`,
        goal: `≤ ${FLAT_MB} MB more`,
        isMet: context.isQuick ? null : growth <= FLAT_MB,
      },
    ];
  } finally {
    asked.stop();
    await app.stop();
  }
}

async function run(context: BenchContext): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const measure of [async () => [await besideRaw(context)], () => inTheApp(context)])
    for (const figure of await measure()) {
      figures.push(figure);
      context.say(`  ${figure.what}: ${figure.ours} beside ${figure.beside} = ${figure.ratio?.toFixed(2) ?? "-"} (${figure.spread})`);
    }
  return figures;
}

export const csv: Measurement = { name: "csv", run };
