import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { root } from "../../../bundler/paths.ts";
import type { Case } from "../../../tools/prove/cases/case.ts";
import { findCandidates } from "../../../tools/prove/find.ts";
import { prove, withProver } from "../../../tools/prove/prove.ts";
import { commandFor } from "../../../tools/prove/report/command.ts";
import { standIns } from "./candidates.ts";

const handler = "form-submitted";
const seed = 7;
/** One that it meets is enough. */
const known = [handler, "contact-unsubscribed"];
const candidates = (await findCandidates()).filter(({ handler: { name } }) => known.includes(name));

/** The last case of each property, and of what is drawn, but for what finds nothing to disturb where nobody is there. */
async function lastCases(): Promise<readonly Case[]> {
  const last = new Map<string, Case>();
  const options = { candidates, standIns, seed, only: [handler] };
  await withProver(options, async ({ groups }) => {
    for (const group of groups.filter(({ name }) => name.split(" · ")[2] === "nobody"))
      for (const one of (await group.cases()).filter(({ name }) => !/records that have keys|deletes/.test(name)))
        last.set(`${one.property} ${group.draws !== undefined}`, one);
  });
  return [...last.values()];
}

const cases = await lastCases();

describe("the command under a story", () => {
  it("is tried for cases of every kind", () => {
    expect(cases.map(({ property }) => property)).toEqual(
      expect.arrayContaining(["faults", "crash", "deadline", "duplicates", "order", "interleaving", "someone else"]),
    );
  });

  it.each(cases.map(({ property, name }) => [property, name]))("plays %s: %s", async (_, name) => {
    const { handlers } = await prove({ candidates, standIns, seed, only: [name.split(" · ")[0] ?? ""], match: name });
    expect(handlers.flatMap(({ results }) => results.map((result) => result.case.name))).toContain(name);
  });

  it("is one that a shell takes", async () => {
    const [one] = cases;
    const command = commandFor(one?.name ?? "", seed).replace("npm run", "npm run --silent");
    const { stdout } = await promisify(execFile)("bash", ["-c", command], { cwd: root });
    expect(stdout.split("\n")[0]).toBe(one?.name);
  });
});

describe("commandFor", () => {
  it.each([
    ["a · b", 1, 'npm run prove -- a --case "a · b"'],
    ["a · b", 8, 'npm run prove -- a --case "a · b" --seed 8'],
    ["a · $b's", 1, `npm run prove -- a --case 'a · $b'\\''s'`],
  ])("quotes %s", (name, drawnBy, command) => {
    expect(commandFor(name, drawnBy)).toBe(command);
  });
});
