import { type Breach, breach } from "../breach.ts";
import type { Disturbance } from "../case.ts";
import type { ArrivalRule, Declarations, Divergence } from "./declarations.ts";

/** What one case has shown, as far as declarations can excuse it. */
interface Shown {
  readonly disturbances: readonly Disturbance[];
  readonly breaches: readonly Breach[];
  readonly arrivalRules: readonly ArrivalRule[];
}

/** Judges one case after another by what is declared, and knows at the end which declarations none has needed. */
export function openAccount({ diverges = [], arrivalDecides = [] }: Declarations) {
  const used = new Set<Divergence | ArrivalRule>();
  return {
    judge({ disturbances, breaches, arrivalRules }: Shown): "ok" | "declared" | "failed" {
      for (const rule of arrivalRules) used.add(rule);
      if (breaches.length === 0) return arrivalRules.length === 0 ? "ok" : "declared";
      const covering = diverges.filter((entry) => disturbances.some((disturbance) => isOf(entry, disturbance)));
      if (covering.length === 0 || !breaches.every(({ isDivergence }) => isDivergence)) return "failed";
      // Of two that cover it nobody can tell which one it needs.
      if (covering.length === 1) for (const entry of covering) used.add(entry);
      return "declared";
    },
    unused: (): Breach[] => [
      ...diverges
        .filter((entry) => !used.has(entry))
        .map(({ fault, operation }) => needless(`${operation} diverges under ${fault}`)),
      ...arrivalDecides
        .filter((entry) => !used.has(entry))
        .map(({ other, records, fields }) =>
          needless(`arrival beside ${other} decides ${fields.join(", ")} of ${records}`),
        ),
    ],
  };
}

function isOf(entry: Divergence, { fault, operation }: Disturbance): boolean {
  return entry.fault === fault && entry.operation === operation;
}

function needless(what: string): Breach {
  return breach("bounds", `declares that ${what}, and no case needs that`);
}
