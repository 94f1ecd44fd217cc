import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../../../sandbox/server.ts";
import { countUnsettled } from "../../../sandbox/woocommerce/webhooks/queue.ts";
import { waitUntil } from "../../helpers/wait-until.ts";
import { callerFor, startReceiver, TAX } from "./ground.ts";
import type { Ground } from "./ground.ts";

/** A sandbox of its own with a plain, empty store that is set up as the real one is. */
export async function standInGround(): Promise<Ground> {
  const dataDir = mkdtempSync(join(process.env["CROSSDOCK_TEST_TMP"] ?? tmpdir(), "crossdock-stand-in-"));
  const toml = join(dataDir, "shopify.app.toml");
  writeFileSync(toml, '[access_scopes]\nscopes = ""\n[webhooks]\napi_version = "2026-10"\n');
  const receiver = await startReceiver();
  const env = { DATA_DIR: dataDir, SANDBOX_PORT: "0", APP_URL: "http://127.0.0.1:1", SHOPIFY_APP_TOML: toml } as unknown as NodeJS.ProcessEnv;
  const sandbox = await startSandbox(env, { log: () => undefined });
  const control = async (method: string, path: string, body: object) => {
    const answer = await fetch(`http://127.0.0.1:${sandbox.port}/sandbox/woocommerce${path}`, { method, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const state = await control("PUT", "/stores/contract", { tax_rates: [{ id: 1, ...TAX, shipping: true }] });
  const [both, read] = state.keys;
  const write = (await control("POST", "/stores/contract/keys", { permissions: "write" })).key;
  const keys = { both, read, write };
  // Webhooks wait until they are asked for, as they do in the real one until Action Scheduler has its turn.
  await control("POST", "/faults", { delay_ms: 3_600_000 });
  return {
    name: "stand-in",
    site: state.url,
    keys,
    call: callerFor(state.url, keys),
    hookUrl: receiver.url,
    async settings(change) {
      await control("PUT", "/stores/contract", change);
    },
    async restore(kind, id) {
      await control("POST", `/${kind}s/${id}/restore`, { store: "contract" });
    },
    async deliveries() {
      await control("POST", "/deliveries/send", {});
      await waitUntil("every webhook is sent", () => countUnsettled(sandbox.ctx) === 0);
      return receiver.received.splice(0);
    },
    answerHooks(status) {
      receiver.status = status;
    },
    async stop() {
      await sandbox.close();
      await receiver.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
