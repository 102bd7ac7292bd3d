import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { FOR_ALL as FOR_ALL_STATUSES, refusalError } from "../../functions/clients/customerio/answers.ts";
import { FOR_ALL, PASSING, PERMANENT } from "../../functions/clients/slack/refusals.ts";
import { PermanentError, UnavailableError } from "../../functions/runtime/define/errors.ts";

const page = await readFile(join(root, "docs/refusals.md"), "utf8");
const [, customerio = "", slack = ""] = page.split(/^## .*$/m);

/** The codes of each line, and what it says becomes of the event. */
const linesOf = (section: string) =>
  section.split("\n").flatMap((line) => {
    const [, reason = "", , end = ""] = line.split("|");
    return [...reason.matchAll(/`(\w+)`/g)].map(([, code = ""]) => ({ code, end: end.trim() }));
  });

describe("docs/refusals.md", () => {
  it.each(linesOf(customerio).filter(({ code }) => code.startsWith("HTTP_")))(
    "tells truly what becomes of customer.io's $code",
    ({ code, end }) => {
      const error = refusalError(Number(code.slice("HTTP_".length)), {
        operation: "PUT /customers/{id}",
        settings: "",
      });
      expect(error).toBeInstanceOf(end.startsWith("waits") ? UnavailableError : PermanentError);
    },
  );

  it("has every status that is for all", () => {
    const told = linesOf(customerio).map(({ code }) => code);
    expect(told).toEqual(expect.arrayContaining(FOR_ALL_STATUSES.map((status) => `HTTP_${status}`)));
  });

  it("has every code of Slack's that the client knows, with what becomes of it", () => {
    const [waits, letters] = [[...PASSING, ...Object.keys(FOR_ALL)], [...PERMANENT]];
    const told = new Map(linesOf(slack).map(({ code, end }) => [code, end]));
    const ends = (codes: readonly string[]) => codes.map((code) => [code, told.get(code.toUpperCase())]);
    expect(ends(waits)).toEqual(waits.map((code) => [code, "waits"]));
    expect(ends(letters)).toEqual(letters.map((code) => [code, "dead letter at once"]));
  });
});
