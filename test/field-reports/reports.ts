import { expect } from "@jest/globals";
import type { Event } from "../../functions/runtime/define/handler.ts";
import type { FaultRule } from "../../local/core/faults.ts";
import { toMessage } from "../../tools/prove/events/samples.ts";
import { type Fields, type FastLane, type State, startFastLane } from "../local/runner/fast-lane.ts";
import { freshId, json } from "../local/runner/webhooks.ts";

/** The smallest form of the reports: what each row adds to it, or takes away. */
const F0 = {
  formId: "contact-sales",
  email: "grace@example.com",
  firstName: "Grace",
  lastName: "Hopper",
  company: "Navy",
};

/**
 * The lane as `npm start` runs it, with all handlers of people that talk to Salesforce and customer.io. They don't pause, since
 * these tests push without the waits between: what pauses them is in outages.test.ts.
 */
export const startReports = (): Promise<FastLane> =>
  startFastLane({
    handlers: ["form-submitted", "contact-unsubscribed", "contact-subscribed"],
    settings: { PAUSING: "off" },
  });

/** What is left of a form once its handler has acknowledged it. */
export interface Outcome {
  /** The delivery that was acknowledged. */
  readonly attempt: number;
  readonly state: State;
  readonly leads: readonly Fields[];
  readonly members: readonly Fields[];
  readonly people: readonly Fields[];
  readonly events: readonly Fields[];
  readonly deadLetters: State["pubsub"]["deadLetters"];
}

export const formOf = (data: object, envelope: object = {}) =>
  json({ type: "form.submitted", timestamp: new Date().toISOString(), data: { ...F0, ...data }, ...envelope });

/** Posts the form with these changes, and waits until its handler is done with it. */
export async function submit(lane: FastLane, data: object = {}, envelope: object = {}): Promise<Outcome> {
  const id = freshId();
  const { body } = await lane.send("app", formOf(data, envelope), id);
  expect(body).toMatchObject({ outcome: "published" });
  const { attempt } = await lane.handled(id);
  return { attempt, ...(await outcome(lane)) };
}

export async function outcome(lane: FastLane): Promise<Omit<Outcome, "attempt">> {
  const state = await lane.state();
  return {
    state,
    leads: state.salesforce["Lead"] ?? [],
    members: state.salesforce["CampaignMember"] ?? [],
    people: state.customerio.people,
    events: state.customerio.events,
    deadLetters: state.pubsub.deadLetters,
  };
}

/** Everything is there, once, by the first delivery; the Lead has these fields. */
export function expectWhole(
  { attempt, leads, members, people, events, deadLetters }: Outcome,
  lead: object = {},
): void {
  const counts = [leads, members, people, events, deadLetters].map(({ length }) => length);
  expect({ attempt, counts }).toEqual({ attempt: 1, counts: [1, 1, 1, 1, 0] });
  const absent = Object.fromEntries(Object.keys(lead).map((field) => [field, null]));
  expect({ ...absent, ...leads[0] }).toMatchObject({ Email: "grace@example.com", LastName: "Hopper", ...lead });
}

/** A refusal of Salesforce's at this call, as it words it. */
export function refusal(
  match: string,
  errorCode: string,
  { fields = [], message = errorCode, status = 400, times = 1 }: Refusal = {},
): FaultRule {
  const body = [{ message, errorCode, fields }];
  return { system: "salesforce", match, fault: "reject-before", status, body, times };
}

interface Refusal {
  readonly fields?: readonly string[];
  readonly message?: string;
  readonly status?: number;
  readonly times?: number;
}

const now = () => new Date().toISOString();
const about = () => ({ id: freshId(), source: "/sources/app", subject: F0.email, time: now() });

export const formEvent = (): Event<"form.submitted"> => ({ ...about(), type: "form.submitted", data: F0 });

export const optOutEvent = (): Event<"contact.unsubscribed"> => ({
  ...about(),
  type: "contact.unsubscribed",
  data: { email: F0.email },
});

/** Pushes it as Pub/Sub would, whatever that has counted: the status says whether it is acknowledged. */
export async function push(lane: FastLane, event: Event, deliveryAttempt: number): Promise<number> {
  const handler = event.type.replaceAll(".", "-");
  const { data, ...others } = toMessage(event);
  const message = { ...others, data: data.toString("base64"), messageId: event.id, publishTime: now() };
  const address = await lane.runner.functions.get(handler)?.address();
  const response = await fetch(`http://127.0.0.1:${address?.port}/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ message, subscription: `projects/ycat-local/subscriptions/${handler}`, deliveryAttempt }),
  });
  return response.status;
}

/** Pushes it until it is acknowledged, without the waits between: the attempt that was. */
export async function pushUntilDone(lane: FastLane, event: Event, most = 20): Promise<number> {
  for (let attempt = 1; attempt <= most; attempt += 1) if ((await push(lane, event, attempt)) === 204) return attempt;
  return Infinity;
}
