/** Figures that the run report (docs/woocommerce-run.md) shows; kept beside the logs of the run. */
import { appendFileSync } from "node:fs";
import { figuresFile } from "../../scripts/test/woocommerce-report.ts";
import { isHpos } from "./hpos.ts";

export function noteFigure(name: string, values: Record<string, number | string>): void {
  appendFileSync(figuresFile(), `${JSON.stringify({ name, hpos: isHpos ? "on" : "off", ...values })}\n`);
}
