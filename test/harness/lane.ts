import { findUnits } from "../../bundler/units.ts";
import type { Event, Handler } from "../../functions/runtime/define/handler.ts";
import { findStandIns } from "../../local/core/find.ts";
import type { OpenSystems } from "../../local/core/system.ts";
import { deliverOnce, subscribe } from "../../tools/prove/deliver.ts";
import { toMessage } from "../../tools/prove/samples.ts";
import { openStage } from "../../tools/prove/stage.ts";
import { validatorOf } from "./units.ts";

const standIns = await findStandIns();
const { clients } = await findUnits();

/** The prover's stage for a handler's own test: real clients on the stand-ins, no socket, time that stands still. */
export function createLane(handler: Handler) {
  const stage = openStage(standIns, 1);
  stage.isPatient = true; // nothing is warm
  stage.reset({ email: "", eventAt: 0, configuration: {} }, Date.parse("2026-01-01T00:00:00Z"));
  const used = clients.map(({ specification }) => specification).filter(({ name }) => handler.uses.includes(name));
  const name = handler.name ?? handler.eventType;
  const subscription = subscribe(stage, {
    name,
    handler,
    validate: validatorOf(handler.eventType),
    declared: {},
    clients: used,
  });
  const lines: object[] = [];
  stage.onLine = (level, message, fields) => lines.push({ ...fields, level, message });
  return {
    // Each is what its own stand-in.ts has opened.
    ...(Object.fromEntries(stage.systems.map((system) => [system.name, system])) as unknown as OpenSystems),
    clock: stage.clock,
    faults: stage.faults,
    deadLetters: stage.deadLetters,
    lines,
    /** `POST /sobjects/Lead`, since the start or since they were last forgotten; a fault's match hits them so. */
    calls: () =>
      stage.calls.map(
        ({ method, url }) => `${method} ${url.pathname.replace(/^\/(?:services\/data\/v[\d.]+|api\/v\d)/, "")}`,
      ),
    forgetCalls: () => void (stage.calls.length = 0),
    /** One delivery of the event, as Pub/Sub makes it; the status says whether it is acknowledged. */
    deliver: async (event: Event, attempt = 1) => (await deliverOnce(subscription, toMessage(event), attempt)).status,
  };
}
