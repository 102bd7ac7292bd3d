import type { Clients } from "../runtime/define/client.ts";

type Person = Awaited<ReturnType<Clients["salesforce"]["createLead"]>>;

/** The retry window of an event: an earlier attempt at this one may have created the record. */
const RETRIED_MS = 16 * 3600 * 1000;

/** Applies an opt-out that arrived before the person's first Salesforce record existed; customer.io has kept it. */
export async function keepEarlierOptOut(
  event: { readonly subject: string; readonly time: string },
  person: Person,
  { salesforce, customerio }: Pick<Clients, "salesforce" | "customerio">,
): Promise<void> {
  if (Date.parse(event.time) - Date.parse(person.createdAt) > RETRIED_MS) return;
  const { unsubscribed, at = event.time } = await customerio.hasUnsubscribed(event.subject);
  if (unsubscribed) await salesforce.optOutOfEmail(event.subject, { at, person });
}
