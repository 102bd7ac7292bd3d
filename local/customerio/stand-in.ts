import type { OpenSystem, StandIn, Surroundings } from "../core/system.ts";
import { operationsOf } from "../core/routes.ts";
import { routes } from "./api/routes.ts";
import { createCustomerio, type Customerio } from "./customerio.ts";
import { comparable } from "./proof/comparable.ts";
import { costOf } from "./proof/costs.ts";
import { customerioFaults, faultsFor } from "./proof/faults.ts";
import { impossible } from "./proof/impossible.ts";
import { mistaken } from "./proof/mistaken.ts";
import { interventions } from "./proof/other-people.ts";
import { records } from "./proof/records.ts";
import { startingStates } from "./proof/starting-states.ts";
import { touches } from "./proof/touches.ts";

declare module "../core/system.ts" {
  interface OpenSystems {
    customerio: Customerio & OpenSystem;
  }
}

const KEYS = { siteId: "development-site", apiKey: "development-api-key", appKey: "development-app-key" };

/**
 * A customer.io workspace. "If an event repeats a value we've already received, we ignore the duplicate": no window is
 * stated, and so there is no deduplicationMs.
 */
export default {
  name: "customerio",
  settings: (url) => ({
    CUSTOMERIO_TRACK_URL: url,
    CUSTOMERIO_SITE_ID: KEYS.siteId,
    CUSTOMERIO_API_KEY: KEYS.apiKey,
    CUSTOMERIO_APP_URL: url,
    CUSTOMERIO_APP_KEY: KEYS.appKey,
  }),
  faults: customerioFaults,
  operations: operationsOf(routes, /^\/api\/v1/),
  operationOf({ method, url }) {
    const path = url.pathname.replace(/^\/api\/v1/, "").replace(/^((?:\/v1)?\/customers)\/[^/]+/, "$1/{id}");
    return `${method} ${path}`;
  },
  faultsFor,
  // The same identify and the same event id: what was sent before, to the letter.
  isHarmless: ({ method, url, body }, earlier) =>
    method === "GET" || url.pathname === "/v1/customers" || earlier.includes(body),
  comparable,
  touches,
  happenings: ["events", "triggered", "emails"],
  mistaken,
  impossible,
  costOf,
  records,
  open,
} satisfies StandIn;

function open(surroundings: Surroundings): Customerio & OpenSystem {
  const workspace = createCustomerio({ ...surroundings, ...KEYS });
  return {
    ...workspace,
    setUp: () => {},
    startingStates: startingStates(workspace),
    interventions: interventions(workspace),
  };
}
