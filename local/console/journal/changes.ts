import type { RecordChange } from "../../core/records.ts";
import type { Change, FieldChange } from "../contract/systems.ts";

/** Who made a change: whose call, for which row. */
export interface Maker {
  readonly handler?: string;
  readonly event?: string;
  /** If the call was made for several events, all their rows. */
  readonly batch?: ReadonlySet<string>;
}

/** A group of changes: those of one call, or of people at about the same time. */
export interface Scope {
  /** By system, kind and id: the first and the last state. */
  pending: Map<string, Pending> | undefined;
  readonly made: MadeChange[];
  readonly maker: () => Maker;
}

interface Pending extends RecordChange {
  readonly system: string;
  readonly at: number;
}

export interface MadeChange extends Pending {
  readonly seq: number;
  readonly maker: Maker;
}

export interface Changes {
  note(scope: Scope | undefined, system: string, change: RecordChange): void;
  /** Records the collected changes, without records that are as before. */
  settle(): readonly MadeChange[];
  find(isSought: (change: MadeChange) => boolean): readonly MadeChange[];
  remove(isSo: (change: MadeChange) => boolean): void;
  clear(): void;
}

export function createScope(maker: () => Maker = () => ({})): Scope {
  return { pending: undefined, made: [], maker };
}

/** The changes of all records, up to a maximum number. */
export function createChanges(most: number): Changes {
  let all: MadeChange[] = [];
  let seq = 0;
  let peoples = createScope();
  const open = new Set<Scope>();

  function settleOne(scope: Scope): MadeChange[] {
    const changed = [...(scope.pending?.values() ?? [])].filter(hasChanged);
    scope.pending = undefined;
    const maker = scope.maker();
    const made = changed.map((change) => ({ ...change, seq: (seq += 1), maker }));
    scope.made.push(...made);
    return made;
  }

  return {
    note(given, system, change) {
      const scope = given ?? peoples;
      const key = `${system} ${change.kind} ${change.id}`;
      const pending = (scope.pending ??= new Map());
      const first = pending.get(key);
      pending.set(key, first === undefined ? { system, at: Date.now(), ...change } : { ...first, after: change.after });
      open.add(scope);
    },
    settle() {
      const made = [...open].flatMap(settleOne);
      open.clear();
      peoples = createScope();
      all.push(...made);
      if (all.length > 2 * most) all = all.slice(-most);
      return made;
    },
    find: (isSought) => all.slice(-most).filter(isSought),
    remove(isSo) {
      all = all.filter((change) => !isSo(change));
    },
    clear() {
      all = [];
      open.clear();
      peoples = createScope();
    },
  };
}

/** Equal content may be a new object. */
function hasChanged({ before, after }: RecordChange): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return before !== after && differences(flat(before), flat(after)).length > 0;
}

export function shownChange({ seq, system, kind, id, before, after, at, maker }: MadeChange): Change {
  const { batch: _batch, ...made } = maker;
  return {
    seq,
    system,
    kind,
    id,
    name: nameOf(kind, id, after ?? before),
    what: kindOfChange(before, after),
    fields: differences(flat(before), flat(after)),
    at: new Date(at).toISOString(),
    ...made,
  };
}

function kindOfChange(before: unknown, after: unknown): Change["what"] {
  if (before === undefined) return "created";
  return after === undefined ? "deleted" : "changed";
}

/** For a call made for many events, the change names the one among these rows. */
export function changeOf(rows: readonly string[], change: MadeChange): Change {
  const own = rows.find((row) => change.maker.batch?.has(row) === true);
  return { ...shownChange(change), ...(own !== undefined && { event: own }) };
}

const NAMING = ["Email", "email", "identifier", "to", "Name", "name", "Label", "Subject", "text", "id"];

const MOST_OF_NAME = 80;

/** For people: `Lead of ada@example.com`. */
export function nameOf(kind: string, id: string, fields: unknown): string {
  const known: Readonly<Record<string, unknown>> = Object(fields);
  const name = NAMING.map((field) => known[field]).find((value) => typeof value === "string" && value !== "");
  if (typeof name !== "string") return `${kind} ${id}`;
  return `${kind} of ${name.length > MOST_OF_NAME ? `${name.slice(0, MOST_OF_NAME).toWellFormed()}…` : name}`;
}

/** Nested fields by their path: `attributes.first_name`. */
function flat(value: unknown, path = "", into = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) flat(inner, path === "" ? name : `${path}.${name}`, into);
  } else if (path !== "") into.set(path, value ?? null);
  return into;
}

function differences(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): FieldChange[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((field) => {
    const [was, is] = [before.get(field) ?? null, after.get(field) ?? null];
    return was === is || JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, before: was, after: is }];
  });
}
