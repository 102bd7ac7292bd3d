import { faultTable } from "../overview/fault-table.ts";
import { topologyOf } from "../overview/topology.ts";
import { list, ref } from "./json-schema.ts";
import type { Route } from "./route.ts";

/** Overviews: possible faults, and the topology. */
export const overviewRoutes: readonly Route[] = [
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
