import type { Clock } from "../../core/clock.ts";

/** Row locks, held until the transaction ends. */
export interface Locks {
  /** A new lock holder: a transaction, or a person with the record open. */
  open(): LockHolder;
  /** Whether no lock is held. */
  areFree(): boolean;
  clear(): void;
}

/** One transaction's locks. */
export interface LockHolder {
  /** Acquires the missing locks in order of request; resolves to the ids that others still hold at the timeout. */
  take(ids: readonly string[], waitMs: number): Promise<readonly string[]>;
  release(): void;
}

interface Waiter {
  readonly holder: LockHolder;
  readonly granted: () => void;
}

interface Lock {
  holder: LockHolder;
  waiters: Waiter[];
}

/** Locks whose timeouts use this clock. */
export function createLocks(clock: Clock): Locks {
  const locks = new Map<string, Lock>();
  return {
    open() {
      const held = new Set<string>();
      const holder: LockHolder = {
        async take(ids, waitMs) {
          const deadline = clock.now() + waitMs;
          for (const id of ids) {
            if (held.has(id)) continue;
            const granted = takeOne(locks, clock, id, holder, deadline);
            // A free lock is taken synchronously, without a turn of the event loop.
            if (granted !== true && !(await granted)) return [id];
            held.add(id);
          }
          return [];
        },
        release() {
          for (const id of held) passOn(locks, id, holder);
          held.clear();
        },
      };
      return holder;
    },
    areFree: () => locks.size === 0,
    clear: () => locks.clear(),
  };
}

function takeOne(
  locks: Map<string, Lock>,
  clock: Clock,
  id: string,
  holder: LockHolder,
  deadline: number,
): Promise<boolean> | boolean {
  const lock = locks.get(id);
  if (lock === undefined) {
    locks.set(id, { holder, waiters: [] });
    return true;
  }
  const waitMs = deadline - clock.now();
  if (waitMs <= 0) return false;
  return new Promise((resolve) => {
    const waiter: Waiter = {
      holder,
      granted() {
        cancel();
        resolve(true);
      },
    };
    const cancel = clock.after(waitMs, () => {
      lock.waiters = lock.waiters.filter((other) => other !== waiter);
      resolve(false);
    });
    lock.waiters.push(waiter);
  });
}

/** Passes the lock to the longest waiting holder. */
function passOn(locks: Map<string, Lock>, id: string, holder: LockHolder): void {
  const lock = locks.get(id);
  // After a clear, the lock may belong to someone else.
  if (lock?.holder !== holder) return;
  const next = lock.waiters.shift();
  if (next === undefined) {
    locks.delete(id);
    return;
  }
  lock.holder = next.holder;
  next.granted();
}
