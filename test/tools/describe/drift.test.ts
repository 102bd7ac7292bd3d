import { describe, expect, it } from "@jest/globals";
import { join } from "node:path";
import type { FieldDescription, ObjectDescription } from "../../../schemas/salesforce/object-description.ts";
import { root } from "../../../bundler/paths.ts";
import { driftOf } from "../../../tools/describe/drift.ts";
import { readPlaces, usesOf } from "../../../tools/describe/uses.ts";

const company: FieldDescription = { label: "Company", type: "string", length: 255, createable: true, updateable: true };
const rating: FieldDescription = { ...company, label: "Rating", type: "picklist", picklistValues: ["Hot", "Cold"] };
const lead: ObjectDescription = {
  name: "Lead",
  label: "Lead",
  createable: true,
  fields: { Company: company, Rating: rating },
};

function withField(name: string, field: FieldDescription): ObjectDescription {
  return { ...lead, fields: { ...lead.fields, [name]: field } };
}

describe("driftOf", () => {
  it.each<[string, ObjectDescription | undefined, object[]]>([
    ["the same", { ...lead, fields: { Rating: rating, Company: company } }, []],
    ["no such object", undefined, [{ sentence: "the org has no such object, or hides it from this user" }]],
    [
      "an object that nobody may create",
      { name: "Lead", label: "Lead", fields: lead.fields },
      [{ sentence: "createable is not set in the org, true in the file" }],
    ],
    [
      "a field less",
      { ...lead, fields: { Rating: rating } },
      [{ field: "Company", sentence: "the org has no such field, or hides it from this user" }],
    ],
    [
      "a field more",
      withField("Score__c", { ...company, type: "double", nillable: true }),
      [{ field: "Score__c", sentence: "the org alone has it (double)", matters: "nowhere" }],
    ],
    [
      "a field more that no record can be without",
      withField("Score__c", company),
      [
        {
          field: "Score__c",
          sentence: "the org alone has it, and refuses new records without it",
          matters: "where the object is named",
        },
      ],
    ],
    [
      "a shorter field",
      withField("Company", { ...company, length: 120 }),
      [{ field: "Company", sentence: "length is 120 in the org, 255 in the file" }],
    ],
    [
      "another label",
      withField("Company", { ...company, label: "Firma" }),
      [{ field: "Company", sentence: 'label is "Firma" in the org, "Company" in the file', matters: "nowhere" }],
    ],
    [
      "other values",
      withField("Rating", { ...rating, picklistValues: ["Hot", "Warm"] }),
      [{ field: "Rating", sentence: 'picklistValues: the org alone has "Warm"; the file alone has "Cold"' }],
    ],
    [
      "the values in another order",
      withField("Rating", { ...rating, picklistValues: ["Cold", "Hot"] }),
      [{ field: "Rating", sentence: "picklistValues: the org has them in another order" }],
    ],
    [
      "no values",
      withField("Rating", { ...company, label: "Rating", type: "picklist" }),
      [{ field: "Rating", sentence: 'picklistValues: the file alone has "Hot", "Cold"' }],
    ],
  ])("tells of an org with %s", (_what, inOrg, drifts) => {
    expect(driftOf(lead, inOrg)).toEqual(drifts.map((drift) => ({ object: "Lead", ...drift })));
  });
});

describe("usesOf", () => {
  const places = [
    { name: "a.ts", text: "createLead(email, { Company })" },
    { name: "b.ts", text: "const CompanyName = ensureCampaignMember" },
    { name: "c.json", text: '{ "Company": "x" }' },
  ];

  it.each([
    ["a field, wherever its name is a word", { object: "Lead", field: "Company" }, ["a.ts", "c.json"]],
    ["no field that nobody names", { object: "Lead", field: "Name" }, []],
    ["an object, in the names of verbs too", { object: "Lead" }, ["a.ts"]],
    ["no object that another's name begins with", { object: "Campaign" }, []],
    [
      "the object, where all its records are concerned",
      { object: "Lead", field: "X__c", matters: "where the object is named" as const },
      ["a.ts"],
    ],
    ["nothing, where nothing goes by it", { object: "Lead", field: "Company", matters: "nowhere" as const }, []],
  ])("finds %s", (_what, drift, uses) => {
    expect(usesOf({ ...drift, sentence: "" }, places)).toEqual(uses);
  });
});

describe("readPlaces", () => {
  it("takes handlers, configuration and the client without their comments, and the values of settings", async () => {
    const places = await readPlaces(join(root, "functions"), { SALESFORCE_PERSON_KEY_FIELD: "Key__c" });
    const names = places.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        "functions/handlers/form-submitted.ts",
        "functions/configuration/campaigns.json",
        "functions/clients/salesforce/people/leads.ts",
      ]),
    );
    expect(names).not.toContain("functions/clients/salesforce/settings.ts");
    expect(places.find(({ name }) => name === "SALESFORCE_PERSON_KEY_FIELD")?.text).toBe("Key__c");
    expect(places.map(({ text }) => text).join("")).not.toMatch(/\/\*\*/);
  });
});
