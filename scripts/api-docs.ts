/** Writes docs/errors.md and docs/api.md: the failure catalogue and the API's operations and examples as text. `node scripts/api-docs.ts` */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { ALL_CODES, MOST_MET } from "#app/api/docs/errors.ts";
import { examplesOf, LANGUAGES } from "#app/api/docs/examples.ts";
import { OPERATIONS } from "#app/api/operations.ts";
import { refusalsOf, TAGS, type Tag } from "#app/api/operations/operation.ts";
import { FAILURE_CATALOGUE, type FailureCode } from "#app/domain/failure-catalogue.ts";
import { linkOf } from "#app/domain/failure-entry.ts";

const root = join(import.meta.dirname, "..");
const WRITTEN = "<!-- Written by `node scripts/api-docs.ts` from what the app itself uses. A test compares. -->";

/** What each file should hold. */
export async function apiDocs(): Promise<Record<"docs/errors.md" | "docs/api.md", string>> {
  const formatted = (text: string) => format(text, { parser: "markdown", printWidth: 150 });
  return { "docs/errors.md": await formatted(errors()), "docs/api.md": await formatted(api()) };
}

function errors(): string {
  const isMost = (code: FailureCode) => (MOST_MET as readonly string[]).includes(code);
  return [
    "# Errors",
    WRITTEN,
    "What each code means, and what to do. The app's pages, the API's answers and `/api/docs/errors` say the same: it is one catalogue (app/domain/failure-catalogue.ts).",
    "## Most met",
    ...MOST_MET.map(entryText),
    "## All codes",
    ...ALL_CODES.filter((code) => !isMost(code)).map(entryText),
  ].join("\n\n");
}

function entryText(code: FailureCode): string {
  const { title, happened, remedy } = FAILURE_CATALOGUE[code];
  const link = linkOf(FAILURE_CATALOGUE[code]);
  return [`### ${title}`, `\`${code}\``, `Cause: ${happened}`, `What to do: ${remedy}${link ? ` (${link.label}: \`${link.path}\`)` : ""}`].join(
    "\n\n",
  );
}

function api(): string {
  const rows = (Object.keys(TAGS) as Tag[]).flatMap((tag) =>
    OPERATIONS.filter((one) => one.tag === tag).map((one) => {
      const refused = Object.keys(refusalsOf(one)).join(", ");
      return `| ${tag} | \`${one.method} ${one.path}\` | ${one.summary} | ${one.scope ? `\`${one.scope}\`` : ""} | ${Object.keys(one.answers).join(", ")} | ${refused} |`;
    }),
  );
  const tasks = OPERATIONS.flatMap(({ example, summary }) => (example === undefined ? [] : [{ example, summary }]));
  return [
    "# The API",
    WRITTEN,
    "A running installation shows all of this, with every field, at `/api/docs`, and as OpenAPI 3.1 at `/api/openapi.json`. Codes stand in [errors.md](errors.md).",
    "Make a key in Settings, API keys, or with `npx crossdock keys create`. Events are sent with the key in `X-Api-Key`; all else is called with a token of 15 minutes, made of the key.",
    ["| | Call | | Right | Answers | Refusals |", "| --- | --- | --- | --- | --- | --- |", ...rows].join("\n"),
    "## Examples",
    "Each runs as it stands with `CROSSDOCK_URL` and `CROSSDOCK_KEY` set; a test runs them all. The files are in app/api/examples.",
    ...tasks.flatMap(({ example, summary }) => [
      `### ${summary}`,
      ...examplesOf(example).flatMap(({ language, source }) => [`${LANGUAGES[language]}:`, `\`\`\`${FENCES[language]}\n${source.trimEnd()}\n\`\`\``]),
    ]),
  ].join("\n\n");
}

/** Names that prettier does not format: the examples stay as their files are. */
const FENCES = { sh: "sh", ts: "typescript", php: "php", py: "python" } as const;

if (import.meta.main) for (const [file, text] of Object.entries(await apiDocs())) writeFileSync(join(root, file), text);
