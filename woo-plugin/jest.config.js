const defaults = require("@wordpress/scripts/config/jest-unit.config");

const [transform] = Object.values(defaults.transform);

module.exports = {
  ...defaults,
  rootDir: __dirname,
  reporters: ["default"],
  roots: ["<rootDir>/client"],
  testMatch: ["**/*.test.{ts,tsx}"],
  // Some packages come as ES modules only, which jest cannot read on every Node that this is built with: they are compiled like our own code.
  transform: { "\\.m?[jt]sx?$": transform },
  transformIgnorePatterns: ["/node_modules/(?!(?:uuid|@wordpress/theme|@wordpress/ui)/)"],
  moduleNameMapper: { ...defaults.moduleNameMapper, "\\.scss$": "<rootDir>/client/testing/no-style.js" },
};
