// Tests run in Jest's default CommonJS mode; ts-jest transpiles one file at a time (types are checked by
// `npm run types`). A `.js` specifier of a source file means the `.ts` file beside it.
export default {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testEnvironment: "node",
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/scripts/build/jest.json" }],
  },
};
