/** Shared memory of all workers: which group is next, the end of the budget, and the handlers given up. */
export interface Shared {
  readonly numbers: SharedArrayBuffer;
  /** Milliseconds since the epoch. Times in the memory are relative to this. */
  readonly startedAt: number;
}

const NEXT_GROUP = 0;
/** When the budget for drawn cases ends. 0 until the first of them is reached. */
const END = 1;
const HANDLERS = 2;
const LONGEST_MS = 2 ** 30;

export function createShared(handlers: number): Shared {
  const numbers = new SharedArrayBuffer((HANDLERS + handlers) * Int32Array.BYTES_PER_ELEMENT);
  return { numbers, startedAt: now() };
}

export function takeNextGroup({ numbers }: Shared): number {
  return Atomics.add(new Int32Array(numbers), NEXT_GROUP, 1);
}

/** Whether another drawn case fits into the budget. The first call starts the budget. */
export function isTimeLeft({ numbers, startedAt }: Shared, budgetMs: number): boolean {
  const passedMs = Math.ceil(now() - startedAt);
  const endMs = passedMs + Math.min(budgetMs, LONGEST_MS);
  const setMs = Atomics.compareExchange(new Int32Array(numbers), END, 0, endMs);
  return passedMs < (setMs === 0 ? endMs : setMs);
}

export function giveUpHandler({ numbers }: Shared, index: number): void {
  Atomics.store(new Int32Array(numbers), HANDLERS + index, 1);
}

export function isHandlerGivenUp({ numbers }: Shared, index: number): boolean {
  return Atomics.load(new Int32Array(numbers), HANDLERS + index) !== 0;
}

/** Real time, even while Date is the case's. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
