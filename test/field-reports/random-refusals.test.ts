import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CODES } from "../../functions/clients/salesforce/api/fault-table.ts";
import type { FaultRule } from "../../local/core/faults.ts";
import { toMessage } from "../../tools/prove/events/samples.ts";
import { openForms } from "./in-process.ts";

/** REFUSALS=2000 npm test -- random-refusals, as each night. */
const REFUSALS = Number(process.env["REFUSALS"] ?? 200);
const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
const forms = openForms();

/** Planted in refusals and in the form: none of it may be printed, or stand in a dead letter's attributes. */
const PLANTED = /planted/i;
const EMAIL = "planted@example.com";
const PLANTED_TEXT = "planted: somebody's own words";

const calls = [
  ["salesforce", "POST /sobjects/Lead"],
  ["salesforce", "POST /sobjects/CampaignMember"],
  ["salesforce", "POST /composite"],
  ["salesforce", "POST /services/oauth2/token"],
  ["customerio", "PUT /customers/{id}"],
  ["customerio", "POST /customers/{id}/events"],
] as const;
const known = CODES.flatMap(([, , codes]) => codes.map((code) => code.replace("*", "_X")));
const code = fc.oneof(
  fc.constantFrom(...known),
  fc.stringMatching(/^[A-Z][A-Z_]{2,30}$/),
  fc.constantFrom(PLANTED_TEXT, "", "__proto__", "constructor", 7, null, { code: PLANTED_TEXT }),
);
const field = fc.constantFrom(
  "Country",
  "Title",
  "Phone",
  "LeadSource",
  "Description",
  "LastName",
  "Email",
  "Status",
  "No_Such__c",
  PLANTED_TEXT,
  "__proto__",
  7,
  null,
);
const item = fc.record(
  {
    errorCode: code,
    statusCode: code,
    error: code,
    message: fc.constantFrom(PLANTED_TEXT, null, 7),
    fields: fc.oneof(fc.array(field, { maxLength: 2 }), field),
  },
  { requiredKeys: [] },
);
const body: fc.Arbitrary<unknown> = fc.oneof(
  fc.array(item, { maxLength: 3 }),
  item,
  fc.record({ meta: fc.record({ error: fc.constant(PLANTED_TEXT) }) }),
  fc.constantFrom("", `<html><body>${PLANTED_TEXT}</body></html>`, PLANTED_TEXT, "[", "null", "0", '"'),
  fc.jsonValue({ maxDepth: 2 }),
);
const status = fc.oneof(
  fc.integer({ min: 300, max: 599 }),
  fc.constantFrom(400, 400, 401, 403, 404, 409, 414, 422, 429, 500, 502, 503),
);
const rule: fc.Arbitrary<FaultRule> = fc
  .tuple(fc.constantFrom(...calls), status, body, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 2 }))
  .map(([[system, match], answered, said, times, from]) => ({
    system,
    match,
    fault: "reject-before",
    status: answered,
    body: said,
    times,
    from,
  }));

let count = 0;

/** What became of a form that met these refusals; undefined where all is as it should be. */
async function wrongWith(rules: readonly FaultRule[]): Promise<string | undefined> {
  count += 1;
  forms.reset({ instance: "new" });
  for (const one of rules) forms.faults.add(one);
  const message = toMessage({
    id: `msg_${count}`,
    source: "/sources/app",
    type: "form.submitted",
    subject: EMAIL,
    time: new Date(forms.now()).toISOString(),
    data: {
      formId: "contact-sales",
      email: EMAIL,
      firstName: "Planted",
      lastName: "Planted",
      company: "Planted",
      country: "Planted",
    },
  });
  const { isAcknowledged } = await forms.deliver(message);
  const letters = [...forms.deadLetters];
  const printed = JSON.stringify([
    forms.lines,
    letters.map(({ attributes: { "ce-subject": _, ...attributes } }) => attributes),
  ]);
  if (PLANTED.test(printed)) return `printed: ${/.{0,80}planted.{0,40}/i.exec(printed)?.[0]}`;
  if (!isAcknowledged) return "not acknowledged, and not dead-lettered";
  const before = left();
  if (before.leads > 1) return `${before.leads} Leads`;
  if (letters.length === 0)
    return isWhole(before) ? undefined : `acknowledged, without a dead letter: ${JSON.stringify(before)}`;
  forms.faults.clear();
  forms.deadLetters.length = 0;
  await forms.replay(message);
  const after = left();
  return isWhole(after) && forms.deadLetters.length === 0 ? undefined : `replayed: ${JSON.stringify(after)}`;
}

const left = () => ({
  leads: forms.leads().length,
  members: forms.members().length,
  people: forms.people().length,
  events: forms.events().length,
});
const isWhole = ({ leads, members, people, events }: ReturnType<typeof left>) =>
  leads === 1 && members === 1 && people === 1 && events === 1;

describe("an arbitrary refusal", () => {
  it(`loses no message, makes no second Lead, prints no value: ${REFUSALS}, seed ${seed}`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { minLength: 1, maxLength: 3 }), async (rules) => {
        expect(await wrongWith(rules)).toBeUndefined();
      }),
      { numRuns: REFUSALS, seed },
    );
  }, 600_000);
});
