import { Ajv2020 } from "ajv/dist/2020.js";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { Validate } from "../../../functions/runtime/validate.ts";
import { formats } from "../../../bundler/write/formats.ts";
import type { Form } from "./raw-systems.ts";

/** Something that a person wants, how soon and about what, and when it was talked about for how long. */
interface Ticket {
  readonly email: string;
  readonly title: string;
  readonly priority: "low" | "normal" | "high";
  readonly seats: number;
  readonly calledAt: string;
  readonly callMinutes: number;
  readonly isPublic: boolean;
  readonly tags: readonly string[];
  readonly parts: readonly { readonly price: number }[];
}

const data: Ticket = {
  email: "ada@example.com",
  title: "The mill is jammed",
  priority: "high",
  seats: 5,
  calledAt: "2026-11-02T10:30:00+01:00",
  callMinutes: 45,
  isPublic: true,
  tags: ["mills"],
  parts: [{ price: 12 }],
};
const validate: Validate<never> = new Ajv2020({ formats }).compile<never>({
  type: "object",
  required: Object.keys(data),
  properties: {
    email: { type: "string", format: "email" },
    title: { type: "string", minLength: 1 },
    priority: { type: "string", enum: ["low", "normal", "high"] },
    seats: { type: "integer", minimum: 0 },
    calledAt: { type: "string", format: "date-time" },
    callMinutes: { type: "integer", minimum: 1 },
    isPublic: { type: "boolean" },
    tags: { type: "array", items: { type: "string" } },
    parts: {
      type: "array",
      items: { type: "object", required: ["price"], properties: { price: { type: "integer", minimum: 0 } } },
    },
  },
});

/** An event type that the project has not, whose schema lists words. */
export const ticketOpened = {
  eventType: "ticket.opened",
  validate,
  samples: [
    {
      name: "jammed",
      event: {
        id: "01KC3H9M1TR0000000000000AB",
        source: "/sources/desk",
        type: "ticket.opened",
        time: "2026-11-02T09:30:00.000Z",
        subject: data.email,
        data,
      } as unknown as Event, // of a type that there is not
    },
  ],
};

/** What the small handlers of such events are given, whose type says form.submitted. */
export function ticketIn(event: Form): Ticket {
  return event.data as unknown as Ticket; // the schema above has passed it
}
