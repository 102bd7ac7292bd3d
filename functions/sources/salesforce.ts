import type { SourceKinds } from "../../schemas/types.ts";
import { memberStatuses, occasions } from "../configuration/occasions.ts";
import { isOurOwn, shortId } from "../configuration/salesforce.ts";
import { RefusedPayloadError } from "../runtime/define/errors.ts";
import { asWord } from "../runtime/reading/spelling.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { salesforceOutboundMessage } from "../runtime/signatures/schemes.ts";

const ACKNOWLEDGEMENT =
  '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>' +
  '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>' +
  "</soapenv:Body></soapenv:Envelope>";

/**
 * Outbound messages for changes that people make by hand, up to a hundred notifications each. docs/sources.md lists the
 * fields to send and when.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging_understanding.htm
 */
export default defineSource({
  name: "salesforce",
  signature: salesforceOutboundMessage(),
  body: "xml",
  items: ["Envelope", "Body", "notifications", "Notification"],
  shared: ["OrganizationId"],
  accepted: { contentType: "text/xml; charset=utf-8", text: ACKNOWLEDGEMENT },
  kind: ({ sObject }) => sObject["@type"].replace(/^.*:/, ""),
  kinds: { Lead: optedOut, Contact: optedOut, Account: personOptedOut, CampaignMember: changed },
});

type Kinds = SourceKinds["salesforce"];

/**
 * A record carries its current state, not what changed. A repeated opt-out does no harm, but an opt-in with every new
 * record would undo opt-outs; opt-ins therefore come explicitly, from salesforce-flow.
 */
function optedOut({ Id: id, OrganizationId, sObject: record }: Kinds["Lead" | "Contact"]): EventDraft[] {
  const { Email: person, HasOptedOutOfEmail, LastModifiedById, LastModifiedDate: time } = record;
  if (isOurOwn(OrganizationId, LastModifiedById)) return [];
  if (person === undefined || HasOptedOutOfEmail !== "true") return [];
  return [{ id, type: "contact.unsubscribed", person, time, neverWaits: true, data: {} }];
}

/** A person account sends its Account's messages only, not its Contact's. */
function personOptedOut({ sObject: account, ...notification }: Kinds["Account"]): EventDraft[] {
  const {
    PersonEmail: Email,
    PersonHasOptedOutOfEmail: HasOptedOutOfEmail,
    LastModifiedById,
    LastModifiedDate,
  } = account;
  if (Email === undefined || HasOptedOutOfEmail !== "true") return [];
  if (LastModifiedById === undefined) throw missing("/sObject/LastModifiedById");
  const at = LastModifiedDate === undefined ? {} : { LastModifiedDate };
  return optedOut({ ...notification, sObject: { Email, HasOptedOutOfEmail, LastModifiedById, ...at } });
}

function missing(field: string): RefusedPayloadError {
  return new RefusedPayloadError(`${field} is missing`, { code: "SCHEMA", system: "schema", field });
}

/** Only for campaigns of an occasion and statuses we know, under the first of the occasion's ids. */
function changed({ Id: id, OrganizationId, sObject: member }: Kinds["CampaignMember"]): EventDraft[] {
  const { CampaignId, Email: person, LastModifiedById, LastModifiedDate: time } = member;
  if (isOurOwn(OrganizationId, LastModifiedById)) return [];
  const [occasionId, occasion] =
    [...occasions].find(([, one]) => shortId(one.campaignId) === shortId(CampaignId)) ?? [];
  const [status] = Object.entries({ ...memberStatuses, ...occasion?.statuses }).find(isCalled(member.Status)) ?? [];
  if (occasionId === undefined || status === undefined || person === undefined) return [];
  const data = {
    occasionId,
    status,
    firstName: member.FirstName,
    lastName: member.LastName,
    company: member.CompanyOrAccount,
    title: member.Title,
    phone: member.Phone,
    country: member.Country,
  };
  return [{ id, type: "registration.changed", person, time, data }];
}

function isCalled(label: string): (entry: readonly [string, string]) => boolean {
  return ([, called]) => asWord(called) === asWord(label);
}
