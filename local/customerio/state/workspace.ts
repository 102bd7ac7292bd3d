import type { Clock } from "../../core/clock.ts";
import { type Held, holdAll, holdStated, holdUnstated } from "../../core/recall.ts";
import type { RecordChange } from "../../core/records.ts";
import { createEventLog, type EventLog } from "./event-log.ts";
import { createPeople, type People } from "./people.ts";
import { createReadCopy, type ReadCopy } from "./read-copy.ts";
import { type Identifier, identifierKey } from "./identifier.ts";

/** Behaviour that customer.io leaves undocumented, or to a workspace's settings. */
export interface WorkspaceSettings {
  readonly onChange?: ((change: RecordChange) => void) | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  /** Delay until the App API sees a write. */
  readonly lagMs: number;
  /** Duration of creating a person; overlapping creates each make a profile. */
  readonly raceMs: number;
  /** Handling of event ids that are not ULIDs: customer.io only documents ULIDs. */
  readonly nonUlidIds: "accept" | "deduplicate" | "refuse";
  /** Handling of events for unknown people: not documented. */
  readonly eventsForUnknown: "create" | "drop";
  /** Whether an event's activity has the id it was sent with: not documented. */
  readonly activityIds: "sent" | "own";
  /** Whether an activity's time is the one its event was sent with: not documented. */
  readonly activityTimes: "sent" | "received";
  /** App API calls per second before 429; documented as 10. */
  readonly appCallsPerSecond: number;
}

/** An entry of the workspace's activity log that no answer told the caller. */
interface Activity {
  readonly type: string;
  readonly identifier: string;
  readonly detail: string;
  readonly timestamp: number;
}

/** A transactional e-mail accepted for sending. */
export interface Email {
  readonly delivery_id: string;
  readonly queued_at: number;
  readonly to: string;
  readonly identifiers: Readonly<Record<string, unknown>>;
  readonly transactional_message_id: string | null;
  readonly message_data: Readonly<Record<string, unknown>>;
}

/** A customer.io workspace: everything that its APIs read and change. */
export interface Workspace {
  readonly settings: WorkspaceSettings;
  readonly people: People;
  readonly visible: ReadCopy;
  readonly suppressions: Suppressions;
  readonly events: EventLog;
  readonly emails: Email[];
  readonly activities: Activity[];
  /** Whether new events are accepted first and refused later. */
  readonly failsEvents: boolean;
  /** App API calls in the current second. */
  readonly appCalls: { second: number; count: number };
}

export function createWorkspace(settings: WorkspaceSettings): Workspace {
  const visible = createReadCopy(settings.clock, settings.lagMs);
  return {
    settings,
    people: createPeople(visible, settings.onChange),
    visible,
    suppressions: createSuppressions(),
    events: createEventLog(),
    emails: [],
    activities: [],
    failsEvents: false,
    appCalls: { second: 0, count: 0 },
  };
}

/** Whether nothing depends on delays or call counts, so that the workspace's records are its entire state. */
export function isHoldable({ lagMs, raceMs, appCallsPerSecond }: WorkspaceSettings): boolean {
  return lagMs === 0 && raceMs === 0 && appCallsPerSecond === Infinity;
}

export function holdWorkspace({
  people,
  visible,
  suppressions,
  events,
  emails,
  activities,
  appCalls,
}: Workspace): Held {
  const { received, failed, accepted, triggered, seenIds } = events;
  const calls = { ...appCalls };
  return holdAll([
    people.hold(),
    visible.hold(),
    suppressions.hold(),
    holdStated(received),
    holdStated(accepted),
    holdStated(triggered),
    holdStated(emails),
    holdStated(activities),
    holdUnstated(failed),
    holdUnstated(seenIds),
    { besides: "", putBack: () => void Object.assign(appCalls, calls) },
  ]);
}

/** customer.io's unit of time. */
export function nowSeconds({ settings }: Workspace): number {
  return Math.floor(settings.clock.now() / 1000);
}

/** Adds an entry to the activity log. */
export function note(workspace: Workspace, type: string, identifier: string, detail: string): void {
  workspace.activities.push({ type, identifier, detail, timestamp: nowSeconds(workspace) });
}

/** Identifiers that calls can't create again until they are unsuppressed. */
interface Suppressions {
  has(identifiers: readonly Identifier[]): boolean;
  /** All identifiers of one person, which are suppressed and unsuppressed together. */
  add(identifiers: readonly Identifier[]): void;
  remove(identifier: Identifier): void;
  list(): string[];
  hold(): Held;
}

function createSuppressions(): Suppressions {
  const groups = new Map<string, readonly string[]>();
  return {
    has: (identifiers) => groups.size > 0 && identifiers.some((identifier) => groups.has(identifierKey(identifier))),
    add(identifiers) {
      const keys = identifiers.map(identifierKey);
      for (const key of keys) groups.set(key, keys);
    },
    remove(identifier) {
      for (const key of groups.get(identifierKey(identifier)) ?? []) groups.delete(key);
    },
    list: () => [...groups.keys()],
    hold: () => holdUnstated(groups),
  };
}
