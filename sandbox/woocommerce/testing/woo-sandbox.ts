import { START, startTestSandbox } from "../../testing/harness.ts";
import type { TestSandbox } from "../../testing/harness.ts";
import { createWooClient } from "./woo-client.ts";
import type { WooClient } from "./woo-client.ts";

export interface WooSandbox {
  sandbox: TestSandbox;
  site: string;
  client: WooClient;
  /** POST below /sandbox/woocommerce; fails on anything but 2xx. */
  control: (path: string, body?: object) => Promise<ReturnType<typeof JSON.parse>>;
  /** Makes webhooks to the app's address and answers their ids; the pings are taken away. */
  subscribe(...topics: string[]): Promise<number[]>;
}

export const SECRET = "a secret of the test";

/** A sandbox whose clock stands still, with a client of the demo store. */
export async function startWooSandbox(): Promise<WooSandbox> {
  const sandbox = await startTestSandbox();
  const { body } = await sandbox.api("GET", "/sandbox/woocommerce/state");
  const [demo] = body.stores;
  const client = createWooClient(demo.url, demo, () => START);
  return {
    sandbox,
    site: demo.url,
    client,
    async control(path, given = {}) {
      const answer = await sandbox.api("POST", `/sandbox/woocommerce${path}`, given);
      if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    async subscribe(...topics) {
      const ids: number[] = [];
      for (const topic of topics)
        ids.push((await client.call("POST", "/wc/v3/webhooks", {}, { topic, delivery_url: `${sandbox.appUrl}/hook`, secret: SECRET })).body.id);
      sandbox.received.splice(0);
      return ids;
    },
  };
}
