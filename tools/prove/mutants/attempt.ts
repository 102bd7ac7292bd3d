import { findStandIns } from "../../../local/core/find.ts";
import { CommandError } from "../../../local/core/problems.ts";
import { findUnits } from "../../../bundler/read/units.ts";
import { seededRandom, seedOf } from "../../seeded-random.ts";
import { findCandidates } from "../find.ts";
import { spellEffects } from "../effects/page.ts";
import type { Group, GroupResult } from "../run/group.ts";
import type { Candidate } from "../run/candidate.ts";
import type { Selection } from "../run/selection.ts";
import { type ProofOptions, withProver } from "../prove.ts";
import { properties, type Property } from "../finding.ts";
import type { ProgressField } from "../workers/progress.ts";
import { countPoints } from "../points/point-counter.ts";
import { reloadable, type Texts } from "./reload.ts";

/** Which cases to try a mutant on: fewer than `npm test` runs, since more would exercise the same lines. */
const selection = { seed: 1, drawn: { twoFaults: 2, alike: 0, interleavings: 4, triples: 4, represented: 0 } };

/** Whether to include meetings. One meeting takes longer than most mutants survive. */
export type Kinds = "alone" | "meeting";

const ALONE = properties.filter((property) => property !== "order" && property !== "interleaving");

/** A group's cases, with the points that each reached. */
export interface GroupReach {
  readonly group: string;
  /** Of the situation's clean run, in the format of the effects file. */
  readonly effect: string | undefined;
  readonly cases: readonly CaseReach[];
}

interface CaseReach {
  /** For the clean run: the group's name. */
  readonly name: string;
  /** Property and disturbance. */
  readonly kind: string;
  readonly points: readonly number[];
}

/** What to try a mutant on, by group. */
export type Trial = Readonly<Record<string, GroupTrial>>;

/** What to try first, and what to try if that and the tests don't kill the mutant. */
export interface Trials {
  readonly few: Trial;
  readonly many: Trial;
}

interface GroupTrial {
  /** Names of cases. */
  readonly cases: readonly string[];
  /** The original's. */
  readonly effect: string | undefined;
}

/**
 * What killed the mutant: a property, a test, a load error or standstill ("broken"), or an endless loop ("time-out"). A
 * mutant that tsc refuses doesn't count as one.
 */
export type Killer = Property | "broken" | "time-out" | "tests" | "tsc";

export interface ReachAsked {
  readonly texts: Texts;
  readonly points: number;
  /** Only some of the cases. For this tool's own tests. */
  readonly part?: Partial<Selection>;
}

interface Attempts {
  /** Runs this worker's groups on instrumented code. @throws if a case fails on the original */
  reach(asked: ReachAsked, isMine: () => boolean): Promise<GroupReach[]>;
  /** Tries a mutant until something fails. */
  attempt(texts: Texts, trial: Trial, kinds: Kinds): Promise<Killer | undefined>;
}

export async function openAttempts(onProgress: (field: ProgressField, what: string) => void): Promise<Attempts> {
  const reload = reloadable();
  const [standIns, originals, units] = [await findStandIns(), await findCandidates(), await findUnits()];
  const candidatesOf = (texts: Texts) => replaceUnits(originals, units, reload(texts));
  const common = { ...selection, standIns };
  // Once for all: modules are then loaded from disk before a mutant needs them.
  await withProver({ ...common, candidates: originals, properties: [], onProgress }, async ({ groups, run }) => {
    const handlers = Map.groupBy(groups, ({ handler }) => handler.name);
    for (const [first] of handlers.values()) if (first !== undefined) await run(first);
  });

  return {
    async reach({ texts, points, part }, isMine) {
      const counter = countPoints(points);
      const candidates = await candidatesOf(texts);
      // Code that runs when a module loads, such as reading a table, counts for every case.
      const loaded = counter.take();
      const seen = new Map<string, number[]>();
      let current = "";
      const note = () => seen.set(current, [...(seen.get(current) ?? loaded), ...counter.take()]);
      const onCase = (field: ProgressField, what: string) => {
        onProgress(field, what);
        if (field !== "case") return;
        note();
        current = what;
      };
      const groups: GroupReach[] = [];
      const isTried = someOfEach();
      await withProver({ ...common, ...part, candidates, onProgress: onCase, isTried }, async (prover) => {
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
    async attempt(texts, trial, kinds) {
      try {
        const candidates = await candidatesOf(texts);
        const asked = kinds === "alone" ? { properties: ALONE } : {};
        return await tryOut({ ...common, ...asked, candidates, isWarm: true, onProgress }, trial);
      } catch {
        return "broken";
      }
    },
  };
}

/**
 * CPU time of this thread, independent of others. A mutant that retries where the original does not takes hours of
 * virtual time per case, and some real time.
 */
const MOST_MS = 6_000;

function spentMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function tryOut(options: ProofOptions, trial: Trial): Promise<Killer | undefined> {
  let killer: Killer | undefined;
  let asked: GroupTrial | undefined;
  const isTried = ({ name }: { readonly name: string }) => asked?.cases.includes(name) === true;
  const until = spentMs() + MOST_MS;
  await withProver({ ...options, isTried }, async ({ groups, run }) => {
    for (const group of groups) {
      asked = trial[group.name];
      // Effects are compared only after the rules.
      if (asked === undefined || isByRule(killer) || spentMs() > until) continue;
      const result = await run(group, 1);
      const byEffect = effectIn(group, result) === asked.effect ? undefined : "effects";
      killer = ruleBrokenIn(result) ?? killer ?? byEffect;
    }
  });
  return killer;
}

function isByRule(killer: Killer | undefined): boolean {
  return killer !== undefined && killer !== "effects";
}

const FEW = 1;
const SHARE = 0.1;

/**
 * The first case, and every tenth, of those that differ only in sample and state: they reach mostly the same lines, and
 * every state's clean run is included anyway.
 */
function someOfEach(): (one: { readonly name: string }) => boolean {
  const counts = new Map<string, number>();
  return ({ name }) => {
    const key = name.split(" · ").toSpliced(1, 2).join(" · ");
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= FEW || seededRandom(seedOf(1, name))() < SHARE;
  };
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

function reachOf(group: Group, run: GroupResult, seen: ReadonlyMap<string, readonly number[]>): GroupReach {
  const { name } = group;
  const broken = ruleBrokenIn(run);
  if (broken !== undefined)
    throw new CommandError(`${name} fails by itself (${broken}): mutants are for handlers whose proof holds.`);
  const kinds = new Map(run.results.map(({ case: one }) => [one.name, `${one.property} ${one.disturbance}`]));
  const cases = [...seen].flatMap(([one, points]) => {
    const kind = one === name ? "clean" : kinds.get(one);
    return kind === undefined ? [] : [{ name: one, kind, points: [...new Set(points)] }];
  });
  return { group: name, effect: effectIn(group, run), cases };
}

function ruleBrokenIn({ results, problems }: GroupResult): Property | undefined {
  const failed = results.filter(({ verdict }) => verdict === "failed").flatMap(({ findings }) => findings);
  return [...failed, ...problems][0]?.property;
}

function effectIn({ handler }: Group, { effect }: GroupResult): string | undefined {
  return effect === undefined ? undefined : spellEffects(handler.name, [effect]);
}
