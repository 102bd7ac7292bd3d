import { type Finding, finding } from "../rules/finding.ts";
import type { Declarable } from "../cases/case.ts";
import type { ArrivalRule, Declarations, Divergence } from "./declarations.ts";

/** What one case has shown, as far as declarations can excuse it. */
interface Shown {
  readonly declarable: readonly Declarable[];
  readonly findings: readonly Finding[];
  readonly arrivalRules: readonly ArrivalRule[];
}

/** Judges one case after another by what is declared, and knows at the end which declarations none has needed. */
export function openAccount({ diverges = [], arrivalDecides = [] }: Declarations) {
  const used = new Set<Divergence | ArrivalRule>();
  return {
    judge({ declarable, findings, arrivalRules }: Shown): "ok" | "declared" | "failed" {
      for (const rule of arrivalRules) used.add(rule);
      if (findings.length === 0) return arrivalRules.length === 0 ? "ok" : "declared";
      const covering = diverges.filter((entry) => declarable.some((disturbance) => isOf(entry, disturbance)));
      if (covering.length === 0 || !findings.every(({ isDivergence }) => isDivergence)) return "failed";
      // Of two that cover it nobody can tell which one it needs.
      if (covering.length === 1) for (const entry of covering) used.add(entry);
      return "declared";
    },
    unused: (): Finding[] => [
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

function isOf(entry: Divergence, { fault, operation }: Declarable): boolean {
  return entry.fault === fault && entry.operation === operation;
}

function needless(what: string): Finding {
  return finding("bounds", `declares that ${what}, and no case needs that`);
}
