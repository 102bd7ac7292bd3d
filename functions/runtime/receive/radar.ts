import type { Log } from "../log.ts";
import type { Shape } from "../reading/shape.ts";

/** Notes members of genuine payloads that their schemas do not know. One per instance. */
export interface Radar {
  /**
   * Logs each path and type once: never a value, and no member name that looks like one.
   * @param shapes the kind's and the envelope's, the same for each payload of a kind
   */
  note(kind: string, shapes: readonly Shape[], payload: unknown, log: Log): void;
}

/** Prefixes an event's type where the event's own schema does not know what a source has passed on. */
export const OF_EVENT = "event ";

/** Metrics and `npm run shapes` search for this message. */
export const UNKNOWN_SHAPE = "payload has what its schema does not know";

/** However inventive senders are, an instance remembers and logs no more than this. */
const MOST_REMEMBERED = 500;
const MOST_NODES = 2000;
const MOST_DEPTH = 6;
const MOST_ITEMS = 3;

/** A member name that looks like an id, an address or a date may be personal, or one of thousands. */
const NAME = /^[A-Za-z_][A-Za-z_-]{0,38}\d{0,2}$/;
const ITEM = "[]";

/** What was seen at one place in a kind's payloads. */
interface Place {
  readonly types: Set<string>;
  readonly members: Map<string, Place>;
}

interface Walk {
  /** Returns true if it may be logged: the instance's limit is not reached. */
  readonly tell: (path: string, type: string) => boolean;
  nodes: number;
}

export function createRadar(): Radar {
  const kinds = new Map<string, { readonly known: Shape; readonly place: Place }>();
  let remembered = 0;
  return {
    note(kind, shapes, payload, log) {
      if (remembered >= MOST_REMEMBERED) return;
      const root = kinds.get(kind) ?? { known: shapes.reduce(both), place: newPlace() };
      kinds.set(kind, root);
      const tell = (path: string, type: string) => {
        if (remembered >= MOST_REMEMBERED) return false;
        remembered += 1;
        log.debug(UNKNOWN_SHAPE, { field: path, reason: `${kind} ${type}` });
        return true;
      };
      look({ tell, nodes: 0 }, { ...root, value: payload, path: "", depth: 1 });
    },
  };
}

interface Looked {
  /** Undefined inside unknown members. */
  readonly known: Shape | undefined;
  readonly value: unknown;
  readonly place: Place;
  readonly path: string;
  readonly depth: number;
}

function look(walk: Walk, { known, value, place, path, depth }: Looked): void {
  if (depth > MOST_DEPTH || typeof value !== "object" || value === null) return;
  const within = { place, path, depth: depth + 1 };
  if (Array.isArray(value)) {
    for (const item of value.slice(0, MOST_ITEMS)) meet(walk, ITEM, { ...within, known: known?.items, value: item });
    return;
  }
  const properties = known?.properties;
  for (const [name, member] of Object.entries(value)) {
    const shape = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    meet(walk, name, { ...within, known: shape, value: member });
  }
}

function meet(walk: Walk, name: string, { known, value, place: holder, path, depth }: Looked): void {
  walk.nodes += 1;
  // Null carries no information, and in open schemas nothing is unknown.
  if (walk.nodes > MOST_NODES || value === null || value === "" || isAnything(known)) return;
  const label = holder.members.has(name) || name === ITEM || NAME.test(name) ? name : "*";
  const here = () => (label === ITEM ? path + ITEM : `${path}/${label}`);
  const type = Array.isArray(value) ? "array" : typeof value;
  const place = holder.members.get(label) ?? newPlace();
  if (!place.types.has(type) && !isKnown(known, type)) {
    if (!walk.tell(here(), type)) return;
    place.types.add(type);
  }
  holder.members.set(label, place);
  if (known === undefined || known.properties !== undefined || known.items !== undefined)
    look(walk, { known, value, place, path: here(), depth });
}

/** Known if either knows it. */
function both(one: Shape, other: Shape): Shape {
  if (one.properties === undefined || other.properties === undefined) return { ...other, ...one };
  const properties = { ...one.properties };
  for (const [name, shape] of Object.entries(other.properties)) {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    properties[name] = own === undefined ? shape : both(own, shape);
  }
  return { properties };
}

function newPlace(): Place {
  return { types: new Set(), members: new Map() };
}

function isAnything(shape: Shape | undefined): boolean {
  return shape !== undefined && shape.type === undefined && shape.properties === undefined && shape.items === undefined;
}

/**
 * Whether a schema's root is an object without further description: only the event's schema knows what a mapping passes
 * on from there.
 */
export function isOpen(shape: Shape): boolean {
  const members = Object.values(shape.properties ?? {});
  return members.some(({ type, properties }) => type === "object" && properties === undefined);
}

/** A number may be meant where an integer is declared, and text wherever the runtime reads text: docs/sources.md. */
function isKnown(shape: Shape | undefined, type: string): boolean {
  if (shape === undefined) return false;
  const types = [shape.type ?? (shape.items === undefined ? "object" : "array")].flat();
  return types.includes(type) || (type === "number" && types.includes("integer"));
}
