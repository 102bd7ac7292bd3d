import { describe, expect, it } from "@jest/globals";
import { lead, startOrg } from "./org.ts";

const KEY = { Person_Key__c: "key-1" } as const;
const NEW = { LastName: "Hopper", Company: "Navy" } as const;
const writes = (calls: readonly string[]) => calls.filter((call) => /^(POST|PATCH) .*sobjects/.test(call));

describe("ensure, of a record that was merged", () => {
  /** Merges the last one of these Leads into the one before, that one into the one before it, and so on. */
  function merged(org: ReturnType<typeof startOrg>["org"], ...fields: readonly object[]) {
    const ids = fields.map((one) => org.insert("Lead", lead(one)));
    for (let index = ids.length - 1; index > 0; index -= 1) {
      org.update(String(ids[index]), { MasterRecordId: ids[index - 1] });
      org.remove(String(ids[index]));
    }
    return ids;
  }

  it.each([1, 2, 5])("finds the one that is left after %i merges, which takes the key", async (merges) => {
    const { client, org, records, calls } = startOrg();
    const [left] = merged(org, ...Array.from({ length: merges }, () => ({})), KEY);
    for (let delivery = 0; delivery < 2; delivery += 1)
      expect(await client.ensure("Lead", KEY, { Title: "Dr" })).toEqual({ id: left, isNew: false });
    expect(records("Lead")).toMatchObject([{ ...KEY, Title: "Dr" }]);
    expect(writes(calls)).toHaveLength(1);
  });

  it("goes by the last merge of several with the key", async () => {
    const { client, org, clock } = startOrg();
    let last: string | undefined;
    for (let one = 0; one < 3; one += 1) {
      await clock.advance(60_000);
      [last] = merged(org, {}, KEY);
    }
    expect(await client.ensure("Lead", KEY, { Title: "Dr" })).toEqual({ id: last, isNew: false });
  });

  it("makes a new one by a key that the org does not keep unique: many are called the same", async () => {
    const { client, org } = startOrg();
    merged(org, {}, NEW);
    expect(await client.ensure("Lead", NEW, {}, { unique: false })).toMatchObject({ isNew: true });
  });

  it("leaves the one that is left a key of its own", async () => {
    const { client, org, records } = startOrg();
    merged(org, { Person_Key__c: "key-2" }, KEY);
    await client.ensure("Lead", KEY, { Title: "Dr" });
    expect(records("Lead")).toMatchObject([{ Person_Key__c: "key-2", Title: "Dr" }]);
  });

  it.each([
    ["the one that is left was deleted", ["", ""]],
    ["it was merged six times", ["", "", "", "", "", ""]],
  ])("makes a new one where %s", async (what, others) => {
    const { client, org, records } = startOrg();
    const [left = ""] = merged(org, ...others.map(() => ({})), KEY);
    if (what.includes("deleted")) org.remove(left);
    expect(await client.ensure("Lead", KEY, NEW)).toMatchObject({ isNew: true });
    expect(records("Lead")).toContainEqual(expect.objectContaining({ ...KEY, ...NEW }));
  });
});
