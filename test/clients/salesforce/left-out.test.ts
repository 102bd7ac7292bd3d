import { describe, expect, it } from "@jest/globals";
import { rejection } from "../connect.ts";
import { CAMPAIGN, EMAIL, startOrg } from "./org.ts";

const LEAD = { LastName: "Hopper", Company: "Navy", Country: "USA", Phone: "0123", Description: "Call me" } as const;

interface Item {
  readonly errorCode: string;
  readonly message?: string;
  readonly fields?: readonly string[];
}

/** An org that refuses one create after another so. */
function startRefusing(...refusals: (readonly Item[])[]) {
  const org = startOrg();
  for (const items of refusals) {
    const body = items.map((item) => ({ message: "m", fields: [], ...item }));
    org.addFault({ match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body });
  }
  const leftOut = () => org.lines.filter(({ message }) => message === "field left out");
  const created = () => org.calls.filter((call) => call === "POST /sobjects/Lead");
  const leads = () =>
    org.records("Lead").map((lead) => Object.assign({ Country: null, Phone: null, Description: null }, lead));
  return { ...org, leftOut, created, leads };
}

describe("a refused field that is not needed", () => {
  it.each([
    ["FIELD_INTEGRITY_EXCEPTION", { fields: ["Country"] }],
    ["FIELD_INTEGRITY_EXCEPTION", { fields: ["country"] }],
    ["INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", { fields: ["Country"] }],
    ["INVALID_FIELD", { message: "No such column 'Country' on sobject of type Lead" }],
    [
      "INVALID_FIELD_FOR_INSERT_UPDATE",
      { message: "Unable to create/update fields: Country. Please check the security" },
    ],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", { fields: ["Country"] }],
    [
      "DUPLICATE_VALUE",
      { message: "duplicate value found: Country duplicates value on record with id: 00Q000000000001" },
    ],
    ["STRING_TOO_LONG", { fields: ["Country"] }],
    ["SOME_NEW_CODE", { fields: ["Country"] }],
  ])("costs no Lead: %s of %j", async (errorCode, item) => {
    const { client, leads, leftOut } = startRefusing([{ errorCode, ...item }]);
    await client.createLead(EMAIL, LEAD);
    expect(leads()).toMatchObject([
      { LastName: "Hopper", Country: null, Phone: "0123", Description: "Call me\n\nCountry: USA" },
    ]);
    expect(leftOut()).toEqual([
      {
        level: "warning",
        message: "field left out",
        system: "salesforce",
        operation: "POST /sobjects/Lead",
        reason: errorCode,
        field: "Country",
      },
    ]);
  });

  it("is left out with others, at once or one after another, each once", async () => {
    const { client, leads, leftOut, created } = startRefusing(
      [
        { errorCode: "STRING_TOO_LONG", fields: ["Phone"] },
        { errorCode: "FIELD_INTEGRITY_EXCEPTION", fields: ["Country"] },
      ],
      [{ errorCode: "INVALID_FIELD", message: "No such column 'Description' on sobject of type Lead" }],
    );
    await client.createLead(EMAIL, LEAD);
    expect(leads()).toMatchObject([{ LastName: "Hopper", Country: null, Phone: null, Description: null }]);
    expect(leftOut().map(({ field }) => field)).toEqual(["Country", "Phone", "Description"]);
    expect(created()).toHaveLength(3);
  });

  // One person's own value, which must not hold back the person's later events for hours; or that of
  // functions/configuration/lead.ts, which the org's list lacks, so that everybody meets it.
  it.each(["FIELD_CUSTOM_VALIDATION_EXCEPTION", "REQUIRED_FIELD_MISSING"])(
    "may be anybody's fault where the org refuses its value and asks for one: %s",
    async (errorCode) => {
      const fields = ["Country"];
      const { client } = startRefusing(
        [{ errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", fields }],
        [{ errorCode, fields }],
      );
      const error = await rejection(client.createLead(EMAIL, LEAD));
      expect(error).toMatchObject({ name: "UnexpectedRefusalError", reason: { field: "Country" } });
    },
  );

  it("keeps its whole value, though it had been cut before", async () => {
    const { client, leads } = startRefusing([{ errorCode: "SOME_NEW_CODE", fields: ["Phone"] }]);
    await client.createLead(EMAIL, { ...LEAD, Phone: "0".repeat(52) });
    expect(leads()).toMatchObject([{ Phone: null, Description: `Call me\n\nPhone: ${"0".repeat(52)}` }]);
  });

  it("gives way to a stand-in where Salesforce requires it", async () => {
    const { client, leads } = startRefusing([
      { errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", fields: ["Company"] },
      { errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", fields: ["LastName"] },
    ]);
    await client.createLead(EMAIL, LEAD, { standIns: { Company: "(no company)" } });
    expect(leads()).toMatchObject([
      {
        LastName: "[not provided]",
        Company: "(no company)",
        Description: "Call me\n\nLast Name: Hopper\nCompany: Navy",
      },
    ]);
  });

  it("has none where that is said to be null, as in an org with person accounts", async () => {
    const { client, leads, bodies } = startRefusing();
    const { Company: _, ...person } = LEAD;
    await expect(client.createLead(EMAIL, person, { standIns: { Company: null } })).rejects.toMatchObject({
      reason: { code: "REQUIRED_FIELD_MISSING", field: "Company" }, // the stand-in's org requires it
    });
    expect(bodies.at(-1)).not.toHaveProperty("Company");
    await client.createLead(EMAIL, person);
    expect(leads()).toMatchObject([{ Company: "[not provided]" }]);
  });

  it.each([
    ["INVALID_FIELD", "No such column 'Country' on sobject of type Lead"],
    ["INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: Country. Please check the security"],
  ])("has no stand-in where the org has no such field: %s", async (errorCode, message) => {
    const { client, leads } = startRefusing([{ errorCode, message }]);
    const { Country: _, ...fields } = LEAD;
    await client.createLead(EMAIL, fields, { standIns: { Country: "Nowhere" } });
    expect(leads()).toMatchObject([{ Country: null, Description: "Call me" }]);
  });

  it("is not what the event leaves empty, which a new record is sent without", async () => {
    const { client, bodies } = startRefusing();
    await client.createLead(EMAIL, { ...LEAD, Phone: " ", Country: null });
    expect(Object.keys(Object(bodies.at(-1)))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/Phone|Country/)]),
    );
  });

  it("is never in the log", async () => {
    const { client, lines } = startRefusing([{ errorCode: "SOME_NEW_CODE", fields: ["Phone"] }]);
    await client.createLead(EMAIL, { ...LEAD, Phone: "canary" });
    expect(JSON.stringify(lines)).not.toContain("canary");
  });
});

describe("a value that its field does not hold", () => {
  type Values = Parameters<ReturnType<typeof startOrg>["client"]["createLead"]>[1];
  const OPERATION = "POST /sobjects/Lead";
  const KEPT = { level: "info", message: "field kept in Description", system: "salesforce", operation: OPERATION };
  const LEFT_OUT = { ...KEPT, level: "warning", message: "field left out" };

  it.each<[string, Values, object[]]>([
    [
      "kept in the Description",
      { Phone: "0".repeat(52), NumberOfEmployees: "many" as unknown as number },
      [
        { ...KEPT, field: "Phone", reason: "TOO_LONG" },
        { ...KEPT, field: "NumberOfEmployees", reason: "NOT_A_NUMBER" },
      ],
    ],
    [
      "left out where the Description has no room for it",
      { Phone: "0".repeat(40_000) },
      [{ ...LEFT_OUT, field: "Phone", reason: "TOO_LONG" }],
    ],
    [
      "left out of the Description itself",
      { Description: "m".repeat(40_000) },
      [{ ...LEFT_OUT, field: "Description", reason: "TOO_LONG" }],
    ],
    ["not told of where it fits", {}, []],
  ])("is %s, and the log says so", async (_, values, told) => {
    const org = startOrg();
    await org.client.createLead(EMAIL, { LastName: "Hopper", Company: "Navy", ...values });
    expect(org.lines.filter(({ field }) => field !== undefined)).toEqual(told);
  });

  it.each([
    ["Compny", "NO_SUCH_FIELD: did you mean Company?"],
    ["Shoe_Size__c", "NO_SUCH_FIELD"],
    ["HasOptedOutOfEmial", "NO_SUCH_FIELD: did you mean HasOptedOutOfEmail?"],
  ])("is kept with a warning where the object has no such field: %s", async (field, reason) => {
    const org = startOrg();
    const misspelt = { [field]: "x" } as Values;
    await org.client.createLead(EMAIL, { LastName: "Hopper", Company: "Navy", ...misspelt });
    expect(org.lines.filter((line) => line.field !== undefined)).toEqual([
      { ...KEPT, level: "warning", field, reason },
    ]);
  });

  it("is left out where the org refuses the Description, and told once where it refuses the field", async () => {
    const { client, leftOut } = startRefusing(
      [{ errorCode: "SOME_NEW_CODE", fields: ["Description"] }],
      [{ errorCode: "STRING_TOO_LONG", fields: ["Phone"] }],
    );
    await client.createLead(EMAIL, { ...LEAD, Phone: "0".repeat(52), Title: "t".repeat(200) });
    expect(leftOut().map(({ field, reason }) => `${String(field)} ${String(reason)}`)).toEqual([
      "Description SOME_NEW_CODE",
      "Phone STRING_TOO_LONG",
      "Title TOO_LONG",
    ]);
  });

  it("is left out of an object that has no Description, new or not", async () => {
    const org = startOrg();
    const key = { CampaignId: CAMPAIGN, SortOrder: 9 };
    for (const letter of ["l", "m"])
      await org.client.ensure("CampaignMemberStatus", key, { Label: letter.repeat(800) }, { unique: false });
    const { message } = LEFT_OUT;
    expect(org.lines.filter((line) => line.message === message)).toEqual([
      { ...LEFT_OUT, operation: "POST /sobjects/CampaignMemberStatus", field: "Label", reason: "TOO_LONG" },
      { ...LEFT_OUT, operation: "PATCH /sobjects/CampaignMemberStatus/{id}", field: "Label", reason: "TOO_LONG" },
    ]);
  });

  it("is told as kept where the record's Description has it already", async () => {
    const org = startOrg();
    const Description = `Phone: ${"0".repeat(52)}`;
    const id = org.org.insert("Lead", { ...LEAD, Email: EMAIL, Description, Phone: "0".repeat(40) });
    await org.client.update("Lead", id, { Phone: "0".repeat(52) });
    expect(org.lines.filter(({ field }) => field !== undefined)).toMatchObject([
      { level: "info", message: "field kept in Description", field: "Phone", reason: "TOO_LONG" },
    ]);
  });

  it("is told once where the user can't see its field", async () => {
    const org = startOrg();
    org.org.configure({ hiddenFields: ["Account.Phone"] });
    const [key, values] = [{ Billing_Customer_Id__c: "cus_1" }, { Phone: "0".repeat(52) }];
    await org.client.ensure("Account", key, {}, { onlyWhenNew: { Name: "Navy" } });
    await org.client.ensure("Account", key, values);
    expect(org.lines.filter(({ field }) => field !== undefined)).toMatchObject([
      { message: "field left out", field: "Phone", reason: "INVALID_FIELD" },
    ]);
    expect(org.records("Account")).toMatchObject([{ Description: `Phone: ${"0".repeat(52)}` }]);
  });
});

describe("a refusal stands", () => {
  it.each([
    ["of the e-mail", [{ errorCode: "INVALID_EMAIL_ADDRESS", fields: ["Email"] }], {}, "PermanentError"],
    [
      "of what is needed",
      [{ errorCode: "STRING_TOO_LONG", fields: ["PHONE"] }],
      { needed: ["Phone"] },
      "PermanentError",
    ],
    ["of no field", [{ errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION" }], {}, "PermanentError"],
    [
      "of a field that was not sent",
      [{ errorCode: "REQUIRED_FIELD_MISSING", fields: ["Industry"] }],
      {},
      "UnavailableError",
    ],
    [
      "that passes, whatever field it names",
      [{ errorCode: "UNABLE_TO_LOCK_ROW" }, { errorCode: "STRING_TOO_LONG", fields: ["Phone"] }],
      {},
      "UnavailableError",
    ],
  ] as const)("%s", async (_, items, options, name) => {
    const { client, created } = startRefusing(items);
    const { needed } = { needed: [], ...options };
    expect(await rejection(client.createLead(EMAIL, LEAD, { needed }))).toMatchObject({ name });
    expect(created()).toHaveLength(1);
  });

  it("of the stand-in too", async () => {
    const refusal = [{ errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", fields: ["Company"] }];
    const { client, created } = startRefusing(refusal, refusal);
    expect(await rejection(client.createLead(EMAIL, LEAD))).toMatchObject({
      name: "PermanentError",
      reason: { field: "Company" },
    });
    expect(created()).toHaveLength(2);
  });
});
