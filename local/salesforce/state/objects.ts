export type FieldType =
  | "id"
  | "string"
  | "textarea"
  | "email"
  | "phone"
  | "url"
  | "picklist"
  | "boolean"
  | "date"
  | "datetime"
  | "int"
  | "reference";

/** One column of an object, as describe would tell it. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly length?: number;
  readonly required?: boolean;
  /** Whether a client may set it when creating, and change it later. */
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly unique?: boolean;
  /** May stand in the URL of an upsert. */
  readonly idLookup?: boolean;
  readonly indexed?: boolean;
  readonly references?: readonly string[];
  /** Writing a record locks the one that this field points at. */
  readonly locksTarget?: boolean;
  readonly initially?: string | number | boolean;
}

/** A kind of record. */
export interface ObjectType {
  readonly name: string;
  readonly prefix: string;
  readonly fields: readonly Field[];
  /** By name in any case, as Salesforce takes names. */
  field(name: string): Field | undefined;
}

/** All kinds of record of an org. */
export interface Schema {
  readonly types: readonly ObjectType[];
  type(name: string): ObjectType | undefined;
}

type Definition = Omit<Field, "name" | "label" | "createable" | "updateable"> &
  Partial<Pick<Field, "createable" | "updateable">>;
type Definitions = Readonly<Record<string, Definition>>;

const text = (length: number): Definition => ({ type: "string", length });
const picklist = (initially?: string): Definition => ({
  type: "picklist",
  length: 255,
  ...(initially !== undefined && { initially }),
});
const checkbox: Definition = { type: "boolean", initially: false };
const longText: Definition = { type: "textarea", length: 32_000 };
const phone: Definition = { type: "phone", length: 40 };
const url: Definition = { type: "url", length: 255 };
const email: Definition = { type: "email", length: 80, idLookup: true, indexed: true };
const date: Definition = { type: "date" };
const refersTo = (...references: string[]): Definition => ({ type: "reference", references, indexed: true });
const required = (definition: Definition): Definition => ({ ...definition, required: true });
const readOnly = (definition: Definition): Definition => ({ ...definition, createable: false, updateable: false });
const createOnly = (definition: Definition): Definition => ({ ...definition, updateable: false });
const locking = (definition: Definition): Definition => ({ ...definition, locksTarget: true });

const SYSTEM_FIELDS: Definitions = {
  Id: readOnly({ type: "id", idLookup: true }),
  IsDeleted: readOnly(checkbox),
  CreatedDate: readOnly({ type: "datetime" }),
  LastModifiedDate: readOnly({ type: "datetime" }),
  SystemModstamp: readOnly({ type: "datetime" }),
};

const PERSON: Definitions = {
  Salutation: { type: "picklist", length: 40 },
  FirstName: text(40),
  LastName: required(text(80)),
  Name: readOnly(text(121)),
  Title: text(128),
  Email: email,
  Phone: phone,
  MobilePhone: phone,
  Description: longText,
  LeadSource: picklist(),
  HasOptedOutOfEmail: checkbox,
  Email_Consent_At__c: { type: "datetime" },
};

/** Prefix of the ids, then the fields; an object comes after those it refers to. A Contact has no Website: that is its Account's. */
const OBJECTS: Readonly<Record<string, readonly [prefix: string, fields: Definitions]>> = {
  Account: ["001", { Name: required(text(255)), Phone: phone, Website: url, Description: longText }],
  Campaign: [
    "701",
    {
      Name: required(text(80)),
      IsActive: checkbox,
      Type: picklist(),
      Status: picklist("Planned"),
      StartDate: date,
      EndDate: date,
      Description: longText,
    },
  ],
  CampaignMemberStatus: [
    "01Y",
    {
      CampaignId: createOnly(required(refersTo("Campaign"))),
      Label: required(text(765)),
      HasResponded: checkbox,
      IsDefault: checkbox,
      SortOrder: { type: "int" },
    },
  ],
  Contact: [
    "003",
    {
      ...PERSON,
      AccountId: refersTo("Account"),
      MasterRecordId: readOnly(refersTo("Contact")),
      Department: text(80),
      MailingStreet: { type: "textarea", length: 255 },
      MailingCity: text(40),
      MailingState: text(80),
      MailingPostalCode: text(20),
      MailingCountry: text(80),
    },
  ],
  Lead: [
    "00Q",
    {
      ...PERSON,
      Company: required(text(255)),
      Website: url,
      Street: { type: "textarea", length: 255 },
      City: text(40),
      State: text(80),
      PostalCode: text(20),
      Country: text(80),
      Industry: picklist(),
      Status: picklist("Open - Not Contacted"),
      IsConverted: readOnly(checkbox),
      MasterRecordId: readOnly(refersTo("Lead")),
      ConvertedDate: readOnly(date),
      ConvertedAccountId: readOnly(refersTo("Account")),
      ConvertedContactId: readOnly(refersTo("Contact")),
    },
  ],
  CampaignMember: [
    "00v",
    {
      CampaignId: createOnly(required(locking(refersTo("Campaign")))),
      LeadId: createOnly(locking(refersTo("Lead"))),
      ContactId: createOnly(locking(refersTo("Contact"))),
      LeadOrContactId: readOnly(refersTo("Lead", "Contact")),
      Type: readOnly(picklist()),
      Status: picklist(),
      HasResponded: readOnly(checkbox),
      FirstRespondedDate: readOnly(date),
    },
  ],
  Task: [
    "00T",
    {
      Subject: text(255),
      Status: picklist("Not Started"),
      Priority: picklist("Normal"),
      ActivityDate: date,
      Description: longText,
      WhoId: locking(refersTo("Lead", "Contact")),
      WhatId: locking(refersTo("Campaign", "Account")),
    },
  ],
};

/** The org's objects; a Lead has the unique external-id field of that name, if one is given. */
export function createSchema(personKeyField: string | undefined): Schema {
  const types = Object.entries(OBJECTS).map(([name, [prefix, fields]]) =>
    createType(name, prefix, {
      ...SYSTEM_FIELDS,
      ...fields,
      ...(name === "Lead" && personKeyField !== undefined && { [personKeyField]: externalId }),
    }),
  );
  const byName = new Map(types.map((type) => [type.name.toLowerCase(), type]));
  return { types, type: (name) => byName.get(name.toLowerCase()) };
}

/** Unique, and case-insensitive as text fields are by default. */
const externalId: Definition = { ...text(255), unique: true, idLookup: true, indexed: true };

function createType(name: string, prefix: string, definitions: Definitions): ObjectType {
  const fields = Object.entries(definitions).map(([field, definition]) => ({
    createable: true,
    updateable: true,
    ...definition,
    name: field,
    label: labelOf(field),
  }));
  const byName = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
  return { name, prefix, fields, field: (wanted) => byName.get(wanted.toLowerCase()) };
}

/** As Salesforce writes a field in its messages: LastName is "Last Name", LeadId is "Lead ID". */
function labelOf(name: string): string {
  return name
    .replace(/__c$/, "")
    .replace(/_/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/ Id$/, " ID");
}
