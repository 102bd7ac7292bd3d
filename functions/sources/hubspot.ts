import type { SourceKinds } from "../../schemas/types.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { truthIn } from "../runtime/reading/truth.ts";
import { hubSpot } from "../runtime/signatures/schemes.ts";

/** HubSpot identifies contacts by id only, so workflows copy the address into custom properties: docs/sources.md. */
const CONSENT_BY_PROPERTY = new Map<string, "contact.unsubscribed" | "contact.subscribed">([
  ["ycat_unsubscribed_email", "contact.unsubscribed"],
  ["ycat_subscribed_email", "contact.subscribed"],
]);

/** The value of every property in HubSpot's test notifications. */
const TEST_VALUE = "sample-value";

/**
 * Contact changes, up to a hundred per request
 * (https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide), and requests from workflows, one at a
 * time with a body we define: HubSpot has no form webhooks.
 */
export default defineSource({
  name: "hubspot",
  signature: hubSpot(),
  items: [],
  kind({ subscriptionType, objectTypeId, event }) {
    // The same notification in HubSpot's newer format, where contacts are object type 0-1.
    if (subscriptionType === "object.propertyChange" && objectTypeId === "0-1") return "contact.propertyChange";
    return subscriptionType ?? event ?? "";
  },
  kinds: {
    "contact.propertyChange": propertyChanged,
    "contact.unsubscribed": (request) => [
      { ...personIn(request), type: "contact.unsubscribed", neverWaits: true, data: {} },
    ],
    "contact.subscribed": (request) => [{ ...personIn(request), type: "contact.subscribed", data: {} }],
    "form.submitted": (request) => [{ ...personIn(request), type: "form.submitted", data: formIn(request) }],
  },
});

type Kinds = SourceKinds["hubspot"];

function propertyChanged(change: Kinds["contact.propertyChange"]): EventDraft[] {
  const { eventId, portalId, objectId, occurredAt: time, propertyName, propertyValue } = change;
  // HubSpot's own opt-out property does not say whose address it is. Without a person the event is quarantined, which
  // tells whoever subscribed to this property.
  const isAnonymous = propertyName === "hs_email_optout" && truthIn(propertyValue) === true;
  const type = isAnonymous ? "contact.unsubscribed" : CONSENT_BY_PROPERTY.get(propertyName);
  if (type === undefined || propertyValue === undefined) return []; // another property, or an emptied one
  if (propertyValue === TEST_VALUE) return [];
  const id = [portalId, objectId, eventId, time].join("/");
  const person = isAnonymous ? undefined : propertyValue;
  return [{ id, type, person, time, neverWaits: type === "contact.unsubscribed", data: {} }];
}

/** A workflow sends no event id; the runtime derives one from the body's hash. */
function personIn({ email: person, occurredAt: time }: { readonly email: string; readonly occurredAt?: unknown }) {
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
