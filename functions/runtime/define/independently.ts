import { PermanentError, UnavailableError, UnexpectedRefusalError } from "./errors.ts";

/**
 * Runs branches that do not depend on each other concurrently, all to their end: none waits for another's system.
 * @throws mostPatient() of their errors, so that no branch's work is given up because of another's.
 */
export async function independently(...branches: readonly (() => Promise<unknown>)[]): Promise<void> {
  const ends = await Promise.allSettled(branches.map(async (branch) => branch()));
  const errors = ends.flatMap((end): unknown[] => (end.status === "rejected" ? [end.reason] : []));
  if (errors.length > 0) throw mostPatient(errors);
}

/**
 * Runs steps that depend on each other only by their order: each runs whatever became of those before it.
 * @throws mostPatient() of their errors.
 */
export async function inTurn(...steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw mostPatient(errors);
}

/** The error among several that keeps the message alive the longest; the first of equals. */
export function mostPatient<Failure>(errors: readonly Failure[]): Failure | undefined {
  return errors.toSorted((one, other) => patience(other) - patience(one))[0];
}

function patience(error: unknown): number {
  if (error instanceof UnavailableError) return 4;
  if (error instanceof UnexpectedRefusalError) return 3;
  if (!(error instanceof PermanentError)) return 2;
  return error.concerns === undefined ? 1 : 0;
}
