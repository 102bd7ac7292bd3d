import type { Clock } from "../../core/clock.ts";
import { type Held, holdAll, holdStated, holdUnstated } from "../../core/recall.ts";
import type { RecordChange } from "../../core/records.ts";
import { createEventLog } from "./event-log.ts";
import type { EventLog } from "./event-log.ts";
import { createPeople } from "./people.ts";
import type { People } from "./people.ts";
import { createReadCopy } from "./read-copy.ts";
import type { ReadCopy } from "./read-copy.ts";
import { createSuppressions } from "./suppressions.ts";
import type { Suppressions } from "./suppressions.ts";

/** What customer.io leaves open, or leaves to a workspace's settings. */
export interface WorkspaceSettings {
  readonly onChange?: ((change: RecordChange) => void) | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  /** How long a write stays unseen by the App API. */
  readonly lagMs: number;
  /** How long creating a person takes; of creates that overlap by that, each makes its own profile. */
  readonly raceMs: number;
  /** What an event `id` does that is no ULID: customer.io documents only ULIDs. */
  readonly nonUlidIds: "accept" | "deduplicate" | "refuse";
  /** What an event does whose person does not exist: not documented. */
  readonly eventsForUnknown: "create" | "drop";
  /** What the App API calls an activity of an event: whether that is the id it was sent with is not documented. */
  readonly activityIds: "sent" | "own";
  /** When it says that was: whether that is the time it was sent with is not documented either. */
  readonly activityTimes: "sent" | "received";
  /** Calls of the App API in one second before it answers 429; customer.io's documents say 10. */
  readonly appCallsPerSecond: number;
}

/** Something that a person would find in the workspace's activity log, and that no answer told the caller. */
export interface Activity {
  readonly type: string;
  readonly identifier: string;
  readonly detail: string;
  readonly timestamp: number;
}

/** One transactional e-mail that was accepted for sending. */
export interface Email {
  readonly delivery_id: string;
  readonly queued_at: number;
  readonly to: string;
  readonly identifiers: Readonly<Record<string, unknown>>;
  readonly transactional_message_id: string | null;
  readonly message_data: Readonly<Record<string, unknown>>;
}

/** One customer.io workspace: everything that its APIs read and change. */
export interface Workspace {
  readonly settings: WorkspaceSettings;
  readonly people: People;
  readonly visible: ReadCopy;
  readonly suppressions: Suppressions;
  readonly events: EventLog;
  readonly emails: Email[];
  readonly activities: Activity[];
  /** Whether an event that comes now is taken, and refused afterwards. */
  readonly failsEvents: boolean;
  /** Of the App API, in the second that runs. */
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

/** Whether nothing shows late, takes its time or is refused by how many calls came before: what it holds is all that there is of it. */
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

/** Unix seconds, as customer.io counts. */
export function nowSeconds({ settings }: Workspace): number {
  return Math.floor(settings.clock.now() / 1000);
}

/** Leaves a note in the activity log. */
export function note(workspace: Workspace, type: string, identifier: string, detail: string): void {
  workspace.activities.push({ type, identifier, detail, timestamp: nowSeconds(workspace) });
}
