// Tests run in Jest's default CommonJS mode; ts-jest transpiles one file at a time (types are checked by
// `npm run types`). A `.js` specifier of a source file means the `.ts` file beside it.
// Code frames are compared as text: without colours, which some libraries turn on where CI is set.
process.env.NO_COLOR = "1";

const common = {
  testEnvironment: "node",
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/scripts/build/jest.json" }],
  },
};

/** Tests whose async functions are compiled by our own compiler, as coroutines. */
const compiled = { ...common, transform: { "^.+\\.ts$": "<rootDir>/test/conformance/transform.mjs" } };
const compiledTests = ["sync", "queues", "channels"].map((folder) => `<rootDir>/test/runtime/${folder}/`);

export default {
  maxWorkers: "100%",
  projects: [
    {
      ...common,
      displayName: "tests",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/conformance/", ...compiledTests],
    },
    { ...compiled, displayName: "compiled", testMatch: compiledTests.map((folder) => `${folder}*.test.ts`) },
    // CPython's tests.
    { ...compiled, displayName: "conformance", testMatch: ["<rootDir>/test/conformance/**/*.test.ts"] },
    // The core once more, where the name `Promise` throws from the beginning.
    {
      ...common,
      displayName: "core without Promise",
      testMatch: ["<rootDir>/test/runtime/core/*.test.ts"],
      setupFiles: ["<rootDir>/test/runtime/core/without-promise.cjs"],
    },
  ],
};
