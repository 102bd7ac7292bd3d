import type { OpenSystem, StandIn, Surroundings } from "../core/system.ts";
import { operationsOf } from "../core/routes.ts";
import { routes } from "./api/routes.ts";
import { rehearsal } from "./rehearsal.ts";
import { receivedId } from "./state/events.ts";
import { createCustomerio, type Customerio, localKeys } from "./customerio.ts";
import { comparable, records, mistaken, cures } from "./proof/records.ts";
import { costOf, touches } from "./proof/requests.ts";
import { customerioFaults, faultsFor, impossible } from "./proof/faults.ts";
import { interventions, startingStates } from "./proof/circumstances.ts";

declare module "../core/system.ts" {
  interface OpenSystems {
    customerio: Customerio & OpenSystem;
  }
}

/** A customer.io workspace. */
export default {
  name: "customerio",
  settings: (url) => ({
    CUSTOMERIO_TRACK_URL: url,
    CUSTOMERIO_SITE_ID: localKeys.siteId,
    CUSTOMERIO_API_KEY: localKeys.apiKey,
    CUSTOMERIO_APP_URL: url,
    CUSTOMERIO_APP_KEY: localKeys.appKey,
  }),
  faults: customerioFaults,
  operations: operationsOf(routes, /^\/api\/v1/),
  operationOf({ method, url }) {
    const path = url.pathname.replace(/^\/api\/v1/, "").replace(/^((?:\/v1)?\/customers)\/[^/]+/, "$1/{id}");
    return `${method} ${path}`;
  },
  faultsFor,
  // Harmless only if it repeats an earlier request exactly: the same identify or event id.
  isHarmless: ({ method, url, body }, earlier) =>
    method === "GET" || url.pathname === "/v1/customers" || earlier.includes(body),
  comparable,
  touches,
  happenings: ["events", "triggered", "emails"],
  mistaken,
  impossible,
  cures,
  costOf,
  records,
  idOf,
  countsSeconds: true,
  late: { afterMs: 72 * 60 * 60 * 1000, effect: "is recorded and triggers nothing" },
  rehearsal,
  open,
} satisfies StandIn;

function idOf(kind: string, record: unknown): string | undefined {
  if (typeof record === "string") return record;
  const fields = Object(record);
  if (kind === "people") return fields.cio_id;
  return kind === "events" ? receivedId(fields) : fields.delivery_id;
}

function checkIsPerson(kind: string, what: string): void {
  if (kind !== "people") throw new Error(`customer.io's ${kind} can't be ${what}: its people can.`);
}

function open(surroundings: Surroundings): Customerio & OpenSystem {
  const workspace = createCustomerio(surroundings);
  return {
    ...workspace,
    setUp: () => {},
    editRecord(kind, id, fields) {
      checkIsPerson(kind, "changed");
      return workspace.editPerson(`cio_${id}`, fields);
    },
    deleteRecord(kind, id) {
      checkIsPerson(kind, "deleted");
      workspace.deletePerson(`cio_${id}`);
    },
    startingStates: startingStates(workspace),
    interventions: interventions(workspace),
  };
}
