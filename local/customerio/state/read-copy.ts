import { type Held, holdAll, holdStated, holdUnstated } from "../../core/recall.ts";
import type { Clock } from "../../core/clock.ts";
import type { Identifier } from "./identifier.ts";
import type { Person } from "./people.ts";

/** The profiles as the App API shows them, some time after Track API writes. */
export interface ReadCopy {
  follow(cioId: string, person: Person | undefined): void;
  find(identifier: Identifier): Person[];
  list(): Person[];
  hold(): Held;
}

interface Change {
  readonly visibleAt: number;
  readonly cioId: string;
  readonly person: Person | undefined;
}

export function createReadCopy(clock: Clock, lagMs: number): ReadCopy {
  const people = new Map<string, Person>();
  const changes: Change[] = [];

  function show({ cioId, person }: Change): void {
    if (person === undefined) people.delete(cioId);
    else people.set(cioId, person);
  }

  function catchUp(): void {
    const now = clock.now();
    while (changes[0] !== undefined && changes[0].visibleAt <= now) {
      show(changes[0]);
      changes.shift();
    }
  }

  function list(): Person[] {
    catchUp();
    return [...people.values()];
  }

  return {
    follow(cioId, person) {
      const change = { visibleAt: clock.now() + lagMs, cioId, person };
      if (lagMs === 0) show(change);
      else changes.push(change);
    },
    find: ({ kind, value }) => list().filter((person) => person[kind] === value),
    list,
    hold: () => holdAll([holdStated(people), holdUnstated(changes)]),
  };
}
