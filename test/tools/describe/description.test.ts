import { describe, expect, it } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { objectsFolder, readObjects } from "../../../bundler/read/objects.ts";
import { textOf, toDescription } from "../../../tools/describe/description.ts";

/** As Salesforce answers: every property, whether it holds something or not. */
const field = {
  name: "Rating__c",
  label: "Rating",
  type: "picklist",
  length: 255,
  precision: 0,
  scale: 0,
  digits: 0,
  nillable: true,
  createable: true,
  updateable: false,
  unique: false,
  externalId: false,
  defaultValue: null,
  referenceTo: [],
  relationshipName: null,
  restrictedPicklist: true,
  picklistValues: [
    { value: "Hot", label: "Heiß", active: true, defaultValue: false },
    { value: "Warm", label: "Warm", active: true, defaultValue: true },
    { value: "Gone", label: "Gone", active: false, defaultValue: false },
  ],
  inlineHelpText: "asked by phone",
};

const object = {
  name: "Order__c",
  label: "Order",
  keyPrefix: "a01",
  createable: true,
  updateable: true,
  deletable: false,
  custom: true,
  recordTypeInfos: [{ name: "Master" }],
};

describe("toDescription", () => {
  it("keeps what ycat goes by, the fields sorted by name, and of a picklist what is active", () => {
    const owner = { ...field, name: "OwnerId", label: "Owner ID", type: "reference", referenceTo: ["User", "Group"] };
    const id = { name: "Id", label: "Record ID", type: "id", length: 18, defaultedOnCreate: true };
    expect(
      toDescription("order__c", {
        ...object,
        fields: [field, { ...owner, picklistValues: [], restrictedPicklist: false, relationshipName: "Owner" }, id],
      }),
    ).toEqual({
      name: "Order__c",
      label: "Order",
      keyPrefix: "a01",
      createable: true,
      updateable: true,
      fields: {
        Id: { label: "Record ID", type: "id", length: 18, defaultedOnCreate: true },
        OwnerId: {
          label: "Owner ID",
          type: "reference",
          length: 255,
          nillable: true,
          createable: true,
          referenceTo: ["Group", "User"],
          relationshipName: "Owner",
        },
        Rating__c: {
          label: "Rating",
          type: "picklist",
          length: 255,
          nillable: true,
          createable: true,
          defaultValue: "Warm",
          restrictedPicklist: true,
          picklistValues: ["Hot", "Warm"],
        },
      },
    });
  });

  it.each([[{}], [{ name: "Lead", label: "Lead" }], [{ ...object, fields: {} }]])("refuses %j", (answer) => {
    expect(() => toDescription("Lead", answer)).toThrow(
      "What the org says of Lead is no description of an object: is SALESFORCE_LOGIN_URL an org's?",
    );
  });
});

describe("textOf", () => {
  it("writes each shipped file as it is", async () => {
    for (const shipped of await readObjects())
      expect(textOf(shipped)).toBe(readFileSync(join(objectsFolder, `${shipped.name}.json`), "utf8"));
  });
});
