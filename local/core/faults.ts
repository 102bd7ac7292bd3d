import { matchRequest, type MatchableRequest } from "./fault-match.ts";
import { checkFaultRule } from "./fault-rule.ts";
import type { FaultRule, FaultySystem } from "./fault-rule.ts";

export type { FaultRule } from "./fault-rule.ts";

/** The active rules of all systems, and how often each was applied. */
export interface Faults {
  /** Validates every field, since rules may come from outside. Throws a sentence naming the invalid one. */
  add(rule: FaultRule): void;
  list(): (FaultRule & { hits: number; spent: number })[];
  clear(): void;
  /**
   * Returns the rule that applies to this request, if any, and consumes one use: call it once per request. Of several
   * due rules the first added applies; the others stay due for the next request. Counts as a hit, unless its target
   * still has to be found in the request.
   */
  take(system: string, request: MatchableRequest, isHit?: (rule: FaultRule) => boolean): FaultRule | undefined;
  /** Counts a hit for a taken rule whose target was found: at most once per request. */
  hit(rule: FaultRule): void;
}

/** Faults of any HTTP call: name → what the caller and the system's state see. */
export const commonFaults: Record<string, string> = {
  "reject-before": "Not applied: answers `status` (500) with `body` (none).",
  "apply-then-drop": "Applied, then the connection is reset before any answer: the caller can't know.",
  "late-apply": "The caller waits in vain; applied after `milliseconds` (30000), even if the caller has left by then.",
  "reset-before-headers": "Not applied: the connection is reset before any answer.",
  "reset-mid-body": "Applied: the answer's headers and half its body arrive, then the connection is reset.",
  "unknown-host": "Not applied: the host's name is not known any more (ENOTFOUND).",
  "stall-headers": "Not applied: no answer ever comes.",
  "stall-body": "Applied: the answer's headers and half its body arrive, and never the rest.",
  slow: "Applied at once: the answer comes `milliseconds` (1000) later.",
  "5xx-json": "Not applied: answers `status` (503) with `body` as JSON.",
  "5xx-html": "Not applied: answers `status` (502) with a proxy's page, text/html without a charset.",
  "5xx-html-charset": "Not applied: answers `status` (502) with a proxy's page, text/html; charset=utf-8.",
  "429": "Not applied: answers 429 without Retry-After.",
  "429-retry-after": "Not applied: answers 429 with Retry-After, in seconds from `milliseconds` (1000).",
  "3xx": "Not applied: answers `status` (302) with a Location on the same host.",
  "truncated-200": "Applied: the answer looks complete, but half its body is missing.",
  "empty-200": "Applied: the answer is a 200 without a body.",
  "other-200": "Not applied: answers 200 with `body` ({}) as JSON, as another call would be answered.",
};

interface SetRule {
  readonly rule: FaultRule;
  readonly matches: (request: MatchableRequest) => boolean;
  seen: number;
  spent: number;
  hits: number;
}

/** Fault rules for these systems, initially none. */
export function createFaults(systems: readonly FaultySystem[]): Faults {
  let rules: SetRule[] = [];
  const sound = new Map<string, SetRule["matches"]>();
  return {
    add(rule) {
      // The prover adds the same few rules thousands of times.
      const text = JSON.stringify(rule);
      const known = sound.get(text);
      if (known === undefined) checkFaultRule(rule, systems, commonFaults);
      const matches = known ?? matchRequest(rule.match);
      sound.set(text, matches);
      rules.push({ rule, matches, seen: 0, spent: 0, hits: 0 });
    },
    list: () => rules.map(({ rule, hits, spent }) => ({ ...rule, hits, spent })),
    clear() {
      rules = [];
    },
    take(system, request, isHit = () => true) {
      let struck: SetRule | undefined;
      for (const set of rules) {
        if (set.rule.system !== system || !set.matches(request)) continue;
        set.seen += 1;
        if (struck === undefined && isDue(set)) struck = set;
      }
      if (struck === undefined) return undefined;
      struck.spent += 1;
      if (isHit(struck.rule)) struck.hits += 1;
      return struck.rule;
    },
    hit(rule) {
      const struck = rules.find((set) => set.rule === rule);
      if (struck !== undefined) struck.hits += 1;
    },
  };
}

function isDue({ rule: { from = 1, times = 1 }, seen, spent }: SetRule): boolean {
  return seen >= from && (times === 0 || spent < times);
}
