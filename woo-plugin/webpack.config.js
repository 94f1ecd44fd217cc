// @wordpress/scripts' own configuration with two changes: two scripts instead of one (our page, and the small box on the order screen), and a
// JSX runtime of ours. WordPress 6.5 has no "react-jsx-runtime" script to depend on, and a runtime bundled from npm would make elements of
// one React version for the other one that WordPress brings; ours calls the React that is there.
const path = require("path");
const defaults = require("@wordpress/scripts/config/webpack.config");
const DependencyExtraction = require("@wordpress/dependency-extraction-webpack-plugin");

const isJsxRuntime = (request) => request === "react/jsx-runtime" || request === "react/jsx-dev-runtime";

module.exports = {
  ...defaults,
  entry: { admin: path.resolve(__dirname, "client/index.tsx"), "order-box": path.resolve(__dirname, "client/order-box/index.tsx") },
  resolve: {
    ...defaults.resolve,
    alias: {
      ...defaults.resolve.alias,
      "react/jsx-runtime": path.resolve(__dirname, "client/jsx-runtime.ts"),
      "react/jsx-dev-runtime": path.resolve(__dirname, "client/jsx-runtime.ts"),
    },
  },
  plugins: [
    ...defaults.plugins.filter((plugin) => plugin.constructor.name !== "DependencyExtractionWebpackPlugin"),
    // null: not external, and no default either.
    new DependencyExtraction({ requestToExternal: (request) => (isJsxRuntime(request) ? null : undefined) }),
  ],
};
