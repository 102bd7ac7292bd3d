import { describe, expect, it } from "@jest/globals";
import { contact, EMAIL, lead, startOrg } from "./org.ts";

describe("optOutOfEmail", () => {
  it("opts out every Contact and open Lead with the e-mail, and nobody else", async () => {
    const { client, org, records } = startOrg({ pageSize: 2 });
    const ids = ["Lead", "Lead", "Lead"].map((type) => org.insert(type, lead()));
    ids.push(org.insert("Contact", contact({ Email: EMAIL.toUpperCase() })));
    org.insert("Lead", lead({ Email: "other@example.com" }));
    await client.optOutOfEmail(EMAIL);
    const optedOut = [...records("Lead"), ...records("Contact")].filter((record) => isOptedOut(record));
    expect(optedOut).toHaveLength(ids.length);
    expect(records("Lead").filter((record) => !isOptedOut(record))).toMatchObject([{ Email: "other@example.com" }]);
  });

  it("writes nothing where it is so already, or where there is nobody", async () => {
    const { client, org, calls } = startOrg();
    org.insert("Contact", contact({ HasOptedOutOfEmail: true }));
    await client.optOutOfEmail(EMAIL);
    expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it("opts out the Contact of a Lead that is converted meanwhile", async () => {
    const { clock, client, org, addFault, records } = startOrg();
    const id = org.insert("Lead", lead());
    addFault({ match: "GET /query", fault: "slow", milliseconds: 1_000, times: 2 });
    const done = client.optOutOfEmail(EMAIL);
    await clock.advance(500);
    org.convertLead(id);
    await clock.advance(1_500);
    await done;
    expect(records("Contact")).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });

  it("opts out all the others where one refuses for ever, and fails with its reason", async () => {
    const { client, org, addFault, records } = startOrg();
    org.insert("Contact", contact());
    org.insert("Lead", lead());
    org.insert("Lead", lead());
    addFault({
      match: "PATCH /sobjects/Contact/*",
      fault: "reject-before",
      status: 400,
      body: [{ message: "No.", errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION" }],
    });
    await expect(client.optOutOfEmail(EMAIL)).rejects.toMatchObject({
      name: "PermanentError",
      reason: { code: "FIELD_CUSTOM_VALIDATION_EXCEPTION" },
    });
    expect(records("Lead").filter((record) => isOptedOut(record))).toHaveLength(2);
  });

  it("is delivered again where one record is locked and another refuses for ever", async () => {
    const { client, org, addFault } = startOrg();
    org.insert("Contact", contact());
    org.insert("Lead", lead());
    addFault({
      match: "PATCH /sobjects/Contact/*",
      fault: "reject-before",
      status: 400,
      body: [{ message: "No.", errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION" }],
    });
    addFault({ match: "PATCH /sobjects/Lead/*", fault: "lock" });
    await expect(client.optOutOfEmail(EMAIL)).rejects.toMatchObject({
      name: "UnavailableError",
      reason: { code: "UNABLE_TO_LOCK_ROW" },
    });
  });

  it("lets a record go that is deleted meanwhile", async () => {
    const { clock, client, org, addFault, records } = startOrg();
    const id = org.insert("Lead", lead());
    org.insert("Lead", lead());
    addFault({ match: "GET /query", fault: "slow", milliseconds: 1_000, times: 2 });
    const done = client.optOutOfEmail(EMAIL);
    await clock.advance(500);
    org.remove(id);
    await clock.advance(1_500);
    await done;
    expect(records("Lead")).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });
});

function isOptedOut(record: unknown): boolean {
  return (
    typeof record === "object" &&
    record !== null &&
    "HasOptedOutOfEmail" in record &&
    record.HasOptedOutOfEmail === true
  );
}
