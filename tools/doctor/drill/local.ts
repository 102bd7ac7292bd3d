import type { EventDelivery } from "../../../local/console/contract/deliveries.ts";
import { askRunner } from "../../runner/ask.ts";
import { freshSample } from "../../../local/console/send/sample.ts";
import { CommandError } from "../../../local/core/problems.ts";
import { openSender } from "../../send/webhook.ts";
import type { Lane, Outcome } from "./lane.ts";

interface State {
  readonly pubsub: { readonly deadLetters: readonly { readonly attributes: Readonly<Record<string, string>> }[] };
  readonly salesforce: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly customerio: { readonly people: readonly Readonly<Record<string, unknown>>[] };
}

/** The lane of the `npm start` at this address. */
export async function localLane(url: string): Promise<Lane> {
  const send = await openSender(url, "app");
  const state = async () => (await askRunner(url, "/api/state")) as State; // made by local/console/api/state.ts
  return {
    where: url,
    place: {},
    patienceMs: 30_000,
    async send(address) {
      const { status, events } = await send(freshSample("app", "form.submitted", { email: address }));
      const [eventId] = events;
      if (eventId === undefined) throw new CommandError(`The source app answers ${status}, and has published nothing.`);
      return eventId;
    },
    async outcomes(eventId) {
      const deliveries = (await askRunner(url, "/api/deliveries")) as EventDelivery[]; // made by local/console/api/deliveries.ts
      const { deadLetters } = (await state()).pubsub;
      const isLetter = (handler: string, attempt: number) =>
        deadLetters.some(
          ({ attributes }) =>
            attributes["ce-id"] === eventId &&
            attributes["dead-letter-handler"] === handler &&
            attributes["dead-letter-attempt"] === String(attempt),
        );
      return deliveries
        .filter((one) => one.eventId === eventId && one.outcome !== "under way")
        .map(({ subscription: handler, attempt, outcome }): Outcome => {
          if (outcome !== "acknowledged") return { handler, attempt, outcome: "failed" };
          return { handler, attempt, outcome: isLetter(handler, attempt) ? "dead-lettered" : "done" };
        });
    },
    page: async () => "Nobody is paged on this machine: a project's alert dead-letters watches what is there.",
    async cleanUp(address) {
      const { salesforce, customerio } = await state();
      const leads = (salesforce["Lead"] ?? []).filter(({ Email }) => Email === address);
      const people = customerio.people.filter(({ email }) => email === address);
      const paths = [
        ...leads.map(({ Id }) => `/api/systems/salesforce/Lead/${String(Id)}`),
        ...people.map(({ cio_id: id }) => `/api/systems/customerio/people/${String(id)}`),
      ];
      for (const path of paths) await askRunner(url, path, { method: "DELETE" });
      return ["Slack's message about it stays: ycat does not delete there."];
    },
  };
}
