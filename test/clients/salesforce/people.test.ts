import { describe, expect, it } from "@jest/globals";
import { contact, deliver, EMAIL, lead, startOrg } from "./org.ts";

describe("findPerson", () => {
  it("finds nobody where there is nobody", async () => {
    const { client, org } = startOrg();
    org.insert("Lead", lead({ Email: "other@example.com" }));
    expect(await client.findPerson(EMAIL)).toBeUndefined();
  });

  it.each([String.raw`a\' OR Name != '`, `x' OR Email != '`, "100%_@example.com", "ann@example.com\\"])(
    "does not let the e-mail %s write the query",
    async (email) => {
      const { client, org } = startOrg();
      org.insert("Lead", lead());
      org.insert("Contact", contact());
      expect(await client.findPerson(email)).toBeUndefined();
    },
  );

  it("prefers the oldest Contact, and keeps every record", async () => {
    const { client, org, clock } = startOrg();
    const oldLead = org.insert("Lead", lead());
    await clock.advance(1_000);
    const first = org.insert("Contact", contact());
    await clock.advance(1_000);
    const second = org.insert("Contact", contact({ Email: EMAIL.toUpperCase() }));
    expect(await client.findPerson(EMAIL)).toEqual({
      email: EMAIL,
      record: { type: "Contact", id: first },
      contactIds: [first, second],
      leadIds: [oldLead],
    });
  });

  it("takes the oldest open Lead where there is no Contact", async () => {
    const { client, org, clock } = startOrg();
    const converted = org.insert("Lead", lead());
    const { contactId } = org.convertLead(converted);
    org.update(contactId, { Email: "new@example.com" });
    await clock.advance(1_000);
    const open = org.insert("Lead", lead());
    await clock.advance(1_000);
    const later = org.insert("Lead", lead());
    expect(await client.findPerson(EMAIL)).toEqual({
      email: EMAIL,
      record: { type: "Lead", id: open },
      contactIds: [contactId],
      leadIds: [converted, open, later],
    });
  });

  it("takes what a Lead was converted into, whatever e-mail that has now", async () => {
    const { client, org } = startOrg();
    const id = org.insert("Lead", lead());
    const { contactId } = org.convertLead(id);
    org.update(contactId, { Email: "new@example.com" });
    expect(await client.findPerson(EMAIL)).toEqual({
      email: EMAIL,
      record: { type: "Contact", id: contactId },
      contactIds: [contactId],
      leadIds: [id],
    });
  });

  it("asks for no more at once than a URL holds, where hundreds of Leads were converted", async () => {
    const { client, org, urls } = startOrg();
    const converted = Array.from({ length: 200 }, () => org.convertLead(org.insert("Lead", lead())).contactId);
    for (const id of converted) org.update(id, { Email: "new@example.com" });
    for (const id of converted.slice(0, -1)) org.remove(id);
    for (let one = 0; one < 200; one += 1) org.insert("Lead", lead({ Email: "other@example.com" }));
    await deliver(client);
    expect(await client.findPerson(EMAIL)).toMatchObject({ record: { type: "Contact", id: converted.at(-1) } });
    expect(Math.max(...urls.map(({ length }) => length))).toBeLessThan(8_000);
  });

  it("reads every page", async () => {
    const { client, org } = startOrg({ pageSize: 3 });
    const ids = Array.from({ length: 8 }, () => org.insert("Contact", contact()));
    expect((await client.findPerson(EMAIL))?.contactIds).toEqual(ids);
  });
});
