// What a test file finds in the place of @jest/globals where no jest runs it: jest's own pieces.
export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from "jest-circus";
export { jestExpect as expect } from "@jest/expect";
