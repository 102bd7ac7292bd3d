import { findUnits } from "../../bundler/read/units.ts";
import formSubmitted from "../../functions/handlers/form-submitted.ts";
import type { Message } from "../../functions/runtime/pubsub/message.ts";
import { findStandIns } from "../../local/core/find.ts";
import type { OpenSystems } from "../../local/core/system.ts";
import { readConfiguration } from "../../local/runner/configuration.ts";
import { deliverUntilAcknowledged, replay, subscribe } from "../../tools/prove/simulation/deliver.ts";
import { openSimulation } from "../../tools/prove/simulation/simulation.ts";
import { NOW } from "../harness/webhook.ts";
import { validatorOf } from "../harness/units.ts";

const standIns = await findStandIns();
const { clients } = await findUnits();
const configuration = readConfiguration();

/** Records of a system, as far as these tests look into them. */
export type Records = readonly { readonly [field: string]: unknown }[];

/** The handler of forms on the stand-ins without a socket, and time that passes when nothing else can: thousands a minute. */
export function openForms() {
  const simulation = openSimulation(standIns, 1);
  simulation.isPatient = true; // until all is loaded
  const handler = {
    name: "form-submitted",
    handler: formSubmitted,
    validate: validatorOf("form.submitted"),
    declared: {},
    clients: clients
      .map(({ specification }) => specification)
      .filter(({ name }) => formSubmitted.uses.some((used) => used === name)),
  };
  const lines: object[] = [];
  simulation.onLine = (_level, message, fields) => lines.push({ message, ...fields });
  simulation.reset({ email: "", eventAt: 0, configuration }, NOW);
  let subscription = subscribe(simulation, handler);
  // Each is what its own stand-in.ts has opened.
  const { salesforce, customerio } = Object.fromEntries(
    simulation.systems.map((system) => [system.name, system]),
  ) as unknown as OpenSystems;
  return {
    faults: simulation.faults,
    deadLetters: simulation.deadLetters,
    lines,
    now: () => simulation.clock.now(),
    deliver: (message: Message) => deliverUntilAcknowledged(subscription, message),
    replay: (message: Message) => replay(subscription, message),
    leads: () => salesforce.state()["Lead"] as Records,
    members: () => salesforce.state()["CampaignMember"] as Records,
    people: () => customerio.state()["people"] as Records,
    events: () => customerio.state()["events"] as Records,
    /** Nobody is there any more; the instance stays, or a new one starts. */
    reset({ instance = "same" }: { instance?: "same" | "new" } = {}) {
      simulation.isPatient = false;
      simulation.reset({ email: "", eventAt: 0, configuration }, NOW);
      lines.length = 0;
      if (instance === "new") subscription = subscribe(simulation, handler);
    },
  };
}
