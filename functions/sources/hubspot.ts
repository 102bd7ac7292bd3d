import type { SourceKinds } from "../../schemas/types.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { hubSpot } from "../runtime/signatures/schemes.ts";

/** HubSpot names a contact by its id alone, so that workflows write the address into properties of ours: docs/sources.md. */
const CONSENT_BY_PROPERTY = new Map<string, "contact.unsubscribed" | "contact.subscribed">([
  ["ycat_unsubscribed_email", "contact.unsubscribed"],
  ["ycat_subscribed_email", "contact.subscribed"],
]);

/** What every property has become in what HubSpot sends when one tries a subscription out. */
const TEST_VALUE = "sample-value";

/**
 * What happened to contacts, up to a hundred at once (https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide),
 * and what workflows send, one by one, with a body of our choice: there are no webhooks of forms.
 */
export default defineSource({
  name: "hubspot",
  signature: hubSpot(),
  items: [],
  kind({ subscriptionType, objectTypeId, event }) {
    // The same thing said in HubSpot's newer words, where contacts are the type 0-1.
    if (subscriptionType === "object.propertyChange" && objectTypeId === "0-1") return "contact.propertyChange";
    return subscriptionType ?? event ?? "";
  },
  kinds: {
    "contact.propertyChange": propertyChanged,
    "contact.unsubscribed": (said) => [{ ...saidBy(said), type: "contact.unsubscribed", neverWaits: true, data: {} }],
    "contact.subscribed": (said) => [{ ...saidBy(said), type: "contact.subscribed", data: {} }],
    "form.submitted": (said) => [{ ...saidBy(said), type: "form.submitted", data: formIn(said) }],
  },
});

type Kinds = SourceKinds["hubspot"];

function propertyChanged(change: Kinds["contact.propertyChange"]): EventDraft[] {
  const { eventId, portalId, objectId, occurredAt: time, propertyName, propertyValue } = change;
  // HubSpot's own property says that somebody has opted out, and not who: it is kept, and whoever subscribed to it is told.
  const isNobodys = propertyName === "hs_email_optout" && propertyValue === "true";
  const type = isNobodys ? "contact.unsubscribed" : CONSENT_BY_PROPERTY.get(propertyName);
  if (type === undefined || propertyValue === undefined) return []; // another property, or one that is emptied
  if (propertyValue === TEST_VALUE) return [];
  const id = [portalId, objectId, eventId, time].join("/");
  const person = isNobodys ? undefined : propertyValue;
  return [{ id, type, person, time, neverWaits: type === "contact.unsubscribed", data: {} }];
}

/** A workflow gives no id: it is a hash of what it says. */
function saidBy({ email: person, occurredAt: time }: { readonly email: string; readonly occurredAt?: unknown }) {
  return { person, time };
}

function formIn(form: Kinds["form.submitted"]) {
  const { formId, firstname, lastname, company, jobtitle, phone, country, message, pageUrl } = form;
  return {
    formId,
    firstName: firstname,
    lastName: lastname,
    company,
    title: jobtitle,
    phone,
    country,
    message,
    pageUrl,
  };
}
