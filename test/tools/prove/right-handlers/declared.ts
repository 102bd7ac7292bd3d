import type { Divergence } from "../../../../tools/prove/declared/declarations.ts";

const reason = "the system gives no means";

/** What no handler of identify and event can do anything about. */
export const DROPPED: readonly Divergence[] = [
  { fault: "200-dropped", operation: "PUT /customers/{id}", reason },
  { fault: "200-dropped", operation: "POST /customers/{id}/events", reason },
  { fault: "dead-lettered, replayed 4 days later", operation: "POST /customers/{id}/events", reason },
  { fault: "somebody deletes the person", operation: "POST /customers/{id}/events", reason },
];
