/**
 * What a form fill by somebody new makes the handler call, of each system in its order; the login only where no session is
 * open. What needs nothing of each other goes at once.
 */
export const CALLS = [
  { name: "the login", system: "salesforce", match: "POST /oauth2/token" },
  { name: "the search for the person", system: "salesforce", match: "POST /composite" },
  { name: "the Lead", system: "salesforce", match: "POST /sobjects/Lead" },
  { name: "the search for the member", system: "salesforce", match: "POST /composite", from: 2 },
  { name: "the member", system: "salesforce", match: "POST /sobjects/CampaignMember" },
  { name: "the person", system: "customerio", match: "PUT /api/v1/customers/*" },
  { name: "the event", system: "customerio", match: "POST /api/v1/customers/*/events" },
  { name: "the question for consent", system: "customerio", match: "GET /v1/customers/*/attributes" },
] as const;
