import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import app from "../../functions/sources/app.ts";
import { sourceUnit } from "../harness/units.ts";
import { receive, signedRequest } from "../harness/webhook.ts";
import { openForms } from "./in-process.ts";

/** FORMS=20000 npm test -- random-forms, as each night: that takes minutes. */
const FORMS = Number(process.env["FORMS"] ?? 1_000);
/** So many on one org and workspace, before it is emptied. */
const TOGETHER = 20;
const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);

const unit = sourceUnit(app);
const forms = openForms();

// Halves of surrogate pairs and controls among them: JSON has an escape for each.
const unitOfUtf16 = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.string({ unit: unitOfUtf16, maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "",
    " ",
    "null",
    "__proto__",
    "constructor",
    "'",
    "\\' OR Name != '",
    "{{x}}",
    "<b>",
    "@",
    "\0",
    "a".repeat(5000),
  ),
);
const address = fc.oneof(
  fc.emailAddress(),
  fc
    .tuple(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), fc.domain())
    .map(([local, domain]) => `${local}@${domain}`),
  fc
    .tuple(fc.emailAddress(), fc.constantFrom("\u200b", " ", "\ufeff", "\u00ad"))
    .map(([email, junk]) => `${junk}${email}${junk}`),
);
const form = fc.record(
  {
    formId: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom("contact-sales", "demo-request") },
      { weight: 2, arbitrary: text },
    ),
    email: fc.oneof({ weight: 4, arbitrary: address }, { weight: 1, arbitrary: text }),
    firstName: text,
    lastName: text,
    company: text,
    title: text,
    phone: text,
    country: text,
    message: text,
    pageUrl: text,
  },
  { requiredKeys: [] },
);
const time = fc.oneof({ weight: 9, arbitrary: fc.constant("2026-11-02T09:30:00Z") }, { weight: 1, arbitrary: text });

/** What becomes of one form: a Lead with its person and event, or quarantine with a field named. Anything else is told. */
async function outcomeOf(id: string, data: object, timestamp: string): Promise<string> {
  const body = Buffer.from(JSON.stringify({ type: "form.submitted", timestamp, data }));
  const { answer, topics } = await receive(unit, signedRequest(app, body, { id, now: forms.now() }), {
    now: forms.now,
  });
  const [message] = topics.on("form.submitted");
  if (message === undefined) {
    const isKept = topics.on("webhook.rejected").length === 1 && answer.status === 201;
    const isNamed = /^\/(?:data\/(?:formId|email)|timestamp|time|subject|id)\b/.test(String(answer.body.reason));
    return isKept && isNamed ? "quarantined" : `${answer.status} ${JSON.stringify(answer.body)}`;
  }
  forms.deadLetters.length = 0;
  const { isAcknowledged } = await forms.deliver(message);
  const { email } = JSON.parse(String(message.data)) as { email: string };
  const leads = forms.leads().filter((lead) => lead["Email"] === email);
  const people = forms.people().filter((person) => person["email"] === email);
  const events = forms.events().filter((event) => people.some((person) => person["cio_id"] === event["cio_id"]));
  const left = {
    isAcknowledged,
    leads: leads.length,
    people: people.length,
    events: events.length > 0,
    deadLetters: forms.deadLetters,
  };
  const whole = { isAcknowledged: true, leads: 1, people: 1, events: true, deadLetters: [] };
  return JSON.stringify(left) === JSON.stringify(whole) ? "whole" : JSON.stringify(left);
}

describe("a form of arbitrary strings", () => {
  it(`is a Lead with its person and event, or in quarantine with the field named: ${FORMS}, seed ${seed}`, async () => {
    const seen = { whole: 0, quarantined: 0 };
    const together = fc.array(fc.tuple(form, time), { minLength: TOGETHER, maxLength: TOGETHER });
    await fc.assert(
      fc.asyncProperty(together, async (sent) => {
        forms.reset();
        for (const [index, [data, timestamp]] of sent.entries()) {
          const outcome = await outcomeOf(`msg_${index}`, data, timestamp);
          if (outcome !== "whole" && outcome !== "quarantined") throw new Error(outcome);
          seen[outcome] += 1;
        }
      }),
      { numRuns: FORMS / TOGETHER, seed },
    );
    expect(Math.min(seen.whole, seen.quarantined)).toBeGreaterThan(FORMS / 10);
  }, 600_000);
});
