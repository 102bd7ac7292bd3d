import type { Connection } from "jsforce/lib/core.js";

/** A person as Salesforce holds one: every record with that e-mail, and the one that new records are tied to. */
export interface Person {
  /** The normalised e-mail that the records were found by. */
  readonly email: string;
  /** What a new CampaignMember refers to: the Contact if there is one, else the open Lead. */
  readonly record: { readonly type: "Contact" | "Lead"; readonly id: string };
  /** Membership is checked over all of these: one person can be both a Contact and a Lead. */
  readonly contactIds: readonly string[];
  readonly leadIds: readonly string[];
}

/** Field values by API name; undefined ones are left out. */
export type FieldValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What handlers may ask of Salesforce. Every write of the verbs is made only if it is not already so. */
export interface Salesforce {
  /** The person with that normalised e-mail: the oldest Contact, else the oldest open Lead, else a converted Lead's Contact. */
  findPerson(email: string): Promise<Person | undefined>;
  /** Creates a Lead; where another delivery or a human was faster, the person that exists now. */
  createLead(email: string, fields: FieldValues): Promise<Person>;
  /** Makes the person a member of the campaign, with the campaign's default status, unless a record of theirs is one. */
  ensureCampaignMember(campaignId: string, person: Person): Promise<void>;
  /** Sets HasOptedOutOfEmail on every Contact and open Lead with that normalised e-mail that does not have it. */
  optOutOfEmail(email: string): Promise<void>;
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
