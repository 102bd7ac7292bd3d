import { deadLetterRoutes } from "./dead-letter-routes.ts";
import { eventRoutes } from "./event-routes.ts";
import { openapiRoute } from "./openapi.ts";
import { handlerRoutes } from "./handler-routes.ts";
import { peopleRoutes } from "./people-routes.ts";
import { proofRoutes } from "./proof-routes.ts";
import type { AnyRoute, Route } from "./route.ts";
import { sendRoutes } from "./send-routes.ts";
import { stateRoutes } from "./state-routes.ts";
import { systemRoutes } from "./system-routes.ts";
import { faultTable } from "../overview/fault-table.ts";
import { topologyOf } from "../overview/topology.ts";
import { list, ref } from "./json-schema.ts";

/** Overviews: possible faults, and the topology. */
const overviewRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/fault-table",
    summary: "each handler's calls, as the proof and the journal know them, with the faults that make sense there",
    answer: list(ref("FaultCell")),
    run: faultTable,
  },
  {
    method: "GET",
    path: "/api/topology",
    summary: "sources → topics → handlers → systems, with what passed in the last minute and what waits",
    answer: ref("Topology"),
    run: topologyOf,
  },
];

/** All routes of the API, for answering and documentation. */
export const routes: readonly AnyRoute[] = [
  ...stateRoutes,
  ...eventRoutes,
  ...sendRoutes,
  ...peopleRoutes,
  ...systemRoutes,
  ...overviewRoutes,
  ...handlerRoutes,
  ...proofRoutes,
  ...deadLetterRoutes,
  openapiRoute(() => routes),
];
