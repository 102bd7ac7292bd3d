import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { ProofLine, ProofRequest, ProofRun, ProofStory } from "../../../local/console/contract/proof.ts";
import { faultProofs } from "../../../local/console/overview/fault-table.ts";
import { Proofs } from "../../../local/console/proof/proofs.ts";
import { startProver } from "../../../local/console/proof/prover.ts";

const cell = {
  property: "faults",
  place: "POST /sobjects/Lead",
  disturbance: "apply-then-drop",
  ok: 3,
  declared: 0,
  failed: 1,
  example: "form-submitted · full · nobody · POST /sobjects/Lead · apply-then-drop · 1st call",
  kind: "Lead too many",
};
const kinds = [{ kind: "Lead too many", rule: "ends otherwise", count: 1, case: cell.example, command: "npm run …" }];
const story: ProofStory = {
  name: cell.example,
  handler: "form-submitted",
  command: "npm run …",
  findings: ["ends otherwise"],
  expected: [],
  actual: [],
  worlds: [],
  turningPoint: null,
};
const progress = {
  cases: 4,
  failures: 1,
  doing: ["form-submitted"],
  cells: [{ handler: "form-submitted", ...cell }],
  kinds: { "form-submitted": kinds },
  stories: [story],
};
const bounds = { cleanCalls: 9, repeatedCalls: 3, repeatedWrites: 0, longestMs: 10, ackDeadlineMs: 70_000 };
const end = {
  summary: { seconds: 1, kept: 0, seed: 1, drawn: 10, tried: 10 },
  handlers: [{ handler: "form-submitted", problems: ["form-submitted has no sample"], bounds }],
};

/** Proofs whose prover says what the test says. */
function open() {
  const started: { request: ProofRequest; say: (line: ProofLine) => void; over: (error?: string) => void }[] = [];
  const told: ProofRun[] = [];
  const bundles = new Map([
    ["form-submitted", "form-1.zip"],
    ["invoice-paid", "invoice-1.zip"],
  ]);
  const proofs = new Proofs({
    handlers: () => bundles,
    tell: (run) => void told.push(run),
    start(request, say) {
      const { promise, resolve } = Promise.withResolvers<string | undefined>();
      started.push({ request, say, over: resolve });
      return { ended: promise, end: () => resolve("killed") };
    },
  });
  const last = () => started[started.length - 1] as (typeof started)[number];
  return { proofs, told, bundles, last, started };
}

const settled = () => new Promise((resolve) => void setImmediate(resolve));

describe("Proofs", () => {
  it("tells how far a proof has come, and what it has come to", () => {
    const { proofs, told, last } = open();
    const { id } = proofs.begin({ handler: "form-submitted" });
    last().say(progress);
    expect(proofs.view()).toMatchObject({
      run: { id, state: "under way", cases: 4, failures: 1 },
      handlers: [{ handler: "form-submitted", cells: [cell], kinds, bounds: null, isOld: false }],
    });
    last().say({ end });
    expect(proofs.run(id)).toMatchObject({ state: "done", failures: 2, summary: end.summary });
    expect(proofs.view().handlers).toMatchObject([{ problems: end.handlers[0]?.problems, bounds }]);
    expect(told.map(({ state }) => state)).toEqual(["under way", "under way", "under way", "done"]);
  });

  it("puts a proof in the place of what it proves again, and a cell's beside the others", async () => {
    const { proofs, last } = open();
    proofs.begin({});
    last().say(progress);
    last().say({ end });
    proofs.begin({ handler: "form-submitted", case: "apply-then-drop" });
    last().say({ ...progress, cells: [{ handler: "form-submitted", ...cell, disturbance: "500" }] });
    last().say({ end });
    const [form] = proofs.view().handlers;
    expect(form?.cells.map(({ disturbance }) => disturbance)).toEqual(["apply-then-drop", "500"]);
    proofs.begin({ handler: "form-submitted" });
    expect(proofs.view().handlers.find(({ handler }) => handler === "form-submitted")?.cells).toEqual([]);
  });

  it("says which cells are of an earlier build, and takes the states' cells of no single cell's proof", () => {
    const { proofs, bundles, last } = open();
    const own = { handler: "form-submitted", ...cell };
    const states = { ...own, property: "states", place: "full", disturbance: "nobody" };
    proofs.begin({});
    last().say({ ...progress, cells: [{ ...own, disturbance: "500" }, own, states] });
    last().say({ end });
    bundles.set("form-submitted", "form-2.zip");
    proofs.begin({ handler: "form-submitted", case: "apply-then-drop" });
    expect(proofs.view().handlers[0]?.kinds).toEqual([]);
    last().say({ ...progress, cells: [own, { ...states, ok: 1 }] });
    const [form] = proofs.view().handlers;
    expect(form?.cells.map(({ disturbance, isOld, ok }) => [disturbance, isOld, ok])).toEqual([
      ["500", true, 3],
      ["apply-then-drop", false, 3],
      ["nobody", true, 3],
    ]);
    expect([form?.built, form?.kinds]).toEqual(["form-2.zip", kinds]);
  });

  it("says that a handler was built anew since", () => {
    const { proofs, bundles, last } = open();
    proofs.begin({});
    last().say({ end });
    bundles.set("form-submitted", "form-2.zip");
    expect(proofs.view().handlers.map(({ handler, isOld }) => [handler, isOld])).toEqual([
      ["form-submitted", true],
      ["invoice-paid", false],
    ]);
  });

  it("forgets all, and ends what is under way", () => {
    const { proofs, last } = open();
    const { id } = proofs.begin({});
    last().say(progress);
    proofs.clear();
    expect([proofs.view(), proofs.run(id)]).toEqual([{ run: null, handlers: [] }, undefined]);
    proofs.begin({});
  });

  it("tell of a fault at an operation what they have come to, and what is declared of it", () => {
    const { proofs, bundles, last } = open();
    const says = (operation: string, fault: string) =>
      faultProofs("form-submitted", proofs.view().handlers)(operation, fault);
    expect(says("POST /sobjects/Lead", "apply-then-drop")).toEqual({ cases: null });
    proofs.begin({});
    last().say(progress);
    const cases = { ok: 3, declared: 0, failed: 1 };
    expect(says("POST /sobjects/Lead", "apply-then-drop")).toEqual({ cases, example: cell.example });
    expect(says("POST /sobjects/Lead", "429")).toEqual({ cases: null });
    bundles.set("form-submitted", "form-2.zip");
    expect(says("POST /sobjects/Lead", "apply-then-drop")).toMatchObject({ cases, isOld: true });
    const merged = "POST /composite CampaignMemberStatus CampaignMember";
    const ofRegistrations = faultProofs("registration-changed", []);
    expect(ofRegistrations(merged, "somebody merges the Lead into another")).toEqual({
      cases: null,
      declared: expect.stringContaining("a membership that was merged a moment ago"),
    });
    const impossible = [{ fault: "200-dropped", reason: "nobody can see it" }];
    expect(faultProofs("form-submitted", [], impossible)("PUT /customers/{id}", "200-dropped")).toEqual({
      cases: null,
      declared: "nobody can see it",
    });
  });

  it("refuses a second one, and a handler that there is not", () => {
    const { proofs } = open();
    expect(() => proofs.begin({ handler: "nobody" })).toThrow(
      'there is no handler "nobody": it is none of form-submitted, invoice-paid',
    );
    const { id } = proofs.begin({});
    expect(() => proofs.begin({})).toThrow(`a proof is under way: DELETE /api/proof/${id} ends it`);
    expect([proofs.end(id), proofs.run(id)?.state, proofs.end("other")]).toEqual([true, "ended", false]);
    proofs.begin({});
  });

  it("says why one could not be made", async () => {
    const { proofs, last } = open();
    const { id } = proofs.begin({});
    last().over("dist/validators.mjs has none for form.submitted: run npm run build first.");
    await settled();
    expect(proofs.run(id)).toMatchObject({ state: "failed", error: expect.stringContaining("run npm run build") });
  });

  it("plays a case whose story no proof has told, and not twice until the handler is built anew", async () => {
    const { proofs, bundles, last, started } = open();
    const asked = proofs.story(cell.example);
    await settled();
    expect(last().request).toEqual({ handler: "form-submitted", case: cell.example, seed: 1 });
    last().say(progress);
    last().over();
    expect(await asked).toEqual(story);
    expect(await proofs.story(cell.example)).toEqual(story);
    expect(started).toHaveLength(1);
    bundles.set("form-submitted", "form-2.zip");
    const again = proofs.story(cell.example);
    await settled();
    last().over();
    expect([await again, started.length]).toEqual([undefined, 2]);
  });
});

describe("startProver", () => {
  const folders: string[] = [];
  afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

  async function run(program: string, request: ProofRequest = {}) {
    const folder = await mkdtemp(join(tmpdir(), "prover-"));
    folders.push(folder);
    await writeFile(join(folder, "prove.mjs"), program);
    const lines: ProofLine[] = [];
    const prover = startProver(request, (line) => void lines.push(line), join(folder, "prove.mjs"));
    return { prover, lines };
  }

  it("gives each value as one argument, and reads a line at a time", async () => {
    const program = "console.log(JSON.stringify({ end: process.argv.slice(2) }))";
    const { prover, lines } = await run(program, { handler: "form", case: "--update · $(x)", seed: 7, budget: "2m" });
    expect(await prover.ended).toBeUndefined();
    expect(lines).toEqual([{ end: ["--lines", "--case=--update · $(x)", "--seed=7", "--budget=2m", "--", "form"] }]);
  });

  it("says what the prover says where it can't prove, and ends it", async () => {
    const broken = await run('console.error("proof/x: there is no handler x."); process.exit(1)');
    expect(await broken.prover.ended).toBe("proof/x: there is no handler x.");
    const endless = await run("setInterval(() => {}, 1000)");
    endless.prover.end();
    expect(await endless.prover.ended).toBe("The prover has ended without a word.");
  });
});
