import type { ReceivedEvent } from "../state/event-log.ts";
import type { Workspace } from "../state/workspace.ts";
import type { Identifier } from "../state/identifier.ts";
import type { Call } from "./call.ts";
import { idTypeIn, unknownIdType } from "./id-type.ts";
import { answerPage } from "./paging.ts";

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
  const idType = idTypeIn(query);
  if (idType === undefined) return unknownIdType(settings);
  const isAsked = questionOf(workspace, query, idType);
  const all = [...events.received, ...events.failed].filter(isAsked).toReversed();
  return answerPage(settings, query, { all, most: MOST_LISTED, usual: 10 }, (page) => ({
    activities: page.map((event) => toActivity(workspace, event)),
  }));
}

const TYPES: Partial<Record<Received["outcome"], string>> = { accepted: "event", failed: "failed_event" };

function questionOf({ settings, people }: Workspace, query: URLSearchParams, idType: Identifier["kind"]) {
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
