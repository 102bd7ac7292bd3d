import { ADA, type Input } from "./input.ts";

const AT = "2026-11-02T09:30:00.000Z";

/** What senders say in another place, or in other words, than the first of their payloads had it. */
export const meanings: readonly Input[] = [
  {
    what: "Calendly: a call to the number that stands where the meeting is",
    reported: "https://developer.calendly.com/api-docs/ZG9jOjM2MzE2MDM4-webhook-payload",
    of: ["calendly", "invitee.created"],
    differs: {
      payload: {
        text_reminder_number: null,
        scheduled_event: { location: { type: "outbound_call", location: "+1 404-555-0100", join_url: undefined } },
      },
    },
    comes: { outcome: "published", data: { phone: "+1 404-555-0100" } },
  },
  {
    what: "Calendly: a meeting that is made once, of no type",
    reported: "event_type of a meeting that is made once: null (from memory, not confirmed by a page)",
    of: ["calendly", "invitee.canceled"],
    differs: { payload: { scheduled_event: { event_type: null } } },
    comes: { outcome: "published", data: { occasionId: "calendly:AAAAAAAAAAAAAAAA", status: "cancelled" } },
  },
  {
    what: "Calendly: neither a type nor an address of the meeting",
    reported: "event_type of a meeting that is made once: null (from memory, not confirmed by a page)",
    of: ["calendly", "invitee.created"],
    differs: { payload: { scheduled_event: { event_type: null, uri: null } } },
    comes: { outcome: "quarantined", field: "/data/occasionId" },
  },
  {
    what: "Luma: the company's name alone",
    reported: "https://help.luma.com/p/webhooks",
    of: ["luma", "guest.registered"],
    differs: {
      data: { registration_answers: [{ label: "Company", question_type: "company", value: "Navy", answer: "Navy" }] },
    },
    comes: { outcome: "published", data: { company: "Navy" } },
  },
  {
    what: "Segment: a clock that is a day ahead",
    reported: "https://github.com/segmentio/segment-docs/pull/7645",
    of: ["segment", "track"],
    differs: { timestamp: "2026-11-03T09:30:00Z", receivedAt: AT },
    comes: { outcome: "published", time: AT },
  },
  {
    what: "Segment: an event in other letters than the configuration's",
    reported: "https://developer.accoil.com/docs/best-practices/naming-conventions",
    of: ["segment", "track"],
    differs: { event: "demo_requested" },
    comes: { outcome: "published", data: { formId: "demo-request" } },
  },
  {
    what: "Segment: an address that is called Email",
    reported: "https://github.com/customerio/customerio-flutter/issues/46",
    of: ["segment", "track"],
    differs: { properties: { email: undefined, Email: "Ada@example.com" }, context: { traits: { email: undefined } } },
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "Splash: a status with a hyphen",
    reported: "https://support.splashthat.com/hc/en-us/articles/115003519603",
    of: ["splash", "guest"],
    differs: { status: "Checked-In" },
    comes: { outcome: "published", data: { status: "attended" } },
  },
  {
    what: "Goldcast: an activity in lower case",
    reported: "https://help.goldcast.io/hc/en-us/articles/17571696255131",
    of: ["goldcast", "REGISTRATION"],
    differs: { activityType: "registration" },
    comes: { outcome: "published", data: { status: "registered" } },
  },
  {
    what: "Typeform: hidden fields that nobody has filled in, as its link has them",
    reported: "Typeform's own link to a form with hidden fields: #company=xxxxx (from memory, not confirmed by a page)",
    of: ["typeform", "form_response"],
    differs: {
      form_response: { hidden: { company: "xxxxx", work_email: ADA }, answers: [] },
    },
    comes: { outcome: "published", person: ADA, data: { formId: "demo-request", email: ADA } },
  },
  {
    what: "Typeform: a form that is not configured",
    reported: "https://www.typeform.com/developers/webhooks/",
    of: ["typeform", "form_response"],
    differs: { form_response: { form_id: "Zz9" } },
    comes: { outcome: "quarantined", field: "/form_response/form_id" },
  },
  {
    what: "HubSpot: a workflow's token that it has not replaced",
    reported: "https://github.com/ericferon/glpi-webhook/issues/66",
    of: ["hubspot", "form.submitted"],
    differs: { company: "{{ contact.company }}", phone: "##phone##" },
    comes: { outcome: "published", data: { firstName: "Ada", lastName: "Lovelace" } },
  },
  {
    what: "Salesforce: a person account has opted out",
    reported:
      "Account's PersonHasOptedOutOfEmail, which much public Apex reads (not confirmed by a page of Salesforce's)",
    of: ["salesforce", "Account+person"],
    differs: (body) => body,
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "Salesforce: a person account's message that does not say who has changed it",
    reported:
      "Account's PersonHasOptedOutOfEmail, which much public Apex reads (not confirmed by a page of Salesforce's)",
    of: ["salesforce", "Account+person"],
    differs: (body) => body.replace(/<sf:LastModifiedById>.*<\/sf:LastModifiedById>/, ""),
    comes: { outcome: "quarantined", field: "/sObject/LastModifiedById" },
  },
  {
    what: "Calendly: a name as address books have it",
    reported: "https://docs.morf.health/events/payloads/calendly/invitee",
    of: ["calendly", "invitee.created"],
    differs: { payload: { name: "Hopper,  Grace Brewster" } },
    comes: { outcome: "published", data: { firstName: "Grace Brewster", lastName: "Hopper" } },
  },
  {
    what: "Luma: a name with a title, and with what somebody remarks of themselves",
    reported: "https://help.luma.com/p/webhooks",
    of: ["luma", "guest.registered"],
    differs: { data: { user_first_name: null, user_last_name: null, user_name: "Grace Hopper, PhD (she/her)" } },
    comes: { outcome: "published", data: { firstName: "Grace", lastName: "Hopper, PhD (she/her)" } },
  },
  {
    what: "a status in American, and with a capital",
    reported: "https://github.com/calcom/cal.diy/issues/21171",
    of: ["app", "registration.changed"],
    differs: { data: { status: "Canceled" } },
    comes: { outcome: "published", data: { status: "cancelled" } },
  },
  {
    what: "a status with a hyphen",
    reported: "https://docs.morf.health/events/payloads/calendly/invitee",
    of: ["app", "registration.changed"],
    differs: { data: { status: "no-show" } },
    comes: { outcome: "published", data: { status: "no_show" } },
  },
  {
    what: "a status that is none of ours",
    reported: "https://docs.morf.health/events/payloads/calendly/invitee",
    of: ["app", "registration.changed"],
    differs: { data: { status: "maybe" } },
    comes: { outcome: "quarantined", field: "/data/status" },
  },
  {
    what: "Segment: no address in the form, and the one that it knows",
    reported: "https://github.com/segmentio/analytics-next/issues/1019",
    of: ["segment", "track"],
    differs: { properties: { email: "n/a" } },
    comes: { outcome: "published", person: ADA },
  },
  ...[
    { properties: { email: "Bob@example.com", first_name: undefined, last_name: undefined, phone: undefined } },
    {
      userId: ADA,
      properties: { email: "bob@example.com", first_name: undefined, last_name: undefined, phone: undefined },
      context: { traits: { email: undefined, name: "Ada Lovelace", phone: "+44 20 7946 0000" } },
    },
    {
      properties: { email: "bob@example.com", first_name: undefined, last_name: undefined, phone: undefined },
      context: { traits: { email: "ada.example.com" } },
    },
    {
      userId: "bob@example.com",
      properties: { email: "bob@example.com", first_name: undefined, last_name: undefined, phone: undefined },
    },
  ].map((differs): Input => ({
    what: `Segment: a form that somebody else has sent than it knows in that browser, ${JSON.stringify(differs)}`,
    reported: "https://github.com/segmentio/analytics-next/issues/1019",
    of: ["segment", "track"],
    differs,
    comes: { outcome: "published", person: "bob@example.com", lacks: ["firstName", "lastName", "phone"] },
  })),
  {
    what: "Segment: two addresses in two spellings",
    reported: "https://github.com/segmentio/analytics-next/issues/1019",
    of: ["segment", "track"],
    differs: {
      properties: { email: undefined, Email: "bob@example.com", EMAIL: ADA },
      context: { traits: { email: undefined } },
    },
    comes: { outcome: "quarantined", field: "/data/email" },
  },
  {
    what: "Segment: a first name in the form, and another one under another name that it knows",
    reported: "https://github.com/segmentio/analytics-next/issues/1019",
    of: ["segment", "track"],
    differs: { properties: { first_name: "Augusta" } },
    comes: { outcome: "published", person: ADA, data: { firstName: "Augusta", lastName: "Lovelace" } },
  },
  {
    what: "HubSpot: its own opt-out in other letters, which says of nobody",
    reported: "https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide",
    of: ["hubspot", "contact.propertyChange"],
    differs: (body) => {
      const [change]: object[] = JSON.parse(body);
      return JSON.stringify([{ ...change, propertyName: "hs_email_optout", propertyValue: "TRUE" }]);
    },
    comes: { outcome: "quarantined", field: "/data/email" },
  },
  {
    what: "Luma: a status in other letters",
    reported: "https://help.luma.com/p/webhooks",
    of: ["luma", "guest.registered"],
    differs: { data: { approval_status: "Pending_Approval" } },
    comes: { outcome: "published", data: { status: "waitlisted" } },
  },
  {
    what: "Zoom: a status in other letters",
    reported: "https://github.com/Jericho/ZoomNet/issues/173",
    of: ["zoom", "registration_created"],
    differs: { payload: { object: { registrant: { status: "Pending" } } } },
    comes: { outcome: "published", data: { status: "waitlisted" } },
  },
];
