import type { Small } from "../candidates.ts";
import { subscriptionChanged } from "../subscriptions.ts";

const [{ event }] = subscriptionChanged.samples as [(typeof subscriptionChanged.samples)[number]];

/** What the event says are words that systems and handlers have names of: a path's, a field's. */
export const saysLikeNames: Small = {
  name: "says-like-names",
  on: {
    ...subscriptionChanged,
    samples: [{ name: "names", event: { ...event, data: { ...event.data, status: "sobjects" } as never } }],
  },
  uses: ["salesforce"],
  async run({ subject }, { people }) {
    const person = await people.findPerson(subject);
    if (person === undefined) await people.createLead(subject, { LastName: "Known", Company: "[not provided]" });
  },
};
