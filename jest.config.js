export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/harness/strip-types.js" },
  maxWorkers: 3, // for two cores: many suites wait for processes, a browser or a clock
  testTimeout: 300_000, // only what hangs takes so long; a busy machine is no failure
  testSequencer: "<rootDir>/test/harness/longest-first.js",
  globalSetup: "<rootDir>/test/harness/build-once.ts",
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
};
