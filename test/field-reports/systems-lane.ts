import { findUnits } from "../../bundler/read/units.ts";
import { isBatchHandler } from "../../functions/runtime/define/batch-handler.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import type { FaultRule } from "../../local/core/faults.ts";
import { findStandIns } from "../../local/core/find.ts";
import type { OpenSystems } from "../../local/core/system.ts";
import { readConfiguration } from "../../local/runner/configuration.ts";
import { toMessage } from "../../tools/prove/events/samples.ts";
import { deliverUntilAcknowledged, subscribe } from "../../tools/prove/simulation/deliver.ts";
import { openSimulation } from "../../tools/prove/simulation/simulation.ts";
import { NOW } from "../harness/webhook.ts";
import { validatorOf } from "../harness/units.ts";

/** What a system holds and answers, where somebody has met that, and what must come of one event. */
export interface Situation {
  readonly what: string;
  /** Where it was met, or is documented. */
  readonly reported: string;
  /** The form's handler where it is left out. */
  readonly handler?: keyof typeof EVENTS;
  /** What differs in the event's data; `email` is its subject too. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** What is there before, and how it is set up. */
  readonly holds?: (systems: OpenSystems) => void;
  readonly answers?: readonly FaultRule[];
  readonly comes: Coming;
}

export interface Coming {
  /** `waits`: longer than any fault of a message's own would, and then it is done. */
  readonly end: "done" | "waits" | "dead-lettered";
  /** The delivery that ends it, of what does not wait. 1 where it is left out. */
  readonly attempt?: number;
  /** Of the dead letter. */
  readonly code?: string;
  /** How many there are then; each is one where all is well. */
  readonly count?: Readonly<Record<string, number>>;
  /** What is among the records of a kind. */
  readonly holds?: Readonly<Record<string, object>>;
  /** Reasons that the log has. */
  readonly told?: readonly string[];
}

const EMAIL = "grace@example.com";
const PERSON = { email: EMAIL, firstName: "Grace", lastName: "Hopper", company: "Navy" };

/** An event for each handler that takes one at a time. */
const EVENTS = {
  "form-submitted": { type: "form.submitted", data: { formId: "contact-sales", ...PERSON } },
  "form-submitted-slack": { type: "form.submitted", data: { formId: "contact-sales", ...PERSON } },
  "contact-unsubscribed": { type: "contact.unsubscribed", data: { email: EMAIL } },
  "registration-changed": {
    type: "registration.changed",
    data: { occasionId: "app:engines-dinner", status: "registered", ...PERSON },
  },
  "invoice-paid": {
    type: "invoice.paid",
    data: { customerId: "cus_1", customerName: "Navy", invoiceId: "in_1", amount: 11900, currency: "EUR" },
  },
} as const;

const [standIns, units] = [await findStandIns(), await findUnits()];
const configuration = readConfiguration();

/** All handlers on the stand-ins, without a socket, on a clock that moves when nothing else can. */
export function openSystems() {
  const simulation = openSimulation(standIns, 1);
  simulation.isPatient = true; // until all is loaded
  const told: { readonly reason?: string; readonly message: string }[] = [];
  simulation.onLine = (_level, message, fields) => told.push({ message, ...fields });
  // Each is what its own stand-in.ts has opened.
  const systems = Object.fromEntries(simulation.systems.map((one) => [one.name, one])) as unknown as OpenSystems;
  const handlers = new Map(units.handlers.map(({ specification }) => [handlerName(specification), specification]));
  const subscribeTo = (name: keyof typeof EVENTS) => {
    const handler = handlers.get(name);
    if (handler === undefined || isBatchHandler(handler)) throw new Error(`there is no handler ${name}`);
    const uses: readonly string[] = handler.uses;
    const clients = units.clients.map(({ specification }) => specification).filter((one) => uses.includes(one.name));
    const validate = validatorOf(handler.eventType);
    return subscribe(simulation, { name, handler, validate, declared: {}, clients });
  };

  return {
    simulation,
    /** Plays the situation from nothing: what has come of it, as `comes` says it. */
    async play({ handler = "form-submitted", data = {}, holds, answers = [], comes }: Situation) {
      simulation.reset({ email: "", eventAt: 0, configuration }, NOW);
      systems.salesforce.configure({ dailyRequests: 1_000_000 });
      told.length = 0;
      holds?.(systems);
      for (const rule of answers) simulation.faults.add(rule);
      const { type, data: usual } = EVENTS[handler];
      const all: Record<string, unknown> = { ...usual, ...data };
      const event = {
        id: "msg_1",
        source: "/sources/app",
        type,
        subject: String(all["email"] ?? all["customerId"]),
        time: new Date(simulation.clock.now()).toISOString(),
        data: all,
      } as unknown as Event;
      const { attempts, isAcknowledged } = await deliverUntilAcknowledged(subscribeTo(handler), toMessage(event));
      simulation.isPatient = false;
      const [letter] = simulation.deadLetters;
      const isOver = isAcknowledged && letter === undefined;
      const end = letter !== undefined ? "dead-lettered" : !isOver ? "lost" : attempts > 5 ? "waits" : "done";
      return {
        end,
        attempt: attempts,
        code: letter?.attributes["dead-letter-code"],
        told: told.flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
        records: Object.assign({}, ...Object.values(systems).map((one) => one.state())) as Record<string, object[]>,
        expected: comes,
      };
    },
  };
}
