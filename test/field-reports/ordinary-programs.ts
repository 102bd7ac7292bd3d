import { ADA, type Input } from "./input.ts";
import { ADA_LOVELACE, BOB, form, nobodys } from "./ordinary-held.ts";

const N8N = "docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-base.webhook";
const WOO = "woocommerce.github.io/woocommerce-rest-api-docs/#order-properties";
const LUMA = "docs.luma.com/reference/getting-started-with-your-api";
const PHONE = "+44 20 7946 0000";

/** What programs put around a record, or before its members. */
const around: readonly Input[] = [
  form(N8N, { headers: { host: "x" }, query: {}, body: { email: ADA, name: "Ada Lovelace" } }, ADA_LOVELACE),
  form(N8N, { name: "Zap", body: JSON.stringify({ email: ADA, name: "Ada Lovelace" }) }, ADA_LOVELACE),
  form(
    WOO,
    {
      id: 727,
      billing: { first_name: "Ada", last_name: "Lovelace", company: "Acme", email: ADA, country: "US" },
      shipping: { first_name: "Bob", company: "Bobco" },
    },
    { ...ADA_LOVELACE, company: "Acme", country: "US" },
  ),
  form(
    "docs.stripe.com/api/checkout/sessions/object",
    { object: "checkout.session", customer_email: null, customer_details: { email: ADA, name: "Ada Lovelace" } },
    ADA_LOVELACE,
  ),
  form(
    "developers.intercom.com/docs/references/webhooks/webhook-models",
    { data: { type: "notification_event_data", item: { type: "contact", email: ADA, name: "Ada Lovelace" } } },
    ADA_LOVELACE,
  ),
  form(
    "pipedrive.readme.io/docs/guide-for-webhooks",
    {
      current: {
        first_name: "Ada",
        last_name: "Lovelace",
        email: [{ label: "work", value: ADA, primary: true }],
        phone: [{ value: PHONE, primary: true }],
      },
      previous: null,
    },
    { ...ADA_LOVELACE, phone: PHONE },
  ),
  ...[
    { email: { value: ADA }, firstname: { value: "Ada" }, lastname: { value: "Lovelace" } },
    { email: ADA, firstname: "Ada", lastname: "Lovelace" },
  ].map((properties) => form("developers.hubspot.com/docs/api/crm/contacts", { vid: 1, properties }, ADA_LOVELACE)),
  form(
    "supabase.com/docs/guides/database/webhooks",
    { type: "INSERT", record: { email: ADA, first_name: "Ada", last_name: "Lovelace" }, old_record: null },
    ADA_LOVELACE,
  ),
  form(
    "docs.strapi.io/cms/backend-customization/webhooks",
    { entry: { email: ADA, firstName: "Ada" } },
    { firstName: "Ada" },
  ),
  form(
    "documentation.unbounce.com/hc/en-us/articles/203510044",
    { page_id: "x", "data.json": JSON.stringify({ first_name: ["Ada"], last_name: ["Lovelace"], email: [ADA] }) },
    ADA_LOVELACE,
  ),
  form(
    "www.fillout.com/help/webhook",
    {
      questions: [
        { id: "q", name: "Email", value: ADA },
        { id: "r", name: "First name", value: "Ada" },
      ],
    },
    { firstName: "Ada" },
  ),
  form(
    "clerk.com/docs/webhooks/overview",
    { first_name: "Ada", last_name: "Lovelace", email_addresses: [{ id: "i", email_address: ADA }] },
    ADA_LOVELACE,
  ),
  form(
    "developers.brevo.com/reference/createcontact",
    { email: ADA, attributes: { FIRSTNAME: "Ada", LASTNAME: "Lovelace", COMPANY: "Acme" } },
    { ...ADA_LOVELACE, company: "Acme" },
  ),
  form(
    "zapier.com/help/doc/how-use-webhooks-zapier",
    { data__email: ADA, data__first_name: "Ada", data__last_name: "Lovelace" },
    ADA_LOVELACE,
  ),
  form(LUMA, { user_email: ADA, user_name: "Ada L", user_first_name: "Ada", user_last_name: "Lovelace" }, ADA_LOVELACE),
  form(WOO, { billing_email: ADA, billing_first_name: "Ada", shipping_first_name: "Bob" }, { firstName: "Ada" }),
  form(
    "developers.squarespace.com/commerce-apis/orders-overview",
    { customerEmail: ADA, customerName: "Ada Lovelace", customerPhone: PHONE },
    { ...ADA_LOVELACE, phone: PHONE },
  ),
  form(
    "developer.mautic.org/#webhooks",
    {
      lead: {
        fields: {
          core: {
            firstname: { id: "2", label: "First Name", alias: "firstname", type: "text", value: "Ada" },
            email: { id: "6", label: "Email", alias: "email", type: "email", value: ADA },
          },
        },
      },
    },
    { firstName: "Ada" },
  ),
  form(
    "apidocs.chargebee.com/docs/api/events",
    { content: { customer: { email: ADA, first_name: "Ada", company: "Acme" } } },
    { firstName: "Ada", company: "Acme" },
  ),
  form(
    "learn.microsoft.com/en-us/power-apps/developer/data-platform/reference/entities/lead",
    { emailaddress1: ADA, emailaddress2: null, firstname: "Ada", lastname: "Lovelace", telephone1: PHONE },
    { ...ADA_LOVELACE, phone: PHONE },
  ),
  form(N8N, { "Customer Email": ADA, "Customer Name": "Ada Lovelace" }, ADA_LOVELACE),
  form(N8N, { payload: { member_email: ADA, member_name: "Ada Lovelace" } }, ADA_LOVELACE),
];

/** What stands beside them, and is something else's. */
const others: readonly Input[] = [
  form(WOO, { customer_email: ADA, name: "Order 1001", title: "Order" }, {}, ["firstName", "lastName", "title"]),
  form(WOO, { customer_email: ADA, customer_name: "Ada Lovelace", name: "Order", first_name: "Bob" }, ADA_LOVELACE),
  form(WOO, { customer_email: ADA, billing_first_name: "Bob", customer_title: "Mr" }, {}, ["firstName", "title"]),
  form(WOO, { email: ADA, customer: { first_name: "Bob" }, item: { name: "T-shirt" } }, {}, ["firstName", "lastName"]),
  form("shopify.dev/docs/api/webhooks", { email: ADA, name: "#1001" }, {}, ["firstName", "lastName"]),
  form(WOO, { email: ADA, first_name: "1", last_name: " 1001 " }, {}, ["firstName", "lastName"]),
  form(N8N, { email: ADA, first_name: "Ada", last_name: "Lovelace 3" }, { lastName: "Lovelace 3" }),
  form(N8N, { email1: ADA, name1: "Ada Lovelace", name2: "Bob Jones" }, {}, ["firstName", "lastName"]),
  form(N8N, { email: ADA, name1: "Bob", phone1: PHONE }, {}, ["firstName", "lastName", "phone"]),
  form(LUMA, { user_email: ADA, user_name: "ada99" }, {}, ["firstName", "lastName"]),
  form(N8N, { first_name: "Agent", record: { email: ADA, first_name: "Ada" } }, { firstName: "Ada" }),
  form(N8N, { contact_email: ADA, name: "Ada Lovelace" }, ADA_LOVELACE),
  form(N8N, { email: ADA, attributes: { first_name: "Bob", email: BOB } }, {}, ["firstName"]),
  form(
    N8N,
    { email: ADA, fields: { last_name: "Lovelace" }, properties: { last_name: "Smith" } },
    { lastName: "Lovelace" },
  ),
  form(WOO, { email: ADA, first_name: "Ada", customer_email: ADA, customer_first_name: "A" }, { firstName: "Ada" }),
  form(
    WOO,
    { billing: { email: ADA, first_name: "A" }, contact: { email: ADA, first_name: "Ada" } },
    { firstName: "Ada" },
  ),
  form(N8N, { first_name: "Bob", last_name: "Smith", buyer: { email: ADA, name: "Ada Lovelace" } }, ADA_LOVELACE),
  form(N8N, { first_name: "Ada", contact: { email: ADA, last_name: "Lovelace" } }, ADA_LOVELACE),
  form(N8N, { email: ADA, first_name: "Ada", attributes: { first_name: "Bob", last_name: "Jones" } }, {}, ["lastName"]),
  form(N8N, { email: ADA, properties: { title: "Villa", name: "Villa", country: "Italy", company: "Immo" } }, {}, [
    "title",
    "firstName",
    "lastName",
    "country",
    "company",
  ]),
];

/** Of these nobody can tell whose the address is, or it is somebody else's. */
const nobodysAddresses: readonly Input[] = [
  { owner: { email: BOB }, first_name: "Ada" },
  { user: { email: BOB }, body: { first_name: "Ada" } },
  { body: { email: ADA }, user: { email: BOB } },
  { body: { email: ADA }, subject: `Fwd: from ${BOB}` },
  { body: { customer_email: ADA, Email: true } },
  { body: `Write to ${BOB}` },
  { record: { email: "", owner_email: BOB } },
  { record: { email: null }, old_record: { email: ADA } },
  { record: { email: "[redacted]" }, customer_email: BOB },
  { current: null, previous: { email: ADA } },
  { item: { email: ADA, form: { email: ADA } } },
  { item: { owner: { email: BOB }, first_name: "Ada" } },
  { object: { user: { email: BOB } } },
  { entry: { guest: { email: BOB } } },
  { properties: { owner: { value: BOB }, firstname: { value: "Ada" } } },
  { attributes: { first_name: "Ada" }, relationships: { owner: { email: BOB } } },
  { invitee: { name: "Ada" }, invited_by: { email: BOB } },
  { customer: { email: ADA }, member: { email: BOB } },
  { customer: [{ email: ADA }, { email: BOB }] },
  { customer_email: ADA, billing_email: BOB },
  { emailaddress1: ADA, emailaddress2: BOB },
  { emailaddress1: "", emailaddress2: BOB },
  { emailaddress1: "[redacted]", contact: { email: "" }, customer_email: BOB },
  { content: `Write to ${BOB}`, customer: { first_name: "Ada" } },
  { customer_email: ADA, "E-Mail": true },
  { customer_email: "", assigned_to_email: BOB },
  { customer_name: "Ada", agent_email: BOB },
  { friend_email: BOB, customer_name: "Ada Lovelace" },
].map((data) => nobodys(N8N, data));

const FLOW = ["salesforce-flow", "contact.unsubscribed"] as const;

/** Opt-outs in them: none is lost, and none is somebody else's. */
const optOuts: readonly Input[] = [
  ...[{ record: { Email: ADA } }, { customer_email: ADA }].map((data): Input => ({
    what: `the opt-out ${JSON.stringify(data)}`,
    reported: `https://${N8N}`,
    of: FLOW,
    differs: { data: { email: undefined, ...data } },
    comes: { outcome: "published", person: ADA },
  })),
  ...[
    { record: { Email: ADA, Owner: { Email: BOB } } },
    { customer_email: ADA, agent_email: BOB },
    { record: { Owner: { Email: BOB } } },
  ].map((data): Input => ({
    what: `the opt-out ${JSON.stringify(data)}`,
    reported: `https://${N8N}`,
    of: FLOW,
    differs: { data: { email: undefined, ...data } },
    comes: { outcome: "quarantined", field: "/data/email" },
  })),
];

export const fromPrograms: readonly Input[] = [...around, ...others, ...nobodysAddresses, ...optOuts];
