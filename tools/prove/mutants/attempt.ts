import { findStandIns } from "../../../local/core/find.ts";
import { findUnits } from "../../../bundler/read/units.ts";
import { findCandidates } from "../find.ts";
import type { Group, GroupResult } from "../group.ts";
import type { Candidate } from "../proof.ts";
import { type ProofOptions, withProver } from "../prove.ts";
import type { Property } from "../rules/finding.ts";
import type { ProgressField } from "../workers/progress.ts";
import { countReached } from "./reached.ts";
import { reloadable, type Texts } from "./reload.ts";

/** What is tried of each situation and each meeting: what npm test tries. */
export const selection = { seed: 1, drawn: { twoFaults: 2, interleavings: 6, share: 0.2 } };

/** A group's cases, and which points each came to. */
export interface GroupReach {
  readonly group: string;
  readonly cases: readonly CaseReach[];
}

export interface CaseReach {
  /** The clean run's is the group's own. */
  readonly name: string;
  /** Property and disturbance. */
  readonly kind: string;
  readonly points: readonly number[];
}

/** By group, the names of the cases that a mutant is tried on. */
export type Trial = Readonly<Record<string, readonly string[]>>;

/** What has told the mutant from the original: a property; or it can't be loaded, or stands still; or never comes back. */
export type Killer = Property | "broken" | "time-out" | "tests";

export interface Attempts {
  /** Runs the groups whose turn it is on instrumented texts. @throws where a case fails by itself. */
  reach(texts: Texts, points: number, isMine: () => boolean): Promise<GroupReach[]>;
  /** Tries a mutant, one trial after another, until something fails. */
  attempt(texts: Texts, trials: readonly Trial[]): Promise<Killer | undefined>;
}

export async function openAttempts(onProgress: (field: ProgressField, what: string) => void): Promise<Attempts> {
  const reload = reloadable();
  const [standIns, originals, units] = [await findStandIns(), await findCandidates(), await findUnits()];
  const candidatesOf = (texts: Texts) => replaceUnits(originals, units, reload(texts));
  const common = { ...selection, standIns };
  // Once for all: what comes from disk is there by the time that a mutant needs it.
  await withProver({ ...common, candidates: originals, onProgress }, async () => {});

  return {
    async reach(texts, points, isMine) {
      const candidates = await candidatesOf(texts);
      const reached = countReached(points);
      const seen = new Map<string, number[]>();
      let current = "";
      const note = () => seen.set(current, [...(seen.get(current) ?? []), ...reached.take()]);
      const onCase = (field: ProgressField, what: string) => {
        onProgress(field, what);
        if (field !== "case") return;
        note();
        current = what;
      };
      const groups: GroupReach[] = [];
      await withProver({ ...common, candidates, onProgress: onCase }, async (prover) => {
        for (const group of prover.groups) {
          if (!isMine()) continue;
          const result = await prover.run(group);
          note();
          groups.push(reachOf(group, result, seen));
          seen.clear();
        }
      });
      return groups;
    },
    async attempt(texts, trials) {
      try {
        const candidates = await candidatesOf(texts);
        return await tryOut({ ...common, candidates, isWarm: true, onProgress }, trials);
      } catch {
        return "broken";
      }
    },
  };
}

/** A mutant that retries where the original does not makes hours of virtual time, and some of real time, of each case. */
const MOST_MS = 6_000;

async function tryOut(options: ProofOptions, trials: readonly Trial[]): Promise<Killer | undefined> {
  let killer: Killer | undefined;
  let names: ReadonlySet<string> = new Set();
  const selects = (name: string) => names.has(name);
  const until = performance.now() + MOST_MS;
  await withProver({ ...options, selects }, async ({ groups, run }) => {
    for (const trial of trials) {
      for (const group of groups) {
        if (killer !== undefined || trial[group.name] === undefined || performance.now() > until) continue;
        names = new Set(trial[group.name]);
        killer = killerOf(await run(group, 1));
      }
    }
  });
  return killer;
}

async function replaceUnits(
  originals: readonly Candidate[],
  { handlers, clients }: Awaited<ReturnType<typeof findUnits>>,
  load: (file: string) => Promise<unknown>,
): Promise<Candidate[]> {
  const loaded = async <Specification>(file: string, original: Specification) => {
    const module = (await load(file)) as { readonly default: Specification };
    return [original, module.default] as const;
  };
  const replacements = new Map<unknown, unknown>([
    ...(await Promise.all(handlers.map((unit) => loaded(`functions/handlers/${unit.file}.ts`, unit.specification)))),
    ...(await Promise.all(
      clients.map((unit) => loaded(`functions/clients/${unit.file}/client.ts`, unit.specification)),
    )),
  ]);
  const replaced = <Specification>(original: Specification) => replacements.get(original) as Specification;
  return originals.map((candidate) => {
    const { handler, clients: used } = candidate.handler;
    return { ...candidate, handler: { ...candidate.handler, handler: replaced(handler), clients: used.map(replaced) } };
  });
}

function reachOf(
  { name }: Group,
  { results, problems }: GroupResult,
  seen: ReadonlyMap<string, readonly number[]>,
): GroupReach {
  const [problem] = [
    ...problems,
    ...results.filter(({ verdict }) => verdict === "failed").flatMap(({ findings }) => findings),
  ];
  if (problem !== undefined) throw new Error(`${name}: ${problem.rule}. Mutants are for handlers whose proof holds.`);
  const kinds = new Map(
    results.map((result) => [result.case.name, `${result.case.property} ${result.case.disturbance}`]),
  );
  const cases = [...seen].flatMap(([one, points]) => {
    const kind = one === name ? "clean" : kinds.get(one);
    return kind === undefined ? [] : [{ name: one, kind, points: [...new Set(points)] }];
  });
  return { group: name, cases };
}

function killerOf({ results, problems }: GroupResult): Killer | undefined {
  const failed = results.filter(({ verdict }) => verdict === "failed").flatMap(({ findings }) => findings);
  const found = [...failed, ...problems];
  return (found.find(({ property }) => property !== EFFECTS) ?? found[0])?.property;
}

/** What the effects file alone can tell comes after what a rule knows. */
const EFFECTS: string = "effects";
