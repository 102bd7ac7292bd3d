import type { Small } from "../candidates.ts";
import { subscriptionChanged } from "../subscriptions.ts";

const [{ event }] = subscriptionChanged.samples as [(typeof subscriptionChanged.samples)[number]];

const samples = ["sobjects", "known"].map((status) => ({
  name: status,
  event: { ...event, data: { ...event.data, status } as never },
}));

/** What the event says are words that systems have names of, such as a path's, or that the handler writes itself. */
export const saysLikeNames: Small = {
  name: "says-like-names",
  on: { ...subscriptionChanged, samples },
  uses: ["salesforce"],
  async run({ subject }, { people }) {
    const person = await people.findPerson(subject);
    if (person === undefined)
      await people.createLead(subject, { LastName: "Known", Company: "[not provided]", Title: "known" });
  },
};
