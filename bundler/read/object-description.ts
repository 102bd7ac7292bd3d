/** A field as Salesforce's describe tells it, by the names it has there; what is false, 0 or empty is left out. */
export interface FieldDescription {
  readonly label: string;
  readonly type: string;
  /** Characters, as UTF-16 counts them. */
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  /** Of whole numbers. */
  readonly digits?: number;
  readonly nillable?: boolean;
  readonly createable?: boolean;
  readonly updateable?: boolean;
  readonly defaultedOnCreate?: boolean;
  /** Of a picklist: the value that is chosen where none is given. */
  readonly defaultValue?: string | number | boolean;
  readonly unique?: boolean;
  readonly caseSensitive?: boolean;
  readonly externalId?: boolean;
  readonly idLookup?: boolean;
  readonly filterable?: boolean;
  readonly referenceTo?: readonly string[];
  readonly relationshipName?: string;
  readonly restrictedPicklist?: boolean;
  /** Those that are active. */
  readonly picklistValues?: readonly string[];
}

/** An object of the org: schemas/salesforce/OBJECT.json, which `npm run describe` writes. */
export interface ObjectDescription {
  readonly name: string;
  readonly label: string;
  /** What its records' ids begin with. */
  readonly keyPrefix?: string;
  readonly createable?: boolean;
  readonly updateable?: boolean;
  readonly deletable?: boolean;
  readonly fields: Readonly<Record<string, FieldDescription>>;
}
