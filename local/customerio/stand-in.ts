import type { CallKind, FaultFit, Provable, ProvedSystem } from "../core/proving.ts";
import { comparable } from "./proof/comparable.ts";
import { createCustomerio } from "./customerio.ts";
import { customerioFaults, customerioFaultsByCall } from "./proof/faults.ts";
import { matchRequest } from "../core/fault-match.ts";
import { interventions } from "./proof/other-people.ts";
import { startingStates } from "./proof/starting-states.ts";

const ORIGIN = "https://track.customerio.test";
const KEYS = { siteId: "proved-site", apiKey: "proved-key" };

/** A customer.io workspace to prove handlers on. */
export const provable: Provable = { name: "customerio", faults: customerioFaults, open };

function open(surroundings: Parameters<Provable["open"]>[0]): ProvedSystem {
  const workspace = createCustomerio({ ...surroundings, ...KEYS });
  return {
    name: "customerio",
    origin: ORIGIN,
    standIn: workspace,
    environment: { CUSTOMERIO_TRACK_URL: ORIGIN, CUSTOMERIO_SITE_ID: KEYS.siteId, CUSTOMERIO_API_KEY: KEYS.apiKey },
    reset: () => workspace.reset(),
    startingStates: startingStates(workspace),
    interventions: interventions(workspace),
    operationOf,
    faultsFor,
    // The same identify and the same event id: what was sent before, to the letter.
    isHarmless: ({ method, body }, earlier) => method === "GET" || earlier.includes(body),
    comparable,
    // "If an event repeats a value we've already received, we ignore the duplicate": no window is stated.
    deduplicationMs: undefined,
  };
}

function operationOf({ method, url }: CallKind): string {
  const path = url.pathname.replace(/^\/api\/v1/, "").replace(/^((?:\/v1)?\/customers)\/[^/]+/, "$1/{id}");
  return `${method} ${path}`;
}

const REFUSED: FaultFit = {
  name: "HTTP_400",
  rule: { fault: "reject-before", status: 400, body: { meta: { errors: ["refused for this case"] } } },
  isPermanent: true,
};

const fitsByCall = Object.entries(customerioFaultsByCall).map(([match, names]) => ({
  matches: matchRequest(match),
  fits: [...names.map((name): FaultFit => ({ name, rule: { fault: name }, isPermanent: false })), REFUSED],
}));

function faultsFor({ method, url }: CallKind): readonly FaultFit[] {
  return fitsByCall.find(({ matches }) => matches({ method, path: url.pathname }))?.fits ?? [];
}
