import type { ProofCell, ProofEnd, ProofKind, ProofLine, ProofStory } from "../../../local/console/contract/proof.ts";
import type { GroupResult } from "../run/group.ts";
import type { Result } from "../story/result.ts";
import type { Proof } from "../run/proof.ts";
import { commandFor } from "./command.ts";
import { failureKinds } from "../story/kinds.ts";
import { lineStory } from "./line-story.ts";

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type OwnCell = Mutable<ProofCell & { handler: string }>;

type Where = Pick<ProofCell, "property" | "place" | "disturbance">;

/** Reports, for outside observers, how the matrices fill. */
export class Lines {
  readonly #seed: number;
  readonly #write: (line: ProofLine) => void;
  readonly #cells = new Map<string, OwnCell>();
  readonly #results = new Map<string, Result[]>();
  readonly #changed = new Set<OwnCell>();
  readonly #failing = new Set<string>();
  #stories: ProofStory[] = [];
  #cases = 0;
  #failures = 0;
  #toldCases = 0;

  /** @param write takes a line */
  constructor(seed: number, write: (line: ProofLine) => void) {
    this.#seed = seed;
    this.#write = write;
  }

  add({ handler, results }: Pick<GroupResult, "handler" | "results">): void {
    this.#results.set(handler, [...(this.#results.get(handler) ?? []), ...results]);
    for (const result of results) {
      const { property, place, disturbance, name } = result.case;
      this.#count(handler, result, { property, place, disturbance });
      const situation = situationOf(name);
      if (situation !== undefined) this.#count(handler, result, situation);
      if (result.story !== undefined) this.#stories.push(lineStory(result.story, this.#seed));
      if (result.verdict !== "failed") continue;
      this.#failing.add(handler);
      this.#failures += 1;
    }
    this.#cases += results.length;
  }

  /** Writes what has changed since the last call, if anything. */
  flush(doing: readonly string[]): void {
    if (this.#cases === this.#toldCases) return;
    this.#toldCases = this.#cases;
    const kinds = [...this.#failing].map((handler) => [handler, kindsOf(this.#results.get(handler) ?? [], this.#seed)]);
    this.#write({
      cases: this.#cases,
      failures: this.#failures,
      doing,
      cells: [...this.#changed].map((cell) => ({ ...cell })),
      kinds: Object.fromEntries(kinds),
      stories: this.#stories,
    });
    this.#changed.clear();
    this.#failing.clear();
    this.#stories = [];
  }

  end(proof: Proof): void {
    this.flush([]);
    this.#write({ end: endOf(proof) });
  }

  #count(handler: string, { verdict, kind, case: { name } }: Result, where: Where): void {
    const key = JSON.stringify([handler, where.property, where.place, where.disturbance]);
    const cell = this.#cells.get(key) ?? { handler, ...where, ok: 0, declared: 0, failed: 0, example: name };
    this.#cells.set(key, cell);
    if (verdict === "failed" && cell.failed === 0)
      Object.assign(cell, { example: name, ...(kind !== undefined && { kind }) });
    cell[verdict] += 1;
    this.#changed.add(cell);
  }
}

/** Handler, sample and state, from the names of one event's cases. */
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
  return {
    summary: { seconds, kept, seed, drawn, tried },
    handlers: handlers.map(({ handler, problems, bounds }) => ({
      handler,
      problems: problems.map(({ rule }) => `${handler} ${rule}`),
      bounds,
    })),
  };
}
