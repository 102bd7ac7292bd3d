import { describe, expect, it } from "@jest/globals";
import { rejection } from "../connect.ts";
import { lead, startOrg } from "./org.ts";

const KEY = { Person_Key__c: "key-1" } as const;
const NEW = { LastName: "Hopper", Company: "Navy" } as const;
const TASK = { Subject: "Invoice 7" } as const;

/** An org that refuses the next such call so. */
function startRefusing(match: string, errorCode: string, item: { readonly message?: string; fields?: string[] }) {
  const started = startOrg();
  const body = [{ errorCode, message: "m", fields: [], ...item }];
  started.addFault({ match, fault: "reject-before", status: 400, body });
  return started;
}

describe("a change", () => {
  it("empties what the event says is empty, and leaves alone what it does not mention", async () => {
    const { client, org, records } = startOrg();
    const id = org.insert("Lead", lead({ ...KEY, Phone: "1", Title: "Dr", City: "London" }));
    await client.update("Lead", id, { Phone: null, City: undefined });
    await client.ensure("Lead", KEY, { Title: " " });
    const [left] = records("Lead").map((one) => Object.assign({ Phone: null, Title: null }, one));
    expect(left).toMatchObject({ Phone: null, Title: null, City: "London" });
  });

  it("keeps in the Description, once and whole, what the user can't see of several values that are too long", async () => {
    const { client, org, records } = startOrg();
    org.configure({ hiddenFields: ["Lead.Phone"] });
    const id = org.insert("Lead", lead());
    const [Phone, Fax] = ["1".repeat(52), "2".repeat(52)];
    await client.update("Lead", id, { Phone, Fax });
    expect(records("Lead")).toMatchObject([{ Fax: "2".repeat(40), Description: `Phone: ${Phone}\nFax: ${Fax}` }]);
  });

  it("leaves no field out because the record can't be read for another reason, whatever field that names", async () => {
    const { client, org, addFault, records } = startOrg();
    const id = org.insert("Lead", lead({ Title: "Dr" }));
    const body = [{ errorCode: "INSUFFICIENT_ACCESS_OR_READONLY", message: "m", fields: ["Title"] }];
    addFault({ match: "GET /sobjects/Lead/*", fault: "reject-before", status: 403, body });
    expect(await rejection(client.update("Lead", id, { Title: "Admiral", City: "London" }))).toMatchObject({
      reason: { code: "INSUFFICIENT_ACCESS_OR_READONLY", operation: "GET /sobjects/Lead/{id}" },
    });
    expect(records("Lead")).toMatchObject([{ Title: "Dr" }]);
  });

  it("waits where the user can't see a field that the handler can't do without", async () => {
    const { client, org, records } = startOrg();
    org.configure({ hiddenFields: ["Lead.Title"] });
    const id = org.insert("Lead", lead());
    const change = client.update("Lead", id, { Title: "Admiral", City: "London" }, { needed: ["Title"] });
    expect(await rejection(change)).toMatchObject({ name: "UnavailableError", reason: { field: "Title" } });
    expect(records("Lead")).not.toMatchObject([{ City: "London" }]);
  });

  it.each<[string, typeof KEY, { Title?: string }, "Title"[]]>([
    ["Title", KEY, { Title: "Admiral" }, ["Title"]],
    ["Fax", { Fax: "1" } as object as typeof KEY, {}, []],
  ])(
    "is refused with a field that it can't do without, also of a merged record: %s",
    async (field, key, also, needed) => {
      const { client, org, records } = startRefusing("PATCH /sobjects/Lead/*", "FIELD_INTEGRITY_EXCEPTION", {
        fields: [field],
      });
      const [left, gone] = [org.insert("Lead", lead()), org.insert("Lead", lead(key))];
      org.update(gone, { MasterRecordId: left });
      org.remove(gone);
      expect(await rejection(client.ensure("Lead", key, { City: "London", ...also }, { needed }))).toMatchObject({
        reason: { code: "FIELD_INTEGRITY_EXCEPTION", field },
      });
      expect(records("Lead")).not.toMatchObject([{ City: "London" }]);
    },
  );
});

describe("a new record", () => {
  it("has the key that it is looked for by, whatever else names the key", async () => {
    const { client, records } = startOrg();
    const other = { Person_Key__c: "key-2" };
    for (let delivery = 0; delivery < 2; delivery += 1)
      await client.ensure("Lead", KEY, { ...NEW, ...(delivery === 0 && other) }, { onlyWhenNew: other });
    expect(records("Lead")).toMatchObject([KEY]);
  });

  it("is not made without a field that the handler can't do without", async () => {
    const { client, records } = startRefusing("POST /sobjects/Lead", "FIELD_INTEGRITY_EXCEPTION", {
      fields: ["Title"],
    });
    const ensured = client.ensure("Lead", KEY, { ...NEW, Title: "Dr" }, { needed: ["Title"] });
    expect(await rejection(ensured)).toMatchObject({ reason: { field: "Title" } });
    expect(records("Lead")).toEqual([]);
  });

  it.each([
    ["one message's fault, where that leaves empty", { Title: " " }, "PermanentError"],
    ["the org's own, where no message says", {}, "UnavailableError"],
  ])("is %s what the org requires", async (_, fields, name) => {
    const { client } = startRefusing("POST /sobjects/Lead", "REQUIRED_FIELD_MISSING", { fields: ["Title"] });
    expect(await rejection(client.ensure("Lead", KEY, { ...NEW, ...fields }))).toMatchObject({ name });
  });
});

describe("a key that is refused", () => {
  it("is not taken, if the org does not like it", async () => {
    const fields = ["Person_Key__c"];
    const { client } = startRefusing("POST /sobjects/Lead", "STRING_TOO_LONG", { fields });
    expect(await rejection(client.ensure("Lead", KEY, NEW))).toMatchObject({
      name: "PermanentError",
      reason: { code: "STRING_TOO_LONG", field: "Person_Key__c" },
    });
  });

  it("changes no record that has it, where many may have it", async () => {
    const message = "duplicate value found: Subject duplicates value on record with id: 00T000000000001";
    const { client, calls } = startRefusing("POST /sobjects/Task", "DUPLICATE_VALUE", { message });
    expect(await rejection(client.ensure("Task", TASK, {}, { unique: false }))).toMatchObject({
      reason: { code: "DUPLICATE_VALUE", field: "Subject" },
    });
    expect(calls.slice(1)).toEqual(["GET /query", "POST /sobjects/Task"]);
  });

  it("changes nobody else, whose record has another field's value", async () => {
    const { client, org, addFault, records } = startOrg();
    const other = org.insert("Lead", lead({ Title: "Dr" }));
    const message = `duplicate value found: <unknown> duplicates value on record with id: ${other.slice(0, 15)}`;
    const body = [{ errorCode: "DUPLICATE_VALUE", message, fields: [] }];
    addFault({ match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body });
    expect(await rejection(client.ensure("Lead", KEY, { ...NEW, Title: "Admiral" }))).toMatchObject({
      reason: { code: "DUPLICATE_VALUE", operation: "POST /sobjects/Lead" },
    });
    expect(records("Lead")).toMatchObject([{ Title: "Dr", LastName: "O'Brien" }]);
  });
});
