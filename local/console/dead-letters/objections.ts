import type { Clock } from "../../../functions/runtime/clock.ts";
import { pauseOf } from "../../../functions/runtime/outage/labels.ts";
import { rehearsable } from "./rehearsable.ts";
import { type MeasuredCost, measuredCosts } from "../../../bundler/read/measured.ts";
import type { Declarations } from "./place.ts";
import type { Plan } from "./plans.ts";
import { CommandError } from "../../core/problems.ts";
import type { Pubsub } from "./pubsub.ts";

/** A reported allowance. */
export interface ReportedAllowance {
  readonly system: string;
  /** For instance `API calls of the day`. */
  readonly unit: string;
  readonly used: number;
  readonly max: number;
  /** When it was reported, in Unix milliseconds. */
  readonly at: number;
}

/** Reasons not to start or continue a replay. */
export interface Objections {
  /** A sentence if nothing more should be sent; cached for five seconds. */
  ask(): Promise<string | undefined>;
  /** The same for one more plan, which counts as sent if there is no objection. */
  before(plan: Plan): Promise<string | undefined>;
}

interface ObjectionOptions {
  readonly manifest: Declarations;
  readonly pubsub: Pick<Pubsub, "subscription">;
  /** The latest reported allowances; empty if unknown. */
  readonly allowances: () => Promise<readonly ReportedAllowance[]>;
  /** Called once with the reason if allowances can't be read: the replay continues without them. */
  readonly remark: (sentence: string) => void;
  readonly clock: Clock;
}

/** A replay leaves the rest of an allowance to interactive use. */
const MOST_USED = 0.9;
const ASK_EVERY_MS = 5000;
/** Events sent less than this before a report may not be counted in it. */
const HANDLED_MS = 15_000;

/**
 * Objects while a handler of the letters is paused, since they would only wait, and when 90 % of an allowance are used
 * or will be by events under way, as measured per handler.
 */
export function createObjections(plans: readonly Plan[], options: ObjectionOptions): Objections {
  const { manifest, clock } = options;
  const handlersOf = (some: readonly Plan[]) => rehearsable(some, manifest).map(({ handler }) => handler);
  const handlers = [...new Set(handlersOf(plans))];
  const book = createBook(handlers, options);
  let [askedAt, answer]: [number, Promise<string | undefined>] = [-Infinity, Promise.resolve(undefined)];

  async function askAnew(): Promise<string | undefined> {
    const [paused] = await Promise.all([pausedAmong(handlers, options), book.hear()]);
    return paused === undefined ? undefined : `stopped: ${paused} is paused, and what is replayed would wait`;
  }

  async function asked(): Promise<string | undefined> {
    if (clock.now() - askedAt >= ASK_EVERY_MS) {
      askedAt = clock.now();
      answer = askAnew();
    }
    return answer;
  }

  return {
    ask: async () => (await asked()) ?? book.spent([]),
    async before(plan) {
      const own = handlersOf([plan]);
      const why = (await asked()) ?? book.spent(own);
      if (why === undefined) book.add(own);
      return why;
    },
  };
}

/** Tracks used allowances, including expected use by events under way. */
function createBook(handlers: readonly string[], { manifest, allowances, remark, clock }: ObjectionOptions) {
  const out = createSent();
  const measuring = costsOf(handlers, manifest);
  let measured: ReadonlyMap<string, readonly MeasuredCost[]> = new Map();
  let told: readonly ReportedAllowance[] = [];
  let isRemarked = false;

  return {
    async hear(): Promise<void> {
      measured = await measuring;
      told = await allowances().catch((error: unknown) => {
        if (!(error instanceof CommandError)) throw error;
        if (!isRemarked)
          remark(`What is used of allowances is not known, and no replay stops for it: ${error.message}`);
        isRemarked = true;
        return [];
      });
      out.forget(Math.min(clock.now(), ...told.map(({ at }) => at)) - HANDLED_MS);
    },
    /** @param own the handlers of one more event */
    spent(own: readonly string[]): string | undefined {
      for (const { system, unit, used, max } of told) {
        if (used >= max * MOST_USED) return `stopped: ${used} of the ${max} ${unit} of ${system} are used`;
        const most = (handler: string) =>
          measured.get(handler)?.find((cost) => cost.system === system && cost.unit === unit)?.most ?? 0;
        const more = own.reduce((sum, handler) => sum + most(handler), 0);
        const foreseen = used + out.sum(most) + more;
        if (more > 0 && foreseen >= max * MOST_USED)
          return `stopped: with what is just out ${foreseen} of the ${max} ${unit} of ${system} may be used`;
      }
      return undefined;
    },
    add: (own: readonly string[]) => out.add(own, clock.now()),
  };
}

/** Counts recent events by handler. */
function createSent() {
  let all: { readonly handler: string; readonly at: number }[] = [];
  const counts = new Map<string, number>();
  const count = (handler: string, more: number) => counts.set(handler, (counts.get(handler) ?? 0) + more);
  return {
    add(handlers: readonly string[], at: number): void {
      for (const handler of handlers) {
        all.push({ handler, at });
        count(handler, 1);
      }
    },
    forget(before: number): void {
      for (const { handler, at } of all) if (at < before) count(handler, -1);
      all = all.filter(({ at }) => at >= before);
    },
    sum: (of: (handler: string) => number) =>
      [...counts].reduce((total, [handler, many]) => total + of(handler) * many, 0),
  };
}

async function pausedAmong(
  handlers: readonly string[],
  { pubsub, manifest }: ObjectionOptions,
): Promise<string | undefined> {
  const states = await Promise.all(handlers.map((name) => pubsub.subscription(name)));
  return handlers.find((name, index) => {
    const state = states[index];
    return state !== undefined && pauseOf(state, isPushed(name, manifest)) !== undefined;
  });
}

/** Batch handlers use far less per event in a batch than alone, which is what was measured. */
async function costsOf(
  handlers: readonly string[],
  manifest: Declarations,
): Promise<ReadonlyMap<string, readonly MeasuredCost[]>> {
  const pushed = handlers.filter((name) => isPushed(name, manifest));
  return new Map(await Promise.all(pushed.map(async (name) => [name, await measuredCosts(name)] as const)));
}

function isPushed(name: string, { subscriptions }: Declarations): boolean {
  return subscriptions[name]?.push !== undefined;
}
