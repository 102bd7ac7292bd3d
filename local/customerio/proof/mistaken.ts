import type { State } from "../../core/records.ts";
import type { EventLog } from "../state/event-log.ts";

/** Operations whose event was ignored as a duplicate though it differs from the earlier event with its id. */
export function mistaken(state: State): string[] {
  const received = state["rawEvents"] as EventLog["received"]; // plain JSON, by OpenSystem.state
  const isMistaken = received.some(
    (event, place) =>
      event.outcome === "duplicate" &&
      received
        .slice(0, place)
        .some((earlier) => isSameId(earlier.id, event.id) && whatItSays(earlier) !== whatItSays(event)),
  );
  return isMistaken ? ["POST /customers/{id}/events"] : [];
}

function isSameId(one: string | null, other: string | null): boolean {
  return one !== null && one.toUpperCase() === other?.toUpperCase();
}

/** Without its time, which may differ when an event is re-sent. */
function whatItSays({ name, identifier, data }: EventLog["received"][number]): string {
  return JSON.stringify([name, identifier, data]);
}
