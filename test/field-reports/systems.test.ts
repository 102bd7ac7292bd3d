import { describe, expect, it } from "@jest/globals";
import { customerioAnswers, salesforceAnswers, slackAnswers } from "./systems-answers.ts";
import { channels, orgs, workspaces } from "./systems-holdings.ts";
import { invoices, optOuts, registrations } from "./systems-people.ts";
import { openSystems } from "./systems-lane.ts";

const systems = openSystems();

const USUAL: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "form-submitted": { Lead: 1, CampaignMember: 1, people: 1, events: 1 },
  "registration-changed": { Lead: 1, CampaignMember: 1, people: 1, events: 1 },
  "form-submitted-slack": { Lead: 1, messages: 1 },
  "contact-unsubscribed": { people: 1 },
  "invoice-paid": { Account: 1, Task: 1, messages: 1 },
};

describe.each([
  ["Salesforce answers", salesforceAnswers],
  ["customer.io answers", customerioAnswers],
  ["Slack answers", slackAnswers],
  ["an org holds", orgs],
  ["a workspace holds", workspaces],
  ["a channel holds", channels],
  ["an opt-out", optOuts],
  ["a registration", registrations],
  ["an invoice", invoices],
])("%s", (_, situations) => {
  it.each(situations)("$what ($reported)", async (situation) => {
    const { comes, handler = "form-submitted" } = situation;
    const { records, told, ...end } = await systems.play(situation);
    const { count = {}, holds = {} } = comes;
    const wanted = { ...USUAL[handler], ...count };
    expect({
      end: end.end,
      attempt: end.end === "waits" ? undefined : end.attempt,
      code: end.code,
      ...Object.fromEntries(Object.keys(wanted).map((kind) => [kind, records[kind]?.length ?? 0])),
    }).toEqual({
      end: comes.end,
      attempt: comes.end === "waits" ? undefined : (comes.attempt ?? 1),
      code: comes.code,
      ...wanted,
    });
    for (const [kind, record] of Object.entries(holds))
      expect(records[kind]).toContainEqual(expect.objectContaining(record));
    expect(told).toEqual(expect.arrayContaining([...(comes.told ?? [])]));
  });
});
