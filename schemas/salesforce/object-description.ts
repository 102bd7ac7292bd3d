/** A field as Salesforce describes it, under the same names; false, 0 and empty values are omitted. */
export interface FieldDescription {
  readonly label: string;
  readonly type: string;
  /** In UTF-16 units. */
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  /** For integers. */
  readonly digits?: number;
  readonly nillable?: boolean;
  readonly createable?: boolean;
  readonly updateable?: boolean;
  readonly defaultedOnCreate?: boolean;
  /** For a picklist: the default value. */
  readonly defaultValue?: string | number | boolean;
  readonly unique?: boolean;
  readonly caseSensitive?: boolean;
  readonly externalId?: boolean;
  readonly idLookup?: boolean;
  readonly filterable?: boolean;
  readonly referenceTo?: readonly string[];
  readonly relationshipName?: string;
  readonly restrictedPicklist?: boolean;
  /** The active values. */
  readonly picklistValues?: readonly string[];
}

/** An object of the org: schemas/salesforce/OBJECT.json, which `npm run describe` writes. */
export interface ObjectDescription {
  readonly name: string;
  readonly label: string;
  /** The prefix of its records' ids. */
  readonly keyPrefix?: string;
  readonly createable?: boolean;
  readonly updateable?: boolean;
  readonly deletable?: boolean;
  readonly fields: Readonly<Record<string, FieldDescription>>;
}
