import { mergeAnonymousEvents } from "./events.ts";
import type { Identifier } from "./identifier.ts";
import { identifierKey } from "./identifier.ts";
import { newPerson } from "./people.ts";
import type { Person } from "./people.ts";
import { note } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

/** Per person: https://docs.customer.io/api/track/ */
export const MOST_ATTRIBUTES = 300;

/** A request to add or update a person. */
export interface Identification {
  /** The identifier that the request is addressed to. */
  readonly by: Identifier;
  /** The identifiers in its body. */
  readonly claims: readonly Identifier[];
  readonly attributes: Readonly<Record<string, unknown>>;
  /** `_timestamp`: when the attributes were true, in Unix seconds; default: the time of receipt. */
  readonly timestamp: number;
  /** `_update`: never creates. */
  readonly isUpdateOnly: boolean;
}

/**
 * Adds or updates a person as the Track API documents. Failures don't reach the caller (customer.io answers 200
 * anyway); they are recorded as activities.
 */
export async function identify(workspace: Workspace, request: Identification): Promise<void> {
  const { by, claims, attributes, timestamp, isUpdateOnly } = request;
  if (workspace.suppressions.has([by, ...claims])) {
    note(workspace, "Suppressed Identifier Ignored", by.value, "identify");
    return;
  }
  const found = findAny(workspace, [by, ...claims]);
  if (found === undefined && by.kind === "cio_id") {
    note(workspace, "Unknown cio_id Dropped", by.value, "identify");
    return;
  }
  if (found === undefined && isUpdateOnly) return;
  if (found === undefined && workspace.settings.raceMs > 0) await raceWindow(workspace);
  // Without a race window, look-up and insertion must not be separated by an await.
  const person = found ?? newPerson(workspace.people.nextCioId(), by);
  workspace.people.put(
    setAttributes(workspace, claimIdentifiers(workspace, person, by, claims), attributes, timestamp),
  );
  const { anonymous_id: anonymousId } = attributes;
  if (typeof anonymousId === "string") mergeAnonymousEvents(workspace, anonymousId, person.cio_id);
}

function raceWindow({ settings }: Workspace): Promise<void> {
  return new Promise((resolve) => {
    settings.clock.after(settings.raceMs, resolve);
  });
}

function findAny({ people }: Workspace, identifiers: readonly Identifier[]): Person | undefined {
  for (const identifier of identifiers) {
    const person = people.find(identifier);
    if (person !== undefined) return person;
  }
  return undefined;
}

/**
 * The path's identifier always applies, even if it replaces one; the body's only where the person has none, unless the
 * path is a cio_id. Identifiers of others stay theirs.
 */
function claimIdentifiers(workspace: Workspace, person: Person, by: Identifier, claims: readonly Identifier[]): Person {
  return [by, ...claims].reduce((claimed, claim) => {
    const { kind, value } = claim;
    if (claimed[kind] === value) return claimed;
    const owner = workspace.people.find(claim);
    const isFree = owner === undefined || owner.cio_id === person.cio_id;
    const isAllowed = kind !== "cio_id" && (claim === by || by.kind === "cio_id" || claimed[kind] === null);
    if (isFree && isAllowed) return { ...claimed, [kind]: value };
    note(workspace, "Attribute Update Failure", by.value, `${identifierKey(claim)} was not set on ${person.cio_id}`);
    return claimed;
  }, person);
}

/**
 * Attribute by attribute, the latest `_timestamp` wins, and among equal ones the last call; the App API dates each
 * attribute. Null and the empty string remove an attribute, and keep their time like any value.
 */
function setAttributes(
  workspace: Workspace,
  person: Person,
  changes: Readonly<Record<string, unknown>>,
  timestamp: number,
): Person {
  const attributes = { ...person.attributes };
  const timestamps = { ...person.timestamps };
  for (const [name, value] of Object.entries(changes)) {
    if ((timestamps[name] ?? 0) > timestamp) continue;
    if (value === null || value === "") delete attributes[name];
    else attributes[name] = value;
    timestamps[name] = timestamp;
  }
  if (Object.keys(attributes).length <= MOST_ATTRIBUTES) return { ...person, attributes, timestamps };
  note(workspace, "Attribute Update Failure", person.cio_id, `more than ${MOST_ATTRIBUTES} attributes`);
  return person;
}
