import { median } from "../statistics.ts";

/**
 * Measures several things alternately, starting each round with another one, so that other load on the machine affects
 * all alike. Returns the medians. The first round is a warm-up and does not count.
 */
export async function byTurns<Name extends string>(
  rounds: number,
  measures: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(measures) as Name[];
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const value = await measures[name]();
      if (round > 0) values.get(name)?.push(value);
    }
  }
  return Object.fromEntries([...values].map(([name, list]) => [name, median(list)])) as Record<Name, number>;
}
