import { personIn, type Run } from "../../harness/batch.ts";
import type { openSubscription } from "../../harness/subscription.ts";

export type Opened = ReturnType<typeof openSubscription>;

export const many = (count: number) => Array.from({ length: count }, (_, index) => `person-${index}`);

/** A handler that takes so long for a batch, notes whom it has done, and fails with some. */
export function worker(
  { clock }: Opened,
  { seconds = 0, errors = {} }: { seconds?: number; errors?: Record<string, unknown> } = {},
) {
  const batches: number[] = [];
  const done: string[] = [];
  let atWork = 0;
  const most = { atWork: 0 };
  const run: Run = async function* (events, { signal }) {
    batches.push(events.length);
    atWork += 1;
    most.atWork = Math.max(most.atWork, atWork);
    try {
      await new Promise<void>((resolve, reject) => {
        clock.after(seconds * 1000, resolve);
        signal.addEventListener("abort", () => reject(signal.reason));
      });
      for (const event of events) {
        const error = errors[personIn(event)];
        if (error === undefined) done.push(personIn(event));
        yield { event, error };
      }
    } finally {
      atWork -= 1;
    }
  };
  return { run, batches, done, most };
}
