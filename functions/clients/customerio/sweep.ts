import type { SentRun, Sweeping } from "../../runtime/define/client.ts";
import { type Activity, type AppApi, findActivities, type Pages, readPerson } from "./app-api.ts";
import { createPace } from "../outgoing/pace.ts";
import { track, type TrackRequest, type Workspace } from "./track.ts";
import type { Caller } from "../outgoing/exchange.ts";

/** Half of the workspace's limit: handlers call there too. https://docs.customer.io/api/app/ */
const MOST_CALLS_PER_SECOND = 5;
const MOST_PAGES = 5;
const MOST_REFUSED_PAGES = 10;
/** How much an activity's time may differ from the time of sending, if it is dated by its receipt. */
const RECEIPT_MS = { before: 60_000, after: 15 * 60_000 };

interface SentEvent {
  readonly person: string;
  readonly name: string;
  readonly id: string;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly takenAt: number;
  readonly isSentAgain: boolean;
  /** The index of its run. */
  readonly place: number;
}

export function createSweeping(app: AppApi, workspace: Workspace, caller: Caller): Sweeping {
  const pace = createPace(app.line.clock, MOST_CALLS_PER_SECOND);
  const find = (query: Readonly<Record<string, string>>, mostPages: number): Promise<Pages> =>
    findActivities(app, caller, { query, mostPages, turn: () => pace.wait(caller.signal) });

  /** Finds events of one person and name that are in no activity. */
  async function findMissing([first, ...others]: readonly SentEvent[]): Promise<readonly SentEvent[]> {
    if (first === undefined) return [];
    const query = { type: "event", name: first.name, customer_id: first.person, id_type: "email" };
    const { activities, isWhole } = await find(query, MOST_PAGES);
    const missing = unmatched([first, ...others], activities);
    if (missing.length === 0 || !isWhole) return [];
    // People who were deleted since must not be created again.
    const ofDeleted = await find({ ...query, deleted: "true" }, MOST_PAGES);
    const left = ofDeleted.isWhole ? unmatched(missing, ofDeleted.activities) : [];
    if (!left.some(({ isSentAgain }) => isSentAgain) || (await isKnown(first.person))) return left;
    return left.filter(({ isSentAgain }) => !isSentAgain);
  }

  /** A person who is missing although everything was sent again is suppressed: customer.io wants nothing of them. */
  async function isKnown(person: string): Promise<boolean> {
    await pace.wait(caller.signal);
    return (await readPerson(app, caller, person)).subscription !== undefined;
  }

  return {
    async findMissing(runs) {
      // Two attempts may have noted the same event: it is one, and the last note is sent again for all.
      const events = new Map(
        runs.flatMap((run, place) => eventsOf(run, place)).map((event) => [event.id, event]),
      ).values();
      const alike = Map.groupBy(events, ({ person, name }) => JSON.stringify([person, name]));
      const missing: SentEvent[] = [];
      for (const group of alike.values()) missing.push(...(await findMissing(group)));
      return [...new Set(missing.map(({ place }) => place))];
    },
    async sendAgain({ writes }) {
      for (const write of writes) if (isWrite(write)) await track(workspace, caller, write);
    },
    async countRefused(since) {
      const { activities } = await find({ type: "failed_event" }, MOST_REFUSED_PAGES);
      return activities.filter(({ timestamp }) => timestamp * 1000 >= since).length;
    },
  };
}

/**
 * The events without a matching activity, all of one person and name. customer.io documents an activity's id as "the
 * identifier for the action" and its timestamp as when "the action occurred", but not whether these are the id and time
 * that were sent. Hence an activity matches an event by id or time, or else if it was received when the event was sent;
 * each activity matches one event at most.
 */
function unmatched(events: readonly SentEvent[], activities: readonly Activity[]): readonly SentEvent[] {
  let [missing, left] = [events, activities];
  for (const isIts of [hasItsId, hasItsTime, isReceivedAsSent]) [missing, left] = leftBy(isIts, missing, left);
  return missing;
}

type IsIts = (event: SentEvent, activity: Activity) => boolean;

const hasItsId: IsIts = (event, { id }) => id.toUpperCase() === event.id;

const hasItsTime: IsIts = (event, { timestamp }) => timestamp === event.timestamp;

const isReceivedAsSent: IsIts = ({ takenAt }, { timestamp }) => {
  const afterMs = timestamp * 1000 - takenAt;
  return afterMs >= -RECEIPT_MS.before && afterMs <= RECEIPT_MS.after;
};

/** Assigns to each event its first matching activity; returns the remaining events and activities. */
function leftBy(
  isIts: IsIts,
  events: readonly SentEvent[],
  activities: readonly Activity[],
): [SentEvent[], Activity[]] {
  const left = [...activities];
  const missing = events.filter((event) => {
    const place = left.findIndex((activity) => isIts(event, activity));
    if (place !== -1) left.splice(place, 1);
    return place === -1;
  });
  return [missing, left];
}

/** Events are the only kind of write that can be looked for: what a person holds may have changed since. */
function eventsOf({ writes, takenAt, times }: SentRun, place: number): SentEvent[] {
  return writes.filter(isWrite).flatMap(({ path, body }) => {
    const { name, id, timestamp }: Readonly<Record<string, unknown>> = { ...body };
    const encoded = /^\/api\/v1\/customers\/([^/]+)\/events$/.exec(path)?.[1];
    if (encoded === undefined) return [];
    if (typeof name !== "string" || typeof id !== "string" || typeof timestamp !== "number") return [];
    // As the path was before it was told from a cio_id.
    const person = decodeURIComponent(encoded).replace(/^CIO_/, "cio_");
    return [{ person, name, id, timestamp, takenAt, isSentAgain: times > 0, place }];
  });
}

function isWrite(value: unknown): value is TrackRequest & { readonly body: object } {
  const { method, path, operation, body }: Readonly<Record<string, unknown>> = { ...Object(value) };
  return (
    (method === "PUT" || method === "POST") &&
    typeof path === "string" &&
    path.startsWith("/api/v1/customers/") &&
    typeof operation === "string" &&
    typeof body === "object" &&
    body !== null
  );
}
