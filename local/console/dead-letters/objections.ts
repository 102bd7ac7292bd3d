import type { Clock } from "../../../functions/runtime/clock.ts";
import { pauseOf } from "../../../functions/runtime/outage/labels.ts";
import { rehearsable } from "./rehearsable.ts";
import { type MeasuredCost, measuredCosts } from "../../../bundler/read/measured.ts";
import type { Declarations } from "./place.ts";
import type { Plan } from "./plans.ts";
import { CommandError } from "../../core/problems.ts";
import type { Pubsub } from "./pubsub.ts";

/** What a system has told of an allowance. */
export interface ToldAllowance {
  readonly system: string;
  /** `API calls of the day`. */
  readonly unit: string;
  readonly used: number;
  readonly max: number;
  /** When it was told: milliseconds since the epoch. */
  readonly at: number;
}

/** What speaks against a replay, or against going on with it. */
export interface Objections {
  /** A sentence where nothing more is to be sent; asked anew every five seconds at most. */
  ask(): Promise<string | undefined>;
  /** The same before one more, which counts as sent where nothing speaks against it. */
  before(plan: Plan): Promise<string | undefined>;
}

export interface ObjectionOptions {
  readonly manifest: Declarations;
  readonly pubsub: Pick<Pubsub, "subscription">;
  /** What is told of allowances by now; none where nobody tells. */
  readonly allowances: () => Promise<readonly ToldAllowance[]>;
  /** Told once why allowances can't be known, where they can't: the replay goes on without. */
  readonly remark: (sentence: string) => void;
  readonly clock: Clock;
}

/** Above this a replay leaves what is left of an allowance to those who wait for an answer. */
const MOST_USED = 0.9;
const ASK_EVERY_MS = 5000;
/** What was sent so shortly before an allowance was told may not have been handled then. */
const HANDLED_MS = 15_000;

/**
 * A replay stops while a handler of its letters is paused, for they would only wait; and where 90 % of an allowance are used, or would
 * be, by what is measured of the handlers, once what is just out is handled.
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

/** What is used of allowances, and will be by what is out. */
function createBook(handlers: readonly string[], { manifest, allowances, remark, clock }: ObjectionOptions) {
  const out = createSent();
  const measuring = costsOf(handlers, manifest);
  let measured: ReadonlyMap<string, readonly MeasuredCost[]> = new Map();
  let told: readonly ToldAllowance[] = [];
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
    /** @param own What one more would be given to. */
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

/** How many events went to which handler lately. */
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

/** A batch handler takes far less by the hundred than by one, which alone is measured. */
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
