import { type Life, OUTCOMES, VERDICTS } from "../contract/events.ts";
import { concernOf } from "../people/person.ts";
import { oneOf, ref, text } from "./json-schema.ts";
import type { AnyRoute } from "./route.ts";
import type { Console } from "../console.ts";
import { RefusedCall } from "../refused-call.ts";
import { streamRoute } from "./stream-route.ts";

/** Events and webhooks, individually and live. */
export const eventRoutes: readonly AnyRoute[] = [
  {
    method: "GET",
    path: "/api/events",
    summary: "one row per event, and per webhook of which none came: a page of those that match, the oldest first",
    query: {
      after: { type: "integer", minimum: 0, description: "rows after the one of this number, the nearest first" },
      before: { type: "integer", minimum: 0, description: "rows before the one of this number" },
      limit: { type: "integer", minimum: 1, maximum: 5000, default: 500 },
      q: { ...text, description: "stands, in any case, in the source, kind, verdict, type, person or an id" },
      source: text,
      person: { ...text, description: "whom it is about, as the event has it" },
      outcome: oneOf(...OUTCOMES),
      verdict: oneOf(...VERDICTS),
    },
    answer: ref("EventPage"),
    run: ({ journal }, { query }) => journal.events(query),
  },
  {
    method: "GET",
    path: "/api/events/{id}",
    summary:
      "its whole life: webhook, event, attempts, calls, what changed in each record, logs; by the row's id, or the event's: the newest of it",
    answer: ref("Life"),
    run: (console, { path }) => lifeOf(console, path["id"] ?? ""),
  },
  {
    method: "POST",
    path: "/api/events/{id}/replay",
    summary:
      "publishes the event's dead letters again, or its webhook that lies in quarantine, once its cause is fixed",
    answer: ref("ReplayState"),
    run(console, { path }) {
      const { row } = lifeOf(console, path["id"] ?? "");
      return console.letters.replay({ event: row.id });
    },
  },
  streamRoute,
];

/** @throws RefusedCall if nothing is known about it. */
export function lifeOf(console: Console, id: string): Life {
  const life = console.journal.life(id, (row) => concernOf(console, row));
  if (life !== undefined) return life;
  throw new RefusedCall(404, `there is no event ${JSON.stringify(id)}: GET /api/events lists those that are kept`);
}
