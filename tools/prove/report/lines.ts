import type { ProofCell, ProofEnd, ProofKind, ProofLine } from "../../../local/console/proof-contract.ts";
import type { GroupResult } from "../group.ts";
import type { HandlerProof, Proof, Result } from "../proof.ts";
import { commandFor } from "./command.ts";
import { failureKinds } from "./kinds.ts";
import { lineStory } from "./line-story.ts";

/** Tells whoever watches from outside how the matrices fill. */
export interface Lines {
  add(group: Pick<GroupResult, "handler" | "results">): void;
  /** Tells what has changed since the last time, if anything has. */
  flush(doing: readonly string[]): void;
  end(proof: Proof): void;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type OwnCell = Mutable<ProofCell & { handler: string }>;

/** @param write takes a line. */
export function createLines(seed: number, write: (line: ProofLine) => void): Lines {
  const cells = new Map<string, OwnCell>();
  const results = new Map<string, Result[]>();
  const [changed, failing] = [new Set<OwnCell>(), new Set<string>()];
  let told: Result[] = [];
  let [cases, failures, toldCases] = [0, 0, -1];

  function count(handler: string, result: Result, where: Pick<ProofCell, "property" | "place" | "disturbance">): void {
    const key = JSON.stringify([handler, where.property, where.place, where.disturbance]);
    const cell = cells.get(key) ?? { handler, ...where, ok: 0, declared: 0, failed: 0, example: result.case.name };
    cells.set(key, cell);
    if (result.verdict === "failed" && cell.failed === 0) {
      cell.example = result.case.name;
      if (result.kind !== undefined) cell.kind = result.kind;
    }
    cell[result.verdict] += 1;
    changed.add(cell);
  }

  return {
    add({ handler, results: own }) {
      results.set(handler, [...(results.get(handler) ?? []), ...own]);
      for (const result of own) {
        const { property, place, disturbance, name } = result.case;
        count(handler, result, { property, place, disturbance });
        const situation = situationOf(name);
        if (situation !== undefined) count(handler, result, situation);
        if (result.verdict === "failed") failing.add(handler);
      }
      cases += own.length;
      failures += own.filter(({ verdict }) => verdict === "failed").length;
      told.push(...own.filter(({ story }) => story !== undefined));
    },
    flush(doing) {
      if (cases === toldCases) return;
      toldCases = cases;
      const kinds = [...failing].map((handler) => [handler, kindsOf(results.get(handler) ?? [], seed)] as const);
      const stories = told.flatMap(({ story }) => (story === undefined ? [] : [lineStory(story, seed)]));
      write({
        cases,
        failures,
        doing,
        cells: [...changed].map((cell) => ({ ...cell })),
        kinds: Object.fromEntries(kinds),
        stories,
      });
      changed.clear();
      failing.clear();
      told = [];
    },
    end(proof) {
      this.flush([]);
      write({ end: endOf(proof) });
    },
  };
}

/** Handler, sample and state, as the names of one event's cases begin. */
function situationOf(name: string) {
  const [, sample, state, ...others] = name.split(" · ");
  if (sample === undefined || state === undefined || others.length === 0) return undefined;
  return { property: "states", place: sample, disturbance: state };
}

function kindsOf(results: readonly Result[], seed: number): ProofKind[] {
  return failureKinds({ results }).map(({ rule, story, results: alike }) => {
    const name = story?.name ?? alike[0]?.case.name ?? "";
    return { kind: alike[0]?.kind ?? "", rule, count: alike.length, case: name, command: commandFor(name, seed) };
  });
}

function endOf({ handlers, seconds, kept, seed, chance: { drawn, tried } }: Proof): ProofEnd {
  return { summary: { seconds, kept, seed, drawn, tried }, handlers: handlers.map(ofHandler) };
}

function ofHandler({ handler, problems, bounds }: HandlerProof): ProofEnd["handlers"][number] {
  return { handler, problems: problems.map(({ rule }) => `${handler} ${rule}`), bounds };
}
