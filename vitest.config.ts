import { defineConfig } from "vitest/config";

/** One project per kind of suite; scripts/test.ts runs them in this order, `npm run check` only the first. */
const suites = {
  unit: ["app/**/*.test.{ts,tsx}", "sandbox/**/*.test.ts", "scripts/**/*.test.ts"],
  contract: ["tests/contract/**/*.test.ts"],
  // CROSSDOCK_TEST_DATABASE (sqlite, or the address of a PostgreSQL server) selects the engine.
  integration: ["tests/integration/**/*.test.ts"],
  e2e: ["tests/e2e/**/*.test.ts", "sandbox/**/*.browser.test.ts"],
  // The plugin in the real WooCommerce, and the hub; only where the network is closed (tests/wordpress/README.md). CROSSDOCK_TEST_HPOS: on or off.
  woocommerce: ["tests/woocommerce/**/*.test.ts"],
  // What can only be said of a whole run, such as: no log of it holds a secret.
  last: ["tests/last/**/*.test.ts"],
};

/** These start real servers: one file at a time, or two cores measure each other. */
const ONE_AT_A_TIME = new Set(["integration", "e2e", "woocommerce", "last"]);

export default defineConfig({
  test: {
    env: { TZ: "UTC", LOG_LEVEL: "silent" },
    maxWorkers: 2,
    globalSetup: ["tests/helpers/global-setup.ts"],
    projects: Object.entries(suites).map(([name, include]) => ({
      extends: true,
      test: {
        name,
        include,
        exclude: ["**/node_modules/**", ...(name === "unit" ? ["**/*.browser.test.ts"] : [])],
        sequence: { shuffle: true },
        // A hang, not slowness: machines differ tenfold.
        testTimeout: name === "unit" ? 60_000 : 180_000,
        hookTimeout: 180_000,
        fileParallelism: !ONE_AT_A_TIME.has(name),
        // Nothing a test leaves behind (a listener, an environment variable) reaches the next one.
        unstubEnvs: true,
      },
    })),
  },
});
