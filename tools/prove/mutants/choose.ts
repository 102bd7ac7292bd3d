import type { GroupReach, Trial, Trials } from "./attempt.ts";
import type { SourceFile } from "../points/source-file.ts";
import type { Mutant } from "./mutant.ts";
import { type Point, pointsNear, pointsOf } from "../points/points.ts";

/** The points of all files, numbered consecutively. */
export interface PointIndex {
  readonly count: number;
  /** Number of a file's first point. */
  first(file: string): number;
  /**
   * Points relevant to a mutant; all of its file's if unknown. `isOfModule`: it is outside of functions, and there is
   * no telling which code reads it.
   */
  near(mutant: Mutant): { readonly points: readonly number[]; readonly isOfModule: boolean };
}

export function indexPoints(files: readonly SourceFile[]): PointIndex {
  const known = new Map<
    string,
    { readonly file: SourceFile; readonly points: readonly Point[]; readonly first: number }
  >();
  let count = 0;
  for (const file of files) {
    const points = pointsOf(file);
    known.set(file.file, { file, points, first: count });
    count += points.length;
  }
  return {
    count,
    first: (file) => known.get(file)?.first ?? 0,
    near(mutant) {
      const found = known.get(mutant.file);
      if (found === undefined) return { points: [], isOfModule: true };
      const near = pointsNear(found.file, found.points, mutant);
      const isOfModule = !near.some((point) => {
        const { start, end } = found.points[point] ?? { start: 0, end: 0 };
        return start <= mutant.start && mutant.end <= end;
      });
      const counting = near.length === 0 ? [...found.points.keys()] : near;
      return { points: counting.map((point) => found.first + point), isOfModule };
    },
  };
}

/** First a few clean runs and cases of some kinds; then all clean runs and more cases of each kind. */
const FIRST_CLEAN = 6;
const FIRST_CASES = 16;
const MOST_CLEAN = 60;
const MOST_CASES = 150;

interface Placed {
  readonly group: string;
  readonly name: string;
  readonly kind: string;
}

/** Chooses the cases to try a mutant on, from what each case reached. Empty if no case reaches its points. */
export function chooseFrom(groups: readonly GroupReach[]): (points: readonly number[]) => Trials | undefined {
  const all: Placed[] = groups.flatMap(({ group, cases }) => cases.map(({ name, kind }) => ({ group, name, kind })));
  const effects = new Map(groups.map(({ group, effect }) => [group, effect]));
  const byPoint = new Map<number, Placed[]>();
  let index = 0;
  for (const { points } of groups.flatMap(({ cases }) => cases)) {
    const placed = all[index];
    index += 1;
    if (placed === undefined) continue;
    for (const point of points) {
      const placedThere = byPoint.get(point) ?? [];
      byPoint.set(point, placedThere);
      placedThere.push(placed);
    }
  }
  return (points) => {
    const reaching = points.length === 0 ? all : [...new Set(points.flatMap((point) => byPoint.get(point) ?? []))];
    if (reaching.length === 0) return undefined;
    const clean = spread(
      reaching.filter(({ kind }) => kind === "clean"),
      MOST_CLEAN,
    );
    const various = turnByTurn(reaching.filter(({ kind }) => kind !== "clean"));
    const first = [
      ...spread(clean, FIRST_CLEAN),
      ...various.filter(({ kind }) => !MEETING.test(kind)).slice(0, FIRST_CASES),
    ];
    const rest = [...clean, ...various.slice(0, MOST_CASES)].filter((one) => !first.includes(one));
    return { few: toTrial(first, effects), many: toTrial(rest, effects) };
  };
}

const MEETING = /^(order|interleaving) /;

/** At most `most` values, evenly spread. */
function spread<Value>(values: readonly Value[], most: number): Value[] {
  const step = Math.max(1, values.length / most);
  return Array.from({ length: Math.min(most, values.length) }, (_, index) => values[Math.floor(index * step)]).filter(
    (value) => value !== undefined,
  );
}

/** Within each property one case of each kind in turn, then a second of each, preferring other situations. */
function turnByTurn(cases: readonly Placed[]): Placed[] {
  const kinds = [...Map.groupBy(cases, ({ kind }) => kind)].map(([kind, alike], index) => {
    const turned = spread(alike, MOST_CASES);
    const at = (index * 7) % turned.length;
    return { property: kind.split(" ", 1)[0], alike: [...turned.slice(at), ...turned.slice(0, at)] };
  });
  const byProperty = [...Map.groupBy(kinds, ({ property }) => property).values()];
  const inTurn = oneOfEach(byProperty).map(({ alike }) => alike);
  return oneOfEach(inTurn);
}

/** The first of each list, then the second of each. */
function oneOfEach<Value>(lists: readonly (readonly Value[])[]): Value[] {
  const rounds = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) => lists.flatMap((list) => list.slice(round, round + 1))).flat();
}

function toTrial(cases: readonly Placed[], effects: ReadonlyMap<string, string | undefined>): Trial {
  const groups = Map.groupBy(cases, ({ group }) => group);
  return Object.fromEntries(
    [...groups].map(([group, own]) => [group, { cases: own.map(({ name }) => name), effect: effects.get(group) }]),
  );
}
