import type { FaultRule, Faults } from "../../../local/core/faults.ts";
import type { FaultFit } from "../../../local/core/fault-fit.ts";
import type { StandIn } from "../../../local/core/system.ts";

type Strike = Omit<FaultRule, "system">;

export interface RandomFaults extends Faults {
  /** The number of calls, and how often each fault struck. */
  counts(): { readonly calls: number; readonly faults: ReadonlyMap<string, number> };
  /** Stops all faults. */
  end(): void;
  /** When the last delayed effect will have arrived, in milliseconds since the epoch. */
  settledAt(): number;
}

/**
 * Left out because nobody could notice them (the first two), because they outlast the run (the third), or because they
 * only make things late (the fourth).
 */
const LEFT_OUT = new Set(["200-dropped", "failed_event", "401-forever", "slow"]);
/** The caller waits for its own timeout of 5 or 10 s, so only a few of these fit into a run. */
const STALLS = new Set(["stall-headers", "stall-body", "late-apply"]);
const SHARE_OF_STALLS = 0.004;
/** Permanent refusals that are repaired an hour later. They cause the dead letters. */
const SHARE_OF_REFUSALS = 0.01;
/** After the caller has timed out. */
const LATE_MS = 11_000;

/** Makes a share of all calls fail, each with one of the faults that make sense for it. */
export function createRandomFaults(standIns: readonly StandIn[], random: () => number, share: number): RandomFaults {
  const struck = new Map<string, number>();
  let calls = 0;
  let isOn = true;
  let settledAt = 0;
  return {
    add() {
      throw new Error("Faults are random here: no rule can be set.");
    },
    list: () => [],
    clear: () => {},
    hit: () => {},
    counts: () => ({ calls, faults: struck }),
    settledAt: () => settledAt,
    end() {
      isOn = false;
    },
    take(system, request) {
      if (!isOn) return undefined;
      calls += 1;
      if (random() >= share) return undefined;
      const strike = pick(
        strikesFor(
          standIns.find(({ name }) => name === system),
          request,
        ),
        random,
      );
      if (strike === undefined) return undefined;
      struck.set(strike.fault, (struck.get(strike.fault) ?? 0) + 1);
      if (strike.fault === "late-apply") settledAt = Date.now() + LATE_MS;
      return { system, ...strike };
    },
  };
}

interface Strikes {
  readonly usual: readonly Strike[];
  readonly stalls: readonly Strike[];
  readonly refusals: readonly Strike[];
}

function pick({ usual, stalls, refusals }: Strikes, random: () => number): Strike | undefined {
  const kind = random();
  const place = random();
  const oneOf = (strikes: readonly Strike[]) => strikes[Math.floor(place * strikes.length)];
  const rare =
    kind < SHARE_OF_STALLS ? oneOf(stalls) : kind < SHARE_OF_STALLS + SHARE_OF_REFUSALS ? oneOf(refusals) : undefined;
  return rare ?? oneOf(usual);
}

function strikesFor(standIn: StandIn | undefined, { method, path }: { method: string; path: string }): Strikes {
  const fits = (standIn?.faultsFor({ method, url: new URL(path, "http://system.test") }) ?? []).filter(
    ({ rule: { fault } }) => !LEFT_OUT.has(fault),
  );
  const strikes = (isOne: (fit: FaultFit) => boolean) =>
    fits.filter(isOne).map(({ rule }) => (rule.fault === "late-apply" ? { ...rule, milliseconds: LATE_MS } : rule));
  return {
    usual: strikes(({ rule, refuses }) => !STALLS.has(rule.fault) && refuses === undefined),
    stalls: strikes(({ rule }) => STALLS.has(rule.fault)),
    refusals: strikes(({ refuses }) => refuses !== undefined),
  };
}
