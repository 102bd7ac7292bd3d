import type { FieldDescription, ObjectDescription } from "../../../schemas/salesforce/object-description.ts";

/** Contact fields with the same name on a person account, or that people don't have. */
const SAME = new Set(["FirstName", "LastName", "Salutation"]);
const NOT_THE_PERSONS = new Set(["AccountId", "Description", "OwnerId", "ReportsToId"]);

/** Account field → Contact field: PersonEmail → Email, Consent__pc → Consent__c. */
export function personFields({ fields }: ObjectDescription): ReadonlyMap<string, string> {
  const written = Object.entries(fields).filter(
    ([name, { createable }]) => createable === true && !NOT_THE_PERSONS.has(name),
  );
  return new Map(written.map(([name]) => [onAccount(name), name]));
}

/** The objects of an org with person accounts. */
export function withPersonAccounts(objects: readonly ObjectDescription[]): ObjectDescription[] {
  const contact = objects.find(({ name }) => name === "Contact");
  if (contact === undefined) throw new Error("An org with person accounts has Contacts.");
  const mirrored = [...personFields(contact)].map(([name, source]) => [name, mirror(contact.fields[source])]);
  const isPersonAccount = { label: "Is Person Account", type: "boolean", defaultedOnCreate: true, filterable: true };
  return objects.map((object) => {
    if (object.name === "Contact") return { ...object, fields: { ...object.fields, IsPersonAccount: isPersonAccount } };
    if (object.name !== "Account") return object;
    // A person's name is composed of its parts.
    const { Name: name, ...fields } = object.fields;
    const named = name === undefined ? {} : { Name: { ...name, defaultedOnCreate: true } };
    return {
      ...object,
      fields: { ...fields, ...named, ...Object.fromEntries(mirrored), IsPersonAccount: isPersonAccount },
    };
  });
}

function onAccount(name: string): string {
  if (SAME.has(name)) return name;
  return name.endsWith("__c") ? name.replace(/__c$/, "__pc") : `Person${name}`;
}

/** Required Contact fields are optional on Account: most accounts are companies. */
function mirror(field: FieldDescription | undefined): FieldDescription {
  if (field === undefined) throw new Error("A mirrored field is one of the Contact's.");
  const { unique: _, idLookup: __, externalId: ___, ...kept } = field;
  return { ...kept, nillable: true };
}
