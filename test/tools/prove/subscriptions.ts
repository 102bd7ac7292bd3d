import { Ajv2020 } from "ajv/dist/2020.js";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { Validate } from "../../../functions/runtime/validate.ts";
import { formats } from "../../../bundler/write/formats.ts";
import type { Form } from "./raw-systems.ts";

/** Something of a person's that has an id of its own and a status. */
export interface Subscription {
  readonly email: string;
  readonly subscriptionId: string;
  readonly status: string;
}

const data: Subscription = { email: "ada@example.com", subscriptionId: "sub_1Nx7", status: "Matched" };
const email = { type: "string", format: "email" };
const text = { type: "string" };
const validate: Validate<never> = new Ajv2020({ formats }).compile<never>({
  type: "object",
  required: ["email", "subscriptionId", "status"],
  properties: { email, subscriptionId: text, status: text },
});

/** An event type that the project has not, whose schema lists no statuses: an org's picklist alone does. */
export const subscriptionChanged = {
  eventType: "subscription.changed",
  validate,
  samples: [
    {
      name: "matched",
      event: {
        id: "01KC3H9M1TR0000000000000AA",
        source: "/sources/billing",
        type: "subscription.changed",
        time: "2026-11-02T09:30:00.000Z",
        subject: data.email,
        data,
      } as unknown as Event, // of a type that there is not
    },
  ],
};

/** What the small handlers of such events are given, whose type says form.submitted. */
export function subscriptionIn(event: Form): Subscription {
  return event.data as unknown as Subscription; // the schema above has passed it
}
