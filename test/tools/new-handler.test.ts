import { describe, expect, it } from "@jest/globals";
import { handlerCode } from "../../tools/new/handler/code.ts";
import { firstCallOf } from "../../tools/new/handler/first-calls.ts";

describe("handlerCode", () => {
  const codeFor = (...systems: string[]) =>
    handlerCode({
      name: "lead-captured",
      isNamed: false,
      type: "lead.captured",
      calls: systems.map((system) => firstCallOf(system, true, "lead-captured")),
    });

  it.each([
    ["one", codeFor("salesforce"), /^    \/\/ Only looks\..*\n?.*await salesforce\.findPerson\(event\.subject\);/m],
    [
      "several",
      codeFor("salesforce", "slack"),
      /^\/\/ Only looks\..*\n\(\) => salesforce\.findPerson\(event\.subject\),/m,
    ],
  ])(
    "says above a first call that only looks what makes somebody new, in a handler of %s system(s)",
    (_, code, call) => {
      expect(code).toContain("findOrCreatePerson(salesforce, event.data)");
      expect(code).toMatch(call);
    },
  );
});
