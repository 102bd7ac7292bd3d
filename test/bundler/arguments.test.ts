import { describe, expect, it } from "@jest/globals";
import { isArgumentError, parseArgs } from "../../bundler/arguments.ts";

const options = { budget: { type: "string" }, all: { type: "boolean" } } as const;

describe("parseArgs", () => {
  it("reads what is declared", () => {
    const { values, positionals } = parseArgs({ args: ["--budget", "3s", "a"], allowPositionals: true, options });
    expect({ ...values, positionals }).toEqual({ budget: "3s", positionals: ["a"] });
  });

  it.each([
    ["an option that is like another", ["--bugdet", "3s"], "There is no option --bugdet: did you mean --budget?"],
    ["one like none", ["--verbosely"], "There is no option --verbosely."],
    ["a word too many", ["here"], 'There is nothing that "here" could be: it takes options alone.'],
    ["an option without its value", ["--budget"], "Option '--budget <value>' argument missing."],
    ["one that another follows", ["--budget", "--all"], "Option '--budget' argument is ambiguous."],
  ])("refuses %s", (_what, args, sentence) => {
    let thrown: unknown;
    try {
      parseArgs({ args, options });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ message: sentence });
    expect(isArgumentError(thrown)).toBe(true);
  });
});
