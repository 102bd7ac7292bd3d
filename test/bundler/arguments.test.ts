import { join, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { isArgumentError, parseArgs } from "../../bundler/arguments.ts";
import { givenPath, root } from "../../bundler/paths.ts";

const options = { budget: { type: "string" }, all: { type: "boolean" } } as const;

describe("parseArgs", () => {
  it("reads what is declared", () => {
    const { values, positionals } = parseArgs({ args: ["--budget", "3s", "a"], allowPositionals: true, options });
    expect({ ...values, positionals }).toEqual({ budget: "3s", positionals: ["a"] });
  });

  it.each(["-1", "-0.5", "-.5", "-1h"])("leaves %s to whoever reads that option's value", (value) => {
    expect(parseArgs({ args: ["--all", "--budget", value], options }).values).toEqual({ all: true, budget: value });
    const args = ["--", "--budget", value];
    expect(parseArgs({ args, options, allowPositionals: true }).positionals).toEqual(["--budget", value]);
  });

  it.each([
    ["an option that is like another", ["--bugdet", "3s"], "There is no option --bugdet: did you mean --budget?"],
    ["one like none", ["--verbosely"], "There is no option --verbosely."],
    ["a word too many", ["here"], '"here" is not an option, and nothing else is accepted.'],
    ["an option without its value", ["--budget"], "--budget needs a value."],
    [
      "one that another follows",
      ["--budget", "--all"],
      "--budget needs a value. If it begins with a dash, write --budget=VALUE.",
    ],
    ["a number that belongs to no option", ["--all", "-1"], "There is no option -1."],
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

  it("knows -h where it knows --help, and advises that for what it does not know", () => {
    const flag = { help: { type: "boolean" } } as const;
    expect(parseArgs({ args: ["-h"], options: flag }).values).toMatchObject({ help: true });
    const sentence = "There is no option --color. --help lists the options.";
    expect(() => parseArgs({ args: ["--color"], options: flag })).toThrow(sentence);
    expect(() => parseArgs({ args: ["-h"], options })).toThrow("There is no option -h.");
  });

  it.each([
    ["an option with a value", { npm_config_budget: "true" }, "--budget"],
    ["one that npm knows itself", { npm_config_all: "true" }, "--all"],
    ["one that begins with no", { npm_config_build: "" }, "--no-build"],
  ])("refuses to go on without what npm has taken, %s", (_what, taken, option) => {
    const environment = { npm_lifecycle_event: "new", ...taken };
    const known = { ...options, "no-build": { type: "boolean" }, prefix: { type: "string" } } as const;
    expect(() => parseArgs({ args: [], options: known }, environment)).toThrow(
      `npm has taken ${option} for itself: options that are not npm's own come after a --, as in npm run new -- … ${option} …`,
    );
  });

  it("leaves npm's own settings to npm", () => {
    const environment = { npm_lifecycle_event: "status", npm_config_prefix: "/usr", npm_config_build: "true" };
    const known = { prefix: { type: "string" }, "no-build": { type: "boolean" } } as const;
    expect(parseArgs({ args: [], options: known }, environment).values).toEqual({});
  });
});

describe("givenPath", () => {
  it("is where npm run was called in, within the checkout", () => {
    expect(givenPath("a.json", { INIT_CWD: join(root, "samples") })).toBe(join(root, "samples/a.json"));
    expect(givenPath("a.json", { INIT_CWD: "/elsewhere" })).toBe(resolve("a.json"));
    expect(givenPath("/a.json", { INIT_CWD: join(root, "samples") })).toBe("/a.json");
  });
});
