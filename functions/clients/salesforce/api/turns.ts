import { orDeadline } from "./deadline.ts";

/** One that works, or waits to, at something that one at a time may write at. */
export interface Turn {
  /** Resolves when all who came before are done. */
  readonly come: () => Promise<void>;
  /** What it writes at, noted before it does. */
  readonly written: Set<string>;
  /** Whether one who came before has written at it: what was read meanwhile may be outdated. */
  readonly isOutdated: (id: string) => boolean;
}

/** Takes turns with those who name the same thing, in the order in which they come. */
export type Turns = <Result>(
  thing: string,
  signal: AbortSignal | undefined,
  work: (turn: Turn) => Promise<Result>,
) => Promise<Result>;

/** The turns of one instance. */
export function createTurns(): Turns {
  const present = new Map<string, readonly { readonly written: Set<string>; readonly done: Promise<void> }[]>();
  return async (thing, signal, work) => {
    const before = present.get(thing) ?? [];
    const written = new Set<string>();
    let leave = () => {};
    const done = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const own = { written, done };
    present.set(thing, [...before, own]);
    const all = Promise.all(before.map((other) => other.done));
    const late = "another write at the same record was not done by the event's deadline";
    try {
      return await work({
        come: async () => void (await orDeadline(all, signal, late)),
        written,
        isOutdated: (id) => before.some((other) => other.written.has(id)),
      });
    } finally {
      leave();
      const others = (present.get(thing) ?? []).filter((other) => other !== own);
      if (others.length === 0) present.delete(thing);
      else present.set(thing, others);
    }
  };
}
