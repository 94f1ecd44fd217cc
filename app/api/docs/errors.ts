/** /api/docs/errors: the failure catalogue as a page. */
import { FAILURE_CATALOGUE, type FailureCode } from "#app/domain/failure-catalogue.ts";
import { linkOf } from "#app/domain/failure-entry.ts";
import type { ApiAnswer } from "../answer.ts";
import { page, type NavGroup } from "./frame.ts";
import { html, type Html } from "./html.ts";

/** What people meet first and most. */
export const MOST_MET = [
  "integration_not_found",
  "webhook_verification_failed",
  "events_not_processing",
  "phone_not_e164",
] as const satisfies readonly FailureCode[];

export const ALL_CODES = (Object.keys(FAILURE_CATALOGUE) as FailureCode[]).sort();
const others = ALL_CODES.filter((code) => !(MOST_MET as readonly string[]).includes(code));

const NAV: readonly NavGroup[] = [
  { title: "Most met", links: MOST_MET.map((code) => ({ href: `#${code}`, text: FAILURE_CATALOGUE[code].title })) },
  { title: "All codes", links: others.map((code) => ({ href: `#${code}`, text: code })) },
];

export function errorsPage(): ApiAnswer {
  return page(
    "Errors: Crossdock API",
    NAV,
    "/api/docs/errors",
    html`<h1>Errors</h1>
      <p class="lead">What each code means, and what to do. The app's pages and the API's answers say the same.</p>
      <h2>Most met</h2>
      ${MOST_MET.map(entrySection)}
      <h2>All codes</h2>
      ${others.map(entrySection)}`,
  );
}

function entrySection(code: FailureCode): Html {
  const entry = FAILURE_CATALOGUE[code];
  const link = linkOf(entry);
  return html`<div class="failure">
    <h3 id="${code}">${entry.title}</h3>
    <p class="quiet"><code>${code}</code></p>
    <dl>
      <dt>Cause</dt>
      <dd>${entry.happened}</dd>
      <dt>What to do</dt>
      <dd>${entry.remedy}</dd>
    </dl>
    ${link && html`<p><a class="button" href="${link.path}">${link.label}</a></p>`}
  </div>`;
}
