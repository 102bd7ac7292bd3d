import type { Clients } from "../runtime/define/client.ts";

type Person = Awaited<ReturnType<Clients["salesforce"]["createLead"]>>;

/** As long as an event is retried: an attempt of this one may have made a record that is no older. */
const RETRIED_MS = 16 * 3600 * 1000;

/** An opt-out that came before their first record has found nobody in Salesforce; customer.io has kept it. */
export async function keepEarlierOptOut(
  event: { readonly subject: string; readonly time: string },
  person: Person,
  { salesforce, customerio }: Pick<Clients, "salesforce" | "customerio">,
): Promise<void> {
  if (Date.parse(event.time) - Date.parse(person.createdAt) > RETRIED_MS) return;
  const { unsubscribed, at = event.time } = await customerio.hasUnsubscribed(event.subject);
  if (unsubscribed) await salesforce.optOutOfEmail(event.subject, { at, person });
}
