/** What a form fill by somebody new makes the handler call, in its order; the login only where no session is open. */
export const CALLS = [
  { name: "the login", system: "salesforce", match: "POST /oauth2/token" },
  { name: "the search for the person", system: "salesforce", match: "GET /query" },
  { name: "the Lead", system: "salesforce", match: "POST /sobjects/Lead" },
  { name: "the search for the member", system: "salesforce", match: "GET /query", from: 3 },
  { name: "the member", system: "salesforce", match: "POST /sobjects/CampaignMember" },
  { name: "the person", system: "customerio", match: "PUT /api/v1/customers/*" },
  { name: "the event", system: "customerio", match: "POST /api/v1/customers/*/events" },
] as const;
