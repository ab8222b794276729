// Lint rules: typescript-eslint's type-checked set, plus the project's limits. The formatter owns layout.
import eslint from "@eslint/js";
import prettier from "eslint-config-prettier";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores(["**/dist/", "coverage/", "**/snapshots/", "test/fixtures/", "test/applications/apps/"]),
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Errors of every kind travel through futures, and thenables are the subject here.
      "@typescript-eslint/prefer-promise-reject-errors": "off",
      "@typescript-eslint/only-throw-error": "off",
      // The runtime reads methods once and calls them later, as ECMAScript says; `using` names an object `this`.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/no-this-alias": "off",
      "@typescript-eslint/no-base-to-string": "off",
    },
  },
  {
    // Tests make odd things happen on purpose: promises nobody looks at, awaits of plain values, values of any type.
    files: ["test/**/*.ts"],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-require-imports": "off",
      "no-unsafe-finally": "off",
      "require-yield": "off",
    },
  },
  {
    // What it does wrong is what it is for.
    files: ["samples/wrong-on-purpose.ts"],
    languageOptions: { parserOptions: { projectService: false, project: "samples/tsconfig.wrong-on-purpose.json" } },
    rules: {
      "@typescript-eslint/no-floating-promises": "off",
      "@typescript-eslint/require-await": "off",
      "no-unsafe-finally": "off",
    },
  },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: {
        console: "readonly",
        performance: "readonly",
        process: "readonly",
        URL: "readonly",
        clearTimeout: "readonly",
        setTimeout: "readonly",
      },
    },
  },
  {
    files: ["test/applications/observers/*.mjs"],
    languageOptions: { globals: { AbortSignal: "readonly", fetch: "readonly", setImmediate: "readonly" } },
  },
  prettier,
);
