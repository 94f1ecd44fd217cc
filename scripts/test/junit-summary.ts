import type { SuiteSummary } from "./summary-reporter.ts";

const CASE = /<testcase\s([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g;
const MAX_REASON = 600;

/** The counts in a JUnit report, as PHPUnit and Jest write it. PHPUnit does not write why a test was skipped. */
export function readJunit(xml: string): SuiteSummary {
  const summary: SuiteSummary = { passed: 0, failed: 0, skipped: [], failures: [] };
  for (const [, attributes = "", inside = ""] of xml.matchAll(CASE)) {
    const name = [attribute(attributes, "class") || attribute(attributes, "classname"), attribute(attributes, "name")].filter(Boolean).join(" > ");
    const trouble = /<(?:failure|error|warning)\b[^>]*>([\s\S]*?)<\/(?:failure|error|warning)>/.exec(inside);
    if (trouble) {
      summary.failed++;
      summary.failures.push(`${name}\n    ${unescape(trouble[1]!).replace(/\s+/g, " ").trim().slice(0, MAX_REASON)}`);
    } else if (/<skipped\b/.test(inside)) summary.skipped.push({ name, reason: "skipped by the test itself" });
    else summary.passed++;
  }
  return summary;
}

const attribute = (attributes: string, name: string): string => unescape(new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? "");

function unescape(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&#10;", "\n")
    .replaceAll("&#13;", "")
    .replaceAll("&amp;", "&");
}
