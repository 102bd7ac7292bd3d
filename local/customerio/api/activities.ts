import type { ReceivedEvent } from "../state/event-log.ts";
import type { Workspace } from "../state/workspace.ts";
import { answer, appError } from "./answers.ts";
import type { Call } from "./call.ts";

const MOST_LISTED = 100;
const KEPT_SECONDS = 30 * 24 * 3600;

type Received = Workspace["events"]["received"][number];

/**
 * What people have done, newest first. Only the types `event` and `failed_event` are recorded here.
 * https://docs.customer.io/integrations/api/app/tag/activities/listactivities/ [U] the order, and the answer for an
 * unknown person.
 */
export function listActivities(workspace: Workspace, { query }: Call): Response {
  const { settings, events } = workspace;
  const idType = query.get("id_type") ?? "id";
  if (idType !== "id" && idType !== "email" && idType !== "cio_id")
    return appError(settings, 400, "id_type must be id, email or cio_id");
  const limit = Math.min(Number(query.get("limit") || 10), MOST_LISTED);
  const start = Number(query.get("start") || 0);
  if (!Number.isInteger(start) || !Number.isInteger(limit) || start < 0 || limit < 1)
    return appError(settings, 400, "start and limit are wrong");
  const isAsked = questionOf(workspace, query, idType);
  const all = [...events.received, ...events.failed].filter(isAsked).toReversed();
  const page = all.slice(start, start + limit);
  return answer(200, {
    activities: page.map((event) => toActivity(workspace, event)),
    next: start + limit < all.length ? String(start + limit) : "",
  });
}

const TYPES: Partial<Record<Received["outcome"], string>> = { accepted: "event", failed: "failed_event" };

function questionOf({ settings, people }: Workspace, query: URLSearchParams, idType: "id" | "email" | "cio_id") {
  const seconds = settings.clock.now() / 1000;
  const [type, name, customer] = [query.get("type"), query.get("name"), query.get("customer_id")];
  const wantsDeleted = query.get("deleted") === "true";
  const wanted = customer?.toLowerCase();
  return (event: Received): boolean => {
    const listed = TYPES[event.outcome];
    if (listed === undefined || (type !== null && type !== listed) || (name !== null && name !== event.name))
      return false;
    const isShown = event.receivedAt + settings.lagMs / 1000 <= seconds && event.receivedAt >= seconds - KEPT_SECONDS;
    if (!isShown) return false;
    const person = event.cio_id === null ? undefined : people.find({ kind: "cio_id", value: event.cio_id });
    // For a deleted person, the identifier in the event is used.
    if ((person === undefined && event.cio_id !== null) !== wantsDeleted) return false;
    return wanted === undefined || (person === undefined ? event.identifier : person[idType])?.toLowerCase() === wanted;
  };
}

function toActivity({ settings, people }: Workspace, event: Received): object {
  const { name, cio_id, identifier, timestamp, receivedAt, data, id } = event;
  const person = cio_id === null ? undefined : people.find({ kind: "cio_id", value: cio_id });
  const isSent = settings.activityIds === "sent" && id !== null;
  return {
    id: isSent ? id : ownId(event),
    type: TYPES[event.outcome],
    name,
    timestamp: settings.activityTimes === "sent" ? timestamp : receivedAt,
    customer_id: person?.id ?? "",
    customer_identifiers: { id: person?.id ?? null, email: person?.email ?? identifier, cio_id },
    data,
  };
}

function ownId({ name, identifier, timestamp, id }: ReceivedEvent): string {
  return Buffer.from(JSON.stringify([name, identifier, timestamp, id]))
    .toString("hex")
    .slice(0, 24);
}
