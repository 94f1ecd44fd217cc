/** Figures that the run report (docs/woocommerce-run.md) shows; kept beside the logs of the run. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { resultsFolder } from "../helpers/results-folder.ts";
import { isHpos } from "./bridge-stand.ts";

export function noteFigure(name: string, values: Record<string, number | string>): void {
  appendFileSync(
    join(resultsFolder("summaries"), "woocommerce-figures.jsonl"),
    `${JSON.stringify({ name, hpos: isHpos ? "on" : "off", ...values })}\n`,
  );
}
