/**
 * Remix' options. With Vite, Remix itself no longer reads this file; vite.config.ts hands it to Remix' plugin.
 * @type {import("@remix-run/dev").VitePluginConfig}
 */
export default {
  appDirectory: "app",
  // A page is a folder (routes/app.orders/route.tsx) that also holds its parts and tests: only the folder's route.tsx is a route.
  ignoredRouteFiles: ["**/.*", "routes/*.{ts,tsx}", "**/*.server.{ts,tsx}", "**/*.test.{ts,tsx}"],
  serverModuleFormat: "esm",
  future: {
    v3_fetcherPersist: true,
    v3_lazyRouteDiscovery: false,
    v3_relativeSplatPath: true,
    v3_routeConfig: false,
    v3_singleFetch: false,
    v3_throwAbortReason: true,
  },
};
