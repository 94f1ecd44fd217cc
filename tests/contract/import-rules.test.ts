/** Plants a violation of every import rule in a small copy of the project's shape, and sees each one reported. */
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../helpers/results-folder.ts";

interface Rule {
  name: string;
}

interface Violation {
  rule: Rule;
  from: string;
  to: string;
}

const { forbidden } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as { forbidden: Rule[] };

/** A healthy project: each file imports only what it may. */
const HEALTHY: Record<string, string> = {
  "app/lib/result.ts": "export const ok = 1;\n",
  "app/domain/events.ts": 'import { ok } from "#app/lib/result.ts";\nexport const event = ok;\n',
  "app/data/orders.server.ts":
    'import Database from "better-sqlite3";\nimport { event } from "#app/domain/events.ts";\nexport const orders = [Database, event];\n',
  "app/data/system/leases.server.ts": "export const leases = 1;\n",
  "app/queue/queue.ts": 'import { orders } from "#app/data/orders.server.ts";\nexport const queue = orders;\n',
  "app/jobs/read.job.ts": 'import { queue } from "#app/queue/queue.ts";\nexport const job = queue;\n',
  "app/jobs/read.handler.server.ts": 'import { job } from "./read.job.ts";\nexport const handle = job;\n',
  "app/channels/contract.ts": 'import { event } from "#app/domain/events.ts";\nexport const contract = event;\n',
  "app/channels/shopify/map.ts": "export const map = 1;\n",
  "app/channels/shopify/index.ts":
    'import { contract } from "../contract.ts";\nimport { map } from "./map.ts";\nexport const shopify = [contract, map];\n',
  "app/channels/csv/index.ts": "export const csv = 1;\n",
  "app/channels/all.ts": 'import { shopify } from "./shopify/index.ts";\nexport const all = [shopify];\n',
  "app/inbox/store.server.ts": 'import { queue } from "#app/queue/queue.ts";\nexport const store = queue;\n',
  "app/sync/apply.server.ts": 'import { all } from "#app/channels/all.ts";\nexport const apply = all;\n',
  "app/services/replay.server.ts": 'import { apply } from "#app/sync/apply.server.ts";\nexport const replay = apply;\n',
  "app/presenters/monitor.server.ts":
    'import { orders } from "#app/data/orders.server.ts";\nexport interface Monitor { count: number }\nexport const monitor = orders;\n',
  "app/components/badge.tsx":
    'import type { Monitor } from "#app/presenters/monitor.server.ts";\nexport const badge = (monitor: Monitor) => monitor.count;\n',
  "app/ingest/webhook.server.ts": 'import { store } from "#app/inbox/store.server.ts";\nexport const webhook = store;\n',
  "app/bridge/events.server.ts": 'import { store } from "#app/inbox/store.server.ts";\nexport const events = store;\n',
  "app/routes/app.monitor/route.tsx":
    'import { badge } from "#app/components/badge.tsx";\nimport { monitor } from "#app/presenters/monitor.server.ts";\nexport default [badge, monitor];\n',
  "app/worker.server.ts": 'import { handle } from "#app/jobs/read.handler.server.ts";\nexport const worker = handle;\n',
  "app/server.ts":
    'import { webhook } from "#app/ingest/webhook.server.ts";\nimport { worker } from "./worker.server.ts";\nexport const server = [webhook, worker];\n',
  "sandbox/main.ts": "export const sandbox = 1;\n",
  "scripts/up.ts":
    'import { server } from "../app/server.ts";\nimport { sandbox } from "../sandbox/main.ts";\nexport const up = [server, sandbox];\n',
  "woo-plugin/client/index.ts": "export const plugin = 1;\n",
};

/** Rule → [file, import that it must not have]. Aliased and relative on purpose: both must be seen. */
const PLANTED: Record<string, [file: string, imported: string]> = {
  "no-cycles": ["app/channels/shopify/map.ts", "./index.ts"],
  "imports-resolve": ["app/domain/events.ts", "#app/domain/misspelt.ts"],
  "lib-imports-nothing-of-ours": ["app/lib/result.ts", "#app/domain/money.ts"],
  "domain-imports-lib-only": ["app/domain/events.ts", "#app/data/orders.server.ts"],
  "data-imports-domain-and-lib": ["app/data/orders.server.ts", "../inbox/store.server.ts"],
  "queue-knows-no-jobs": ["app/queue/queue.ts", "#app/jobs/read.job.ts"],
  "job-definitions-stay-light": ["app/jobs/read.job.ts", "#app/services/replay.server.ts"],
  "handlers-for-the-worker-alone": ["app/services/replay.server.ts", "#app/jobs/read.handler.server.ts"],
  "inbox-and-sync-import-downwards": ["app/sync/apply.server.ts", "#app/services/replay.server.ts"],
  "services-presenters-api-import-downwards": ["app/presenters/monitor.server.ts", "#app/components/badge.tsx"],
  "ingest-stands-in-front": ["app/ingest/webhook.server.ts", "@remix-run/node"],
  "bridge-stands-in-front": ["app/bridge/events.server.ts", "#app/ingest/webhook.server.ts"],
  "pages-ask-a-service-or-presenter": ["app/routes/app.monitor/route.tsx", "../../data/orders.server.ts"],
  "pages-see-one-merchant": ["app/presenters/monitor.server.ts", "#app/data/system/leases.server.ts"],
  "components-only-show": ["app/components/badge.tsx", "#app/services/replay.server.ts"],
  "a-channel-sees-only-itself": ["app/channels/shopify/index.ts", "../csv/index.ts"],
  "the-contract-is-neutral": ["app/channels/contract.ts", "./shopify/index.ts"],
  "the-core-names-no-channel": ["app/inbox/store.server.ts", "#app/channels/shopify/index.ts"],
  "only-data-touches-the-database": ["app/services/replay.server.ts", "kysely"],
  "no-prisma-client-at-run-time": ["app/data/orders.server.ts", "@prisma/client"],
  "app-and-plugin-are-strangers": ["app/services/replay.server.ts", "../../woo-plugin/client/index.ts"],
  "plugin-and-app-are-strangers": ["woo-plugin/client/index.ts", "../../app/lib/result.ts"],
  "sandbox-imports-nothing-of-app": ["sandbox/main.ts", "#app/lib/result.ts"],
  "app-imports-nothing-of-sandbox": ["app/server.ts", "../sandbox/main.ts"],
  "product-imports-no-tools": ["app/server.ts", "../scripts/up.ts"],
  "no-dev-dependencies-in-app": ["app/services/replay.server.ts", "vite"],
};

/** Stand-ins for the packages named above: a link to the real ones would be resolved to a path outside the copy. */
const PACKAGES = ["better-sqlite3", "kysely", "@prisma/client", "@remix-run/node", "vite"];

const folders: string[] = [];

function writeProject(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "crossdock-import-rules-"));
  folders.push(folder);
  for (const name of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"]) copyFileSync(join(projectRoot, name), join(folder, name));
  for (const name of PACKAGES) {
    const packageFolder = join(folder, "node_modules", name);
    mkdirSync(packageFolder, { recursive: true });
    writeFileSync(join(packageFolder, "package.json"), JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
    writeFileSync(join(packageFolder, "index.js"), "module.exports = {};\n");
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function findViolations(folder: string): Promise<Violation[]> {
  const program = join(projectRoot, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const args = ["app", "sandbox", "scripts", "woo-plugin", "--config", ".dependency-cruiser.cjs", "--output-type", "json"];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("import rules", () => {
  it("finds nothing in a healthy project", async () => {
    expect(await findViolations(writeProject(HEALTHY))).toEqual([]);
  });

  describe("with a violation of each rule planted", () => {
    let violations: Violation[];
    beforeAll(async () => {
      const files: Record<string, string> = { ...HEALTHY, "app/domain/money.ts": "export const money = 1;\n" };
      for (const [file, imported] of Object.values(PLANTED))
        files[file] += `import * as planted${Math.abs(hash(imported))} from "${imported}";\nexport { planted${Math.abs(hash(imported))} };\n`;
      violations = await findViolations(writeProject(files));
    });

    it.each(forbidden.map(({ name }) => name))("%s bites", (name) => {
      const [file, imported] = PLANTED[name] ?? [];
      expect(file, `rule ${name} has no planted violation in this test`).toBeDefined();
      const end = imported!.replace(/^(#app|\.{1,2}(\/\.\.)*)\//, "");
      const ofThisRule = violations.filter((violation) => violation.rule.name === name);
      // A cycle is reported once, from whichever of its files comes first.
      const found =
        name === "no-cycles" ? ofThisRule.map(({ from, to }) => `${from} ${to}`) : ofThisRule.filter(({ from }) => from === file).map(({ to }) => to);
      expect(found).toContainEqual(expect.stringContaining(end));
    });
  });

  it("covers no rule that does not exist", () => {
    expect(Object.keys(PLANTED).filter((name) => !forbidden.some((rule) => rule.name === name))).toEqual([]);
  });
});

/** A number for an identifier that is stable per import. */
function hash(text: string): number {
  let value = 0;
  for (const char of text) value = (value * 31 + char.charCodeAt(0)) | 0;
  return value;
}
