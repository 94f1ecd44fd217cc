/**
 * The report of a run of the suite "plugin" where the real WooCommerce is: what ran on which versions, how many tests, the figures.
 * Always in test-results/woocommerce-run.md; in docs/ too when CROSSDOCK_RUN_REPORT=1 says that this run is the one to keep.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resultsFolder } from "../../tests/helpers/results-folder.ts";
import { CORES } from "../../tests/wordpress/parts.ts";
import { WP_CLI } from "../../tests/wordpress/wp-cli.ts";
import { root } from "../root.ts";

export interface ReportedPart {
  label: string;
  passed: number;
  failed: number;
  skipped: readonly { name: string; reason: string }[];
  seconds: number;
}

type Figure = Record<string, string | number>;

export const figuresFile = (): string => join(resultsFolder("summaries"), "woocommerce-figures.jsonl");

const say = (program: string, args: readonly string[], pattern = /(\S.*)/): string => {
  try {
    return pattern.exec(execFileSync(program, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }))?.[1] ?? "unknown";
  } catch {
    return "unknown";
  }
};

/** @param woocommerce its version, or why it was not there */
export function writeReport(parts: readonly ReportedPart[], woocommerce: { version: string } | { reason: string }): void {
  const text = draw(parts, woocommerce, readFigures());
  writeFileSync(join(resultsFolder(), "woocommerce-run.md"), text);
  if (process.env.CROSSDOCK_RUN_REPORT === "1") writeFileSync(join(root, "docs/woocommerce-run.md"), text);
}

function readFigures(): Figure[] {
  if (!existsSync(figuresFile())) return [];
  return readFileSync(figuresFile(), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Figure);
}

function draw(parts: readonly ReportedPart[], woocommerce: { version: string } | { reason: string }, figures: readonly Figure[]): string {
  const isChanged = say("git", ["status", "--porcelain", "--untracked-files=no"]) !== "unknown";
  const rows = [
    ["Commit", `${say("git", ["rev-parse", "HEAD"])}${isChanged ? ", with changes not committed" : ""}`],
    ["Day", new Date().toISOString().slice(0, 10)],
    ["WooCommerce", "version" in woocommerce ? `${woocommerce.version}, HPOS on and off` : `not run: ${woocommerce.reason}`],
    ["WordPress", "6.7 (alpha 58716) and, for PHPUnit without WooCommerce, 6.5.5"],
    ["Database", `${say("mariadbd", ["--version"], /Ver (\S+)/)}; SQLite by WordPress' drop-in (${CORES.name} ${CORES.version})`],
    ["PHP", say("php", ["-r", "echo PHP_VERSION;"])],
    ["WP-CLI", WP_CLI],
    ["Node", process.versions.node],
  ];
  const total = parts.reduce(
    (sum, part) => ({ passed: sum.passed + part.passed, failed: sum.failed + part.failed, skipped: sum.skipped + part.skipped.length }),
    {
      passed: 0,
      failed: 0,
      skipped: 0,
    },
  );
  const skips = parts.flatMap(({ label, skipped }) => skipped.map(({ name, reason }) => `- ${label}: ${name}: ${reason}`));
  return `# The plugin on the real WooCommerce: report of a run

Written by the run itself (\`CROSSDOCK_RUN_REPORT=1 npm test plugin\`, scripts/test/woocommerce-report.ts). Data was invented; nothing could reach a
network but loopback ([tests/wordpress](../tests/wordpress/README.md)).

${table(["", ""], rows)}

## Tests

${table(
  ["part", "passed", "failed", "skipped", "seconds"],
  [
    ...parts.map(({ label, passed, failed, skipped, seconds }) => [
      label,
      String(passed),
      String(failed),
      String(skipped.length),
      seconds.toFixed(0),
    ]),
    ["**all**", String(total.passed), String(total.failed), String(total.skipped), parts.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(0)],
  ],
)}
${skips.length > 0 ? `\nSkipped:\n\n${skips.join("\n")}\n` : ""}
## Figures

${
  figures.length === 0
    ? "None in this run.\n"
    : figures
        .map(
          ({ name, hpos, ...values }) =>
            `- **${name}**, HPOS ${hpos}: ${Object.entries(values)
              .map(([what, value]) => `${what.replaceAll("_", " ")} ${value}`)
              .join(", ")}`,
        )
        .sort()
        .join("\n") + "\n"
}
## Checked statically only

Nothing of this was run: PHP 7.4, 8.0, 8.1, 8.3 and 8.4 (phpstan level 8 over that whole range), WordPress 7 (its stubs 7.1), WooCommerce 8.2 to 10.1 and
10.3 to 11.3 (the stubs of 11.3).

Not run anywhere: PHP-FPM and LiteSpeed, MySQL 8, a persistent object cache.
`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, at) => Math.max(3, name.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
