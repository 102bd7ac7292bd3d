import { customerioFaultsByCall } from "../../../local/customerio/proof/faults.ts";
import { matchRequest } from "../../../local/core/fault-match.ts";
import type { FaultRule, Faults } from "../../../local/core/faults.ts";
import { faultsFor } from "../../../local/salesforce/proof/fault-fit.ts";

type Strike = Omit<FaultRule, "system">;

export interface RandomFaults extends Faults {
  /** How many calls there were, and how often each fault has struck. */
  counts(): { readonly calls: number; readonly faults: ReadonlyMap<string, number> };
  /** From now on every call is answered as it should be. */
  end(): void;
  /** Milliseconds since the epoch by which the last call that is still to be applied late will be. */
  settledAt(): number;
}

/** Nobody can notice the first; the second would outlast the run; the third is late, not wrong. */
const LEFT_OUT = new Set(["200-dropped", "401-forever", "slow"]);
/** The caller waits for its own deadline, 5 or 10 s: a few of these are all that fits into a run. */
const STALLS = new Set(["stall-headers", "stall-body", "late-apply"]);
const SHARE_OF_STALLS = 0.004;
/** For ever, says the vendor, and an hour later it is mended: what dead letters come from. */
const SHARE_OF_REFUSALS = 0.01;
/** After the caller has given up. */
const LATE_MS = 11_000;

/** Lets a share of all calls to the vendors fail, each by one of the faults that make sense for it. */
export function createRandomFaults(random: () => number, share: number): RandomFaults {
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
    counts: () => ({ calls, faults: struck }),
    settledAt: () => settledAt,
    end() {
      isOn = false;
    },
    take(system, request) {
      if (!isOn) return undefined;
      calls += 1;
      if (random() >= share) return undefined;
      const strike = pick(strikesFor(system, request), random);
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

function strikesFor(system: string, request: { method: string; path: string }): Strikes {
  const fits = (system === "salesforce" ? salesforceStrikes(request) : customerioStrikes(request)).filter(
    ({ fault }) => !LEFT_OUT.has(fault),
  );
  return {
    usual: fits.filter(({ fault, status }) => !STALLS.has(fault) && status !== 400),
    stalls: fits.filter(({ fault }) => STALLS.has(fault)),
    refusals: fits.filter(({ status }) => status === 400),
  };
}

function salesforceStrikes({ method, path }: { method: string; path: string }): Strike[] {
  const isCreate = method === "POST" && path.endsWith("/sobjects/Lead");
  const fits = faultsFor({ method, url: new URL(path, "http://salesforce") }).map(({ rule }) => timed(rule));
  return isCreate ? [...fits, { fault: "dup-rule" }] : fits;
}

const REFUSAL: Strike = { fault: "reject-before", status: 400, body: { meta: { errors: ["refused at random"] } } };

function customerioStrikes(request: { method: string; path: string }): Strike[] {
  const fitting = Object.entries(customerioFaultsByCall).find(([match]) => matchRequest(match)(request));
  return [...(fitting?.[1] ?? []).map((fault) => timed({ fault })), REFUSAL];
}

function timed(strike: Strike): Strike {
  return strike.fault === "late-apply" ? { ...strike, milliseconds: LATE_MS } : strike;
}
