import type { Divergence } from "../../../../functions/runtime/define/handler.ts";

const reason = "the vendor gives no means";

/** What no handler of identify and event can do anything about. */
export const DROPPED: readonly Divergence[] = [
  { fault: "200-dropped", call: "PUT /customers/{id}", reason },
  { fault: "200-dropped", call: "POST /customers/{id}/events", reason },
  { fault: "dead-lettered, replayed 4 days later", call: "POST /customers/{id}/events", reason },
  { fault: "somebody deletes the person", call: "POST /customers/{id}/events", reason },
];
