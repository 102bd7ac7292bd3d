import type { Connection } from "jsforce/lib/core.js";
import type { OrgObjects } from "../../../schemas/salesforce/org.ts";

/** A person as Salesforce holds one: every record with that e-mail, and the one that new records are tied to. */
export interface Person {
  /** The normalised e-mail that the records were found by. */
  readonly email: string;
  /** What a new CampaignMember refers to: the Contact if there is one, else the open Lead. */
  readonly record: { readonly type: "Contact" | "Lead"; readonly id: string };
  /** When that record was created: RFC 3339. */
  readonly createdAt: string;
  /** Membership is checked over all of these: one person can be both a Contact and a Lead. */
  readonly contactIds: readonly string[];
  readonly leadIds: readonly string[];
}

export type FieldValue = string | number | boolean | null;

/** Field values by API name; undefined ones are left out. */
export type FieldValues = Readonly<Record<string, FieldValue | undefined>>;

/** An object that schemas/salesforce describes. */
export type ObjectName = keyof OrgObjects;

type Values<Name extends ObjectName> = OrgObjects[Name]["values"];

type Some<Name extends ObjectName, Fields extends string> = {
  readonly [Field in Fields & keyof Values<Name>]?: Values<Name>[Field] | null | undefined;
};

/** What a new record may be given; undefined, null and blank values are left out. */
export type NewFields<Name extends ObjectName> = Some<Name, OrgObjects[Name]["createable"]>;

export interface WritingOptions<Field extends string> {
  /**
   * Fields that are worth more than the record: where one is refused, so is all. Keys, Email, Status, HasOptedOutOfEmail and
   * a member's references always are.
   */
  readonly needed?: readonly Field[];
}

export interface NewLeadOptions extends WritingOptions<OrgObjects["Lead"]["createable"]> {
  /** What takes the place of LastName, Company and others that the org requires, where they are empty or refused. */
  readonly standIns?: NewFields<"Lead">;
}

/** What handlers may ask of Salesforce. Every write of the verbs is made only if it is not already so. */
export interface Salesforce {
  /**
   * The person with that normalised e-mail or its key, with what their records were converted or merged into: the oldest
   * Contact, else the oldest open Lead, else what these have become.
   */
  findPerson(email: string): Promise<Person | undefined>;
  /**
   * Creates a Lead; where another delivery or a human was faster, the person that exists now. What the org's fields don't
   * hold is cut or left out, what it refuses is left out, and the whole value goes into the Description: `Phone: …`.
   */
  createLead(email: string, fields: NewFields<"Lead">, options?: NewLeadOptions): Promise<Person>;
  /**
   * Makes the person a member of the campaign, unless a record of theirs is one. The status is the one of that name, else
   * the campaign's first that counts as a response. A member who has not responded is raised to it, none is ever lowered.
   */
  ensureCampaignMember(
    campaignId: string,
    person: Person,
    options?: { readonly status?: string | undefined },
  ): Promise<void>;
  /**
   * Sets HasOptedOutOfEmail on every record of the person, found by e-mail, by key, by conversion and by merge, unless a
   * later event has decided otherwise. `at` is the time of the event, RFC 3339.
   */
  optOutOfEmail(email: string, decided: { readonly at: string }): Promise<void>;
  /** Takes it back, unless a later event has opted them out. */
  optInToEmail(email: string, decided: { readonly at: string }): Promise<void>;
  /** Where people see the person's record in Salesforce. */
  recordUrl(person: Person): string;
  /**
   * jsforce's Connection (https://jsforce.github.io/document/), for what the verbs don't say: any object, describe, queries
   * of many pages, `bulk2`. Loaded when called, which takes about a tenth of a second; made for this event alone.
   *
   * Each call is logged, ends at the event's deadline or after two minutes, is sent once (twice where the session was
   * over), follows no redirect, and rejects with the errors of functions/runtime/define/errors.ts. Nothing here makes a
   * repeated event converge: "only if not already so" is the handler's own, and so is looking at each result of a
   * collection or a bulk job, which answers 200 whatever became of its records. Polling beyond the deadline loses the job
   * with `bulk2.loadAndWaitForResults`, which deletes it: open, upload and close one, and check it in a later event.
   * Bodies are text, held in memory; SOAP, metadata, files and the older APIs are left out of the bundle.
   */
  connection(): Promise<Connection>;
}
