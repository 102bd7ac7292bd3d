import { findUnits } from "../../bundler/read/units.ts";
import type { AnyHandler } from "../../functions/runtime/define/batch-handler.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { findStandIns } from "../../local/core/find.ts";
import type { OpenSystems } from "../../local/core/system.ts";
import { deliverOnce, subscribe } from "../../tools/prove/simulation/deliver.ts";
import { toMessage } from "../../tools/prove/events/samples.ts";
import { openSimulation } from "../../tools/prove/simulation/simulation.ts";
import { validatorOf } from "./units.ts";

const standIns = await findStandIns();
const { clients } = await findUnits();

/**
 * The prover's simulation for a handler's own test: real clients on the stand-ins, no socket, time that stands still. What the
 * stand-ins don't set, or otherwise, settings do.
 */
export function createLane(handler: AnyHandler, settings: Readonly<Record<string, string>> = {}) {
  const opened = openSimulation(standIns, 1);
  const simulation = { ...opened, environment: { ...opened.environment, ...settings } };
  simulation.isPatient = true; // nothing is warm
  simulation.reset({ email: "", eventAt: 0, configuration: {} }, Date.parse("2026-01-01T00:00:00Z"));
  const used = clients.map(({ specification }) => specification).filter(({ name }) => handler.uses.includes(name));
  const name = handler.name ?? handler.eventType;
  const subscription = subscribe(simulation, {
    name,
    handler,
    validate: validatorOf(handler.eventType),
    declared: {},
    clients: used,
  });
  const lines: object[] = [];
  simulation.onLine = (level, message, fields) => lines.push({ ...fields, level, message });
  return {
    // Each is what its own stand-in.ts has opened.
    ...(Object.fromEntries(simulation.systems.map((system) => [system.name, system])) as unknown as OpenSystems),
    clock: simulation.clock,
    faults: simulation.faults,
    deadLetters: simulation.deadLetters,
    lines,
    /** `POST /sobjects/Lead`, since the start or since they were last forgotten; a fault's match hits them so. */
    calls: () =>
      simulation.calls.map(
        ({ method, url }) => `${method} ${url.pathname.replace(/^\/(?:services\/data\/v[\d.]+|api\/v\d)/, "")}`,
      ),
    forgetCalls: () => void (simulation.calls.length = 0),
    /** One delivery of the event, as Pub/Sub makes it; the status says whether it is acknowledged. */
    deliver: async (event: Event, attempt = 1) => (await deliverOnce(subscription, toMessage(event), attempt)).status,
  };
}

/** Somebody has just sent the form `contact-sales`. */
export function formSubmitted(
  { clock }: Pick<ReturnType<typeof createLane>, "clock">,
  data: Pick<Event<"form.submitted">["data"], "email"> & Partial<Event<"form.submitted">["data"]>,
): Event<"form.submitted"> {
  return {
    id: "msg_1",
    source: "/sources/app",
    type: "form.submitted",
    subject: data.email,
    time: new Date(clock.now()).toISOString(),
    data: {
      formId: "contact-sales",
      firstName: "Ada",
      lastName: "Lovelace",
      company: "Analytical Engines",
      ...data,
    },
  };
}

/** What both systems send by: whether those who are there have opted out. */
export function consentIn({
  salesforce,
  customerio,
}: Pick<ReturnType<typeof createLane>, "salesforce" | "customerio">) {
  const { Lead = [] } = salesforce.state() as { Lead?: { HasOptedOutOfEmail: boolean }[] };
  const { people = [] } = customerio.state() as { people?: { attributes: { unsubscribed?: boolean } }[] };
  return {
    salesforce: Lead.map(({ HasOptedOutOfEmail }) => HasOptedOutOfEmail),
    customerio: people.map(({ attributes }) => attributes.unsubscribed),
  };
}
