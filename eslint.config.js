import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** Bans that a rule of ours stands behind; each says what to do instead. */
const noMocks = {
  selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock|hoisted)$/]",
  message: "Replace the outside, not the inside: a fake server on 127.0.0.1, or an argument.",
};
const noInteractiveTransaction = {
  selector: "CallExpression[callee.property.name='$transaction']",
  message: "Prisma's interactive transactions deadlock with a second writer on SQLite: use database.write (docs/decisions/0001).",
};
const noEnum = { selector: "TSEnumDeclaration", message: "Node runs the TypeScript as it is: use a union of strings." };
const noSleep = {
  selector: "CallExpression[callee.name=/^(sleep|wait)$/]",
  message: "Wait for what happens (tests/helpers/wait-until.ts), not for time to pass.",
};

export default tseslint.config(
  { ignores: ["build/", "data/", "test-results/", "node_modules/", "app/data/tables.ts", "woo-plugin/", "extensions/", ".shopify/"] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/no-explicit-any": "error",
      "no-restricted-syntax": ["error", noMocks, noInteractiveTransaction, noEnum],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-eval": "error",
      "no-implied-eval": "error",
      // Input is cleaned of control characters in more than one place.
      "no-control-regex": "off",
      "prefer-const": "error",
    },
  },
  {
    // The rules that need types: what is forgotten to be awaited is lost, and loss is what this product is against.
    files: ["{app,sandbox,scripts,tests}/**/*.{ts,tsx}"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/only-throw-error": [
        "error",
        {
          allow: [
            { from: "lib", name: "Response" },
            { from: "package", package: "@remix-run/server-runtime", name: "TypedResponse" },
          ],
        },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/prefer-promise-reject-errors": "error",
    },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    // The examples are what a reader copies into a program of their own.
    ignores: ["app/lib/env.ts", "app/api/examples/*.ts", "**/*.test.{ts,tsx}"],
    rules: {
      "no-console": "error",
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Read the environment through app/lib/env.ts: it validates and names every variable." },
      ],
      "no-restricted-imports": [
        "error",
        { paths: [{ name: "node:process", importNames: ["env"], message: "Read the environment through app/lib/env.ts." }] },
      ],
    },
  },
  {
    // A command talks to the person who called it.
    files: ["app/cli.ts", "app/cli/**/*.ts"],
    rules: { "no-console": "off" },
  },
  {
    files: ["**/*.test.{ts,tsx}", "tests/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", noMocks, noInteractiveTransaction, noEnum, noSleep] },
  },
  {
    files: ["app/**/*.tsx", "app/components/**/*.ts"],
    plugins: { "react-hooks": reactHooks },
    rules: {
      ...reactHooks.configs.flat["recommended-latest"].rules,
      // Made for the React compiler, which this project does not use; both forbid patterns that are right without it
      // (a ref to the latest callback, a form field that follows the address).
      "react-hooks/refs": "off",
      "react-hooks/set-state-in-effect": "off",
    },
  },
  {
    files: ["*.{js,mjs,cjs}", "{bin,scripts}/**/*.mjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        Buffer: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        fetch: "readonly",
        WebAssembly: "readonly",
        module: "writable",
        require: "readonly",
      },
    },
  },
  // Plain scripts for the browser, served as they are.
  { files: ["sandbox/**/client/**/*.js"], rules: { "no-undef": "off" } },
);
