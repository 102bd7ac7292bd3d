export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/harness/strip-types.js" },
  maxWorkers: 2,
  globalSetup: "<rootDir>/test/harness/build-once.ts",
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
};
