import { describe, expect, it } from "@jest/globals";
import { nextVersion } from "../../bundler/check/name-checks.ts";

describe("nextVersion", () => {
  it.each([
    ["form.submitted", "form.submitted.v2"],
    ["form.submitted.v2", "form.submitted.v3"],
    ["form.submitted.v19", "form.submitted.v20"],
  ])("of %s is %s", (type, next) => {
    expect(nextVersion(type)).toBe(next);
  });
});
