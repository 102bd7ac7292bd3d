import { describe, expect, it } from "@jest/globals";
import { personKey } from "../../../functions/clients/salesforce/people/person-key.ts";
import { AT, CAMPAIGN, EMAIL, lead, startOrg } from "./org.ts";

const KEY = { Person_Key__c: "key-1" } as const;
const NEW = { LastName: "Hopper", Company: "Navy" } as const;
const gone = [{ errorCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] }];
const refuse = (match: string, body: object) => ({ match, fault: "reject-before", status: 404, body });

type Started = ReturnType<typeof startOrg>;

/** A member of a campaign that can't be raised, since it has just been deleted. */
async function raise({ client, org, addFault }: Started): Promise<void> {
  const LeadId = org.insert("Lead", lead());
  org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId, Status: "Sent" });
  const person = await client.findPerson(EMAIL);
  addFault(refuse("PATCH /sobjects/CampaignMember/*", gone));
  if (person !== undefined) await client.ensureCampaignMember(CAMPAIGN, person);
}

const LIVED_WITH: readonly (readonly [what: string, code: string, act: (started: Started) => Promise<unknown>])[] = [
  [
    "a key that another delivery's Lead has",
    "DUPLICATE_VALUE",
    async ({ client, org }) => {
      org.seed({ Lead: [lead({ Person_Key__c: personKey(EMAIL) })] });
      await client.createLead(EMAIL, NEW);
    },
  ],
  [
    "a duplicate rule's find",
    "DUPLICATES_DETECTED",
    async ({ client, addFault }) => {
      addFault({ match: "POST /sobjects/Lead", fault: "dup-rule" });
      await client.createLead(EMAIL, NEW);
    },
  ],
  [
    "a member that another delivery has made",
    "DUPLICATE_VALUE",
    async ({ client, org }) => {
      org.insert("Lead", lead());
      const person = await client.findPerson(EMAIL);
      if (person === undefined) return;
      await Promise.all([1, 2].map(() => client.ensureCampaignMember(CAMPAIGN, person)));
    },
  ],
  [
    "a Lead that was converted before it became a member",
    "CANNOT_UPDATE_CONVERTED_LEAD",
    async ({ client, org }) => {
      const id = org.insert("Lead", lead());
      const person = await client.findPerson(EMAIL);
      org.convertLead(id);
      if (person !== undefined) await client.ensureCampaignMember(CAMPAIGN, person);
    },
  ],
  [
    "a campaign's status that another delivery has added",
    "DUPLICATE_VALUE",
    async ({ client, org }) => {
      org.insert("Lead", lead());
      const person = await client.findPerson(EMAIL);
      if (person === undefined) return;
      const wanted = { status: "Attended", at: AT, order: ["Attended"], isCreated: true };
      const changes = [1, 2].map(() => client.compareCampaignMember(CAMPAIGN, person, wanted));
      await Promise.all((await Promise.all(changes)).map((change) => change.make()));
    },
  ],
  ["a member that is gone before it is raised", "ENTITY_IS_DELETED", raise],
  [
    "a record that another delivery has made with the key",
    "DUPLICATE_VALUE",
    ({ client }) => Promise.all([1, 2].map(() => client.ensure("Lead", KEY, NEW))),
  ],
  [
    "a record that is gone before it is changed",
    "ENTITY_IS_DELETED",
    async ({ client, org, addFault }) => {
      org.insert("Lead", lead(KEY));
      addFault(refuse("PATCH /sobjects/Lead/*", gone));
      await client.ensure("Lead", KEY, NEW);
    },
  ],
];

describe("what a verb can live with", () => {
  it.each(LIVED_WITH)("is no warning: %s", async (_, code, act) => {
    const started = startOrg();
    await act(started).catch(() => {});
    const refused = started.lines.filter(({ reason }) => reason === code);
    expect(refused).not.toEqual([]);
    expect(refused.filter(({ level }) => level !== "info")).toEqual([]);
  });
});
