import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
import remixConfig from "./remix.config.js";
import { nativeServerModules } from "./scripts/vite/native-server-modules.ts";

export default defineConfig({
  // vitest reads this file too, and Remix' plugin only works for a real build.
  plugins: process.env.VITEST ? [] : [nativeServerModules(import.meta.dirname), remix(remixConfig)],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
  },
  // Each request for a page that Vite sees for the first time would otherwise reload the browser.
  optimizeDeps: { include: ["@shopify/polaris", "@shopify/polaris-icons", "@shopify/app-bridge-react"] },
});
