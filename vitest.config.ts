import { defineConfig } from "vitest/config";

// Unit tests stand beside the code; contract, integration and e2e under tests/ have their own entries in scripts/test.ts.
export default defineConfig({
  test: {
    env: { TZ: "UTC", LOG_LEVEL: "silent" },
    sequence: { shuffle: true },
    include: ["app/**/*.test.{ts,tsx}", "sandbox/**/*.test.ts", "scripts/**/*.test.ts", "tests/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
