import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { readObjects } from "../../bundler/read/objects.ts";
import { API_VERSION } from "../../functions/clients/salesforce/api/rest.ts";
import { salesforceSettings } from "../../functions/clients/salesforce/settings.ts";
import { children, metadata, ofType, salesforceDirectory, text } from "./metadata.ts";

const objects = new Map((await readObjects()).map(({ name, fields }) => [name, fields]));
const ownFields = [...objects].flatMap(([object, fields]) =>
  Object.entries(fields).flatMap(([name, field]) => (name.endsWith("__c") ? [{ object, name, field }] : [])),
);

const ROOTS: Readonly<Record<string, string>> = {
  field: "CustomField",
  validationRule: "ValidationRule",
  permissionset: "PermissionSet",
  eca: "ExternalClientApplication",
  ecaOauth: "ExtlClntAppOauthSettings",
  ecaGlblOauth: "ExtlClntAppGlobalOauthSettings",
};
const TYPES: Readonly<Record<string, string>> = { Text: "string", DateTime: "datetime" };

/** What compound fields are granted as: https://developer.salesforce.com/docs has them under compound fields. */
const GRANTED_AS: Readonly<Record<string, string>> = { "Lead.Country": "Lead.Address" };
/** Task and Event have the same fields of an org's own. */
const DEPLOYED_AS: Readonly<Record<string, string>> = { Task: "Activity" };
/** Salesforce grants these with the object, and refuses a permission set that lists them. */
const GRANTED_WITH_OBJECT = ["Lead.FirstName", "Lead.IsConverted", "Contact.FirstName"];
/** Granted with Campaign, or by a permission of the user's: Task's by EditTask. */
const WITHOUT_FIELD_PERMISSIONS = ["CampaignMember", "CampaignMemberStatus", "Task", "User"];
const isOwn = (name: string) => name.endsWith("__c");

describe("salesforce/", () => {
  it.each(metadata.map((file) => [file.path, file] as const))("%s is what its name says", (_path, file) => {
    expect(file.root.name).toBe(ROOTS[file.suffix]);
    expect(file.root.attributes["xmlns"]).toBe("http://soap.sforce.com/2006/04/metadata");
    expect(text(file.root, "fullName") ?? file.name).toBe(file.name);
  });

  it("is a project of the API version that ycat calls", () => {
    const project = JSON.parse(readFileSync(join(salesforceDirectory, "sfdx-project.json"), "utf8")) as {
      sourceApiVersion: string;
      packageDirectories: { path: string }[];
    };
    expect(project.sourceApiVersion).toBe(API_VERSION);
    const inPackages = project.packageDirectories.flatMap(({ path }) =>
      metadata.filter((file) => file.path.startsWith(`${path}/main/default/`)),
    );
    expect(inPackages).toHaveLength(metadata.length);
  });

  it("has fields as schemas/salesforce has them: an org has others besides", () => {
    const deployed = ofType("field").map(({ object, name, root: field }) => ({
      object,
      name,
      type: TYPES[text(field, "type") ?? ""],
      length: Number(text(field, "length") ?? 0),
      unique: text(field, "unique") === "true",
      externalId: text(field, "externalId") === "true",
    }));
    const described = ownFields.map(({ object, name, field }) => ({
      object: DEPLOYED_AS[object] ?? object,
      name,
      type: field.type,
      length: field.length ?? 0,
      unique: field.unique ?? false,
      externalId: field.externalId ?? false,
    }));
    expect(deployed.length).toBeGreaterThan(4);
    expect(described).toEqual(expect.arrayContaining(deployed));
  });

  it("takes keys in either case as one, and requires no field of ycat's own", () => {
    const fields = ofType("field").map(({ root: field }) => field);
    expect(fields.filter((field) => text(field, "required") !== "false")).toEqual([]);
    expect(
      fields.filter((field) => text(field, "unique") === "true" && text(field, "caseSensitive") !== "false"),
    ).toEqual([]);
  });

  it("has the fields that the settings name when nothing is set", () => {
    const names = Object.values(salesforceSettings).flatMap((setting) =>
      "default" in setting && setting.default.endsWith("__c") ? [setting.default] : [],
    );
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !ofType("field").some((field) => field.name === name))).toEqual([]);
  });
});

describe("the validation rules", () => {
  it("hold each time that only goes on, and show their error at it", () => {
    const held = ofType("validationRule").map(({ object, root: rule }) => ({
      object,
      field: text(rule, "errorDisplayField"),
      active: text(rule, "active"),
    }));
    const times = ownFields.filter(({ field }) => field.type === "datetime");
    expect(held).toEqual(
      expect.arrayContaining([
        ...times.map(({ object, name }) => ({ object, field: name, active: "true" })),
        { object: "Account", field: "Email_Consent_At__pc", active: "true" },
      ]),
    );
    expect(held).toHaveLength(times.length + 1);
  });

  it.each(ofType("validationRule").map((rule) => [rule.path, rule.root] as const))(
    "%s refuses what goes back alone",
    (_path, rule) => {
      const field = text(rule, "errorDisplayField") ?? "";
      // The whole formula, since no org is here to try it in: whoever changes it reads its comment.
      expect(text(rule, "errorConditionFormula")?.replaceAll(/\s+/g, "")).toBe(
        `AND(NOT(ISNEW()),ISCHANGED(${field}),NOT(ISBLANK(${field})),NOT(ISBLANK(PRIORVALUE(${field}))),` +
          `${field}<PRIORVALUE(${field}))`,
      );
      expect(text(rule, "errorMessage")?.length).toBeLessThanOrEqual(255);
    },
  );
});

describe("the permission set", () => {
  const set = ofType("permissionset").find(({ name }) => name === "ycat")?.root;
  if (set === undefined) throw new Error("salesforce/ has no permission set ycat");
  const granted = children(set, "fieldPermissions").map((permission) => text(permission, "field") ?? "");
  const isGrantedAlone = (object: string, name: string) =>
    (!WITHOUT_FIELD_PERMISSIONS.includes(object) || isOwn(name)) && !GRANTED_WITH_OBJECT.includes(`${object}.${name}`);
  const written = writtenFields().filter(({ object, name }) => {
    const field = objects.get(object)?.[name];
    if (field === undefined || !(field.createable === true || field.updateable === true)) return false;
    // What is neither nillable nor a tick is required.
    return isGrantedAlone(object, name) && (field.nillable === true || field.type === "boolean");
  });
  const permissionOf = ({ object, name }: { object: string; name: string }) =>
    GRANTED_AS[`${object}.${name}`] ?? `${object}.${name}`;

  it("covers what every handler writes, as proof/*.effects.md tells it", () => {
    expect(written.length).toBeGreaterThan(8);
    expect([...new Set(written.map(permissionOf))].filter((field) => !granted.includes(field))).toEqual([]);
  });

  it("grants no field that ycat does not name", () => {
    const code = globSync("functions/{clients/salesforce,handlers,configuration}/**/*.{ts,json}", { cwd: root })
      .map((path) => readFileSync(join(root, path), "utf8"))
      .join("\n");
    const compound = Object.fromEntries(Object.entries(GRANTED_AS).map(([field, as]) => [as, field]));
    const unnamed = granted.filter((field) => {
      const [, name = ""] = (compound[field] ?? field).split(".");
      return !new RegExp(`\\b${name}\\b`).test(code);
    });
    expect(unnamed).toEqual([]);
  });

  it("lists fields that Salesforce lets a permission set list: there, and not required", () => {
    const faults = granted.filter((granting) => {
      const [object = "", name = ""] = granting.split(".");
      const field = objects.get(object)?.[name];
      const isCompound = Object.values(GRANTED_AS).includes(granting);
      const isListable = field !== undefined && (field.nillable === true || field.type === "boolean");
      return !(isCompound || (isListable && field.updateable === true)) || !isGrantedAlone(object, name);
    });
    expect(faults).toEqual([]);
    expect(new Set(granted).size).toBe(granted.length);
  });

  it("grants the objects that handlers write, and deletes nothing", () => {
    const permissions = children(set, "objectPermissions");
    const named = permissions.map((permission) => text(permission, "object"));
    const needed = written.map(({ object }) => object).filter((object) => !WITHOUT_FIELD_PERMISSIONS.includes(object));
    expect(needed.filter((object) => !named.includes(object))).toEqual([]);
    expect(permissions.filter((permission) => text(permission, "allowDelete") !== "false")).toEqual([]);
    expect(permissions.filter((permission) => text(permission, "viewAllRecords") !== "true")).toEqual([]);
  });
});

/** Each field that a handler's effects file names in a record of Salesforce's that it creates or changes. */
function writtenFields(): { object: string; name: string }[] {
  return globSync("proof/*.effects.md", { cwd: root }).flatMap((path) => {
    let object = "";
    return readFileSync(join(root, path), "utf8")
      .split("\n")
      .flatMap((line) => {
        object = /^ {4}(\w+)$/.exec(line)?.[1] ?? object;
        const created = /^ {6}(\w+): /.exec(line)?.[1];
        const changed = /^ {6}~ (\w+) (.*)$/.exec(line);
        if (created !== undefined) return [{ object, name: created }];
        if (changed === null) return [];
        return [...(changed[2] ?? "").matchAll(/(\w+): /g)].map(([, name = ""]) => ({
          object: changed[1] ?? "",
          name,
        }));
      });
  });
}
