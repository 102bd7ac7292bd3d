import { type Held, holdAll, holdStated, holdUnstated } from "../../core/recall.ts";
import type { RecordChange } from "../../core/records.ts";
import type { Identifier } from "./identifier.ts";
import { identifierKey } from "./identifier.ts";

/** A profile. Immutable: an update replaces it, so older copies stay valid. */
export interface Person {
  readonly cio_id: string;
  readonly id: string | null;
  /** Lower case. */
  readonly email: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** When each attribute was last set or removed, in Unix seconds. */
  readonly timestamps: Readonly<Record<string, number>>;
}

/** All profiles, in order of creation. */
export interface People {
  find(identifier: Identifier): Person | undefined;
  list(): Person[];
  nextCioId(): string;
  /** Adds a profile, or replaces the one with its cio_id. */
  put(person: Person): void;
  remove(person: Person): void;
  hold(): Held;
}

/** Called for every change. */
interface Follower {
  follow(cioId: string, person: Person | undefined): void;
}

export function createPeople(follower: Follower, onChange?: (change: RecordChange) => void): People {
  const byCioId = new Map<string, Person>();
  const index = new Map<string, string>();
  let created = 0;

  /** If two profiles share an identifier (see raceMs), the first keeps it. */
  function claim(person: Person): void {
    for (const key of indexKeys(person)) if (!index.has(key)) index.set(key, person.cio_id);
  }

  function release(person: Person): void {
    const freed = indexKeys(person).filter((key) => index.get(key) === person.cio_id);
    if (freed.length === 0) return;
    for (const key of freed) index.delete(key);
    for (const other of byCioId.values()) claim(other);
  }

  return {
    find: (identifier) =>
      byCioId.get(identifier.kind === "cio_id" ? identifier.value : (index.get(identifierKey(identifier)) ?? "")),
    list: () => [...byCioId.values()],
    nextCioId() {
      do created += 1;
      while (byCioId.has(cioIdOf(created)));
      return cioIdOf(created);
    },
    put(person) {
      const former = byCioId.get(person.cio_id);
      byCioId.set(person.cio_id, person);
      if (former !== undefined && (former.id !== person.id || former.email !== person.email)) release(former);
      claim(person);
      follower.follow(person.cio_id, person);
      onChange?.({ kind: "people", id: person.cio_id, before: former, after: person });
    },
    remove(person) {
      byCioId.delete(person.cio_id);
      release(person);
      follower.follow(person.cio_id, undefined);
      onChange?.({ kind: "people", id: person.cio_id, before: person, after: undefined });
    },
    hold() {
      const held = created;
      const all = holdAll([holdStated(byCioId), holdUnstated(index)]);
      return holdAll([all, { besides: String(held), putBack: () => void (created = held) }]);
    },
  };
}

/** A profile with nothing but its identifier. */
export function newPerson(cioId: string, { kind, value }: Identifier): Person {
  return {
    cio_id: cioId,
    id: kind === "id" ? value : null,
    email: kind === "email" ? value : null,
    attributes: {},
    timestamps: {},
  };
}

function cioIdOf(count: number): string {
  return `0300${count.toString(16).padStart(8, "0")}`;
}

function indexKeys({ id, email }: Person): string[] {
  const keys: string[] = [];
  if (id !== null) keys.push(identifierKey({ kind: "id", value: id }));
  if (email !== null) keys.push(identifierKey({ kind: "email", value: email }));
  return keys;
}
