import { describe, expect, it } from "@jest/globals";
import { personKey } from "../../../functions/clients/salesforce/people/person-key.ts";
import type { VirtualClock } from "../../../local/core/clock.ts";
import { CAMPAIGN, contact, lead, startOrg } from "./org.ts";

type Org = ReturnType<typeof startOrg>["org"];

const email = "ada@example.com";
const other = "new@example.com";
const OLD = "003000000000999AAA";

function merge(org: Org, loser: string, winner: string): void {
  org.update(loser, { MasterRecordId: winner });
  org.remove(loser);
}

/** What may have become of somebody's records. */
const FATES: readonly (readonly [what: string, make: (org: Org, clock: VirtualClock) => void])[] = [
  ["nobody", () => {}],
  ["a Lead", (org) => void org.insert("Lead", lead({ Email: email }))],
  ["a Lead under another spelling", (org) => void org.insert("Lead", lead({ Email: "ADA@example.com" }))],
  [
    "two Contacts and a Lead",
    (org) => {
      org.insert("Lead", lead({ Email: email }));
      org.insert("Contact", contact({ Email: email }));
      org.insert("Contact", contact({ Email: email }));
    },
  ],
  [
    "a Lead with the key and another e-mail",
    (org) => void org.insert("Lead", lead({ Person_Key__c: personKey(email), Email: other })),
  ],
  [
    "a Lead with the key in capitals, which Salesforce takes for the same",
    (org) => void org.insert("Lead", lead({ Person_Key__c: personKey(email).toUpperCase(), Email: other })),
  ],
  [
    "a Lead with key and e-mail, and an older one",
    (org) => {
      org.insert("Lead", lead({ Email: email }));
      org.insert("Lead", lead({ Person_Key__c: personKey(email), Email: email }));
    },
  ],
  [
    "a converted Lead whose Contact has another e-mail",
    (org) => org.update(org.convertLead(org.insert("Lead", lead({ Email: email }))).contactId, { Email: other }),
  ],
  [
    "a converted Lead whose Contact was merged",
    (org) => {
      const { contactId } = org.convertLead(org.insert("Lead", lead({ Email: email })));
      merge(org, contactId, org.insert("Contact", contact({ Email: other })));
    },
  ],
  [
    "a Lead that was merged twice",
    (org) => {
      const [first, second] = [lead({ Email: email }), lead({ Email: other })].map((one) => org.insert("Lead", one));
      merge(org, String(first), String(second));
      merge(org, String(second), org.insert("Lead", lead({ Email: "last@example.com" })));
    },
  ],
  [
    "a Contact that was merged, and 200 that were deleted since",
    (org) => {
      org.seed({ Contact: [contact({ Email: email, Id: OLD, CreatedDate: "2024-01-01T00:00:00.000+0000" })] });
      merge(org, OLD, org.insert("Contact", contact({ Email: other })));
      for (let one = 0; one < 200; one += 1) org.remove(org.insert("Contact", contact({ Email: email })));
    },
  ],
  [
    "a Lead that was merged, after 200 that were deleted",
    (org, clock) => {
      for (let one = 0; one < 200; one += 1) org.remove(org.insert("Lead", lead({ Email: email })));
      clock.moveTo(clock.now() + 1000);
      merge(org, org.insert("Lead", lead({ Email: email })), org.insert("Lead", lead({ Email: other })));
    },
  ],
  [
    "a Lead with the key and another e-mail that was merged",
    (org) => {
      const loser = org.insert("Lead", lead({ Person_Key__c: personKey(email), Email: other }));
      merge(org, loser, org.insert("Lead", lead({ Email: other })));
    },
  ],
  [
    "a converted Lead that was deleted, whose Contact has another e-mail",
    (org) => {
      const id = org.insert("Lead", lead({ Email: email }));
      org.update(org.convertLead(id).contactId, { Email: other });
      org.remove(id);
    },
  ],
  ["a Contact that was deleted", (org) => org.remove(org.insert("Contact", contact({ Email: email })))],
];

describe("findPeople", () => {
  it.each(FATES)("finds who findPerson finds of %s", async (_what, make) => {
    const { client, org, clock } = startOrg();
    make(org, clock);
    const neighbours = ["bea@example.com", "o'brien+x@example.com"];
    for (const one of neighbours) org.insert("Lead", lead({ Email: one }));
    const people = await client.findPeople([...neighbours, email, email]);
    for (const one of [email, ...neighbours]) expect(people.get(one)).toEqual(await client.findPerson(one));
  });

  it.each(["contactIds", "leadIds"] as const)(
    "keeps apart what became of several people's records: %s",
    async (ids) => {
      const { client, org } = startOrg();
      const emails = Array.from({ length: 201 }, (_, index) => `person${index}@example.com`);
      const converted = (Email: string, now: string) => {
        const { contactId } = org.convertLead(org.insert("Lead", lead({ Email })));
        org.update(contactId, { Email: now });
        return contactId;
      };
      const merged = (Email: string, now: string) => {
        const [loser, winner] = [org.insert("Lead", lead({ Email })), org.insert("Lead", lead({ Email: now }))];
        merge(org, loser, winner);
        return winner;
      };
      const become = ids === "contactIds" ? converted : merged;
      const masters = emails.map((one, index) => become(one, `${index}@example.com`));
      const people = await client.findPeople(emails);
      expect(emails.map((one) => people.get(one)?.[ids])).toEqual(masters.map((id) => [id]));
    },
  );

  it("asks for a thousand people in three calls, and for those of them that are missing in one more", async () => {
    const { client, org, calls, bodies } = startOrg();
    const emails = Array.from({ length: 1000 }, (_, index) => `somebody.number${index}@example.com`);
    const known = emails.slice(0, 999);
    for (const one of known) org.insert("Contact", contact({ Email: one }));
    expect((await client.findPeople(known)).size).toBe(999);
    expect(calls).toHaveLength(1 + 3);
    calls.length = 0;
    expect((await client.findPeople(emails)).size).toBe(999);
    expect(calls).toHaveLength(3 + 1);
    const parts = bodies.flatMap((body) => (body as { compositeRequest?: { url: string }[] }).compositeRequest ?? []);
    expect(Math.max(...parts.map(({ url }) => url.length))).toBeLessThan(16_000);
  });

  it("finds what has become of the last of many who are missing", async () => {
    const { client, org } = startOrg();
    merge(org, org.insert("Lead", lead({ Email: email })), org.insert("Lead", lead({ Email: other })));
    const missing = Array.from({ length: 250 }, (_, index) => `nobody.${index}@example.com`);
    expect([...(await client.findPeople([...missing, email])).keys()]).toEqual([email]);
  });

  it("is not kept from the others by a placeholder with thousands of records", async () => {
    const { client, org, clock } = startOrg();
    const emails = ["none@example.com", email, "bea@example.com"];
    for (let one = 0; one < 2_100; one += 1) {
      if (one === 150) clock.moveTo(clock.now() + 1000); // and the oldest count
      org.insert("Contact", contact({ Email: "none@example.com" }));
    }
    for (const one of emails) org.insert("Contact", contact({ Email: one }));
    const people = await client.findPeople(emails);
    expect(people.get("none@example.com")?.contactIds).toHaveLength(200);
    for (const one of emails) expect(people.get(one)).toEqual(await client.findPerson(one));
  });

  it("asks nothing for nobody", async () => {
    const { client, calls } = startOrg();
    expect((await client.findPeople([])).size).toBe(0);
    for await (const raised of client.raiseCampaignMembers(CAMPAIGN, [], { order: [] })) expect(raised).toBeUndefined();
    expect(calls).toEqual([]);
  });

  it("goes by e-mail alone in an org without the key", async () => {
    const { client, org } = startOrg({ personKeyField: undefined }, { SALESFORCE_PERSON_KEY_FIELD: "none" });
    const id = org.insert("Lead", lead({ Email: email }));
    expect((await client.findPeople([email])).get(email)).toMatchObject({ record: { type: "Lead", id } });
  });
});
