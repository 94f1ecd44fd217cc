/**
 * App and stores as on the internet: each behind something that ends TLS, with certificates of an authority that the processes know. On SQLite
 * the app is one process, on PostgreSQL one for the web and one that works.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { makeAuthority, type Authority } from "./certificates.ts";
import { startEventStand, type EventStand } from "./event-stand.ts";
import { recordSecret } from "./results-folder.ts";
import type { RunningApp } from "./start-app.ts";
import { freshDataDir, startSandbox, type RunningSandbox } from "./start-sandbox.ts";
import { testEngine } from "./test-database.ts";
import { startTlsFront, type TlsFront } from "./tls-front.ts";

/** A store of the sandbox: where it is, and the keys that were made for it. */
export interface SandboxStore {
  slug: string;
  url: string;
  consumer_key: string;
  consumer_secret: string;
}

export interface TlsStand {
  stand: EventStand;
  authority: Authority;
  /** What the authority vouches for, and both fronts show at first. */
  certificate: ReturnType<Authority["issue"]>;
  app: TlsFront;
  stores: TlsFront;
  sandbox: RunningSandbox;
  processes: RunningApp[];
  /** An empty store of the test's own. */
  openStore(slug: string): Promise<SandboxStore>;
  /** A bearer token of a new merchant. */
  addMerchant(name: string): Promise<string>;
  close(): Promise<void>;
}

export async function startTlsStand(): Promise<TlsStand> {
  const authority = makeAuthority();
  const certificate = authority.issue({ names: ["127.0.0.1"] });
  const file = join(freshDataDir(), "authority.pem");
  writeFileSync(file, authority.cert);
  const usual = getCACertificates("default");
  // For this process' own calls.
  setDefaultCACertificates([...usual, authority.cert]);
  const ports = { app: 0, sandbox: 0 };
  const app = await startTlsFront(certificate, () => ports.app);
  const stores = await startTlsFront(certificate, () => ports.sandbox);
  const stand = await startEventStand();
  const env = { NODE_EXTRA_CA_CERTS: file };
  Object.assign(stand.options, { appUrl: app.url, env: { ...env, TRUST_PROXY: "1" } });
  const processes: RunningApp[] = [];
  for (const role of testEngine === "sqlite" ? (["all"] as const) : (["web", "worker"] as const)) processes.push(await stand.start(role));
  ports.app = processes[0]!.port;
  const sandbox = await startSandbox({ appUrl: app.url, env: { ...env, SANDBOX_STORE_ORIGIN: stores.url } });
  ports.sandbox = sandbox.port;
  return {
    stand,
    authority,
    certificate,
    app,
    stores,
    sandbox,
    processes,
    async openStore(slug) {
      const address = `${sandbox.origin}/sandbox/woocommerce/stores/${slug}`;
      const answer = await fetch(address, { method: "PUT", body: "{}", headers: { "content-type": "application/json" } });
      const store = (await answer.json()) as SandboxStore;
      recordSecret("consumer secret", store.consumer_secret);
      return store;
    },
    async addMerchant(name) {
      const { key } = await stand.addKey(await stand.addMerchant(name), { scopes: ["read", "write"] });
      const answer = await fetch(`${app.url}/api/v1/auth/token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ api_key: key }),
      });
      return ((await answer.json()) as { access_token: string }).access_token;
    },
    async close() {
      for (const front of [app, stores]) await front.close();
      for (const process of processes) await process.stop();
      await sandbox.stop();
      await stand.close();
      setDefaultCACertificates(usual);
    },
  };
}
