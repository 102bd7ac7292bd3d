import { AT, EMAIL, type Sent } from "./new-senders.ts";

/** More of them, as vendors' documentation has them, shortened: whose they are, which, and when. */
export const further: Sent[] = [
  [
    "on24", // the occasion's id is the same for all who register
    { action: "registration", eventid: "1", eventuserid: "7", email: EMAIL, createtimestamp: AT },
    { scheme: "static-header" },
    ['{ type: "on24.registration", person: webhook.email', "eventid: webhook.eventid"],
  ],
  [
    "freshdesk", // whose name stands beside whose address
    { freshdesk_webhook: { ticket_requester_name: "Jane Doe", ticket_requester_email: EMAIL } },
    { scheme: "static-header" },
    ["namesIn({ name: webhook.freshdesk_webhook.ticket_requester_name })"],
  ],
  [
    "mailerlite", // https://developers.mailerlite.com/docs/webhooks.html
    { event: "subscriber.created", at: AT, email: EMAIL, fields: { name: "Jane", last_name: "Doe" } },
    { scheme: "static-header" },
    ["firstName: webhook.fields?.name, lastName: webhook.fields?.last_name"],
  ],
  [
    "dynamics", // a list in a list: https://learn.microsoft.com/en-us/power-apps/developer/data-platform/use-webhooks
    {
      OperationCreatedOn: AT,
      InputParameters: [
        {
          key: "Target",
          value: {
            Attributes: [
              { key: "emailaddress1", value: EMAIL },
              { key: "firstname", value: "Jane" },
              { key: "lastname", value: "Doe" },
            ],
          },
        },
      ],
    },
    { scheme: "static-header" },
    [
      'find((one) => one.key === "emailaddress1")?.value',
      'firstName: webhook.InputParameters[0]?.value?.Attributes?.find((one) => one.key === "firstname")?.value',
      'lastName: webhook.InputParameters[0]?.value?.Attributes?.find((one) => one.key === "lastname")?.value',
    ],
  ],
  [
    "google-forms", // of a script, and a colleague's address among the answers
    {
      responseId: "2",
      timestamp: AT,
      respondentEmail: EMAIL,
      answers: { "Full name": "Jane Doe", "Colleague's email": "pro@acme.io" },
    },
    { scheme: "static-header" },
    ["person: webhook.respondentEmail"],
  ],
  [
    "xero", // https://developer.xero.com/documentation/guides/webhooks/overview/
    { events: [{ resourceId: "717f", eventDateUtc: AT, eventType: "UPDATE", eventCategory: "CONTACT" }], entropy: "S" },
    { scheme: "static-header" },
    ["kind: (webhook) => `${webhook.eventCategory}.${webhook.eventType}`"],
  ],
  [
    "ecwid", // https://api-docs.ecwid.com/reference/webhooks
    { eventId: "80aece08", eventCreated: 1795168800, eventType: "customer.created", data: { customerEmail: EMAIL } },
    { scheme: "static-header" },
    ["id: webhook.eventId", "time: webhook.eventCreated"],
  ],
  [
    "amplitude", // its event_id counts each user's events: https://amplitude.com/docs/apis/analytics/http-v2
    { event_type: "signup", event_id: 12, insert_id: "i1", time: 1795168800000, user_properties: { email: EMAIL } },
    { scheme: "static-header" },
    ["id: webhook.insert_id"],
  ],
  [
    "members", // what was done to it stands beside it
    { type: "member", event: "created", at: AT, email: EMAIL },
    { scheme: "static-header" },
    ["kind: (webhook) => `${webhook.type}.${webhook.event}`"],
  ],
  [
    "summit", // and an occasion is nothing that was done
    { type: "registration", event: "democon", at: AT, email: EMAIL },
    { scheme: "static-header" },
    ["kind: (webhook) => webhook.type"],
  ],
];
