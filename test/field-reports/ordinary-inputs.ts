import { ADA, FORM, type Input } from "./input.ts";
import { bodies } from "./ordinary-bodies.ts";
import { fields } from "./ordinary-fields.ts";
import { flattenedBodies } from "./ordinary-flattened.ts";
import { heldFields } from "./ordinary-held.ts";
import { fromPrograms } from "./ordinary-programs.ts";
import { keptAsItIs } from "./ordinary-kept.ts";
import { labelledForms } from "./ordinary-labels.ts";
import { formsOfTheWorld } from "./ordinary-languages.ts";
import { records } from "./ordinary-records.ts";
import { meanings } from "./ordinary-meanings.ts";
import { reports } from "./ordinary-reports.ts";
import { sent } from "./ordinary-senders.ts";

/** A form whose person has written their address so. */
const email = (reported: string, written: unknown, read?: string): Input => ({
  what: `the e-mail ${JSON.stringify(written)}`,
  reported,
  of: FORM,
  differs: { data: { email: written } },
  comes: read === undefined ? { outcome: "quarantined", field: "/data/email" } : { outcome: "published", person: read },
});

/** A form that tells its time so. */
const time = (reported: string, written: unknown, read?: string): Input => ({
  what: `the time ${JSON.stringify(written)}`,
  reported,
  of: FORM,
  differs: { timestamp: written },
  comes: read === undefined ? { outcome: "quarantined", field: "/timestamp" } : { outcome: "published", time: read },
});

const AT = "2026-11-02T09:30:00.000Z";
const SUITE = "https://github.com/SuiteCRM/SuiteCRM-Core/issues";
const JAVA = "https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/time/OffsetDateTime.html#toString()";
const RUBY = "https://docs.ruby-lang.org/en/3.3/Time.html#method-i-to_s";

const people: readonly Input[] = [
  email("https://github.com/mysociety/foi-register/issues/251", "ada@example.com.", ADA),
  email("https://github.com/phw198/OutlookGoogleCalendarSync/issues/1010", " ADA@Example.com. ", ADA),
  email(`${SUITE}/1021`, "paul.o'rielly@example.com", "paul.o'rielly@example.com"),
  email(`${SUITE}/844`, "mail@köln.example", "mail@xn--kln-sna.example"),
  email("https://github.com/SuiteCRM/SuiteCRM/issues/9160", "foo+bar@example.com", "foo+bar@example.com"),
  email("https://github.com/Dashlane/dashlane-cli/issues/196", "bob@company.health", "bob@company.health"),
  email("https://github.com/scottgonzalez/sane-email-validation/pull/2", "john.doe.@example.com"),
  email("https://github.com/verbb/formie/issues/1294", "o&#039;brien@example.com", "o'brien@example.com"),
  email("https://github.com/verbb/formie/issues/1294", "Ada O&#039;Brien &lt;ada@example.com&gt;", ADA),
  email("https://www.rfc-editor.org/rfc/rfc5322#section-3.4", "Lovelace, Ada <Ada@Example.com>", ADA),
  email("https://www.rfc-editor.org/rfc/rfc5322#section-3.2.2", "ada@example.com (work)", ADA),
  email("https://www.typeform.com/developers/webhooks/example-payload/", "ada%40example.com", ADA),
  email("https://www.unicode.org/reports/tr11/", "ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ", ADA),
  email("https://www.php.net/manual/en/faq.html.php#faq.html.arrays", ["ada@example.com"], ADA),
  email("https://www.rfc-editor.org/rfc/rfc5322#section-3.4", "ada@example.com, Ada@example.com", ADA),
  email("https://html.spec.whatwg.org/multipage/input.html#attr-input-multiple", "ada@example.com,bob@example.com"),
  email("https://www.rfc-editor.org/rfc/rfc6531", "jürgen@example.com"), // neither Salesforce nor customer.io takes it
  email("https://github.com/alphagov/feedback/pull/66", "n/a"),
  email("https://github.com/SuiteCRM/SuiteCRM/issues/9160", "ada @ example.com", ADA),
  email("https://github.com/SuiteCRM/SuiteCRM/issues/9160", "ada lovelace@example.com"), // ada.lovelace, or Ada's?
  email("https://developers.zoom.us/docs/api/using-zoom-apis/#email-address-display-rules", "a***@example.com"),
  email("https://github.com/verbb/formie/issues/1571", "ada%2Bnews@example.com", "ada+news@example.com"),
  email(
    "https://www.rfc-editor.org/rfc/rfc7643#section-2.4",
    [{ value: "b@example.com" }, { value: ADA, primary: true }],
    ADA,
  ),
  email("https://www.rfc-editor.org/rfc/rfc7643#section-2.4", [{ value: "b@example.com" }, { value: ADA }]),
  email(
    "https://html.spec.whatwg.org/multipage/input.html#attr-input-multiple",
    "ada@example.com\n Ada@example.com",
    ADA,
  ),
  email("https://html.spec.whatwg.org/multipage/input.html#attr-input-multiple", "ada@example.com / bob@example.com"),
  email("https://github.com/alphagov/feedback/pull/66", "E-mail: ada@example.com", ADA),
  email("https://www.postgresql.org/docs/current/datatype-json.html", "ada@example.com\u0000", ADA),
];

const times: readonly Input[] = [
  time("https://www.newtonsoft.com/json/help/html/DatesInJSON.htm", "/Date(1793611800000+0100)/", AT),
  time("https://github.com/netbox-community/netbox/issues/14299", "2026-11-02 09:30:00.000000+00:00", AT),
  time("https://github.com/getredash/redash/issues/2261", "2026-11-02T09:30:00.635000"), // of which zone, nobody knows
  time("https://github.com/zeek/broker/issues/346", "2026-11-02T09:30:00,000+00:00", AT),
  time("https://github.com/ohmage/server/issues/317", "2026-11-02T09:30:00"),
  time("https://github.com/chatwoot/chatwoot/issues/11989", 1793611800, AT),
  time("https://github.com/OpsiMate/OpsiMate/issues/766", "1793611800000", AT),
  time("https://docs.databricks.com/sql/language-manual/functions/unix_micros.html", 1793611800000000, AT),
  time("https://pkg.go.dev/time#Time.UnixNano", 1793611800000000000, AT),
  time("https://pkg.go.dev/time#Time.UnixNano", "1793611800000000000", AT),
  time(JAVA, "2026-11-02T10:30+01:00", AT),
  time(JAVA.replace("OffsetDateTime", "ZonedDateTime"), "2026-11-02T10:30:00+01:00[Europe/Berlin]", AT),
  time(RUBY, "2026-11-02 09:30:00 UTC", AT),
  time(RUBY, "2026-11-02 10:30:00 +0100", AT),
  time("https://pkg.go.dev/time#Time.String", "2026-11-02 09:30:00 +0000 UTC", AT),
  time("https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7", "Mon, 02 Nov 2026 09:30:00 GMT", AT),
  time("https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5", "20261102T093000Z", AT),
  time("https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5", "20261102T093000"),
  time("https://www.php.net/manual/en/datetime.format.php", "November 2, 2026 9:30 am UTC", AT),
  time("https://www.php.net/manual/en/datetime.format.php", "Mon, 2 Nov 2026, 9:30:00 a.m. GMT", AT),
  time("https://www.php.net/manual/en/datetime.format.php", "Nov 2, 2026 13:30 pm UTC"),
  time("https://github.com/cachly/issues-tracker/issues/4807", "Nov 2, 2026 9:30 am"),
  time("https://github.com/cachly/issues-tracker/issues/4807", "11/02/2026 09:30 AM UTC"), // or the 11th of February
  time("https://tc39.es/ecma262/#sec-date.prototype.tostring", "Mon Nov 02 2026 10:30:00 GMT+0100 (CET)", AT),
];

const senders: readonly Input[] = [
  {
    what: "Segment's company, address and name, as its spec has them",
    reported: "https://docs.aws.amazon.com/connect/latest/adminguide/mapping-segment-objects.html",
    of: ["segment", "track"],
    differs: {
      properties: { first_name: undefined, last_name: undefined, company: undefined, country: undefined },
      context: {
        traits: {
          firstName: undefined,
          lastName: undefined,
          name: "Ada King Lovelace",
          company: { id: "7", name: "Analytical Engines", employee_count: 12 },
          address: { city: "London", country: "UK" },
        },
      },
    },
    comes: {
      outcome: "published",
      data: { firstName: "Ada King", lastName: "Lovelace", company: "Analytical Engines", country: "UK" },
    },
  },
  {
    what: "Segment: a user id of null, and the address in another case",
    reported: "https://github.com/customerio/customerio-flutter/issues/46",
    of: ["segment", "track"],
    differs: { userId: null, properties: { email: "ADA@example.com" } },
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "Segment: an address as the user id alone",
    reported: "https://github.com/looker-open-source/actions/pull/22",
    of: ["segment", "track"],
    differs: { userId: "Ada@example.com", properties: { email: null }, context: { traits: null } },
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "Segment: a form of nobody who is known",
    reported: "https://github.com/segmentio/analytics-next/issues/1019",
    of: ["segment", "track"],
    differs: { userId: null, properties: { email: null }, context: { traits: { email: null } } },
    comes: { outcome: "quarantined", field: "/data/email" },
  },
  {
    what: "Stripe's test of an endpoint, in which nothing was paid",
    reported: "https://github.com/technote-space/frourio-demo/issues/136",
    of: ["stripe", "invoice.paid"],
    differs: {
      livemode: false,
      data: { object: { amount_paid: 0, customer: "cus_00000000000000", customer_name: null } },
    },
    comes: { outcome: "ignored" },
  },
  {
    what: "Stripe: an invoice of an account that is a customer",
    reported: "https://docs.stripe.com/connect/accounts-v2",
    of: ["stripe", "invoice.paid"],
    differs: { data: { object: { customer: null, customer_account: "acct_1SXxQ2" } } },
    comes: { outcome: "published", person: "acct_1SXxQ2", data: { customerId: "acct_1SXxQ2" } },
  },
  {
    what: "Stripe: no customer at all",
    reported: "https://github.com/mozilla/fxa/issues/11611",
    of: ["stripe", "invoice.paid"],
    differs: { data: { object: { customer: null } } },
    comes: { outcome: "quarantined", field: "/data/customerId" },
  },
  {
    what: "Calendly: a cancellation, its reason and a booking that is rescheduled",
    reported: "https://github.com/tcampb/react-calendly/issues/125",
    of: ["calendly", "invitee.canceled"],
    differs: { payload: { rescheduled: true, cancellation: { canceler_type: "invitee", reason: "" } } },
    comes: { outcome: "ignored" },
  },
  {
    what: "Calendly: all that may be null is null",
    reported: "https://docs.morf.health/events/payloads/calendly/invitee",
    of: ["calendly", "invitee.created"],
    differs: {
      payload: {
        first_name: null,
        last_name: null,
        text_reminder_number: null,
        questions_and_answers: [],
        payment: null,
        tracking: null,
        scheduled_event: { location: null, name: null },
      },
    },
    comes: { outcome: "published", data: { firstName: "Ada", lastName: "Lovelace" } },
  },
  {
    what: "Calendly: two names that say nothing, and the whole one",
    reported: "https://github.com/koshilife/calendly-api-ruby-client/issues/41",
    of: ["calendly", "invitee.created"],
    differs: { payload: { name: "Grace  Brewster Hopper", first_name: "", last_name: " " } },
    comes: { outcome: "published", data: { firstName: "Grace Brewster", lastName: "Hopper" } },
  },
  {
    what: "Typeform: no hidden fields, and a question that nobody has named",
    reported: "https://github.com/Typeform/embed/issues/260",
    of: ["typeform", "form_response"],
    differs: {
      form_response: {
        hidden: {},
        answers: [{ type: "email", email: ADA, field: { id: "work_email", type: "email" } }],
      },
    },
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "Typeform: an answer of null, and what was left empty",
    reported: "https://github.com/p2pu/learning-circles/pull/1008",
    of: ["typeform", "form_response"],
    differs: {
      form_response: {
        hidden: { work_email: ADA },
        answers: [null, { type: "email", email: "", field: { ref: "work_email" } }],
      },
    },
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "Typeform: a form without the address",
    reported: "https://github.com/theresapalmer/testrepo/issues/41",
    of: ["typeform", "form_response"],
    differs: { form_response: { hidden: null, answers: [] } },
    comes: { outcome: "quarantined", field: "/data/email" },
  },
  {
    what: "Zoom: blanks for all that the form did not ask, and a recurring webinar",
    reported: "https://github.com/Jericho/ZoomNet/issues/157",
    of: ["zoom", "registration_created"],
    differs: {
      payload: {
        object: {
          occurrences: [{ occurrence_id: "ABCDE12345" }],
          registrant: { last_name: "", org: "", phone: "", country: "", comments: "", custom_questions: null },
        },
      },
    },
    comes: { outcome: "published", data: { firstName: "Ada", status: "registered" } },
  },
  {
    what: "Zoom: somebody of whom it tells no address",
    reported: "https://github.com/PipedreamHQ/pipedream/issues/1015",
    of: ["zoom", "participant_joined"],
    differs: { payload: { object: { participant: { email: "" } } } },
    comes: { outcome: "ignored" },
  },
  {
    what: "Zoom: somebody whose address it hides",
    reported: "https://developers.zoom.us/docs/api/using-zoom-apis/#email-address-display-rules",
    of: ["zoom", "participant_joined"],
    differs: { payload: { object: { participant: { email: "a***@example.com" } } } },
    comes: { outcome: "ignored" },
  },
  {
    what: "Zoom: the app is taken out of the account",
    reported: "https://developers.zoom.us/docs/api/webhooks/",
    of: ["zoom", "registration_created"],
    differs: { event: "app_deauthorized", payload: { user_data_retention: "false" } },
    comes: { outcome: "ignored" },
  },
  {
    what: "HubSpot: what its own test of a subscription sends",
    reported: "https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide",
    of: ["hubspot", "contact.propertyChange"],
    differs: (body) => JSON.stringify([{ ...JSON.parse(body)[0], objectId: 123, propertyValue: "sample-value" }]),
    comes: { outcome: "ignored" },
  },
  {
    what: "HubSpot: two contacts that have become one",
    reported: "https://github.com/amp-labs/connectors/pull/3487",
    of: ["hubspot", "contact.propertyChange"],
    differs: (body) =>
      JSON.stringify([
        { ...JSON.parse(body)[0], subscriptionType: "contact.merge", newObjectId: 4, mergedObjectIds: [2] },
      ]),
    comes: { outcome: "ignored" },
  },
  {
    what: "Luma: what the guest was asked, as it asks",
    reported: "https://help.luma.com/p/webhooks",
    of: ["luma", "guest.registered"],
    differs: {
      data: {
        user_first_name: null,
        user_last_name: null,
        registration_answers: [
          { label: "Where do you work?", question_type: "company", value: { company: "Navy", job_title: "Admiral" } },
          { label: "Diet", question_type: "multi-select", value: ["vegan", "no nuts"] },
        ],
      },
    },
    comes: {
      outcome: "published",
      data: {
        firstName: "Ada",
        lastName: "Lovelace",
        company: "Navy",
        title: "Admiral",
        message: "Diet: vegan, no nuts",
      },
    },
  },
  {
    what: "Luma: whoever is invited, and has not answered",
    reported: "https://help.luma.com/p/webhooks",
    of: ["luma", "guest.updated"],
    differs: { data: { approval_status: "invited" } },
    comes: { outcome: "ignored" },
  },
  {
    what: "Goldcast: ids that are numbers",
    reported: "https://help.goldcast.io/hc/en-us/articles/17571696255131",
    of: ["goldcast", "REGISTRATION"],
    differs: { eventId: 12, userId: 345 },
    comes: { outcome: "published", data: { occasionId: "goldcast:12" } },
  },
  {
    what: "customer.io: an opt-out of a webhook that was set up long ago",
    reported: "https://github.com/rudderlabs/rudder-transformer",
    of: ["customerio", "email.unsubscribed"],
    differs: { object_type: undefined, metric: undefined, event_type: "email_unsubscribed" },
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "customer.io: a person who is known by an id alone",
    reported: "https://github.com/PostHog/posthog/pull/54470",
    of: ["customerio", "customer.unsubscribed"],
    differs: { data: { identifiers: { email: null }, email_address: null, recipient: null } },
    comes: { outcome: "ignored" },
  },
  {
    what: "customer.io: a time in milliseconds, as a text",
    reported: "https://github.com/healthjoy/async-customerio",
    of: ["customerio", "email.unsubscribed"],
    differs: { timestamp: "1793611800000" },
    comes: { outcome: "published", person: ADA, time: AT },
  },
  {
    what: "Salesforce: a campaign member who has no address",
    reported:
      "https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_campaignmember.htm",
    of: ["salesforce", "CampaignMember"],
    differs: (body) => body.replace(/<sf:Email>.*<\/sf:Email>/, '<sf:Email xsi:nil="true"/>'),
    comes: { outcome: "ignored" },
  },
  {
    what: "Salesforce: a status in another language",
    reported:
      "https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_campaignmemberstatus.htm",
    of: ["salesforce", "CampaignMember"],
    differs: (body) => body.replace("Attended", "Teilgenommen"),
    comes: { outcome: "ignored" },
  },
  {
    what: "Salesforce: a sandbox that was made with production's messages",
    reported:
      "https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging_understanding.htm",
    of: ["salesforce", "Contact"],
    differs: (body) => body.replace("00DHs0000000001AAA", "00DHs0000000009AAA"),
    comes: { outcome: "quarantined", field: "/OrganizationId" },
  },
];

export const inputs: readonly Input[] = [
  ...people,
  ...times,
  ...bodies,
  ...fields,
  ...senders,
  ...meanings,
  ...sent,
  ...reports,
  ...labelledForms,
  ...flattenedBodies,
  ...formsOfTheWorld,
  ...heldFields,
  ...fromPrograms,
  ...records,
  ...keptAsItIs,
];
