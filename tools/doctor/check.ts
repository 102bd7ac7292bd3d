import { Unasked } from "./unasked.ts";
import type { World } from "./world.ts";

/** What somebody has to do about most findings. */
export const DEPLOY = "deploy: npm run deploy -- plan, then apply";

/** Worst first: messages are being lost, will be unless someone acts, or neither. */
export const HARMS = ["loses data", "will lose", "worth knowing"] as const;
export type Harm = (typeof HARMS)[number];

interface Finding {
  readonly check: string;
  readonly harm: Harm;
  /** What is wrong. */
  readonly sentence: string;
  /** What to do about it. */
  readonly todo: string;
}

export interface NotAsked {
  readonly check: string;
  readonly what: string;
  readonly why: string;
}

export interface Examined {
  readonly asked: number;
  readonly findings: readonly Finding[];
  readonly notAsked: readonly NotAsked[];
}

/** Something that may be wrong. */
export interface Rule<Seen> {
  readonly harm: Harm;
  readonly when: (seen: Seen) => boolean;
  /** Continues the subject's name. */
  readonly says: (seen: Seen) => string;
  readonly todo: string;
}

/** What a check looks at: `subscription form-submitted`. */
interface Subject<Seen> {
  readonly name: string;
  /** Undefined if it does not exist. @throws Unasked */
  readonly ask: () => Promise<Seen | undefined>;
}

export interface Check {
  readonly name: string;
  /** The question that the check answers. */
  readonly asks: string;
  readonly examine: (world: World) => Promise<Examined>;
}

interface Kind<Seen> extends Omit<Check, "examine"> {
  readonly subjects: (world: World) => readonly Subject<Seen>[];
  /** What it means if a subject does not exist. Absent if it always does. */
  readonly missing?: Omit<Rule<unknown>, "when">;
  readonly rules: readonly Rule<Seen>[];
}

export function defineCheck<Seen>({ name: check, asks, subjects, missing, rules }: Kind<Seen>): Check {
  const findingsOf = (name: string, seen: Seen | undefined): Finding[] => {
    const { harm, todo } = missing ?? {};
    if (seen !== undefined) {
      const broken = rules.filter((rule) => rule.when(seen));
      return broken.map((rule) => ({
        check,
        harm: rule.harm,
        sentence: `${name} ${rule.says(seen)}`,
        todo: rule.todo,
      }));
    }
    return harm === undefined || todo === undefined
      ? []
      : [{ check, harm, sentence: `${name} ${missing?.says(undefined) ?? ""}`, todo }];
  };
  const examineOne = async ({ name, ask }: Subject<Seen>): Promise<Examined> => {
    try {
      return { asked: 1, findings: findingsOf(name, await ask()), notAsked: [] };
    } catch (error) {
      if (!(error instanceof Unasked)) throw error;
      return { asked: 0, findings: [], notAsked: [{ check, what: name, why: error.message }] };
    }
  };
  return { name: check, asks, examine: async (world) => together(await Promise.all(subjects(world).map(examineOne))) };
}

export function together(examined: readonly Examined[]): Examined {
  return {
    asked: examined.reduce((sum, one) => sum + one.asked, 0),
    findings: examined.flatMap(({ findings }) => findings),
    notAsked: examined.flatMap(({ notAsked }) => notAsked),
  };
}
