const defaults = require("@wordpress/scripts/config/jest-unit.config");

module.exports = {
  ...defaults,
  rootDir: __dirname,
  reporters: ["default"],
  roots: ["<rootDir>/client"],
  testMatch: ["**/*.test.{ts,tsx}"],
  moduleNameMapper: { ...defaults.moduleNameMapper, "\\.scss$": "<rootDir>/client/testing/no-style.js" },
};
