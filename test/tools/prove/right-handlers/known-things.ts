import type { Small } from "../candidates.ts";
import { subscriptionChanged, subscriptionIn } from "../subscriptions.ts";

/** Changes what is there, by what was found, and leaves alone what is not. */
export const knownThings: Small = {
  name: "known-things",
  on: subscriptionChanged,
  uses: ["salesforce"],
  restores: [
    { records: "salesforce Contact", fields: ["Department"], reason: "the subscription's status counts, and its time" },
  ],
  async run(event, { people }) {
    const { email, status } = subscriptionIn(event);
    const [known] = await people.find("Contact", { Email: email }, ["AssistantName"]);
    if (known === undefined || (known.AssistantName ?? "") > event.time) return;
    await people.update("Contact", known.Id, { Department: status, AssistantName: event.time });
  },
};
