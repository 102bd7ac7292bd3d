import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openKept } from "../../../../tools/prove/kept/kept.ts";
import { judgeUnkept } from "../../../../tools/prove/kept/reach.ts";
import { writeEntries } from "../../../../tools/prove/kept/store.ts";
import { NO_OUTLOOK, toProof } from "../../../../tools/prove/proof.ts";
import { candidateOf, standIns } from "../candidates.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reach-"));
  const files = {
    "one.ts": 'import { both } from "./both.ts";',
    "two.ts": 'import { both } from "./both.ts";',
    "three.ts": "",
    "both.ts": "",
  };
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
});

afterEach(() => rm(folder, { recursive: true }));

const selection = { seed: 1 };

/** Judges the handlers, keeps what comes of it, and says which of them were asked about. */
async function askedFor(...only: readonly string[]): Promise<string[]> {
  const candidates = ["one", "two", "three"].map((name) => ({
    ...candidateOf({ name, run: async () => {} }),
    file: join(folder, `${name}.ts`),
  }));
  const outcome = { groups: [], outlook: NO_OUTLOOK };
  const proof = toProof(candidates, standIns, outcome, { ...selection, only }, 0);
  const asked: string[] = [];
  const kept = openKept(candidates, selection, folder);
  const { entries } = await judgeUnkept(proof, candidates, kept, async (unkept) => {
    asked.push(...unkept.handlers.flatMap(({ handler, isWhole }) => (isWhole === true ? [handler] : [])));
    return unkept;
  });
  writeEntries(folder, entries, { isAll: false });
  return asked;
}

describe("judgeUnkept", () => {
  it("asks again about a handler that has changed, and about those that have code in common with it", async () => {
    expect(await askedFor("one", "two", "three")).toEqual(["one", "two", "three"]);
    expect(await askedFor("one", "two", "three")).toEqual([]);
    await appendFile(join(folder, "two.ts"), "\n");
    expect(await askedFor("one", "two", "three")).toEqual(["one", "two"]);
    await appendFile(join(folder, "three.ts"), "\n");
    expect(await askedFor("one", "two", "three")).toEqual(["three"]);
  });

  it("keeps nothing of a handler as long as one that has code in common with it has not been asked about", async () => {
    expect(await askedFor("one", "three")).toEqual(["one", "three"]);
    expect(await askedFor("one", "three")).toEqual(["one"]);
  });
});
