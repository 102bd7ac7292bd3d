// Replaces @jest/globals when test files run outside jest: jest's own components.
export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from "jest-circus";
export { jestExpect as expect } from "@jest/expect";
