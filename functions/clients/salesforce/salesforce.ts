import type { Connection } from "jsforce/lib/core.js";
import type { DeliveryError } from "../../runtime/define/errors.ts";
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

type Words<Name extends ObjectName> = OrgObjects[Name]["words"];

/** Text that is known only when it comes: see Salesforce.freeText. */
export type FreeText = string & { readonly [isFree]: true };
declare const isFree: unique symbol;

/** Of a restricted picklist its words. Nearly all else: addresses are read and written by their parts. */
type ValueOf<Name extends ObjectName, Field extends keyof Values<Name>> = FieldValue &
  (Field extends keyof Words<Name> ? Words<Name>[Field] | FreeText : Values<Name>[Field]);

type Some<Name extends ObjectName, Fields extends string> = {
  readonly [Field in Fields & keyof Values<Name>]?: ValueOf<Name, Field> | null | undefined;
};

/** What a new record may be given; undefined, null and blank values are left out. */
export type NewFields<Name extends ObjectName> = Some<Name, OrgObjects[Name]["createable"]>;

/** What a record may be changed to: null empties the field, undefined leaves it alone. */
export type ChangedFields<Name extends ObjectName> = Some<Name, OrgObjects[Name]["updateable"]>;

/** A field of the object, or of one that it refers to: `Owner.Email`. */
export type ReadableField<Name extends ObjectName> = (keyof Values<Name> & string) | `${string}.${string}`;

/** Of each field one value, or any of several; all must hold. */
export type Where<Name extends ObjectName> = {
  readonly [Field in keyof Values<Name>]?: ValueOf<Name, Field> | null | readonly (ValueOf<Name, Field> | null)[];
};

export type Found<Name extends ObjectName, Field extends string> = { readonly Id: string } & {
  readonly [Each in Field]: Each extends keyof Values<Name> ? Values<Name>[Each] : FieldValue;
};

/** One field that the org keeps unique; none for an object that has none. */
export type UniqueKey<Name extends ObjectName> = {
  [Field in OrgObjects[Name]["unique"]]: { readonly [Only in Field]: string };
}[OrgObjects[Name]["unique"]];

export interface EnsureOptions<Name extends ObjectName> extends WritingOptions<OrgObjects[Name]["createable"]> {
  /** What a new record has besides; left alone where there is one. */
  readonly onlyWhenNew?: NewFields<Name>;
}

export interface Ensured {
  readonly id: string;
  readonly isNew: boolean;
}

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

/** What a member of a campaign has come to be, and when. */
export interface MemberStatus {
  /** The label of one of the campaign's statuses, in any case. */
  readonly status: string;
  /** The time of the event that says so: RFC 3339. */
  readonly at: string;
  /** The statuses that there may be: of two at the same second the one that stands later here holds. */
  readonly order: readonly string[];
  /** Whether it is added to a campaign that has not got it, as one that counts as a response; else the change is refused. */
  readonly isCreated?: boolean;
  /** Whether it may be given to who has responded though it counts as no response; else that is refused. */
  readonly mayTakeBack?: boolean;
}

export interface MemberChange {
  /**
   * What the change is beside what stands: `news`; `repeated`, where the same stands since an earlier time; `done`, where it
   * stands since that very time; `late`, where something later stands. Always `news` in an org that keeps no times.
   */
  readonly is: "news" | "repeated" | "done" | "late";
  /** Makes it, unless something later stands by then. */
  make(): Promise<void>;
}

/** Who is to be a member of a campaign, and as what. */
export interface Raise {
  readonly person: Person;
  /** The label of one of the campaign's statuses, in any case. */
  readonly status: string;
}

export interface RaiseOptions {
  /** The statuses that may be raised, the least first. One that is none of them was given for another reason, and stands. */
  readonly order: readonly string[];
  /** Whether a status is added to a campaign that has not got it, as one that counts as no response. */
  readonly isCreated?: boolean;
}

/** What has become of one of them. */
export interface Raised<One extends Raise> {
  readonly of: One;
  /** Undefined where it is done. */
  readonly error: DeliveryError | undefined;
}

/** What handlers may ask of Salesforce. Every write of the verbs is made only if it is not already so. */
export interface Salesforce {
  /**
   * The person with that normalised e-mail or its key, with what their records were converted or merged into: the oldest
   * Contact, else the oldest open Lead, else what these have become.
   * @example of a person
   * salesforce.findPerson(event.subject)
   */
  findPerson(email: string): Promise<Person | undefined>;
  /** The same of many people, in a call for some hundred of them; by e-mail, without those whom nobody is found for. */
  findPeople(emails: readonly string[]): Promise<ReadonlyMap<string, Person>>;
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
   * Looks what a change of the person's membership would be, for what must be done before it: once it is made, it is `done`.
   * Each record of theirs that is a member keeps the latest status and its time, whatever the order in which changes arrive; who
   * is none becomes one.
   */
  compareCampaignMember(campaignId: string, person: Person, change: MemberStatus): Promise<MemberChange>;
  /**
   * Makes many people members of one campaign, or raises those who are to a better status: never lowers one, and gives who has
   * responded none that is no response. 200 are written in a call, back to back, and one campaign's in turn: each has a
   * result of its own as soon as its call is answered. A call that is refused or not answered fails what is in it and what would
   * have come after. Rows that others have locked are written again, by themselves, until the deadline.
   */
  raiseCampaignMembers<One extends Raise>(
    campaignId: string,
    all: readonly One[],
    options: RaiseOptions,
  ): AsyncIterable<Raised<One>>;
  /**
   * Sets HasOptedOutOfEmail on every record of the person, found by e-mail, by key, by conversion and by merge, unless a
   * later event has decided otherwise. `at` is the time of the event, RFC 3339; the record of a `person` who has just been
   * created counts too, which no search may see yet.
   */
  optOutOfEmail(email: string, decided: { readonly at: string; readonly person?: Person }): Promise<void>;
  /** Takes it back, unless a later event has opted them out. */
  optInToEmail(email: string, decided: { readonly at: string }): Promise<void>;
  /**
   * The records of which all these fields hold these values, in the order of their ids: none for an empty list.
   * @example of anything
   * salesforce.find("Task", { Event_Key__c: `${event.source}/${event.id}` }, ["Id"])
   */
  find<Name extends ObjectName, Field extends ReadableField<Name>>(
    object: Name,
    where: Where<Name>,
    fields: readonly Field[],
  ): Promise<readonly Found<Name, Field>[]>;
  /**
   * One record with that key: created, or changed where it differs. A key that the org keeps unique closes the race of two
   * deliveries; any other leaves it open, and is the handler's to answer for: `{ unique: false }`.
   */
  ensure<Name extends ObjectName>(
    object: Name,
    key: UniqueKey<Name>,
    fields: ChangedFields<Name>,
    options?: EnsureOptions<Name> & { readonly unique?: true },
  ): Promise<Ensured>;
  ensure<Name extends ObjectName>(
    object: Name,
    key: NewFields<Name>,
    fields: ChangedFields<Name>,
    options: EnsureOptions<Name> & { readonly unique: false },
  ): Promise<Ensured>;
  /** Changes what differs of a record. */
  update<Name extends ObjectName>(
    object: Name,
    id: string,
    fields: ChangedFields<Name>,
    options?: WritingOptions<OrgObjects[Name]["updateable"]>,
  ): Promise<void>;
  /**
   * Text for a restricted picklist that is known only when it comes, as a form's: of its words tsc takes constants alone.
   * What is none of them, in any case, is left out as any value that a field does not hold.
   */
  freeText(text: string | null | undefined): FreeText | undefined;
  /** SOQL with its values quoted, for a query by connection(): `` soql`SELECT Id FROM Lead WHERE Email = ${email}` ``. */
  soql(texts: TemplateStringsArray, ...values: readonly (string | readonly string[])[]): string;
  /** Where people see the record, or the person's, in Salesforce. */
  recordUrl(of: { readonly record: { readonly type: ObjectName; readonly id: string } }): string;
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
