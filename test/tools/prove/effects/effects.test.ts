import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { PermanentError } from "../../../../functions/runtime/define/errors.ts";
import { readAccepted } from "../../../../tools/prove/effects/file.ts";
import { lineChanges } from "../../../../tools/prove/effects/line-changes.ts";
import { findCandidates } from "../../../../tools/prove/find.ts";
import type { GroupResult } from "../../../../tools/prove/run/group.ts";
import { NO_OUTLOOK, toProof } from "../../../../tools/prove/run/proof.ts";
import { prove, type ProofOptions, withProver } from "../../../../tools/prove/prove.ts";
import { type Finding, finding } from "../../../../tools/prove/finding.ts";
import { candidateOf, type Small, standIns } from "../candidates.ts";
import { type Form, identify, type RawSystems, sendEvent } from "../raw-systems.ts";

const CAMPAIGNS: Readonly<Record<string, string>> = {
  "contact-sales": "701Hs0000000001IAA",
  "demo-request": "701Hs0000000002IAA",
};

interface Steps {
  lead(event: Form, systems: RawSystems): Promise<string>;
  campaign(formId: string): string | undefined;
  marketing(event: Form, systems: RawSystems): Promise<void>;
}

const steps: Steps = {
  lead: async (event, systems) => (await findLead(systems, event)) ?? createLead(systems, event),
  campaign: (formId) => CAMPAIGNS[formId],
  async marketing(event, systems) {
    await identify(systems, event);
    await sendEvent(systems, event);
  },
};

function findLead({ records }: RawSystems, { data }: Form, order = "ASC"): Promise<string | undefined> {
  return records
    .query(
      `SELECT Id FROM Lead WHERE Email = '${data.email}' AND IsConverted = false ORDER BY CreatedDate ${order}, Id ${order} LIMIT 1`,
    )
    .then(([lead]) => lead?.id);
}

async function createLead({ records }: RawSystems, { data }: Form, fields: object = {}): Promise<string> {
  const { firstName: FirstName, lastName: LastName, company: Company, title: Title, email: Email } = data;
  const lead = { FirstName, LastName, Company, Title, Email, ...fields };
  const { id } = { id: undefined, ...(await records.create("Lead", lead, { expected: [] })) };
  return id ?? "";
}

/** A handler of these steps, but for those that are done otherwise. */
function handlerOf(otherwise: Partial<Steps> = {}): Small {
  const { lead, campaign, marketing } = { ...steps, ...otherwise };
  return {
    name: "a-handler",
    async run(event, systems) {
      const LeadId = await lead(event, systems);
      const CampaignId = campaign(event.data.formId);
      await systems.records.create("CampaignMember", { CampaignId, LeadId }, { expected: ["DUPLICATE_VALUE"] });
      await marketing(event, systems);
    },
  };
}

async function effectsOf(small: Small, options: Partial<ProofOptions> = {}): Promise<string> {
  const { handlers } = await prove({ candidates: [candidateOf(small)], standIns, seed: 1, properties: [], ...options });
  return handlers[0]?.effects ?? "";
}

const ours = await findCandidates();
const usual = await effectsOf(handlerOf());
const whole: GroupResult[] = [];
await withProver({ candidates: [candidateOf(handlerOf())], standIns, seed: 1, properties: [] }, async (prover) => {
  for (const group of prover.groups) whole.push(await prover.run(group));
});

const changed = async (otherwise: Partial<Steps>) => lineChanges(usual, await effectsOf(handlerOf(otherwise)));

describe("a handler's effects", () => {
  it.each<[what: string, otherwise: Partial<Steps>, removed: string[], added: unknown[]]>([
    [
      "first and last name are swapped",
      withLead((event, systems) =>
        createLead(systems, event, { FirstName: event.data.lastName, LastName: event.data.firstName }),
      ),
      [
        'FirstName: "Ada" ← firstName',
        'LastName: "Lovelace" ← lastName',
        "= Lead “{firstName} {lastName}, {company}”, CampaignMember",
      ],
      [
        'FirstName: "Lovelace" ← lastName',
        'LastName: "Ada" ← firstName',
        "= Lead “{lastName} {firstName}, {company}”, CampaignMember",
      ],
    ],
    [
      "the newest of two Leads is taken",
      { lead: async (event, systems) => (await findLead(systems, event, "DESC")) ?? createLead(systems, event) },
      ["+ CampaignMember, but LeadId: Lead “A. Typed In, Typed In Ltd” (the older)"],
      ["+ CampaignMember, but LeadId: Lead “Augusta Typed In, Byron & Daughters” (the newer)"],
    ],
    [
      "all forms go to one campaign",
      { campaign: () => CAMPAIGNS["contact-sales"] },
      ["CampaignMember", "CampaignId: Campaign “demo-request” (701Hs0000000002IAA)"],
      [],
    ],
    [
      "a field is dropped",
      withLead((event, systems) => createLead(systems, event, { Title: undefined })),
      ['Title: "Countess" ← title', "no Title"],
      [expect.stringMatching(/^of full written nowhere as it is: .*title/)],
    ],
    [
      "now is written for the event's time",
      { marketing: (event, systems) => sendEvent(systems, { ...event, time: new Date().toISOString() }) },
      ["timestamp: the event's time", "timestamp: the event's time"],
      ["timestamp: the event's time + 5 s", "timestamp: the event's time + 5 s"],
    ],
    [
      "a record is changed that was left alone",
      {
        async lead(event, systems) {
          const found = await findLead(systems, event);
          if (found === undefined) return createLead(systems, event);
          await systems.records.updateAll([{ type: "Lead", id: found, fields: { Company: event.data.company } }]);
          return found;
        },
      },
      ["= Lead “Augusta Typed In, Byron & Daughters” (the newer), Lead “A. Typed In, Typed In Ltd” (the older)"],
      ['~ Lead “A. Typed In, Typed In Ltd” Company: "Typed In Ltd" → "Analytical Engines" ← company'],
    ],
    [
      "a call more is made",
      {
        async lead(event, systems) {
          await findLead(systems, event);
          return (await findLead(systems, event)) ?? createLead(systems, event);
        },
      },
      ["API calls of the day: 2 to 3 an event"],
      ["API calls of the day: 3 to 4 an event"],
    ],
    [
      "an event is given up",
      { marketing: () => Promise.reject(new PermanentError("no", { code: "NOT_ONE_OF_OURS", system: "handler" })) },
      ["+ people", "Track API requests (1,000 a second): 2 – PUT /customers/{id}, POST /customers/{id}/events"],
      ["dead-lettered (NOT_ONE_OF_OURS) …", "no call"],
    ],
  ])("show that %s", async (_what, otherwise, removed, added) => {
    const changes = await changed(otherwise);
    // In some states one may warn as well.
    const cut = (line: string) => line.replace(/ nobody\b.*/, " …");
    expect(changes.flatMap((change) => change.removed).map(cut)).toEqual(expect.arrayContaining(removed));
    expect(changes.flatMap((change) => change.added).map(cut)).toEqual(expect.arrayContaining(added));
  });

  it("are told under their system, sample and state", async () => {
    const [change] = await changed({
      lead: async (event, systems) => (await findLead(systems, event, "DESC")) ?? createLead(systems, event),
    });
    expect(change?.path).toEqual(["salesforce", "State by state", "two Leads"]);
  });

  it("say no other line for a mistake of one line", async () => {
    const changes = await changed(withLead((event, systems) => createLead(systems, event, { Company: "Acme" })));
    expect(changes.flatMap(({ removed, added }) => [...removed, ...added]).length).toBeLessThan(10);
  });

  it("are those of the samples as they are written", () => {
    const { subject } =
      ours.find(({ handler }) => handler.handler.eventType === "form.submitted")?.samples[0]?.event ?? {};
    expect(usual).toContain(`Email: "${subject}" ← email`);
  });

  it("are the same each time and whatever the seed", async () => {
    expect(await effectsOf(handlerOf(), { seed: 7 })).toBe(usual);
  });

  it("are the same in another time zone", async () => {
    const { handler } = ours[0] ?? { handler: { name: "" } };
    const script = join(import.meta.dirname, "print-effects.ts");
    const env = { ...process.env, TZ: "America/New_York" };
    const { stdout } = await promisify(execFile)(process.execPath, [script, handler.name], { env });
    expect(stdout).toBe(await readAccepted(handler.name));
  });

  it("grow by a few lines with a starting state", async () => {
    const states = ["nobody", "a Contact", "a Lead", "known to customer.io"];
    const [fewer, more] = [
      await effectsOf(handlerOf(), { states }),
      await effectsOf(handlerOf(), { states: [...states, "two Leads"] }),
    ];
    const changes = lineChanges(fewer, more);
    expect(changes.flatMap(({ added }) => added).length).toBeLessThanOrEqual(4);
    expect(changes.flatMap(({ removed }) => removed).length).toBeLessThanOrEqual(1);
    expect(changes.filter(({ path }) => path[0] === "customerio")).toEqual([]);
  });
});

describe("what a handler was accepted to do", () => {
  it.each<[what: string, accepted: string | undefined, rules: string[]]>([
    ["the same", usual, []],
    [
      "nothing yet",
      undefined,
      ["has no proof/a-handler.effects.md yet: `npm run prove -- a-handler --update` writes what it does"],
    ],
    [
      "something else",
      usual.replace('"Ada"', '"Augusta"'),
      ["does something else than proof/a-handler.effects.md says"],
    ],
  ])("is held against what it does: %s", (_what, effects, rules) => {
    expect(problemsOf({ effects })).toEqual(rules.map((rule) => expect.stringContaining(rule)));
  });

  it("is asked for once a new handler converges", () => {
    expect(problemsOf({ effects: undefined }, [finding("bounds", "makes no call")])).toEqual(["makes no call"]);
  });
});

/** Of a whole proof in which these problems are found beside. */
function problemsOf(accepted: { effects: string | undefined }, problems: readonly Finding[] = []) {
  const candidates = [{ ...candidateOf(handlerOf()), accepted }];
  const groups = whole.map((group) => ({ ...group, problems }));
  const { handlers } = toProof(candidates, standIns, { groups, outlook: NO_OUTLOOK, seconds: 0 }, { seed: 1 });
  return handlers[0]?.problems.map(({ rule }) => rule);
}

function withLead(create: Steps["lead"]): Partial<Steps> {
  return { lead: async (event, systems) => (await findLead(systems, event)) ?? create(event, systems) };
}
