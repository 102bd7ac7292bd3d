import type { Property } from "../finding.ts";
import type { Result } from "./result.ts";

type Told = Pick<Result["case"], "name" | "property" | "disturbance">;

/** What is disturbed, from what happens every day to what seldom does. Others are between these and meetings. */
const EVERY_DAY: readonly Property[] = ["identity", "duplicates", "faults", "crash", "deadline", "acknowledgement"];
const MEETINGS: readonly Property[] = ["someone else", "order", "interleaving"];
/** Several faults in one case: `two faults`, `apply-then-drop 6 times`. */
const COMPOUND = /^two faults$| times\b/;

/**
 * How much a reader has to imagine to follow a case; 0 is the least. Where nobody is known yet there are no records to
 * read, a second delivery needs no fault, and one fault is plainer than several.
 */
export function strangenessOf({ name, property, disturbance }: Told): number {
  const kinds = EVERY_DAY.length + MEETINGS.length + 1;
  const [known, met] = [EVERY_DAY.indexOf(property), MEETINGS.indexOf(property)];
  const place = known >= 0 ? known : EVERY_DAY.length + 1 + met;
  return (isOfNobody(name) ? 0 : 2 * kinds) + (COMPOUND.test(disturbance) ? kinds : 0) + place;
}

/** Cases are named `handler · sample · state · …`. */
export function isOfNobody(name: string): boolean {
  return stateOf(name) === "nobody";
}

export function stateOf(name: string): string | undefined {
  return name.split(" · ")[2];
}
